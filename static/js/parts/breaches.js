/** The breaches of a case as they are shown: each arrest with its limits and what next, what was reported, what was heard. */
import { officerName } from "../cases.js";
import { inWords } from "../clocks.js";
import { showSittings } from "./hearing.js";
import { copy, find, item, say, show } from "./screen.js";
import { moment } from "./times.js";
import { confirmed, sentence } from "./words.js";

/** @import {Law, View} from "../types.js" */

/** @param {HTMLElement} main @param {View} view @param {Law} law */
export async function showBreaches(main, view, law) {
  const { reported, units, arrests, heard } = view.breaches;
  const open = arrests.filter((one) => !one.heard);
  find(main, "[data-arrests]").replaceChildren(...open.map((one) => arrestCard(main, one)));
  const lines = [
    ...reported.map((one) => ({ one, text: `Breach reported: ${one.what}`, at: one.occurred_at })),
    ...units.map((one) => ({ one, text: one.sent ? `Unit sent: ${one.unit ?? "not said which"}` : `NO UNIT SENT: ${one.why_not ?? "not said why"}`, at: one._.made_at })),
    ...arrests.map((one) => ({ one, text: `Arrested at ${one.place}: ${one.grounds}`, at: one.arrested_at })),
    ...heard.map((one) => ({ one, text: `${one.court}: ${law.breach.outcomes[one.outcome]}`, at: one.heard_at })),
  ].sort((first, second) => at(first) - at(second));
  show(main, "[data-breaches]", lines.length > 0);
  const told = await Promise.all(lines.map((line) => lineItem(main, view, line)));
  find(main, "[data-breach-list]").replaceChildren(...told);
}

/** @param {{at: string | null, one: import("../types.js").Section}} line */
const at = (line) => Date.parse(line.at ?? line.one._.made_at);

/** @param {HTMLElement} main @param {View["breaches"]["arrests"][number]} arrest */
function arrestCard(main, arrest) {
  const made = copy(main, "template#arrest-card");
  const { limits, sittings } = arrest;
  say(made, "[data-arrested]", moment(arrest.arrested_at));
  say(made, "[data-by]", limits ? inWords(limits.by) : "Not known: ring legal services");
  showLimits(made, limits, sittings);
  find(made, "[data-next-steps]").replaceChildren(...arrest.next.map(item));
  return made;
}

/** Both limits, and the sittings before the earlier. @param {HTMLElement} root
 *  @param {import("../breach.js").Limits | null} limits @param {import("../courts.js").Practicable | null} sittings */
export function showLimits(root, limits, sittings) {
  showSittings(root, limits !== null, sittings);
  say(root, "[data-custody]", limits ? inWords(limits.custody.at) : "");
  const counts = (limits?.custody.excluded ?? []).map(({ name, counted }) => `${name} ${counted ? "counted, in doubt" : "not counted"}`);
  say(root, "[data-custody-why]", counts.length ? `(${counts.join(", ")})` : "");
  say(root, "[data-hearing]", limits?.hearing ? `Not later than ${inWords(limits.hearing)}` : "Not known here");
  const other = limits?.custody.other;
  show(root, "[data-doubt]", Boolean(other));
  say(root, "[data-doubt]", other ? `The law can also be read as ${inWords(other)}. Work to the earlier time.` : "");
}

/** @param {HTMLElement} main @param {View} view @param {{one: import("../types.js").Section, text: string, at: string | null}} line */
async function lineItem(main, view, { one, text, at }) {
  const made = copy(main, "template#breach-line");
  say(made, "[data-text]", text);
  const who = await officerName(one._.officer);
  const when = at ? `${moment(at)}. ` : "";
  say(made, "[data-who]", `${when}Recorded by ${who}${confirmed(one) ? "" : ", NOT SENT YET"}`);
  const started = one.contact_by ? `Contact started by: ${sentence(one.contact_by)}${one.contact_how ? `. ${one.contact_how}` : ""}` : "";
  say(made, "[data-started]", started);
  const reasons = view.irregular.filter(({ entry }) => entry === one._.entry).flatMap(({ reasons }) => reasons);
  show(made, "[data-reasons]", reasons.length > 0);
  find(made, "[data-reasons] ul").replaceChildren(...reasons.map(item));
  return made;
}
