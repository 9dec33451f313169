/** Making the first passkey from a one-time link, by a code read out or by what the force's directory says. */
import { AlreadyEnrolled, enrol, enrolment } from "../passkey.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { startPin } from "../parts/choose_pin.js";
import { find, onPress, say, show, wasCancelled } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  let token = location.pathname.split("/").at(-1) ?? "";
  const afterwards = startPin(main, context);
  const field = /** @type {HTMLInputElement} */ (find(main, "#code"));
  /** As it was read out, and typed with spaces or without; null where none was. */
  const code = () => field.value.replace(/\D/g, "") || null;
  const there = main.querySelector("[data-directory]") && (await import("../parts/by_directory.js"));
  const fail = (/** @type {any} */ error) =>
    showProblem(main, find(main, `[data-failed=${there?.reasonAtDirectory(error) ?? reason(error)}]`).textContent ?? "");
  const directory = there?.byDirectory(main, () => ({ token, code: code() }), fail);
  /** Whom this is for, and what their passkey is to be made with. */
  let ask = () => enrolment(token, code());

  onPress(main, find(main, "[data-create]"), async () => {
    clearProblems(main);
    try {
      const kept = await enrol(token, ask);
      show(main, "[data-step=create]", !kept.needsPin && !kept.cannotKeep);
      await afterwards(kept);
    } catch (error) {
      fail(error);
    }
  });

  const check = async () => {
    const { officer } = await ask();
    say(main, "[data-officer-name]", officer.name);
    say(main, "[data-officer-number]", officer.collar_number);
    show(main, "[data-step=code], [data-step=directory]", false);
    show(main, "[data-step=create]", true);
  };
  onPress(main, find(main, "[data-step=code]"), async () => {
    clearProblems(main);
    if (code()?.length !== 8) return showProblems(main, [{ at: field, message: find(main, "[data-code-wrong]").textContent ?? "" }]);
    await (directory?.go ?? check)().catch(fail);
  });

  if (directory?.back)
    await directory
      .back()
      .then((proved) => {
        token = proved.token;
        ask = async () => proved;
        return check();
      })
      .catch(fail);
  // A link that needs no code says whose it is at once; whatever else is wrong is said once there is a code.
  else
    await check().catch((error) => {
      if (reason(error) === "link") show(main, "[data-step=code], [data-step=directory]", true);
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
