// The only IndexedDB. What it holds can be read by nobody who finds the phone: everything personal arrives
// here encrypted. Every write is strict: a promise that resolves means it is on disk.

import { openDB } from "../vendor/idb.js";

/** @import {AttachmentRecord, DraftRecord, HeldRecord, OutboxRecord, PreviewRecord, Session, VaultRecord} from "./types.js" */

/** Store, case and SHA-256. @typedef {[string, string, string]} FileKey */

/**
 * @typedef {object} Schema
 * @property {{key: string, value: VaultRecord}} vaults
 * @property {{key: string, value: OutboxRecord, indexes: {order: [string, number]}}} outbox
 * @property {{key: [string, string], value: HeldRecord}} held
 * @property {{key: [string, string], value: DraftRecord}} drafts
 * @property {{key: string, value: any}} settings
 * @property {{key: FileKey, value: AttachmentRecord}} attachments
 * @property {{key: FileKey, value: PreviewRecord}} previews
 *
 * @typedef {"vaults" | "outbox" | "held" | "drafts" | "settings" | "attachments" | "previews"} Store
 */

/** Upgrade = run the rest of the list. A step that has been released never changes.
 *  @type {((db: import("../vendor/idb.js").IDBPDatabase<Schema>) => void)[]} */
const STEPS = [
  (db) => {
    db.createObjectStore("vaults", { keyPath: "id" });
    db.createObjectStore("outbox", { keyPath: "id" }).createIndex("order", ["vault", "number"], { unique: true });
    db.createObjectStore("held", { keyPath: ["vault", "case"] });
    db.createObjectStore("drafts", { keyPath: ["vault", "key"] });
    db.createObjectStore("settings");
  },
  (db) => {
    for (const store of /** @type {const} */ (["attachments", "previews"]))
      db.createObjectStore(store, { keyPath: ["vault", "case", "sha256"] });
  },
];

/** @type {Promise<import("../vendor/idb.js").IDBPDatabase<Schema>> | null} */
let opening = null;

function database() {
  opening ??= open().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** @returns {Promise<import("../vendor/idb.js").IDBPDatabase<Schema>>} */
function open() {
  beginNewLog().catch(() => {});
  return openDB("field", STEPS.length, {
    upgrade: (db, from) => STEPS.slice(from).forEach((step) => step(db)),
    // Another tab wants to upgrade: let go, and open again when next asked.
    blocking: forget,
    terminated: () => (opening = null),
  });
}

/** A kill may have left half a record at the end of Chromium's log. It would write on behind it, and delete everything at
 *  the start after that. When any database is deleted it begins a new log first, of whole records (docs/decisions/0043). */
async function beginNewLog() {
  (await openDB("new log", 1)).close();
  indexedDB.deleteDatabase("new log");
}

function forget() {
  opening?.then((db) => db.close());
  opening = null;
}

/** A transaction that is done when the data is on disk. Nothing but the database may be awaited inside.
 *  @param {Store[]} stores */
const writing = async (stores) => (await database()).transaction(stores, "readwrite", { durability: "strict" });

// Stores of officers

/** @returns {Promise<VaultRecord[]>} */
export const allVaults = async () => (await database()).getAll("vaults");

/** @param {string} id @returns {Promise<VaultRecord | undefined>} */
export const getVault = async (id) => (await database()).get("vaults", id);

/** @param {VaultRecord} vault */
export async function addVault(vault) {
  const tx = await writing(["vaults"]);
  await Promise.all([tx.objectStore("vaults").add(vault), tx.done]);
}

/** Change some of a store's record as it stands at that moment.
 *  @param {string} id @param {(vault: VaultRecord) => void} change @returns {Promise<VaultRecord | undefined>} */
export async function changeVault(id, change) {
  const tx = await writing(["vaults"]);
  const vault = await tx.objectStore("vaults").get(id);
  if (vault) {
    change(vault);
    tx.objectStore("vaults").put(vault);
  }
  await tx.done;
  return vault;
}

// The outbox

/** The number was taken by another tab. */
export class NumberTaken extends Error {
  name = "NumberTaken";
}

/** Put an entry into the outbox with the file it names, its number out of use, and away with the draft it was; all of it
 *  or nothing.
 *  @param {OutboxRecord} record @param {number} cases how many case references it gives out
 *  @param {string | null} [draft] the key of the draft
 *  @param {{file: AttachmentRecord, preview: PreviewRecord | null} | null} [attached]
 *  @throws {NumberTaken} */
export async function addEntry(record, cases, draft = null, attached = null) {
  const tx = await writing(["vaults", "outbox", "drafts", "attachments", "previews"]);
  const vault = await tx.objectStore("vaults").get(record.vault);
  if (!vault || vault.number !== record.number - 1) {
    tx.abort();
    await tx.done.catch(() => {});
    throw new NumberTaken();
  }
  const asked = [
    tx.objectStore("vaults").put({ ...vault, number: record.number, cases: vault.cases + cases }),
    tx.objectStore("outbox").add(record),
    draft !== null && tx.objectStore("drafts").delete([record.vault, draft]),
    attached && tx.objectStore("attachments").put(attached.file),
    attached?.preview && tx.objectStore("previews").put(attached.preview),
  ];
  // Where the device is full all of them fail, and the transaction alone says why.
  for (const one of asked) if (one) one.catch(() => {});
  await tx.done;
}

/** What these officers' stores have in the outbox, in the order it was made. @param {string[]} vaults */
export async function outboxOf(vaults) {
  const db = await database();
  /** @type {OutboxRecord[]} */
  const found = [];
  for (const id of vaults) {
    found.push(...(await db.getAllFromIndex("outbox", "order", IDBKeyRange.bound([id, 0], [id, Infinity]))));
  }
  return found;
}

/** @param {{id: string, state: OutboxRecord["state"]}[]} changes of records that are still there */
export async function setStates(changes) {
  const tx = await writing(["outbox"]);
  const store = tx.objectStore("outbox");
  for (const { id, state } of changes) {
    const record = await store.get(id);
    if (record?.log === "office" && state.name === "sent") store.delete(id);
    else if (record) store.put({ ...record, state });
  }
  await tx.done;
}

/** Forget all that only officers of this browser may read, or the officer of one store; what is not sent stays, for the
 *  server alone. All of it or nothing. @param {NonNullable<VaultRecord["closed"]>} why @param {string} [only] */
export async function forgetAll(why, only) {
  const tx = await writing(["vaults", "outbox", "held", "drafts", "previews"]);
  const nothing = new Uint8Array();
  const all = only === undefined ? only : IDBKeyRange.bound([only], [only, []]);
  for (const vault of await tx.objectStore("vaults").getAll(only)) {
    const closed = only ? why : (vault.closed ?? why);
    tx.objectStore("vaults").put({ ...vault, passkeys: [], pin: null, kept: nothing, closed });
  }
  const outbox = tx.objectStore("outbox");
  for (const record of await outbox.index("order").getAll(all)) {
    if (record.state.name === "not sent" || record.state.name === "waiting") outbox.put({ ...record, kept: nothing });
    else outbox.delete(record.id);
  }
  for (const name of /** @type {const} */ (["held", "drafts", "previews"]))
    if (all) tx.objectStore(name).delete(all);
    else tx.objectStore(name).clear();
  await tx.done;
}

/** The server has these. @param {string[]} ids */
export async function removeEntries(ids) {
  const tx = await writing(["outbox"]);
  for (const id of ids) tx.objectStore("outbox").delete(id);
  await tx.done;
}

/** @param {string} id a refused entry; anything else stays */
export async function removeRefused(id) {
  const tx = await writing(["outbox"]);
  const record = await tx.objectStore("outbox").get(id);
  if (record?.state.name === "needs attention") tx.objectStore("outbox").delete(id);
  await tx.done;
}

// Photographs and documents not sent yet, sealed to the server; and what this store shows of those it took

/** @param {string} vault @param {string} [caseId] */
const filesOf = (vault, caseId) =>
  caseId ? IDBKeyRange.bound([vault, caseId], [vault, caseId, []]) : IDBKeyRange.bound([vault], [vault, []]);

/** Which files these stores have not sent, without reading them; of one case where it is given.
 *  @param {string[]} vaults @param {string} [caseId] @returns {Promise<FileKey[]>} */
export async function attachmentKeys(vaults, caseId) {
  const db = await database();
  return (await Promise.all(vaults.map((id) => db.getAllKeys("attachments", filesOf(id, caseId))))).flat();
}

/** A file that may be sent: its entry has gone before it. @param {FileKey} key */
export async function attachmentToSend(key) {
  const db = await database();
  const file = await db.get("attachments", key);
  const state = file && (await db.get("outbox", file.entry))?.state.name;
  return state === "not sent" || state === "needs attention" ? undefined : file;
}

/** The server keeps it. @param {FileKey} key */
export async function removeAttachment(key) {
  const tx = await writing(["attachments"]);
  await Promise.all([tx.objectStore("attachments").delete(key), tx.done]);
  await setRefused(key, false);
}

/** Put another sealing in the place of one that the server could not take. @param {FileKey} key
 *  @param {Pick<AttachmentRecord, "sealed" | "sealedSha256">} sealing */
export async function sealAnew(key, { sealed, sealedSha256 }) {
  const tx = await writing(["attachments"]);
  const file = await tx.objectStore("attachments").get(key);
  if (file) tx.objectStore("attachments").put({ ...file, sealed, sealedSha256 });
  await tx.done;
  await setRefused(key, false);
}

/** Note whether the server could not take a file. @param {FileKey} key @param {boolean} is */
export const setRefused = (key, is) =>
  changeSetting("refused", (/** @type {string[]} */ all = []) =>
    is === all.includes(String(key)) ? undefined : is ? [...all, String(key)] : all.filter((one) => one !== String(key)),
  );

/** Which files the server could not take, each by its key as text. @returns {Promise<Set<string>>} */
export const refusedFiles = async () => new Set(await getSetting("refused"));

/** @param {FileKey} key */
export const getPreview = async (key) => (await database()).get("previews", key);

// The held log

/** @param {string} vault @param {string} caseId @returns {Promise<HeldRecord | undefined>} */
export const getHeld = async (vault, caseId) => (await database()).get("held", [vault, caseId]);

/** @param {string} vault @returns {Promise<HeldRecord[]>} */
export const allHeld = async (vault) => (await database()).getAll("held", IDBKeyRange.bound([vault], [vault, []]));

/** Take in what the server told, and let go of what was sent and is now held; all of it or nothing.
 *  @param {string} vault @param {HeldRecord[]} puts @param {string[]} gone */
export async function storeHeld(vault, puts, gone) {
  const tx = await writing(["held", "outbox", "previews"]);
  const held = tx.objectStore("held");
  for (const caseId of gone) {
    held.delete([vault, caseId]);
    tx.objectStore("previews").delete(filesOf(vault, caseId));
  }
  for (const record of puts) held.put(record);
  const ids = new Set((await held.getAll(IDBKeyRange.bound([vault], [vault, []]))).flatMap((record) => record.ids));
  const outbox = tx.objectStore("outbox");
  const mine = IDBKeyRange.bound([vault, 0], [vault, Infinity]);
  for (const record of await outbox.index("order").getAll(mine)) {
    if (record.state.name === "sent" && ids.has(record.id)) outbox.delete(record.id);
  }
  await tx.done;
}

/** Forget what the server can tell again. @param {string} vault */
export async function wipeHeld(vault) {
  const tx = await writing(["held"]);
  tx.objectStore("held").delete(IDBKeyRange.bound([vault], [vault, []]));
  await tx.done;
}

// Drafts

/** @param {DraftRecord} draft */
export async function putDraft(draft) {
  const tx = await writing(["drafts"]);
  await Promise.all([tx.objectStore("drafts").put(draft), tx.done]);
}

/** @param {string} vault @param {string} key @returns {Promise<DraftRecord | undefined>} */
export const getDraft = async (vault, key) => (await database()).get("drafts", [vault, key]);

/** @param {string} vault @param {string} prefix @returns {Promise<string[]>} the keys of drafts that begin with it */
export const draftKeys = async (vault, prefix) =>
  (await (await database()).getAllKeys("drafts", IDBKeyRange.bound([vault, prefix], [vault, `${prefix}\uffff`]))).map(
    ([, key]) => key,
  );

/** @param {string} vault @param {string} key */
export async function removeDraft(vault, key) {
  const tx = await writing(["drafts"]);
  await Promise.all([tx.objectStore("drafts").delete([vault, key]), tx.done]);
}

// Settings of this browser: `current` (the store the lock screen opens), `session`, `clock`, `quiet` (alerts make no
// sound), `alerts` (wanted here), `refused` (files), `district` (chosen last). None is personal.

/** @param {"current" | "session" | "clock" | "quiet" | "alerts" | "refused" | "district"} name */
export const getSetting = async (name) => (await database()).get("settings", name);

/** Change a setting as it stands at that moment; undefined is kept by nobody. @param {"clock" | "refused"} name
 *  @param {(value: any) => any} change @returns {Promise<any>} what it is now */
export async function changeSetting(name, change) {
  const tx = await writing(["settings"]);
  const value = change(await tx.objectStore("settings").get(name));
  if (value !== undefined) tx.objectStore("settings").put(value, name);
  await tx.done;
  return value;
}

/** @returns {Promise<Session | null>} whose cookie this browser carries, as far as it knows */
export const getSession = async () => (await getSetting("session")) ?? null;

/** @param {"current" | "session" | "clock" | "quiet" | "alerts" | "district"} name @param {any} value */
export async function setSetting(name, value) {
  const tx = await writing(["settings"]);
  await Promise.all([tx.objectStore("settings").put(value, name), tx.done]);
}
