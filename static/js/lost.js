// A phone that was reported lost. It learns so by its token, with or without a session, locked or not; it forgets at
// once all that only its officer may read, and then sends what was not sent: sealed as it is, by the same token.

import { ApiError, Unreachable, request } from "./api.js";
import { toBase64Url } from "./bytes.js";
import { tell } from "./channel.js";
import { OUTBOX_LOCK, setConnection } from "./connection.js";
import { allVaults, attachmentKeys, forgetAll, getSession, outboxOf, removeEntries, setSetting } from "./db.js";
import { send as sendFile } from "./uploads.js";

/** @import {OutboxRecord, VaultRecord} from "./types.js" */

const BATCH = 20;

/** @type {Promise<void> | null} */
let running = null;

/** Ask for every store of this browser whether it was reported lost, and do what that calls for. */
export function obeyIfLost() {
  running ??= obey().finally(() => (running = null));
  return running;
}

async function obey() {
  for (const vault of await allVaults())
    if (vault.token && (vault.closed === "lost" ? await holdsUnsent(vault) : await isLost(vault.token)))
      await navigator.locks.request(OUTBOX_LOCK, () => giveUp(vault));
}

/** Whether a store that was reported lost waits for a better line. */
export async function lostHoldsUnsent() {
  for (const vault of await allVaults()) if (vault.closed === "lost" && (await holdsUnsent(vault))) return true;
  return false;
}

/** @param {VaultRecord} vault */
const holdsUnsent = async ({ id }) => (await outboxOf([id])).length + (await attachmentKeys([id])).length > 0;

/** @param {string} token */
async function isLost(token) {
  const answer = await ask(token, "GET", "/api/devices/this");
  return !(answer instanceof Error) && answer.revoked === true;
}

/** @param {VaultRecord} vault */
async function giveUp({ id, token }) {
  // Forgotten first: what is sealed needs none of it, and whoever holds the phone gains no time.
  await forgetAll("lost", id);
  if ((await getSession())?.vaults.includes(id)) {
    await setSetting("session", null);
    setConnection({ signedIn: false });
  }
  tell({ type: "lock", vault: id });
  const records = await outboxOf([id]);
  for (let at = 0; at < records.length; at += BATCH)
    if (!(await send(String(token), records.slice(at, at + BATCH)))) break;
  for (const key of await attachmentKeys([id])) {
    const failed = await sendFile(key, bearer(String(token))).catch((error) => error);
    if (failed instanceof Unreachable) break;
  }
  tell({ type: "changed" });
}

/** What the server has a word on leaves the phone; the rest stays and goes at the next start, or when its officer signs
 *  in. @param {string} token @param {OutboxRecord[]} batch @returns {Promise<boolean>} whether to go on */
async function send(token, batch) {
  const entries = batch.map(({ id, sealed }) => ({ id, sealed: toBase64Url(sealed) }));
  const answer = await ask(token, "POST", "/api/devices/envelopes", { entries });
  if (!(answer instanceof Error)) {
    const answered = answer.entries.filter((/** @type {any} */ one) => one.outcome).map((/** @type {any} */ one) => one.id);
    await removeEntries(answered);
    return true;
  }
  if (answer instanceof Unreachable || batch.length === 1) return answer instanceof ApiError;
  const half = batch.length >> 1;
  return (await send(token, batch.slice(0, half))) && send(token, batch.slice(half));
}

/** @param {string} token */
const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** @param {string} token @param {string} method @param {string} path @param {unknown} [body]
 *  @returns {Promise<any>} the answer, or the ApiError or Unreachable it came to */
async function ask(token, method, path, body) {
  try {
    return (await request(method, path, body, bearer(token))).body;
  } catch (error) {
    if (error instanceof ApiError || error instanceof Unreachable) return error;
    throw error;
  }
}
