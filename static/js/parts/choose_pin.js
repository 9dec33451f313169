/** The PIN form of `templates/choose_pin.html`, and where to go once it is known what became of the store. */
import { SHORTEST_PIN, choosePin } from "../passkey.js";
import { isCommon } from "../pin_tries.js";
import { clearProblems, showProblems } from "./problems.js";
import { startSignOut } from "./signed_in.js";
import { find, onPress, show } from "./screen.js";

/** @import {Context} from "../types.js" */
/** @import {Kept} from "../passkey.js" */

/**
 * @param {HTMLElement} main @param {Context} context
 * @returns {(kept: Kept) => Promise<void>} what to do after signing in or enrolling
 */
export function startPin(main, context) {
  const form = find(main, "form[data-step=pin]");
  const [pin, again] = ["#new-pin", "#new-pin-again"].map((id) => /** @type {HTMLInputElement} */ (find(form, id)));
  onPress(main, form, async () => {
    clearProblems(main);
    const wrong = fault(pin.value, again.value);
    if (wrong)
      return showProblems(main, [
        { at: wrong === "differs" ? again : pin, message: find(form, `[data-pin-wrong=${wrong}]`).textContent ?? "" },
      ]);
    await choosePin(pin.value);
    await context.go("/");
  });
  startSignOut(main, context);
  return async (kept) => {
    show(main, "form[data-step=pin]", Boolean(kept.needsPin));
    show(main, "[data-storeless], [data-cannot-keep]", Boolean(kept.cannotKeep));
    if (kept.needsPin) pin.focus();
    else if (kept.cannotKeep) find(main, "[data-storeless] a").focus();
    else await context.go("/"); // a store that needs its PIN is asked for by the lock screen
  };
}

/** What is wrong with a PIN somebody chose. @param {string} pin @param {string} again @returns {"short" | "guessed" | "differs" | null} */
export function fault(pin, again) {
  if (!/^\d+$/.test(pin) || pin.length < SHORTEST_PIN) return "short";
  if (isCommon(pin)) return "guessed";
  return pin === again ? null : "differs";
}
