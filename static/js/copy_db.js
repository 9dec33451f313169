// What is in force, to look up in without signal, and what was looked up there, sealed to the server: both in db.js's
// database.

import { database, writing } from "./db.js";

/** @import {LookRecord, SnapshotRecord} from "./types.js" */

/** @param {string} vault @returns {Promise<SnapshotRecord[]>} */
export const getSnapshot = async (vault) => (await database()).getAll("snapshot", IDBKeyRange.bound([vault], [vault, []]));

/** How far it reaches, alone. @param {string} vault @returns {Promise<SnapshotRecord | undefined>} */
export const getReach = async (vault) => (await database()).get("snapshot", [vault, 0]);

/** Put these parts, in the place of all there are or beside them; all of it or nothing. @param {string} vault
 *  @param {SnapshotRecord[]} puts @param {boolean} instead */
export async function putSnapshot(vault, puts, instead) {
  const tx = await writing(["snapshot"]);
  const store = tx.objectStore("snapshot");
  if (instead) store.delete(IDBKeyRange.bound([vault], [vault, []]));
  for (const one of puts) store.put(one);
  await tx.done;
}

/** Forget each snapshot that is past the age its force set, whoever's, locked or not. @param {number} now ms */
export async function dropOldSnapshots(now) {
  const tx = await writing(["vaults", "snapshot"]);
  const store = tx.objectStore("snapshot");
  for (const id of await tx.objectStore("vaults").getAllKeys())
    if (now > ((await store.get([id, 0]))?.goneAt ?? Infinity)) store.delete(IDBKeyRange.bound([id], [id, []]));
  await tx.done;
}

/** @param {LookRecord} look */
export async function addLook(look) {
  const tx = await writing(["looks"]);
  await Promise.all([tx.objectStore("looks").add(look), tx.done]);
}

/** @param {string[]} vaults @returns {Promise<LookRecord[]>} */
export const looksOf = async (vaults) =>
  (await (await database()).getAll("looks")).filter((/** @type {LookRecord} */ { vault }) => vaults.includes(vault));

/** The server has these on record. @param {string[]} ids */
export async function removeLooks(ids) {
  const tx = await writing(["looks"]);
  for (const id of ids) tx.objectStore("looks").delete(id);
  await tx.done;
}
