/** How long ago something was, kept true for as long as the screen is there. */
import { ago } from "./times.js";
import { all } from "./screen.js";

const EVERY_MS = 5_000;

/** Says how long ago it was in every `<time data-ago>` that has a time. @param {ParentNode} root */
export function sayAgo(root) {
  for (const one of all(root, "time[data-ago][datetime]")) {
    const text = ago(/** @type {HTMLTimeElement} */ (one).dateTime);
    if (one.textContent !== text) one.textContent = text;
  }
}

/** @param {ParentNode} root @returns {() => void} what to do before leaving */
export function keepAgo(root) {
  const timer = setInterval(() => sayAgo(root), EVERY_MS);
  return () => clearInterval(timer);
}
