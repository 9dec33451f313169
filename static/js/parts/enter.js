/**
 * Enter moves on: out of a field whose keyboard offers "next" (`enterkeyhint`, templates/fields.html) to the next one
 * that takes text, over buttons and tick boxes. It makes no new line and sends no form. Shift and Enter makes a line.
 * In a field of one value a line it moves on from an empty line only.
 */

const TAKES_TEXT = "textarea, select, input:not([type=radio], [type=checkbox], [type=file], [type=hidden])";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** What the keyboard offers where a line is a value: "next" once there is nothing on it. @param {EventTarget | null} target */
function offer(target) {
  if (!(target instanceof HTMLTextAreaElement) || !target.closest("[data-as=lines]")) return;
  const before = target.value.slice(0, target.selectionStart).split("\n").at(-1) ?? "";
  const after = target.value.slice(target.selectionStart).split("\n")[0];
  target.enterKeyHint = (before + after).trim() ? "enter" : "next";
}

/** Whether Enter leaves it. @param {EventTarget | null} target @returns {target is Field} */
const leadsOn = (target) =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.enterKeyHint === "next";

/** Starts it for every screen, those that come later too. */
export function startEnter() {
  document.addEventListener("keydown", (event) => {
    const { target, key, shiftKey, ctrlKey, altKey, metaKey, isComposing, defaultPrevented } = event;
    if (key !== "Enter" || shiftKey || ctrlKey || altKey || metaKey || isComposing || defaultPrevented) return;
    offer(target);
    if (!leadsOn(target)) return;
    event.preventDefault();
    const next = nextOf(target);
    if (next) next.focus();
    else target.blur(); // the last one: the keyboard goes away
  });
  for (const type of ["input", "focusin"]) document.addEventListener(type, ({ target }) => offer(target));
  // Browsers that do not let a text grow by themselves.
  if (!CSS.supports("field-sizing", "content"))
    for (const type of ["input", "focusin"]) document.addEventListener(type, ({ target }) => grow(target));
}

/** @param {Field} field @returns {HTMLElement | null} */
function nextOf(field) {
  const fields = [...(field.closest("main") ?? document).querySelectorAll(/** @type {"input"} */ (TAKES_TEXT))];
  return fields.slice(fields.indexOf(/** @type {HTMLInputElement} */ (field)) + 1).find(takesText) ?? null;
}

/** @param {HTMLInputElement} field */
const takesText = (field) =>
  !field.disabled && !field.readOnly && field.checkVisibility({ visibilityProperty: true }) && !field.closest("[inert]");

/** @param {EventTarget | null} target */
function grow(target) {
  if (!(target instanceof HTMLTextAreaElement)) return;
  target.style.height = "auto";
  target.style.height = `${target.scrollHeight + target.offsetHeight - target.clientHeight}px`;
}
