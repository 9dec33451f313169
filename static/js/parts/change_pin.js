/** The form for another PIN, where a PIN opens this phone's store. */
import { changePin } from "../change_pin.js";
import { spoken } from "../pin_tries.js";
import { PinDropped, TooSoon, WrongPin, lock, waysToUnlock } from "../vault.js";
import { fault } from "./choose_pin.js";
import { clearProblems, showProblems } from "./problems.js";
import { all, find, onPress, say, show } from "./screen.js";

/** @param {HTMLElement} main */
export async function startPinChange(main) {
  const form = find(main, "form[data-section=change-pin]");
  form.hidden = !(await waysToUnlock())?.pin;
  const fields = /** @type {HTMLInputElement[]} */ (all(form, "input"));
  const [old, next, again] = fields;
  /** @param {HTMLInputElement} at @param {string} which */
  const wrong = (at, which) => showProblems(main, [{ at, message: find(form, `[data-pin-wrong=${which}]`).textContent ?? "" }]);

  onPress(main, form, async () => {
    clearProblems(main);
    show(form, "[data-changed]", false);
    if (!old.value) return wrong(old, "missing");
    const why = fault(next.value, again.value);
    if (why) return wrong(why === "differs" ? again : next, why);
    try {
      await changePin(old.value, next.value);
      for (const one of fields) one.value = "";
      show(form, "[data-changed]", true);
    } catch (error) {
      old.value = "";
      if (error instanceof PinDropped) return lock(); // whose screen says what is left
      if (!(error instanceof WrongPin || error instanceof TooSoon)) throw error;
      for (const wait of all(form, "[data-wait]")) wait.textContent = spoken(error.seconds);
      if (error instanceof TooSoon) return wrong(old, "soon");
      say(form, "[data-left]", String(error.left));
      wrong(old, error.left <= 5 ? "left" : error.seconds ? "wait" : "not");
    }
  });
}
