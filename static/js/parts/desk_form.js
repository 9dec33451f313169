/** A form at a desk that the server answers at once: what it refuses stays typed, with the reason at its field. */
import { record } from "../outbox.js";
import { refusedNow } from "./desk.js";
import { keepTyped } from "./draft.js";
import { controlsOf, fill, read } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";

/**
 * What it records is named by the form's `data-form`; `[data-say]` of that name is what is said once it is recorded.
 * @param {HTMLElement} main @param {HTMLElement} form
 * @param {{caseId: string, writing: (facts: Record<string, any>) => import("../outbox.js").Writing,
 *   refresh: () => Promise<void>}} options
 */
export async function startDeskForm(main, form, { caseId, writing, refresh }) {
  const { draft } = await keepTyped(form, `${caseId}:${form.dataset.form}`, { yet: "Not sent yet." });
  onPress(main, form, async () => {
    clearProblems(main);
    show(main, "[data-recorded]", false);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const { reliesOn, ...rest } = writing(facts);
    const written = await record({ ...rest, reliesOn: reliesOn?.map(({ id, sha256 }) => ({ id, sha256 })) });
    const { sent, reasons } = await refusedNow(written.id);
    if (reasons.length) return showProblems(main, reasons.map((why) => problemOf(form, why)));
    fill(form, null);
    say(form, "[data-state]", "");
    await draft.drop();
    await refresh();
    const said = find(main, "[data-recorded]");
    said.textContent = find(main, `[data-say=${sent ? form.dataset.form : "waits"}]`).textContent;
    show(main, "[data-recorded]", true);
    said.focus();
  });
}

/** Why the server refused, at the field it names: what must stand there, as something to be entered.
 *  @param {HTMLElement} form @param {{message: string}} why */
function problemOf(form, { message }) {
  const [, field, rest] = /^facts\.(\w+): (.*)$/.exec(message) ?? [];
  const place = field && form.querySelector(`[data-field=${field}]`);
  const at = controlsOf(/** @type {HTMLElement} */ (place || form))[0];
  return { at, message: rest ? rest.replace(/^must be/, "Enter") : message };
}
