/**
 * Fields that are asked only after Yes to another: `<div data-dependent="detained">` around them, inside the section.
 *
 * They are hidden while they are not asked, but never with something in them: what was typed stays in sight, with the
 * sentence that it is left out (`data-left-out`), until it is deleted, the answer is changed back, or the section saved.
 */
import { controlsOf, fieldsOf } from "./form.js";
import { all, find } from "./screen.js";

/** @typedef {import("./form.js").Reading} Reading */

/** Shows what is asked and what would be left out. To be called whenever anything changed. @param {HTMLElement} root */
export function showDependent(root) {
  for (const part of all(root, "[data-dependent]")) {
    const asked = isAsked(root, part);
    const holds = controlsOf(part).some((control) =>
      control.type === "radio" || control.type === "checkbox"
        ? /** @type {HTMLInputElement} */ (control).checked
        : control.value.trim(),
    );
    part.hidden = !asked && !holds;
    find(part, "[data-left-out]").hidden = asked || !holds;
  }
}

/**
 * What is read of a section, without what is not asked: those facts are null, whatever stands there, and what is wrong
 * with them keeps nobody from saving.
 * @param {HTMLElement} root @param {Reading} reading @returns {Reading}
 */
export function leaveOut(root, { facts, problems }) {
  const parts = all(root, "[data-dependent]").filter((part) => !isAsked(root, part));
  const none = parts.flatMap(fieldsOf).map((field) => [String(field.dataset.field), null]);
  return {
    facts: { ...facts, ...Object.fromEntries(none) },
    problems: problems.filter(({ at }) => !parts.some((part) => part.contains(at))),
  };
}

/** @param {HTMLElement} root @param {HTMLElement} part */
function isAsked(root, part) {
  const answers = controlsOf(find(root, `[data-field="${part.dataset.dependent}"]`));
  return answers.some((control) => control.value === "yes" && /** @type {HTMLInputElement} */ (control).checked);
}
