/** Making the first passkey from a one-time link: by a code read out, or by what the force's directory says. */
import { post } from "../api.js";
import { AlreadyEnrolled, enrol, enrolment } from "../passkey.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { startPin } from "../parts/choose_pin.js";
import { find, onPress, say, show, wasCancelled } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

const BACK = "/directory/back";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  let token = location.pathname.split("/").at(-1) ?? "";
  const afterwards = startPin(main, context);
  const field = /** @type {HTMLInputElement} */ (find(main, "#code"));
  const directory = main.querySelector("[data-directory]");
  const isBack = location.pathname === BACK;
  /** The directory is asked as well as for the code, not in its place. */
  const both = main.querySelector("[data-and-code]") !== null;
  /** As it was read out, and typed with spaces or without; null where none was. */
  const code = () => field.value.replace(/\D/g, "") || null;
  const fail = (/** @type {unknown} */ error) =>
    showProblem(main, find(main, `[data-failed=${reason(/** @type {Error} */ (error), isBack)}]`).textContent ?? "");
  let ask = () => enrolment(token, code());

  /** @param {{officer: {name: string, collar_number: string}}} asked */
  const showWhom = ({ officer }) => {
    say(main, "[data-officer-name]", officer.name);
    say(main, "[data-officer-number]", officer.collar_number);
    show(main, "[data-step=code], [data-step=directory]", false);
    show(main, "[data-step=create]", true);
  };
  const goToDirectory = async () => location.assign((await post("/api/directory/begin", { token, code: code() })).address);
  const check = async () => (both ? goToDirectory() : showWhom(await ask()));

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
  onPress(main, find(main, "[data-step=code]"), async () => {
    clearProblems(main);
    if (code()?.length !== 8) return showProblems(main, [{ at: field, message: find(main, "[data-code-wrong]").textContent ?? "" }]);
    await check().catch(fail);
  });
  if (directory && !both)
    onPress(main, find(main, "[data-go]"), async () => {
      clearProblems(main);
      await goToDirectory().catch(fail);
    });

  if (isBack) {
    const given = new URLSearchParams(location.search);
    history.replaceState(history.state, "", BACK); // what it said serves once, and stands in no history
    const [state, said, iss] = ["state", "code", "iss"].map((name) => given.get(name));
    try {
      if (!state || !said) throw new NothingSaid();
      const proved = await post("/api/directory/back", { state, code: said, iss });
      token = proved.token;
      ask = async () => proved;
      showWhom(proved);
    } catch (error) {
      fail(error);
    }
  } else if (both) show(main, "[data-step=code], [data-step=directory]", true);
  // A link that needs no code says whose it is at once; whatever else is wrong is said once there is a code.
  else
    await check().catch((error) => {
      if (reason(error, false) === "link") show(main, "[data-step=code], [data-step=directory]", true);
      else fail(error);
    });
  show(main, "[data-step=checking]", false);
}

/** The directory sent the browser back without a word. */
class NothingSaid extends Error {}

/** @param {Error & {status?: number, code?: string}} error @param {boolean} isBack from the directory */
function reason(error, isBack) {
  if (error instanceof AlreadyEnrolled) return "held";
  if (wasCancelled(error)) return "cancelled";
  if (error.name === "Unreachable") return "unreachable";
  if (error.status === 429) return "busy";
  if (error.code === "directory_away") return "away";
  if (error instanceof NothingSaid) return "directory";
  if (error.name === "ApiError" && error.status && error.status < 500) return isBack ? "directory" : "link";
  console.error(error);
  return "other";
}
