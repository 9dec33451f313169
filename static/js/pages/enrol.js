/** Making the first passkey from a one-time link. */
import { AlreadyEnrolled, enrol, enrolment } from "../passkey.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { startPin } from "../parts/choose_pin.js";
import { find, onPress, say, show, wasCancelled } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const token = location.pathname.split("/").at(-1) ?? "";
  const afterwards = startPin(main, context);
  const field = /** @type {HTMLInputElement} */ (find(main, "#code"));
  /** As it was read out, and typed with spaces or without; null where none was. */
  const code = () => field.value.replace(/\D/g, "") || null;
  const fail = (/** @type {unknown} */ error) =>
    showProblem(main, find(main, `[data-failed=${reason(/** @type {Error} */ (error))}]`).textContent ?? "");

  onPress(main, find(main, "[data-create]"), async () => {
    clearProblems(main);
    try {
      const kept = await enrol(token, code());
      show(main, "[data-step=create]", !kept.needsPin && !kept.cannotKeep);
      await afterwards(kept);
    } catch (error) {
      fail(error);
    }
  });

  const check = async () => {
    const { officer } = await enrolment(token, code());
    say(main, "[data-officer-name]", officer.name);
    say(main, "[data-officer-number]", officer.collar_number);
    show(main, "[data-step=code]", false);
    show(main, "[data-step=create]", true);
  };
  onPress(main, find(main, "[data-step=code]"), async () => {
    clearProblems(main);
    if (code()?.length !== 8) return showProblems(main, [{ at: field, message: find(main, "[data-code-wrong]").textContent ?? "" }]);
    await check().catch(fail);
  });

  // A link that needs no code says whose it is at once; whatever else is wrong is said once there is a code.
  await check().catch((error) => {
    if (reason(error) === "link") show(main, "[data-step=code]", true);
    else fail(error);
  });
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
