// A training installation: whether the trainer has begun again since this browser last knew. Then all that it holds is
// of what is gone, drafts and what was not sent included, and it drops it. No other installation serves this file.

import { get } from "./api.js";

/** Since when the training runs, as this browser knows it. Not in the store: that is what is dropped. */
const KNOWN = "field training";

/** Said once, on the page that comes after. */
const DROPPED = "field training dropped";

const LOOK_EVERY_MS = 10_000;

/** What the trainer's own browser knows at once: it goes on. @param {string} since */
export const goOn = (since) => localStorage.setItem(KNOWN, since);

/** Look now; other tabs of this browser wait. */
const look = () =>
  navigator.locks.request("field training", async () => {
    const { since } = await get("/api/training");
    const known = localStorage.getItem(KNOWN);
    if (known === since) return;
    if (known !== null) await drop();
    goOn(since);
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
