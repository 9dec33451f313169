// The lock screen: over whatever was there, and away again to the same field.

import { listen } from "./channel.js";
import { fieldWorkedIn } from "./cover.js";
import { exportUnsent } from "./parts/export.js";
import { secondsToWait, spoken } from "./pin_tries.js";
import { currentPage } from "./screens.js";
import { numberUnsent } from "./unsent.js";
import {
  PinDropped,
  TooSoon,
  WrongPin,
  isUnlocked,
  lockHere,
  onLock,
  opened,
  unlockWithPasskey,
  unlockWithPin,
  waysToUnlock,
} from "./vault.js";

/** Without a touch or a key for this long, the store locks, where the force says nothing else. */
const IDLE_MINUTES = 5;

/** Out of sight for this long, too: long enough for a call or the camera. */
const HIDDEN_MS = 2 * 60_000;

const LOOK_EVERY_MS = 5_000;

/** Screens for which nothing needs to be unlocked. */
const OPEN_TO_ALL = new Set(["sign_in", "enrol", "error"]);

/** @type {HTMLElement | null} */
let focused = null;

/** @param {string} page */
export const needsUnlocking = (page) => !OPEN_TO_ALL.has(page);

/** Wire up the lock screen of base.html. @param {() => void} withoutStore called when locked with nothing to unlock */
export function startLockScreen(withoutStore) {
  byId("unlock-passkey").addEventListener("click", () => attempt(unlockWithPasskey));
  byId("unlock-pin-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = pinField();
    pinField().value = "";
    attempt(() => unlockWithPin(value));
  });
  byId("lock-export").addEventListener("click", async () => {
    byId("lock-exported").hidden = !(await exportUnsent());
  });
  onLock((unlocked) => {
    if (unlocked) hide();
    else if (needsUnlocking(currentPage())) show(withoutStore);
  });
  listen((message) => {
    if (byId("lock").hidden) return;
    if (message.type === "changed") showUnsent().catch(console.error);
    // Why nothing opens it may be another by now.
    if (message.type === "lock" && message.vault) show(withoutStore).catch(console.error);
  });
  lockWhenIdle();
}

/** Resolves when the store is open. @param {() => void} withoutStore */
export function untilUnlocked(withoutStore) {
  show(withoutStore);
  return new Promise((resolve) => {
    const stop = onLock((unlocked) => {
      if (!unlocked) return;
      stop();
      resolve(undefined);
    });
  });
}

/** Away with it, as on the screen for signing in. */
export function hide() {
  const screen = byId("lock");
  if (screen.hidden) return;
  screen.hidden = true;
  for (const other of others()) other.inert = false;
  // The field may be gone: the screen was left meanwhile.
  if (focused?.isConnected) focused.focus();
  focused = null;
}

/** @param {() => void} withoutStore */
async function show(withoutStore) {
  const screen = byId("lock");
  if (screen.hidden) {
    // Cover first; what can be asked for is read from the database after.
    focused = fieldWorkedIn();
    screen.hidden = false;
    for (const other of others()) other.inert = true;
  }
  byId("lock-error").textContent = "";
  pinField().value = "";
  const ways = await waysToUnlock();
  if (isUnlocked()) return;
  if (!ways) {
    hide();
    return withoutStore();
  }
  byId("unlock-passkey").hidden = !ways.passkey;
  byId("unlock-pin-form").hidden = !ways.pin;
  byId("unlock-none").hidden = !ways.closed;
  byId("lock-kept").hidden = Boolean(ways.closed);
  for (const why of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-closed]")))
    why.hidden = !why.dataset.closed?.split(" ").includes(ways.closed ?? "");
  showUnsent().catch(console.error);
  if (ways.pin) sayWait(secondsToWait(ways.pin, Date.now()));
  const opener = ways.passkey ? "unlock-passkey" : ways.pin ? "unlock-pin" : "unlock-sign-in";
  byId(opener).focus();
}

/** How much of the locked store is not sent: that can be counted without its key. */
async function showUnsent() {
  const number = await numberUnsent();
  byId("lock-unsent").textContent = String(number);
  byId("lock-export").hidden = !number;
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-lock-unsent]")))
    line.hidden = !number || (line.dataset.lockUnsent === "one") !== (number === 1);
}

let busy = false;

/** @param {() => Promise<void>} unlock */
async function attempt(unlock) {
  if (busy) return;
  busy = true;
  byId("lock-error").textContent = "";
  try {
    await unlock();
  } catch (error) {
    const dropped = error instanceof PinDropped;
    if (dropped) await show(() => {});
    byId("lock-error").textContent = sentence(error);
    if (error instanceof TooSoon || error instanceof WrongPin) sayWait(error.seconds);
    if (!byId("unlock-pin-form").hidden) pinField().focus();
  } finally {
    busy = false;
  }
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let waiting;

/** Until a PIN may be tried again the button says when. @param {number} seconds */
function sayWait(seconds) {
  const until = Date.now() + seconds * 1000;
  const button = /** @type {HTMLButtonElement} */ (byId("unlock-with-pin"));
  const say = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    byId("unlock-wait").textContent = left > 0 ? `Try again in ${spoken(left)}.` : "";
    if (left <= 0) clearInterval(waiting);
  };
  clearInterval(waiting);
  waiting = setInterval(say, 1000);
  say();
}

/** @param {unknown} error */
function sentence(error) {
  if (error instanceof WrongPin) return `That is not the PIN. ${left(error.left)}`;
  switch (error instanceof Error ? error.name : "") {
    case "WrongKey":
      return "That does not open what is kept here. Try again.";
    case "TooSoon":
    case "PinDropped":
      return ""; // said below
    case "SigningCancelled":
      return "The passkey was cancelled or took too long. Try again.";
  }
  console.error(error);
  return "Unlocking did not work. Try again.";
}

/** What wrong PINs cost, said while it can still be helped. @param {number} number */
function left(number) {
  const tries = number === 1 ? "1 more try" : `${number} more tries`;
  return number > 5 ? "" : `After ${tries} it opens nothing here: drafts are lost, entries not sent are kept.`;
}

function lockWhenIdle() {
  let lastInput = Date.now();
  /** @type {number | null} */
  let hiddenSince = null;
  const look = () => {
    if (!isUnlocked()) return;
    const idle = Date.now() - lastInput > (opened().me.idle_lock_minutes ?? IDLE_MINUTES) * 60_000;
    const away = hiddenSince !== null && Date.now() - hiddenSince > HIDDEN_MS;
    if (idle || away) lockHere();
  };
  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
    document.addEventListener(kind, () => (lastInput = Date.now()), { capture: true, passive: true });
  }
  // Browsers slow the timers of a hidden page down: look before anything is shown again.
  document.addEventListener("visibilitychange", () => {
    look();
    hiddenSince = document.visibilityState === "hidden" ? Date.now() : null;
  });
  onLock((unlocked) => {
    if (unlocked) lastInput = Date.now();
  });
  // A page the browser had put aside, and brings back by the back button, heard nothing meanwhile.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) lockHere();
  });
  setInterval(look, LOOK_EVERY_MS);
}

/** Everything the lock screen stands before. What covers it, or is shown over it, stays within reach. */
function others() {
  const all = /** @type {HTMLElement[]} */ ([...document.body.children]);
  return all.filter(({ id }) => !["lock", "shown", "cover"].includes(id));
}

const pinField = () => /** @type {HTMLInputElement} */ (byId("unlock-pin"));

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
