/** What the screens of a desk share: a list from the server, and what of their changes it has not taken. */
import { request } from "../api.js";
import { unsent } from "../outbox.js";
import { say, show } from "./screen.js";
import { count } from "./words.js";

/** Says what of these kinds the server has not taken, and why. @param {HTMLElement} main @param {string[]} kinds
 *  @returns {Promise<number>} how many */
export async function showLeft(main, kinds) {
  const left = (await unsent()).filter(({ kind }) => kinds.includes(kind));
  const reasons = left.flatMap(({ state }) => state.reasons.map(({ message }) => message));
  show(main, "[data-unsent]", left.length > 0);
  say(main, "[data-unsent]", [`${count(left.length, "change")} not taken by the server yet.`, ...reasons].join(" "));
  return left.length;
}

const WAYS = "a[href], button, input, select, textarea, summary";

/** Fill a list anew while somebody may be working in it: the focus stays where it was, or as near as there is.
 *  @param {HTMLElement} list @param {Node[]} items */
export function refill(list, items) {
  const ways = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(WAYS)]);
  const place = ways().findIndex((one) => one === document.activeElement);
  list.replaceChildren(...items);
  if (place >= 0) ways().at(Math.min(place, ways().length - 1))?.focus({ preventScroll: true });
}

/** What the server has here; null where it cannot be asked, or says no, and the screen says so.
 *  @param {HTMLElement} main @param {string} path @returns {Promise<any>} */
export const ask = async (main, path) => (await askAgain(main, path, null))?.body ?? null;

/** The same of what was asked before: no body where it has not changed since.
 *  @param {HTMLElement} main @param {string} path @param {string | null} etag the last answer's
 *  @returns {Promise<{body: any, etag: string | null} | null>} */
export async function askAgain(main, path, etag) {
  const asked = request("GET", path, undefined, etag === null ? {} : { "if-none-match": etag });
  const answer = await asked.catch((/** @type {Error & {status?: number}} */ error) => {
    if (error.name !== "Unreachable" && error.status !== 401 && error.status !== 403) throw error;
    return error.name;
  });
  show(main, "[data-unreachable]", answer === "Unreachable");
  show(main, "[data-forbidden]", answer === "ApiError");
  return typeof answer === "string" ? null : answer;
}
