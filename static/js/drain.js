// Sends the outbox: in a page and in the worker, locked or not, since what it sends is sealed already.
//
// Nothing leaves the outbox for any reason but the server's word on that very entry. Whatever else happens
// (no network, time-out, 401, 5xx, an answer that cannot be read) it stays as it was and goes again.

import { ApiError, Unreachable, post } from "./api.js";
import { toBase64Url } from "./bytes.js";
import { tell } from "./channel.js";
import { OUTBOX_LOCK, setConnection } from "./connection.js";
import { getSession, getVault, outboxOf, setStates } from "./db.js";
import { obeyIfLost } from "./lost.js";
import { LETTERBOX, seal } from "./seal.js";
import { upload } from "./uploads.js";

/** @import {OutboxRecord} from "./types.js" */

const BATCH = 20;

/** The server takes 2 MiB in one request; the rest is for base64 and the JSON around it. */
const BATCH_BYTES = 1_000_000;

/** What the server may say of one entry, and what that makes of it here.
 *  @type {Record<string, OutboxRecord["state"]["name"] | undefined>} */
const STATES = {
  accepted: "sent",
  "accepted irregular": "sent",
  "already held": "sent",
  waiting: "waiting",
  refused: "needs attention",
};

/** Answers that one bad entry in a batch may cause. */
const PERHAPS_ONE_ENTRY = new Set([400, 413, 422, 500]);

/** Entries that failed by themselves: sent one by one after the others from now on. @type {Set<string>} */
const alone = new Set();

/** The run of this page or worker that is under way. @type {Promise<{left: number}> | null} */
let running = null;
let again = false;

/** Until when the server asked to be left alone, on a clock that nobody sets. */
let waitUntil = 0;

/** The server knows this session no more. */
let signedOut = false;

/**
 * Send what this session's officer has in the outbox, unless another tab or the worker is at it. Called while this
 * page sends already, it resolves when what was recorded meanwhile has been tried too.
 *
 * @returns {Promise<{left: number}>} how many still wait to be sent, the *waiting* not counted
 */
export function drain() {
  again = true;
  running ??= drainWhileAsked();
  return running;
}

async function drainWhileAsked() {
  let result = { left: 0 };
  try {
    while (again) {
      again = false;
      result = await drainOnce();
      // Beside the entries from here on, so that none recorded meanwhile waits behind a photograph.
      void upload();
    }
    if (signedOut) await obeyIfLost().catch(console.error);
    signedOut = false;
  } finally {
    running = null;
  }
  return result;
}

/** @returns {Promise<{left: number}>} */
async function drainOnce() {
  return navigator.locks.request(OUTBOX_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return { left: 0 };
    try {
      return await drainLocked();
    } catch (error) {
      // Not the network's doing: the database failed, or we did. The entries are where they were.
      console.error(error);
      return { left: 1 };
    } finally {
      setConnection({ sending: false });
    }
  });
}

async function drainLocked() {
  const session = await getSession();
  if (!session) {
    setConnection({ signedIn: false });
    return { left: 0 };
  }
  if (performance.now() < waitUntil) return { left: 1 };
  /** What was tried in this run, so that it ends. @type {Set<string>} */
  const tried = new Set();
  for (;;) {
    const toSend = (await outboxOf(session.vaults)).filter(
      ({ id, state }) => !tried.has(id) && (state.name === "not sent" || state.name === "waiting"),
    );
    if (!toSend.length) break;
    setConnection({ sending: true });
    const batch = nextBatch(toSend);
    for (const { id } of batch) tried.add(id);
    if (!(await sendPatiently(batch))) break;
  }
  const left = (await outboxOf(session.vaults)).filter(({ state }) => state.name === "not sent").length;
  return { left };
}

/** @param {OutboxRecord[]} toSend */
function nextBatch(toSend) {
  const together = toSend.filter(({ id }) => !alone.has(id));
  if (!together.length) return toSend.slice(0, 1);
  let bytes = 0;
  const fits = together.slice(0, BATCH).filter(({ sealed }, at) => {
    bytes += sealed.length;
    return at === 0 || bytes <= BATCH_BYTES;
  });
  return fits;
}

/** Send a batch; where an entry in it may be what the server chokes on, find out which.
 *  @param {OutboxRecord[]} batch @returns {Promise<boolean>} whether it makes sense to go on */
async function sendPatiently(batch) {
  for (let attempt = 1; attempt <= 2; attempt++) {
    const outcome = await send(batch);
    if (outcome !== "one entry perhaps") return outcome === "answered";
    if (batch.length === 1) {
      alone.add(batch[0].id);
      return true;
    }
  }
  for (const record of batch) {
    const outcome = await send([record]);
    if (outcome === "one entry perhaps") alone.add(record.id);
    if (outcome === "stop") return false;
  }
  return true;
}

/** @param {OutboxRecord[]} batch @returns {Promise<"answered" | "one entry perhaps" | "stop">} */
async function send(batch) {
  try {
    const answer = await post("/api/entries", {
      entries: batch.map(({ id, sealed }) => ({ id, sealed: toBase64Url(sealed) })),
    });
    await take(batch, answer?.entries);
    setConnection({ signedIn: true });
    return "answered";
  } catch (error) {
    if (error instanceof Unreachable) return "stop";
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) {
      signedOut = true;
      setConnection({ signedIn: false });
    }
    if (error.status === 429) waitUntil = performance.now() + error.wait * 1000;
    return PERHAPS_ONE_ENTRY.has(error.status) ? "one entry perhaps" : "stop";
  }
}

/** Take the server's word entry by entry; one it said nothing readable about stays as it was.
 *  @param {OutboxRecord[]} batch @param {unknown} answers */
async function take(batch, answers) {
  const at = new Date().toISOString();
  const changes = [];
  for (const record of batch) {
    const answer = (Array.isArray(answers) ? answers : []).find((one) => one?.id === record.id);
    const name = STATES[answer?.outcome];
    if (!name) continue;
    // The server's sentences may name people: they are sealed to the store, which may be locked just now.
    const vault = answer.reasons?.length ? await getVault(record.vault) : undefined;
    const reasons = vault ? await seal(vault.letterbox, JSON.stringify(answer.reasons), LETTERBOX, record.id) : null;
    const { position, hash } = answer;
    changes.push({ id: record.id, state: { name, at, reasons, ...(hash && { told: { position, hash } }) } });
    alone.delete(record.id);
  }
  if (!changes.length) return;
  await setStates(changes);
  tell({ type: "changed" });
  if (changes.some(({ state }) => state.name === "sent")) tell({ type: "sent" });
}
