// A training installation. Where its lesson stands is said on every screen; and whether the trainer has begun again since
// this browser last knew: then all that it holds is of what is gone, drafts and what was not sent included, and it drops
// it. No other installation serves this file.

import { get } from "./api.js";
import { listCases } from "./cases.js";
import { listen } from "./channel.js";
import { readLaw } from "./law.js";
import { isTheirs, lessonOf, nextStep } from "./lesson.js";
import { caseInAddress, currentPage } from "./screens.js";
import { isUnlocked, onLock, opened } from "./vault.js";

/** @import {Step} from "./lesson.js" */

/** Since when the training runs, as this browser knows it. Not in the store: that is what is dropped. */
const KNOWN = "field training";

/** Said once, on the page that comes after. */
const DROPPED = "field training dropped";

const LOOK_EVERY_MS = 10_000;

/** Since when the training runs, as far as this browser knows. */
export const since = () => localStorage.getItem(KNOWN);

/** What the trainer's own browser knows at once: it goes on. @param {string} since */
export const goOn = (since) => localStorage.setItem(KNOWN, since);

/** Look now; other tabs of this browser wait. */
const look = () =>
  navigator.locks.request("field training", async () => {
    const told = (await get("/api/training")).since;
    const known = since();
    if (known === told) return;
    if (known !== null) await drop();
    goOn(told);
    if (known !== null) leave();
  });

/** Every store of this browser, whoever's; the files of the app stay. */
async function drop() {
  for (const { name } of await indexedDB.databases()) if (name) await empty(name);
  const registration = await navigator.serviceWorker?.getRegistration("/");
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}

/** @param {string} name @returns {Promise<void>} */
const empty = (name) =>
  new Promise((done, failed) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const stores = [...database.objectStoreNames];
      if (!stores.length) return done(database.close());
      const clearing = database.transaction(stores, "readwrite");
      for (const one of stores) clearing.objectStore(one).clear();
      clearing.oncomplete = () => done(database.close());
      clearing.onabort = () => failed(clearing.error);
    };
  });

/** The key of what was open goes with the page. */
function leave() {
  sessionStorage.setItem(DROPPED, "1");
  location.replace("/sign-in");
}

/** Without a network nothing is known, and nothing is dropped. */
const lookQuietly = () => {
  if (!document.hidden) look().catch(() => {});
};

const said = document.getElementById("training-again");
if (said && sessionStorage.getItem(DROPPED)) {
  sessionStorage.removeItem(DROPPED);
  said.hidden = false;
}
addEventListener("storage", ({ key, oldValue }) => {
  if (key === KNOWN && oldValue !== null) leave(); // another tab has dropped it all
});
document.addEventListener("visibilitychange", lookQuietly);
setInterval(lookQuietly, LOOK_EVERY_MS);
lookQuietly();

// --- Where the lesson stands -------------------------------------------------------------------------------

const strip = /** @type {HTMLElement} */ (document.getElementById("lesson"));

/** Several things often change in one go. */
const TOGETHER_MS = 100;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

const showSoon = () =>
  void (soon ??= setTimeout(() => {
    soon = undefined;
    showLesson().catch(() => (strip.hidden = true));
  }, TOGETHER_MS));

async function showLesson() {
  if (!isUnlocked() || currentPage() === "lesson") return void (strip.hidden = true);
  const { me } = opened();
  const one = lessonOf(await listCases(), caseInAddress(), since());
  const steps = /** @type {Step[]} */ ((await readLaw()).lesson);
  const next = nextStep(steps, one?.entries ?? []);
  const [go, all] = strip.querySelectorAll("a");
  all.href = one ? `/lesson#${one.view.id}` : "/lesson";
  if (next) {
    // Who may not do it is told on the lesson's own screen whose it is.
    go.href = !one ? "/" : isTheirs(next, me) ? `/${next.screen}#${one.view.id}` : all.href;
    const text = `Lesson ${steps.indexOf(next) + 1} of ${steps.length}: ${next.heading}`;
    if (go.textContent !== text) go.textContent = text;
  }
  if (one && !next) {
    go.href = all.href;
    go.textContent = "Lesson done";
  }
  go.hidden = !next && !one;
  showWords(next && isTheirs(next, me) ? next : null);
  strip.hidden = !isTheirs({ who: "constable" }, me) && !one;
}

/** Which step's words stand there, and on which screen: what somebody opened or closed stays so until that changes. */
let worded = "";

/** What the step asks for: open where it is done, to be opened elsewhere. @param {Step | null} step whoever is here does it */
function showWords(step) {
  const what = /** @type {HTMLDetailsElement} */ (strip.querySelector("details"));
  what.hidden = !step;
  if (!step || worded === `${step.id} on ${currentPage()}`) return;
  worded = `${step.id} on ${currentPage()}`;
  /** @type {HTMLElement} */ (what.querySelector("[data-lesson-words]")).textContent = step.words;
  what.open = currentPage() === step.screen;
}

listen(({ type }) => type === "changed" && showSoon());
onLock(showSoon);
new MutationObserver(showSoon).observe(/** @type {Node} */ (document.getElementById("main")?.parentNode), { childList: true });
addEventListener("popstate", showSoon);
showSoon();
