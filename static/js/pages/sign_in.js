/** Signing in with a passkey; choosing a PIN where the passkey cannot lock this phone's store. */
import { keepsNothing } from "../connection.js";
import { signIn } from "../passkey.js";
import { clearProblems, showProblem } from "../parts/problems.js";
import { startPin } from "../parts/choose_pin.js";
import { find, onPress, show, wasCancelled } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const afterwards = startPin(main, context);
  show(main, "[data-storeless]", await keepsNothing());
  onPress(main, find(main, "[data-sign-in]"), async () => {
    clearProblems(main);
    try {
      const kept = await signIn();
      show(main, "[data-step=sign-in]", !kept.needsPin && !kept.cannotKeep);
      await afterwards(kept);
    } catch (error) {
      showProblem(main, find(main, `[data-failed=${reason(/** @type {Error} */ (error))}]`).textContent ?? "");
    }
  });
}

/** @param {Error & {status?: number}} error */
function reason(error) {
  if (wasCancelled(error)) return "cancelled";
  if (error.name === "Unreachable") return "unreachable";
  if (error.status === 429) return "busy";
  if (error.name === "ApiError" && error.status && error.status < 500) return "unknown";
  console.error(error);
  return "other";
}
