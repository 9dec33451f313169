// One document, handed to somebody else on this phone: nothing else can be reached from it. The store is locked
// before it appears, so that a reload, the back button or a touch meets the lock screen, which lies underneath; only
// unlocking leads on.

import { lock } from "./vault.js";

/** @type {WakeLockSentinel | null} */
let awake = null;

/** Wire up the document of base.html. */
export function startShown() {
  byId("shown-close").addEventListener("click", close);
  byId("shown").addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // The browser lets the screen sleep again whenever the page was out of sight.
  document.addEventListener("visibilitychange", () => {
    if (!byId("shown").hidden && document.visibilityState === "visible") void stayAwake();
  });
}

/**
 * Lock the store, then show this text and nothing else. It is closed with a button at its end; then the lock screen
 * is there.
 * @param {readonly string[]} lines as the notice has them: "# " begins a heading
 */
export function showOnly(lines) {
  lock();
  byId("shown-text").replaceChildren(...lines.map(lineOf));
  byId("shown").hidden = false;
  byId("shown").inert = false;
  document.documentElement.dataset.shown = "";
  byId("shown").scrollTop = 0;
  byId("shown").focus();
  void stayAwake();
}

/** @param {string} line @param {number} index */
function lineOf(line, index) {
  const heading = line.startsWith("# ");
  const made = document.createElement(heading ? (index === 0 ? "h1" : "h2") : "p");
  made.textContent = heading ? line.slice(2) : line;
  if (index === 0) made.id = "shown-heading";
  return made;
}

function close() {
  byId("shown").hidden = true;
  byId("shown-text").replaceChildren();
  delete document.documentElement.dataset.shown;
  awake?.release().catch(() => {});
  awake = null;
  /** @type {HTMLElement | null} */ (document.querySelector("#lock button:not([hidden])"))?.focus();
}

/** Reading takes longer than a phone waits. Where the browser cannot or will not, the phone's own setting holds. */
async function stayAwake() {
  const held = await navigator.wakeLock?.request("screen").catch(() => null);
  if (byId("shown").hidden) held?.release().catch(() => {});
  else awake = held ?? null;
}

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
