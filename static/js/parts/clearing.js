/** Taking back an answer: no press of a radio button undoes another. The questions that may stay open have a button for it. */
import { all } from "./screen.js";

/** @param {Element} part @returns {HTMLFieldSetElement | null} the question it belongs to */
const questionOf = (part) => part.closest("fieldset");

/** @param {ParentNode} question @returns {HTMLInputElement[]} */
const choicesOf = (question) => [...question.querySelectorAll(/** @type {"input"} */ ("input[type=radio]"))];

/**
 * Lets the answers under `section` be cleared; to its listeners that is as if the first choice had been changed.
 * @param {HTMLElement} section
 */
export function startClearing(section) {
  section.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    takeInHand(section, target);
    const question = target.closest("[data-clear-answer]") && questionOf(target);
    if (!question) return;
    const choices = choicesOf(question);
    for (const choice of choices) choice.checked = false;
    choices[0].focus({ preventScroll: true });
    choices[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
  section.addEventListener("focusin", ({ target }) => {
    // By the keyboard only: a thumb's focus comes in the middle of its press, and what moves then is missed by it.
    if (target instanceof HTMLElement && target.matches("button:focus-visible, [type=radio]:focus-visible"))
      takeInHand(section, target);
  });
}

/**
 * Offers it where there is an answer; where questions stand close together (`data-clear-answer="in hand"`) only at the
 * one that was pressed last, so that those below stay where the thumb expects them.
 * @param {HTMLElement} section
 */
export function showClearing(section) {
  for (const button of all(section, "[data-clear-answer]")) {
    const question = questionOf(button);
    const offered = button.dataset.clearAnswer !== "in hand" || question?.dataset.inHand !== undefined;
    button.hidden = !question || !offered || !choicesOf(question).some(({ checked }) => checked);
  }
}

/** @param {HTMLElement} section @param {Element} pressed */
function takeInHand(section, pressed) {
  const question = questionOf(pressed);
  if (!question?.querySelector('[data-clear-answer="in hand"]') || question.dataset.inHand !== undefined) return;
  for (const other of all(section, "[data-in-hand]")) delete other.dataset.inHand;
  question.dataset.inHand = "";
  showClearing(section);
}
