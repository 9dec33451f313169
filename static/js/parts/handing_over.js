/** The case passed to another officer to serve: to whom, whether they have accepted, accepting it, passing it on. */
import { officerName } from "../cases.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { read } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";

/** @import {Context, Section, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {boolean} open whether it is to be served */
export async function showHandOver(main, { me }, view, open) {
  const { hand_over: handed, taken_over: taken } = view;
  show(main, "[data-hand-over]", open);
  show(main, "[data-handed]", Boolean(handed));
  show(main, "[data-taken]", Boolean(taken && !handed));
  show(main, "[data-take-over]", Boolean(handed && handed._.officer !== me?.officer.id && me?.officer.constable));
  if (handed) {
    const note = handed.note ? ` ${handed.note}` : "";
    say(main, "[data-handed]", `Handed over to ${handed.to} by ${await by(handed)}; not accepted yet.${note}`);
  }
  if (taken) say(main, "[data-taken]", `Taken over by ${await by(taken)}.`);
}

/** @param {Section} section */
const by = async ({ _ }) => `${await officerName(_.officer)}, ${recently(_.made_at)}`;

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
export function startHandingOver(main, caseId, current, refresh) {
  const form = /** @type {HTMLFormElement} */ (find(main, "[data-hand-over] form"));
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await record({ kind: "handed over", caseId, facts });
    form.reset();
    /** @type {HTMLDetailsElement} */ (find(main, "[data-hand-over] details")).open = false;
    await settled(refresh);
  });
  onPress(main, find(main, "[data-take-over]"), async () => {
    await takeOver(caseId, current().hand_over);
    await settled(refresh);
  });
}

/** Takes a case over, by name of the hand-over where there was one. @param {string} caseId @param {Section | null} handed */
export async function takeOver(caseId, handed) {
  const reliesOn = handed ? [{ id: handed._.entry, sha256: handed._.sha256 }] : [];
  await record({ kind: "hand-over accepted", caseId, facts: {}, reliesOn });
}

/** @param {() => Promise<void>} refresh */
async function settled(refresh) {
  await refresh();
  await drain().catch(() => {});
  await refresh();
}
