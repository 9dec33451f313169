/** What whoever decides is about to sign: the changes, what the law asks of them, what the text would tell, the text. */
import { holidays } from "../cases.js";
import { NoHolidays, hearingDeadline, inWords } from "../clocks.js";
import { sittingsFrom } from "../courts.js";
import { disclosures } from "../disclosures.js";
import { sectionIn } from "../law.js";
import { considered, missing } from "../missing.js";
import { compose } from "../notice.js";
import { now } from "../now.js";
import { fillChanges } from "./changes.js";
import { excludes } from "./condition_rows.js";
import { read } from "./form.js";
import { showHearing } from "./hearing.js";
import { copy, find, item, say, show, showNotice } from "./screen.js";
import { londonDate } from "./times.js";

/** @import {Context, Law, View} from "../types.js" */
/** @import {Authorising} from "./authorising.js" */

/** Where it is said what the authorising officer believes and confirms. */
const CONFIRM = "[data-consider]";

/** What is asked of the officer before, and here of whoever decides: once is enough. */
const ASKED_HERE = { "service-accommodation": true, "premises-known-to-respondent": true };

/** Until when the case must be heard, and where it can be, if the notice were served now.
 *  @param {HTMLElement} section @param {Context} context @param {string} regime @param {import("../clocks.js").Holidays} days */
export function showServedNow(section, context, regime, days) {
  const at = now().toISOString();
  const courts = context.me?.courts;
  try {
    const deadline = hearingDeadline(at, days, context.law.regimes[regime]);
    say(section, "[data-heard-by]", inWords(deadline.at));
    const sittings = courts?.courts.length ? sittingsFrom(at, deadline, days, courts) : null;
    showHearing(section, { ...deadline, sittings });
  } catch (error) {
    if (!(error instanceof NoHolidays)) throw error;
    say(section, "[data-heard-by]", "is not known: ring legal services");
    showHearing(section, null);
  }
}

/**
 * What the superintendent is about to sign: the changes, what the law asks of them, and the exact text.
 * @param {HTMLElement} main @param {Context} context @param {View} view @param {Authorising} authorising
 */
export function showWhatIsSigned(main, context, view, authorising) {
  const found = authorising.changes();
  const { signed, needed, asks, text, changed } = toSign(context, view, authorising);
  const { law } = context;
  fillChanges(find(main, "[data-your-changes] [data-changes]"), found, context.law);
  show(main, "[data-sign-as-asked]", !found.length);
  show(main, "[data-sign-changed]", found.length > 0);
  show(main, "[data-needed]", needed.length > 0);
  find(main, "[data-needed-list]").replaceChildren(
    ...needed.map(({ sentence, section }) => item(`${sentence} (${sectionIn(law, view, section)})`)),
  );
  show(main, "[data-ring]", needed.some(({ screen }) => screen !== "decision"));
  showConsidered(main, context, changed, authorising);
  show(main, "[data-asks]", asks.length > 0);
  find(main, "[data-asks-list]").replaceChildren(
    ...asks.map(({ sentence, section }) => item(`${sentence} (${sectionIn(law, view, section)})`)),
  );
  show(main, `${CONFIRM} [data-service-accommodation]`, excludes(signed.conditions, context.law));
  show(main, "[data-confirm-address]", tellsUnknown(changed, context.law));
  say(main, "[data-home-address]", [view.premises?.address.replaceAll("\n", ", "), view.premises?.postcode].filter(Boolean).join(", "));
  showDisclosures(main, changed);
  showNotice(find(main, "[data-text]"), Array.isArray(text) ? text : [`The notice cannot be written: ${text}`]);
}

/** What the respondent would learn from what is free text in it. @param {HTMLElement} main @param {View} changed */
function showDisclosures(main, changed) {
  const found = disclosures(changed, /** @type {any} */ (changed.conditions));
  const list = find(main, "[data-disclosures]");
  show(main, "[data-discloses-nothing]", !found.length);
  list.hidden = !found.length;
  list.replaceChildren(
    ...found.map(({ what, of, sentence }) => {
      const made = copy(find(main, "[aria-labelledby=learns-heading]"), `template[data-learns='${what}']`);
      say(made, "[data-of]", of);
      say(made, "[data-sentence]", `“${sentence}”`);
      return made;
    }),
  );
}

/** Ticks off, by what the record says, what must be considered of the notice as it is authorised.
 *  @param {HTMLElement} main @param {Context} context @param {View} changed @param {Authorising} authorising */
function showConsidered(main, { law }, changed, authorising) {
  const made = considered(changed, law, londonDate(now())).map(({ id, title, section, state }) => {
    const again = id === "residents" && state === "recorded" && authorising.addsAboutTheHome;
    const line = copy(find(main, CONFIRM), `template[data-matter='${again ? "asked again" : state}']`);
    say(line, "[data-title]", title);
    say(line, "[data-basis]", sectionIn(law, changed, section));
    return line;
  });
  find(main, "[data-matters]").replaceChildren(...made);
}

/** Whether the notice would tell a home the respondent is not recorded as knowing. @param {View} view @param {Law} law */
const tellsUnknown = ({ premises, conditions }, law) =>
  premises?.respondent_knows_address === false &&
  law.conditions.some(
    (/** @type {any} */ one) =>
      one.shared_premises && conditions?.conditions.some((/** @type {any} */ { code }) => code === one.code),
  );

/**
 * The grounds and conditions as they are authorised, what the law misses in the case with them, and the notice's lines,
 * or the sentence that says why it cannot be written.
 * @param {Context} context @param {View} view @param {Authorising} authorising
 */
export function toSign({ me, law }, view, authorising) {
  const provisions = authorising.provisions();
  const { service_accommodation, address_confirmed } = read(find(authorising.main, CONFIRM)).facts;
  const signed = {
    ...provisions,
    service_accommodation: excludes(provisions.conditions, law) ? service_accommodation : null,
    address_confirmed,
  };
  const changed = { ...view, conditions: /** @type {any} */ (signed) };
  if (!tellsUnknown(changed, law)) signed.address_confirmed = null;
  const lacking = missing(changed, [...law.requirements, ...law.decision], londonDate(now()), me?.checks);
  const needed = lacking.filter((row) => row.stops);
  const asks = lacking.filter((row) => !row.stops && !(row.id in ASKED_HERE));
  /** @type {string[] | string} */
  let text = "nobody is signed in.";
  try {
    if (me) text = compose(changed, me.officer, law, me.force);
  } catch (error) {
    text = /** @type {Error} */ (error).message;
  }
  return { signed, needed, asks, text, changed };
}

