// Starts the app on every screen: read this first.

import { startBackground } from "./background.js";
import { listen } from "./channel.js";
import { keepsNothing } from "./connection.js";
import { startCover } from "./cover.js";
import { startForgetting } from "./forgetting.js";
import { readLaw } from "./law.js";
import { hide, needsUnlocking, startLockScreen, untilUnlocked } from "./lockscreen.js";
import { keepQuietBelowInspector, renewPush } from "./push.js";
import { again, caseInAddress, currentPage, go, startScreens } from "./screens.js";
import { setOffset } from "./now.js";
import { startAddresses } from "./parts/addresses.js";
import { startEnter } from "./parts/enter.js";
import { startShown } from "./shown.js";
import { startStrip } from "./strip.js";
import { startSync, status } from "./sync.js";
import { startTheme } from "./theme.js";
import { startUpdates } from "./updates.js";
import { isUnlocked, onLock, opened } from "./vault.js";

/** @import {Context, Law} from "./types.js" */

/** What can be used where nothing can be kept: it asks the server and needs no store. */
const WITHOUT_STORE = new Set(["look_up"]);

/** Several things often change in one go; screens hear of them once. */
const TOGETHER_MS = 50;

/** @type {Law | null} */
let law = null;

/** @type {boolean | null} */
let persisted = null;

/** The store the screen that is shown was started with; the screen is still there while the store is locked.
 *  @type {import("./vault.js").Vault | null} */
let lastOpened = null;

/** @type {Set<() => void>} */
const subscribers = new Set();

/** @type {Context} */
const context = {
  get me() {
    return isUnlocked() ? opened().me : null;
  },
  get law() {
    if (!law) throw new Error("The law was not loaded before the screen was started.");
    return law;
  },
  get caseId() {
    return caseInAddress();
  },
  get persisted() {
    return persisted;
  },
  go,
  changed,
};

async function start() {
  startTheme();
  startCover();
  startShown();
  startEnter();
  startAddresses(context);
  startUpdates().catch(console.error);
  startBackground();
  listen((message) => {
    missed ||= message.type === "changed";
    if (message.type === "connection" ? wayChanged(message.connection) : message.type === "changed" || message.type === "session") notify();
  });
  addEventListener("online", notify);
  onLock(lockedOrUnlocked);
  startLockScreen(signIn);
  startStrip(context);
  await startForgetting().catch(console.error);
  await startSync();
  await startScreens(context, admit);
}

let way = "";

/** Whether the way to the server is another than it was. When it last answered is none of it: a screen that asks for what
 *  it shows would be told of its own answer, and ask again. @param {import("./types.js").Connection} connection */
function wayChanged({ offset, reached, signedIn, sending, busy }) {
  setOffset(offset);
  const before = way;
  way = JSON.stringify([reached, signedIn, sending, busy]);
  return way !== before;
}

/** @param {boolean} unlocked */
function lockedOrUnlocked(unlocked) {
  notify();
  if (!unlocked) return;
  const another = lastOpened !== null && lastOpened.id !== opened().id;
  lastOpened = opened();
  askToPersist().catch(console.error);
  readLaw()
    .then(({ ranks }) => keepQuietBelowInspector(ranks, lastOpened?.me.officer.rank ?? ""))
    .catch(console.error);
  if (status().signedIn) renewPush().catch(() => {}); // tried again at the next unlocking
  // Another officer's screen may be there.
  if (another && needsUnlocking(currentPage())) again().catch(console.error);
}

/** @param {string} page */
async function admit(page) {
  law ??= await readLaw();
  if (!needsUnlocking(page) || (!isUnlocked() && WITHOUT_STORE.has(page) && (await keepsNothing()))) {
    hide();
  } else if (!isUnlocked()) {
    await untilUnlocked(signIn);
  }
  missed = false;
  return true;
}

/** Nothing on this device to unlock: somebody has to sign in first. */
function signIn() {
  go("/sign-in").catch(console.error);
}

/** Whether the record changed since the screen was let in: one that begins to watch only then is told. */
let missed = false;

/** @param {() => void} fn @returns {() => void} */
function changed(fn) {
  subscribers.add(fn);
  if (missed) notify();
  return () => subscribers.delete(fn);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

function notify() {
  soon ??= setTimeout(() => {
    soon = undefined;
    for (const fn of subscribers) {
      try {
        fn();
      } catch (error) {
        console.error(error);
      }
    }
  }, TOGETHER_MS);
}

/** Without this promise a browser short of space may clear what has not been sent. */
async function askToPersist() {
  persisted = (await navigator.storage?.persist?.()) ?? null;
  notify();
}

await start();
