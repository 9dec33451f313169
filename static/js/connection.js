// What is known of the way to the server: by the outcome of requests, never by navigator.onLine.

import { onContact, onRequest } from "./api.js";
import { listen, tell } from "./channel.js";
import { changeSetting, getSession, getSetting, getVault } from "./db.js";

/** @import {Connection} from "./types.js" */

/** The lock that whoever sends the outbox holds, and whoever changes whose cookie this browser carries. */
export const OUTBOX_LOCK = "field outbox";

/** @type {Connection} */
let connection = { reached: null, sending: false, at: null, signedIn: false, offset: null, busy: false };

/** What the strip at the top shows. @returns {Connection} */
export const status = () => connection;

/** @param {Partial<Connection>} change */
export function setConnection(change) {
  const now = { ...connection, ...change };
  if (JSON.stringify(now) === JSON.stringify(connection)) return;
  connection = now;
  tell({ type: "connection", connection });
}

/** What the setting "clock" keeps: when the server last answered, and what this device's clock was then wrong by
 *  (seconds, server minus device). @typedef {{at: string, offset: number}} LastContact */

/** Read once at start what an earlier page left behind. */
export async function restoreConnection() {
  const [session, last] = await Promise.all([getSession(), lastContact()]);
  const { at, offset } = connection.at ? connection : { at: null, offset: null, ...last };
  setConnection({ signedIn: session !== null, at, offset });
}

/** Signed in on a device that keeps nothing of this officer: what needs no store can be used all the same. */
export async function keepsNothing() {
  const session = await getSession();
  return connection.signedIn && session !== null && session.vaults.length === 0;
}

/** Seconds, server minus device, when the server last answered; null if it never did.
 *  @returns {Promise<number | null>} */
export const clockOffset = async () => (await lastContact())?.offset ?? null;

/** @returns {Promise<LastContact | null>} */
const lastContact = async () => (await getSetting("clock")) ?? null;

onContact(({ reached, at, clockOffset: offset, busy }) => {
  setConnection(reached ? { reached, at, busy, offset: offset ?? connection.offset } : { reached });
  if (offset !== null) remember({ at, offset });
});

// The server notes when it heard from which device, and how wrong that device's clock is. One reported lost says nothing.
onRequest(async () => {
  const [session, current] = await Promise.all([getSession(), getSetting("current")]);
  const vault = session?.vaults.includes(current) ? await getVault(current) : null;
  return vault && vault.closed !== "lost"
    ? { "field-device": vault.id, "field-clock": String(Date.now()) }
    : /** @type {Record<string, string>} */ ({});
});

/** @type {LastContact | null} */
let remembered = null;

/** @param {LastContact} now */
async function remember(now) {
  // The measure swings by a second, and the strip shows minutes: writing every contact to disk would tell nobody more.
  const old = remembered;
  if (old && old.at.slice(0, 16) === now.at.slice(0, 16) && Math.abs(old.offset - now.offset) < 2) return;
  remembered = now;
  // From here on time is counted anew, whatever this clock showed before (js/forgetting.js).
  await changeSetting("clock", () => ({ ...now, latest: Date.parse(now.at) })).catch(console.error);
}

let watching = false;

listen((message) => {
  if (message.type !== "connection" || message.connection === connection) return;
  connection = message.connection;
  if (connection.sending) watchSender();
});

/** The tab or worker that sends may be killed before it can say that it stopped; its lock comes free then. */
async function watchSender() {
  if (watching) return;
  watching = true;
  await navigator.locks.request(OUTBOX_LOCK, { mode: "shared" }, () => setConnection({ sending: false }));
  watching = false;
}
