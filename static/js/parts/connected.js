/** An officer's own word on how they are connected with one of the two: recorded here, and read by whoever decides. */
import { officerName } from "../cases.js";
import { startSaying } from "./reached.js";
import { find, item, show } from "./screen.js";
import { declared, isOwn } from "./words.js";

/** @import {Context, Section, View} from "../types.js" */

/** @param {HTMLElement} main @param {string} caseId @param {() => Promise<void>} refresh */
export function startDeclaring(main, caseId, refresh) {
  const about = () => ({ kind: "connection declared", caseId, reliesOn: [] });
  return startSaying(main, find(main, "[data-declare]"), `${caseId}:connection`, about, async () => {
    const details = find(main, "[data-declaring]");
    await refresh();
    if (!details.hasAttribute("open")) return;
    details.removeAttribute("open"); // what was declared stands above it, and the form is empty again
    find(details, "summary").focus();
  });
}

/** What whoever asks, or recorded part of it, has declared: for whoever decides. @param {HTMLElement} main @param {View} view */
export async function showConnected(main, view) {
  const found = view.declared.filter(({ _ }) => isOwn(view, _.officer));
  show(main, "[data-connected]", found.length > 0);
  await list(main, found);
}

/** What this officer has declared, and where they do. @param {HTMLElement} main @param {Context} context @param {View} view
 *  @param {boolean} open whether there is something to decide yet */
export async function showConnecting(main, context, view, open) {
  const mine = view.declared.filter(({ _ }) => _.officer === context.me?.officer.id);
  show(main, "[data-connecting]", open || mine.length > 0);
  const police = Object.values(view.police).some((one) => one?.employed);
  show(main, "[data-police]", police && !mine.length);
  await list(main, mine);
}

/** @param {HTMLElement} main @param {Section[]} found */
async function list(main, found) {
  const lines = await Promise.all(found.map(async (one) => item(`${await officerName(one._.officer)} ${declared(one)}`)));
  find(main, "[data-connected-list]").replaceChildren(...lines);
}
