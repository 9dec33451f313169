// Sends photographs and documents in pieces: in a page and in the worker, locked or not, since they are sealed already.
//
// One leaves this phone only when the server says that the whole is kept, which hashes to its name. Any failure leaves
// it where it is, and the next try goes on from where the server stands.

import { ApiError, Unreachable, transfer } from "./api.js";
import { tell } from "./channel.js";
import { setConnection } from "./connection.js";
import { attachmentKeys, attachmentToSend, getSession, removeAttachment, setRefused } from "./db.js";

/** The weaker the signal, the smaller the pieces: one that does not get through is sent all over. */
const LARGEST = 512 * 1024;
const SMALLEST = 32 * 1024;
let size = LARGEST;

/** Those the server does not take: not sent again by this page, unless they are sealed anew. @type {Set<string>} */
const refused = new Set();
const NEVER = new Set([404, 413, 422]);

/** @type {Promise<void> | null} */
let running = null;
let again = false;

/** There is another sealing of it: send that. @param {import("./db.js").FileKey} key */
export function uploadAnew(key) {
  refused.delete(String(key));
  return upload();
}

/** Send what this session's officer has, unless another tab or the worker is at it. Never fails. */
export function upload() {
  again = true;
  running ??= whileAsked();
  return running;
}

async function whileAsked() {
  try {
    while (again) {
      again = false;
      await navigator.locks.request("field attachments", { ifAvailable: true }, async (lock) => lock && sendAll());
    }
  } catch (error) {
    console.error(error);
  } finally {
    running = null;
  }
}

async function sendAll() {
  const session = await getSession();
  for (const key of session ? await attachmentKeys(session.vaults) : []) {
    if (refused.has(String(key))) continue;
    try {
      await send(key);
    } catch (error) {
      if (error instanceof Unreachable) size = Math.max(SMALLEST, size / 2);
      else if (!(error instanceof ApiError)) throw error;
      else if (NEVER.has(error.status)) {
        refused.add(String(key));
        await setRefused(key, true);
        tell({ type: "changed" });
      } else if (error.status === 401) setConnection({ signedIn: false });
      // Somebody else may have sent a piece of it meanwhile: the next try asks how far it has come.
      if (!(error instanceof ApiError) || (error.status !== 409 && !refused.has(String(key)))) return;
    }
  }
}

/** @param {import("./db.js").FileKey} key @param {Record<string, string>} [by] a lost phone's token
 *  @throws {ApiError | Unreachable} */
export async function send(key, by = {}) {
  const file = await attachmentToSend(key);
  if (!file) return;
  const { sealed, sha256 } = file;
  const path = `/api/attachments/${sha256}`;
  const headers = {
    ...by,
    "upload-case": file.case,
    "upload-sealed": file.sealedSha256,
    "upload-length": String(sealed.length),
  };
  let { offset, complete } = await transfer("HEAD", path, headers);
  while (!complete) {
    const octets = { ...headers, "upload-offset": String(offset), "content-type": "application/octet-stream" };
    const now = await transfer("PUT", path, octets, sealed.slice(offset, offset + size));
    size = Math.min(LARGEST, size * 2);
    // All of it is there, and waits at the server for its entry.
    if (!now.complete && now.offset === sealed.length) return;
    ({ offset, complete } = now);
  }
  await removeAttachment(key);
  tell({ type: "changed" });
}
