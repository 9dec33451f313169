// What is known of the way to the server: by the outcome of requests, never by navigator.onLine.

import { onContact } from "./api.js";
import { listen, tell } from "./channel.js";
import { getSession, getSetting, setSetting } from "./db.js";

/** @import {Connection} from "./types.js" */

/** The lock that whoever sends the outbox holds, and whoever changes whose cookie this browser carries. */
export const OUTBOX_LOCK = "field outbox";

/** @type {Connection} */
let connection = { reached: null, sending: false, at: null, signedIn: false };

/** What the strip at the top shows. @returns {Connection} */
export const status = () => connection;

/** @param {Partial<Connection>} change */
export function setConnection(change) {
  const now = { ...connection, ...change };
  if (JSON.stringify(now) === JSON.stringify(connection)) return;
  connection = now;
  tell({ type: "connection", connection });
}

/** Read once at start what an earlier page left behind. */
export async function restoreConnection() {
  setConnection({ signedIn: (await getSession()) !== null });
}

/** Seconds, server minus device, when the server last answered; null if it never did.
 *  @returns {Promise<number | null>} */
export const clockOffset = async () => (await getSetting("clock")) ?? null;

onContact(({ reached, at, clockOffset: offset }) => {
  setConnection(reached ? { reached, at } : { reached });
  if (offset !== null) rememberClock(offset);
});

/** @type {number | null} */
let lastOffset = null;

/** @param {number} offset */
async function rememberClock(offset) {
  // The measure swings by a second; writing each swing to disk would tell nobody anything.
  if (lastOffset !== null && Math.abs(lastOffset - offset) < 2) return;
  lastOffset = offset;
  await setSetting("clock", offset).catch(console.error);
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
