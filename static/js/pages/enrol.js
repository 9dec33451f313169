/** Making the first passkey from a one-time link. */
import { AlreadyEnrolled, enrol, enrolment } from "../passkey.js";
import { clearProblems, showProblem } from "../parts/problems.js";
import { startPin } from "../parts/choose_pin.js";
import { find, onPress, say, show, wasCancelled } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const token = location.pathname.split("/").at(-1) ?? "";
  const afterwards = startPin(main, context);
  const fail = (/** @type {unknown} */ error) =>
    showProblem(main, find(main, `[data-failed=${reason(/** @type {Error} */ (error))}]`).textContent ?? "");

  onPress(main, find(main, "[data-create]"), async () => {
    clearProblems(main);
    try {
      const kept = await enrol(token);
      show(main, "[data-step=create]", !kept.needsPin && !kept.cannotKeep);
      await afterwards(kept);
    } catch (error) {
      fail(error);
    }
  });

  try {
    const { officer } = await enrolment(token);
    say(main, "[data-officer-name]", officer.name);
    say(main, "[data-officer-number]", officer.collar_number);
    show(main, "[data-step=create]", true);
  } catch (error) {
    fail(error);
  }
  show(main, "[data-step=checking]", false);
}

/** @param {Error & {status?: number}} error */
function reason(error) {
  if (error instanceof AlreadyEnrolled) return "held";
  if (wasCancelled(error)) return "cancelled";
  if (error.name === "Unreachable") return "unreachable";
  if (error.status === 429) return "busy";
  if (error.name === "ApiError" && error.status && error.status < 500) return "link";
  console.error(error);
  return "other";
}
