/** What this phone cannot read, what the server did not take and no case can show, and a browser that promises nothing. */
import { listCases } from "../cases.js";
import { dropTornDrafts, tornDrafts } from "../drafts.js";
import { tornCases } from "../held.js";
import { settle, tornEntries, unsent } from "../outbox.js";
import { attentionItem } from "./attention.js";
import { find, item, onPress, say, show } from "./screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function showTrouble(main, context) {
  show(main, "[data-not-persisted]", context.persisted === false);
  await showTorn(main);
  await showHomeless(main);
}

/** Nothing unreadable stops anything else, and none of it goes without a word. @param {HTMLElement} main */
async function showTorn(main) {
  const [entries, drafts, cases] = [await tornEntries(), await tornDrafts(), tornCases()];
  const refused = entries.filter(({ state }) => state.name === "needs attention");
  const number = entries.length + drafts + cases;
  show(main, "[data-torn]", number > 0);
  say(main, "[data-torn-number]", number === 1 ? "1 record" : `${number} records`);
  show(main, "[data-torn-unsent]", entries.length > refused.length);
  show(main, "[data-torn-case]", cases > 0);
  show(main, "[data-torn-refused]", refused.length > 0);
  show(main, "[data-torn-draft]", drafts > 0);
  const reasons = refused.flatMap(({ state }) => state.reasons.map(({ message }) => item(message)));
  find(main, "[data-torn-reasons]").replaceChildren(...reasons);
  const button = find(main, "[data-torn-settle]");
  button.hidden = !refused.length && !drafts;
  if (button.dataset.started) return;
  button.dataset.started = "";
  onPress(main, button, async () => {
    for (const one of await tornEntries()) if (one.state.name === "needs attention") await settle(one.id);
    await dropTornDrafts();
    await showTorn(main);
  });
}

/** Refused, and of a case that has no entry that was taken, or of none. @param {HTMLElement} main */
async function showHomeless(main) {
  const shown = new Set((await listCases()).filter(({ entries }) => entries.length).map(({ view }) => view.id));
  const refused = (await unsent()).filter(({ state, caseId }) => state.name === "needs attention" && !shown.has(caseId));
  show(main, "[data-attention]", refused.length > 0);
  find(main, "[data-attention-list]").replaceChildren(...refused.map((one) => attentionItem(main, one)));
}
