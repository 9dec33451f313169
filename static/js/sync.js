// Keeps this page and the server together: sends what is unsent, fetches what is new, and says how that stands.

import { ApiError, Unreachable, get, post, request } from "./api.js";
import { listen, tell } from "./channel.js";
import { restoreConnection, setConnection, status } from "./connection.js";
import { looksOf } from "./copy_db.js";
import { attachmentKeys, getSession, outboxOf, storeHeld } from "./db.js";
import { drain } from "./drain.js";
import { Gap, progress, reportAltered, takeIn } from "./held.js";
import { keepNamed } from "./languages.js";
import { lostHoldsUnsent, obeyIfLost } from "./lost.js";
import { sendLooks } from "./looks.js";
import { Locked, fetchToken, isUnlocked, onLock, opened } from "./vault.js";

/** @import {Vault} from "./vault.js" */

export { drain, status };

const EVERY_MS = 15_000;

/** So soon a page looks again whether it may fetch. */
const AGAIN_MS = 1_000;

/** So soon what is unsent is tried again; less soon after each further time, down to every EVERY_MS. */
const SOON_MS = 3_000;
const LESS_SOON = 1.5;
const SNAPSHOT_EVERY_MS = 5 * 60_000;
const ME_EVERY_MS = 60 * 60_000;

/** Start to keep together, for as long as this page lives. navigator.onLine decides nothing: it is often wrong. */
export async function startSync() {
  await restoreConnection();
  window.addEventListener("online", both);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") both();
  });
  listen((message) => {
    if (message.type === "pull" || message.type === "session") both();
    // What was sent comes back as the log has it, with its place.
    if (message.type === "sent" && document.visibilityState === "visible") pull();
  });
  onLock((unlocked) => {
    if (unlocked) both();
    if (unlocked) setTimeout(readSnapshot);
  });
  setInterval(() => {
    if (document.visibilityState === "visible") pull();
  }, EVERY_MS);
  both();
}

let pause = SOON_MS;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;

/** While something is unsent it is tried again and again, without waiting for anybody to say that the network is back:
 *  no event tells of every one that is. */
function tryAgain() {
  clearTimeout(next);
  next = setTimeout(async () => {
    pause = (await drainIfNeeded()) ? Math.min(pause * LESS_SOON, EVERY_MS) : SOON_MS;
    tryAgain();
  }, pause);
}

function both() {
  pause = SOON_MS;
  tryAgain();
  drain();
  pull();
  void obeyIfLost().catch(console.error);
}

/** Without a locked store's key it still counts and sends. @returns {Promise<boolean>} whether there was anything */
async function drainIfNeeded() {
  const lost = await lostHoldsUnsent().catch(() => false);
  if (lost) await obeyIfLost().catch(console.error);
  const session = await getSession().catch(() => null);
  const records = session ? await outboxOf(session.vaults).catch(() => []) : [];
  const needed = records.some(({ state }) => state.name === "not sent" || state.name === "waiting");
  const looks = session ? await looksOf(session.vaults).catch(() => []) : [];
  if (looks.length) await sendLooks(looks).catch(() => {});
  const files = session ? await attachmentKeys(session.vaults).catch(() => []) : [];
  if (needed || files.length) await drain().catch(console.error);
  return lost || needed || files.length + looks.length > 0;
}

/** @type {Promise<void> | null} */
let pulling = null;
let again = false;

/** Fetch what this officer may hold and has not got. Does nothing while the store is locked. Called while this page
 *  fetches already, it fetches once more after.
 *  @returns {Promise<void>} never fails: what went wrong shows in `status()` */
export function pull() {
  again = true;
  pulling ??= pullWhileAsked();
  return pulling;
}

async function pullWhileAsked() {
  try {
    while (again) {
      again = false;
      await pullOnce();
    }
  } finally {
    pulling = null;
  }
}

async function pullOnce() {
  await navigator.locks.request("field pull", { ifAvailable: true }, async (lock) => {
    // Another page is at it, or was while it went away: what it fetched may not be all there is by now.
    if (!lock) setTimeout(pull, AGAIN_MS);
    if (!lock || !isUnlocked()) return;
    try {
      const vault = opened();
      await refreshMe(vault);
      await pullInto(vault);
      void keepSnapshot(vault);
      await reportAltered(vault, ({ said, ...receipt }) => post("/api/receipts", receipt).then(() => true));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        setConnection({ signedIn: false });
        void obeyIfLost().catch(console.error);
      }
      const expected = error instanceof ApiError || error instanceof Unreachable || error instanceof Locked;
      if (!expected) console.error(error);
    }
  });
}

/** So that it is there when somebody is looked up without signal. */
async function readSnapshot() {
  if (isUnlocked()) await (await import("./snapshot.js")).held(opened()).catch(() => {}); // read again when it is wanted
}

/** When this page last asked what is in force. @type {WeakMap<Vault, number>} */
const snapshotAsked = new WeakMap();

/** Beside everything else: nothing waits for it. @param {Vault} vault */
async function keepSnapshot(vault) {
  if (Date.now() - (snapshotAsked.get(vault) ?? -Infinity) < SNAPSHOT_EVERY_MS) return;
  snapshotAsked.set(vault, Date.now());
  const session = await getSession();
  if (!session?.vaults.includes(vault.id)) return;
  try {
    await (await import("./snapshot.js")).keepUp(vault);
  } catch (error) {
    snapshotAsked.delete(vault);
    if (!(error instanceof ApiError || error instanceof Unreachable || error instanceof Locked)) console.error(error);
  }
}

/** @param {Vault} vault */
async function pullInto(vault) {
  const before = await progress(vault);
  try {
    const answer = await askFor(vault, before.after, before.etag);
    if (!answer) return letGoOfSent(vault);
    await takeIn(vault, before, answer.body, answer.etag);
    void keepNamed(answer.body).catch(console.error);
    // Something else is new: a rank, or a holiday that moves every deadline. It is asked for with the next.
    if (!answer.body.cases.length) asked.delete(vault);
  } catch (error) {
    const unknownCursor = error instanceof ApiError && error.status === 400 && before.after !== null;
    if (!unknownCursor && !(error instanceof Gap)) throw error;
    // Start again from nothing, once.
    const whole = await askFor(vault, null, null);
    if (whole) await takeIn(vault, { ...before, after: null }, whole.body, whole.etag);
  }
  tell({ type: "changed" });
}

/** An entry may have come back with the changes before its own answer did. @param {Vault} vault */
async function letGoOfSent(vault) {
  const records = await outboxOf([vault.id]);
  if (!records.some(({ state }) => state.name === "sent")) return;
  await storeHeld(vault.id, [], []);
  tell({ type: "changed" });
}

/** @param {Vault} vault @param {string | null} after @param {string | null} etag
 *  @returns {Promise<{body: any, etag: string | null} | null>} null if nothing is new, or it is for somebody else */
async function askFor(vault, after, etag) {
  const session = await getSession();
  if (!session?.vaults.includes(vault.id)) return null;
  const path = `/api/changes${after === null ? "" : `?after=${encodeURIComponent(after)}`}`;
  const answer = await request("GET", path, undefined, etag === null ? {} : { "if-none-match": etag });
  // Somebody signed in while we asked: then this may be an answer to them.
  if ((await getSession())?.mark !== session.mark) return null;
  setConnection({ signedIn: true });
  return answer.status === 304 ? null : answer;
}

/** When each store last heard about its officer. @type {WeakMap<Vault, number>} */
const asked = new WeakMap();

/** Rank, passkeys and keys change now and then. @param {Vault} vault */
async function refreshMe(vault) {
  if (Date.now() - (asked.get(vault) ?? -Infinity) < ME_EVERY_MS) return;
  const session = await getSession();
  if (!session?.vaults.includes(vault.id)) return;
  const me = await get("/api/me");
  if (me.officer.id !== vault.me.officer.id || (await getSession())?.mark !== session.mark) return;
  await vault.know(me);
  asked.set(vault, Date.now());
  void fetchToken(vault.id).catch(() => {}); // asked again with the next
  tell({ type: "changed" });
}
