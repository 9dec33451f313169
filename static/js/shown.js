// One document, handed to somebody else on this phone: nothing else can be reached from it. The store is locked
// before it appears, so that a reload, the back button or a touch meets the lock screen, which lies underneath; only
// unlocking leads on.

import { lock } from "./vault.js";

/** @import {Words} from "./languages.js" */

/** The document in one language; `words` null where this phone holds none: English.
 *  @typedef {{words: Words | null, nodes: () => Node[]}} Version */

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
 * Lock the store, then show this document and nothing else. It is closed with a button at its end; then the lock screen
 * is there.
 * @param {Version[]} versions one for each language that can be chosen @param {string} first the language to begin with
 */
export function showOnly(versions, first) {
  lock();
  const languages = versions.map((one) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "govuk-button govuk-button--secondary", lang: codeOf(one), textContent: one.words?.name ?? "English" });
    button.addEventListener("click", () => showVersion(one));
    return button;
  });
  byId("shown-languages").replaceChildren(...languages);
  byId("shown-languages").hidden = versions.length < 2;
  showVersion(/** @type {Version} */ (versions.find((one) => codeOf(one) === first) ?? versions[0]));
  byId("shown").hidden = false;
  byId("shown").inert = false;
  document.documentElement.dataset.shown = "";
  byId("shown").scrollTop = 0;
  byId("shown").focus();
  void stayAwake();
}

/** @param {Version} version */
const codeOf = ({ words }) => words?.language ?? "en";

/** @param {Version} version */
function showVersion({ words, nodes }) {
  const [own, english] = words?.draft ?? ["", ""];
  byId("shown-draft").hidden = !own;
  byId("shown-draft").replaceChildren(own, document.createElement("br"), Object.assign(document.createElement("span"), { lang: "en", textContent: english }));
  const page = /** @type {HTMLElement} */ (byId("shown").firstElementChild);
  Object.assign(page, { lang: words?.language ?? "en", dir: words?.dir ?? "ltr" });
  byId("shown-text").replaceChildren(...nodes());
  byId("shown-text").querySelector("h1")?.setAttribute("id", "shown-heading");
  byId("shown-close").textContent = words?.says.close ?? "Close";
  for (const button of byId("shown-languages").children)
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).lang === codeOf({ words, nodes })));
}

function close() {
  byId("shown").hidden = true;
  byId("shown-text").replaceChildren();
  byId("shown-languages").replaceChildren();
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
