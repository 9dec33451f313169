// A second copy of what nobody but this phone has: docs/decisions/0043.
//
// Chromium keeps the databases of a bucket in one log on the disk. Killed in the middle of a write it leaves half a
// record at its end, goes on writing behind that at the next start, and at the start after finds the log broken and
// deletes every database, without a word. Another bucket is another log, written once the first is on disk: one kill
// spoils one of them.
//
// Browsers without buckets keep databases in SQLite, which undoes what was half written.

import { wrap } from "../vendor/idb.js";

/** @typedef {import("../vendor/idb.js").IDBPDatabase<any>} Database */
/** @typedef {import("../vendor/idb.js").IDBPTransaction<any, any, "readwrite">} Change */
/** @typedef {[store: string, keys: any]} Place a key or a range of a store; all of it where undefined */

/** Logs the server has are fetched again, and previews only shown. */
const COPIED = ["vaults", "outbox", "drafts", "settings", "attachments"];

const LOCK = "second copy";

/** @type {Promise<Database | null> | null} */
let opening = null;

/** The copy, where this browser can have one; each of its stores has the keys of the one it is a copy of. */
const copy = () => (opening ??= open());

/** @returns {Promise<Database | null>} */
async function open() {
  const { storageBuckets } = /** @type {any} TypeScript's library does not know it yet */ (navigator);
  if (!storageBuckets) return null;
  const { indexedDB } = await storageBuckets.open("copy");
  const asked = indexedDB.open("field", 1);
  asked.onupgradeneeded = () => COPIED.forEach((name) => asked.result.createObjectStore(name));
  return wrap(asked);
}

/** @type {Place[]} */
const waiting = [];

/** Resolves when all that was changed by now is copied, or could not be. @type {Promise<void>} */
let last = Promise.resolve();

/** Wait until what was changed is in the copy too: for what is forgotten. */
export const copied = () => last;

/** The same change, after which what it touched is copied. @template {Change} T @param {T} change
 *  @param {() => Promise<any>} database */
export function noting(change, database) {
  /** @type {Place[]} */
  const touched = [];
  change.done.then(
    () => copyOf(touched, database),
    () => {},
  );
  return new Proxy(change, {
    get: (_, name) => (name === "objectStore" ? (/** @type {string} */ of) => storeOf(of) : bound(change, name)),
  });

  /** @param {string} of */
  function storeOf(of) {
    const store = change.objectStore(of);
    if (!COPIED.includes(of)) return store;
    return new Proxy(store, {
      get(_, name) {
        const found = bound(store, name);
        if (name === "put" || name === "add")
          return (/** @type {any[]} */ ...given) => {
            const asked = found(...given);
            asked.then((/** @type {any} */ key) => touched.push([of, key])).catch(() => {});
            return asked;
          };
        if (name !== "delete") return found;
        return (/** @type {any} */ keys) => {
          touched.push([of, keys]);
          return found(keys);
        };
      },
    });
  }
}

/** @param {any} of @param {string | symbol} name */
function bound(of, name) {
  const found = of[name];
  return typeof found === "function" ? found.bind(of) : found;
}

/** As the phone has these places at that moment, so will the copy: whoever comes last copies the latest.
 *  @param {Place[]} places @param {() => Promise<any>} database */
function copyOf(places, database) {
  if (!places.length) return last;
  waiting.push(...places);
  return (last = copyWaiting(database).catch((error) => {
    // A full phone says so where it could not save; the next start copies what is missing.
    if (error.name !== "QuotaExceededError") console.error(error);
  }));
}

/** @param {() => Promise<any>} database */
async function copyWaiting(database) {
  const [from, to] = [await database(), await copy()];
  if (!to) return;
  await navigator.locks.request(LOCK, async () => {
    const places = waiting.splice(0);
    if (!places.length) return;
    const reading = from.transaction(COPIED);
    const rows = await Promise.all(places.map(([name, keys]) => rowsOf(reading.objectStore(name), keys)));
    const writing = to.transaction(COPIED, "readwrite", { durability: "strict" });
    places.forEach(([name, keys], at) => {
      const store = writing.objectStore(name);
      const asked = [keys === undefined ? store.clear() : store.delete(keys), ...rows[at].map((row) => store.put(...row))];
      for (const one of asked) one.catch(() => {}); // the transaction says why
    });
    await writing.done;
  });
}

/** @param {any} store @param {any} [keys] @returns {Promise<[value: any, key: any][]>} */
async function rowsOf(store, keys) {
  const [found, values] = await Promise.all([store.getAllKeys(keys), store.getAll(keys)]);
  return found.map((/** @type {any} */ key, /** @type {number} */ at) => [values[at], key]);
}

/** Copy what a page that died, or an older version, left out. Files are told apart by their keys: they are large.
 *  @param {() => Promise<any>} database */
export async function copyRest(database) {
  const [from, to] = [await database(), await copy()];
  if (!to || !(await from.count("vaults"))) return;
  const [here, there] = await Promise.all([from, to].map(async (db) => await db.getAllKeys("attachments")));
  const inBoth = new Set(there.map(String));
  for (const key of here) if (!inBoth.delete(String(key))) inBoth.add(String(key));
  const files = [...here, ...there].filter((key) => inBoth.has(String(key)));
  const places = COPIED.filter((name) => name !== "attachments").map((name) => /** @type {Place} */ ([name, undefined]));
  await copyOf([...places, ...files.map((key) => /** @type {Place} */ (["attachments", key]))], database);
}

/** Put what the copy holds into a database that has lost it, and note when. No store is ever deleted by us: a database
 *  without one, beside a copy with one, was deleted by its browser. @param {any} db */
export async function putBack(db) {
  if (await db.count("vaults")) return;
  const kept = await copy();
  if (!kept || !(await kept.count("vaults"))) return;
  await navigator.locks.request(LOCK, async () => {
    if (await db.count("vaults")) return;
    const all = await Promise.all(COPIED.map((name) => rowsOf(kept.transaction(name).store)));
    const change = db.transaction(COPIED, "readwrite", { durability: "strict" });
    COPIED.forEach((name, at) => {
      const store = change.objectStore(name);
      for (const [value, key] of all[at]) store.put(value, ...(store.keyPath ? [] : [key]));
    });
    change.objectStore("settings").put(new Date().toISOString(), "put back");
    await change.done;
  });
}
