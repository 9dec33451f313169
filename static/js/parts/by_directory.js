/** Enrolling by the force's directory: there, and what it sent the browser back with. */
import { post } from "../api.js";
import { clearProblems } from "./problems.js";
import { find, onPress } from "./screen.js";

const BACK = "/directory/back";

/** The directory sent the browser back without a word. */
class NothingSaid extends Error {}

/** @typedef {{token: string, publicKey: any, officer: {id: string, name: string, collar_number: string}}} Proved */

/**
 * @param {HTMLElement} main @param {() => {token: string, code: string | null}} link
 * @param {(error: unknown) => void} fail
 * @returns {{back: (() => Promise<Proved>) | null, go: (() => Promise<void>) | null}} what it says, where this is the
 * page it sent back to; how to go there, where the code is asked for as well
 */
export function byDirectory(main, link, fail) {
  const both = main.querySelector("[data-and-code]") !== null;
  const go = async () => location.assign((await post("/api/directory/begin", link())).address);
  if (!both)
    onPress(main, find(main, "[data-go]"), async () => {
      clearProblems(main);
      await go().catch(fail);
    });
  return { back: location.pathname === BACK ? back : null, go: both ? go : null };
}

/** @returns {Promise<Proved>} */
async function back() {
  const given = new URLSearchParams(location.search);
  history.replaceState(history.state, "", BACK); // it serves once, and stands in no history
  const [state, code, iss] = ["state", "code", "iss"].map((name) => given.get(name));
  if (!state || !code) throw new NothingSaid();
  return post("/api/directory/back", { state, code, iss });
}

/** Which sentence says what went wrong, where it is about the directory. @param {Error & {status?: number, code?: string}} error */
export function reasonAtDirectory(error) {
  if (error.code === "directory_away") return "away";
  const refused = location.pathname === BACK && error.status === 403;
  return refused || error instanceof NothingSaid ? "directory" : null;
}
