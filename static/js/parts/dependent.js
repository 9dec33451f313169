/**
 * Fields that are asked only after Yes to another: `<div data-dependent="detained">` around them, inside the section.
 *
 * They are hidden while they are not asked, but never with something in them: what was typed stays in sight, with the
 * sentence that it is left out (`data-left-out`), until it is deleted, the answer is changed back, or the section saved.
 */
import { controlsOf, fieldsOf } from "./form.js";
import { all, find } from "./screen.js";

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

/** The facts of what is not asked: null, whatever stands there. @param {HTMLElement} root @returns {Record<string, null>} */
export function leftOut(root) {
  const parts = all(root, "[data-dependent]").filter((part) => !isAsked(root, part));
  return Object.fromEntries(parts.flatMap(fieldsOf).map((field) => [String(field.dataset.field), null]));
}

/** @param {HTMLElement} root @param {HTMLElement} part */
function isAsked(root, part) {
  const answers = controlsOf(find(root, `[data-field="${part.dataset.dependent}"]`));
  return answers.some((control) => control.value === "yes" && /** @type {HTMLInputElement} */ (control).checked);
}
