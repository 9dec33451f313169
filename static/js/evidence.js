// Photographs and documents on this phone: made ready to be kept, and shown.

import { ApiError, Unreachable, getBlob } from "./api.js";
import { fromBase64Url } from "./bytes.js";
import { attachmentKeys, getPreview, refusedFiles, sealAnew } from "./db.js";
import { uploadAnew } from "./uploads.js";
import { onLock, opened } from "./vault.js";

/** @import {Prepared} from "./types.js" */

/** As the server has it (field_app/cases/entries/evidence.py). */
export const MOST_BYTES = 25_000_000;

/** Hash a file, seal it and make a preview, away from the page: it takes seconds, and the page goes on.
 *  @param {Blob} file @returns {Promise<Prepared>} */
export function prepare(file) {
  const worker = new Worker(new URL("./evidence_worker.js", import.meta.url), { type: "module" });
  /** @type {Promise<Prepared>} */
  const prepared = new Promise((done, fail) => {
    worker.onmessage = ({ data }) => (data ? done(data) : fail(new Error("The file could not be read.")));
    worker.onerror = () => fail(new Error("The file could not be read."));
    worker.postMessage({ file, inboxKey: opened().inboxKey });
  });
  return prepared.finally(() => worker.terminate());
}

/** How many files of this store are not sent; of one case where it is given. @param {string} [caseId] */
export const unsentFiles = async (caseId) => (await attachmentKeys([opened().id], caseId)).length;

/** The names of this case's files that this store has not sent. @param {string} caseId */
export const unsentOf = async (caseId) =>
  new Set((await attachmentKeys([opened().id], caseId)).map(([, , sha256]) => sha256));

/** The names of those of this case that the server could not take. @param {string} caseId */
export async function refusedOf(caseId) {
  const refused = await refusedFiles();
  const keys = await attachmentKeys([opened().id], caseId);
  return new Set(keys.filter((key) => refused.has(String(key))).map(([, , sha256]) => sha256));
}

/** The same file, sealed anew, in the place of what the server could not take. @param {string} caseId @param {Prepared} file */
export async function attachAgain(caseId, file) {
  /** @type {import("./db.js").FileKey} */
  const key = [opened().id, caseId, file.sha256];
  await sealAnew(key, file);
  void uploadAnew(key);
}

/** So soon the server is asked again for a picture it has not. */
const AGAIN_MS = 60_000;

/** Addresses of what was shown, until the store is locked. @type {Map<string, Promise<string | null>>} */
const shown = new Map();

onLock(() => {
  for (const one of shown.values()) one.then((url) => url && URL.revokeObjectURL(url)).catch(() => {});
  shown.clear();
});

/** Where a picture of it can be had for this page alone: from this phone, else from the server.
 *  @param {string} caseId @param {import("./types.js").Section} item @returns {Promise<string | null>} null: there is none */
export function previewOf(caseId, { sha256, media_type: type }) {
  const key = `${caseId} ${sha256}`;
  let found = shown.get(key);
  if (!found) {
    found = preview(caseId, sha256, SHOWABLE.test(type));
    shown.set(key, found);
    found.catch(() => shown.delete(key));
  }
  return found.catch((error) => {
    if (error instanceof Unreachable || error instanceof ApiError) return null;
    throw error;
  });
}

/** What the server makes pictures of; the browser may know more. */
const SHOWABLE = /^image\/(?!heic)/;

/** @param {string} caseId @param {string} sha256 @param {boolean} showable whether to ask the server */
async function preview(caseId, sha256, showable) {
  const vault = opened();
  const kept = await getPreview([vault.id, caseId, sha256]);
  if (kept) return picture(fromBase64Url(await vault.decrypt(kept.kept, `preview ${sha256}`)));
  if (!showable) return null;
  try {
    return URL.createObjectURL(await getBlob(`/api/cases/${caseId}/attachments/${sha256}/preview`));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    // It may not have come yet.
    setTimeout(() => shown.delete(`${caseId} ${sha256}`), AGAIN_MS);
    return null;
  }
}

/** @param {Uint8Array<ArrayBuffer>} jpeg */
export const picture = (jpeg) => URL.createObjectURL(new Blob([jpeg], { type: "image/jpeg" }));
