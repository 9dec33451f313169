/** What the screens of a desk share: a list from the server, and what of their changes it has not taken. */
import { request } from "../api.js";
import { status } from "../connection.js";
import { settle, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { say, show } from "./screen.js";
import { count } from "./words.js";

/** Says what of these kinds the server has not taken, and why. @param {HTMLElement} main @param {string[]} kinds
 *  @returns {Promise<number>} how many */
export async function showLeft(main, kinds) {
  const left = (await unsent()).filter(({ kind, state }) => kinds.includes(kind) && state.name !== "sent");
  const reasons = left.flatMap(({ state }) => state.reasons.map(({ message }) => message));
  show(main, "[data-unsent]", left.length > 0);
  say(main, "[data-unsent]", [`${count(left.length, "change")} not taken by the server yet.`, ...reasons].join(" "));
  return left.length;
}

/** Sends what was just recorded, and says what became of it: whether the server has it, and why it refused it. A refusal
 *  is said where it was typed, so it is taken off the list of what needs attention.
 *  @param {string} id of the entry @returns {Promise<{sent: boolean, reasons: {message: string}[]}>} */
export async function refusedNow(id) {
  const known = async () => {
    await drain().catch(() => {});
    return (await unsent()).find((one) => one.id === id);
  };
  let left = await known();
  // The worker, or another tab, may be sending it.
  for (let tries = 25; tries && left?.state.name === "not sent" && status().reached !== false; tries -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    left = await known();
  }
  if (left?.state.name !== "needs attention") return { sent: !left || left.state.name === "sent", reasons: [] };
  await settle(id);
  return { sent: true, reasons: left.state.reasons };
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

/** Asks again from time to time, and when something changes; not from under the hand of whoever is on one of a list's
 *  buttons. @param {import("../types.js").Context} context @param {HTMLElement} list @param {number} everyMs
 *  @param {() => Promise<unknown>} refresh @returns {() => void} ends it */
export function keepFresh(context, list, everyMs, refresh) {
  const again = () => {
    const busy = document.hidden || list.contains(document.activeElement);
    if (!busy) void refresh().catch(() => {});
  };
  const timer = setInterval(again, everyMs);
  const stop = context.changed(again);
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** A line that must not be overlooked. @param {string} said */
export function alarm(said) {
  const made = document.createElement("p");
  made.className = "danger";
  made.textContent = said;
  return made;
}
