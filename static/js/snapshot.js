// What is in force, kept on this phone under the store's key, to look up in without signal (docs/decisions/0048).
//
// The index of it lies ready made, in pieces; what the server answered since lies beside it, until there is enough to
// make it anew, in a worker. So nothing is built when the store is opened.

import { ApiError, get } from "./api.js";
import { concat } from "./bytes.js";
import { tell } from "./channel.js";
import { addLook, getReach, getSnapshot, putSnapshot } from "./copy_db.js";
import { getSession } from "./db.js";
import { besides, made, saidOf, toldOf } from "./in_force.js";
import { askedCard } from "./matching.js";
import { howSure, toAsk } from "./matching/asking.js";
import { readBox } from "./matching/box.js";
import { unpack } from "./matching/build.js";
import { Index } from "./matching/index.js";
import { now } from "./now.js";
import { londonDate } from "./parts/times.js";
import { INBOX, seal } from "./seal.js";
import { onLock, opened } from "./vault.js";

/** @import {SnapshotRecord} from "./types.js" */
/** @import {Vault} from "./vault.js" */
/** @import {Part, Said} from "./in_force.js" */
/** How far it reaches: the cursor, as at when it is whole ("" while it is not), and the force's hours. `written` is
 *  another each time; `form`, how its index is made.
 *  @typedef {{after: string, at: string, hours: {old: number, gone: number}, written: string, form?: number}} Reach */
/** @typedef {{as_at: string, matches: Said[], advice: null, old: boolean, look: string, wants_reason: boolean}} Answer */

const HOUR_MS = 3_600_000;
const LEAST_SCORE = 60;
const MOST_SHOWN = 20;
const BINDS = ["notice", "order"];

/** So many people may lie beside the index when it is read: they are indexed when somebody is looked up. */
const MOST_BESIDE = 300;

/** So many people a part has before another is begun. */
const FULL = 100;

const PIECE = 4 << 20;

/** Another where the keys of `matching/keys.js` are others: an index of another form is made anew out of its own rows. */
const FORM = 2;

/** @param {Part} part */
const peopleIn = ({ cases, gone }) => cases.reduce((sum, { people }) => sum + people.length, gone.length);

class Held {
  /** @type {Reach | null} */
  reach = null;
  /** @type {Uint8Array<ArrayBuffer> | null} */
  bytes = null;
  /** @type {Index | null} */
  index = null;
  /** @type {Part[]} */
  parts = [];
  /** What lies beside the index, once somebody asks. @type {{index: Index, told: Set<string>} | null} */
  #beside = null;

  /** In the place of all there was. @param {Uint8Array<ArrayBuffer>} bytes */
  open(bytes) {
    this.parts = [];
    this.#beside = null;
    this.bytes = bytes;
    this.index = new Index(unpack(bytes.buffer));
  }

  /** Put what the server answered into the last part, or into a new one. @param {Part} part
   *  @returns {[number, Part]} the part to be written, by its number */
  take(part) {
    this.#beside = null;
    const last = this.parts.at(-1);
    if (last && peopleIn(last) < FULL) {
      const told = toldOf([part]);
      const cases = [...last.cases.filter((one) => !told.has(one.case)), ...part.cases];
      this.parts.pop();
      part = { cases, gone: [...last.gone.filter((id) => !told.has(id)), ...part.gone] };
    }
    return [this.parts.push(part), part];
  }

  /** @param {import("./matching.js").Card} sought @param {Date} at @returns {Said[]} best first */
  find(sought, at) {
    this.#beside ??= { index: new Index(made(null, this.parts)), told: toldOf(this.parts) };
    const { index: beside, told } = this.#beside;
    const today = londonDate(at);
    const indexes = [beside, ...(this.index ? [this.index] : [])];
    const stands = (/** @type {Index} */ index, /** @type {Record<string, any>} */ known) =>
      index !== beside && told.has(known.match.case) ? null : saidOf(index, known, at);
    const found = indexes.flatMap((index) =>
      index.find(sought, today, LEAST_SCORE).flatMap(({ known, card, score, why }) => {
        const said = stands(index, known);
        const answer = { ...said, score, why, sure: howSure({ score, why }), ask: toAsk(sought, card) };
        return said ? [{ answer: /** @type {Said} */ (answer), known, card }] : [];
      }),
    );
    const waits = (/** @type {Said} */ one) => Number(!BINDS.includes(one.in_force));
    return found
      .sort(({ answer: one }, { answer: other }) => other.score - one.score || waits(one) - waits(other))
      .slice(0, MOST_SHOWN)
      .map(({ answer, ...one }) => ({ ...answer, between: besides(one, indexes, today, stands) }));
  }
}

/** What is read of a store that is open. @type {Promise<Held> | null} */
let holding = null;

/** @type {Worker | null} */
let worker = null;

onLock(() => {
  holding = null;
  worker?.terminate();
});

/** Read it, so that it is there when somebody is looked up. @param {Vault} vault */
export const held = (vault) => (holding ??= read(vault));

/** @param {Vault} vault */
async function read(vault) {
  const found = new Held();
  const records = await getSnapshot(vault.id);
  const pieces = records.filter(({ part }) => part < 0).reverse();
  const plain = await Promise.all(pieces.map(({ part, kept }) => vault.decryptBytes(kept, `snapshot ${part}`)));
  if (plain.length) found.open(concat(...plain));
  for (const { part, kept } of records.filter(({ part }) => part >= 0)) {
    const told = await vault.decrypt(kept, `snapshot ${part}`);
    if (part === 0) found.reach = told;
    else found.parts.push(told);
  }
  return found;
}

/** How far this phone's copy reaches. @param {Vault} vault @returns {Promise<Reach | null>} */
async function readReach(vault) {
  const record = await getReach(vault.id);
  return record ? vault.decrypt(record.kept, "snapshot 0") : null;
}

// --- Keeping up -----------------------------------------------------------------------------------------------

/** Fetch what changed, and keep it. One page at a time. @param {Vault} vault */
export const keepUp = (vault) => navigator.locks.request("field snapshot", () => fetchAll(vault));

/** @param {Vault} vault */
async function fetchAll(vault) {
  const session = await getSession();
  const all = await newest(vault);
  for (let more = true; more; ) {
    const after = all.reach?.after;
    const answer = await get(`/api/look-up/snapshot${after ? `?after=${encodeURIComponent(after)}` : ""}`).catch(async (error) => {
      // A cursor that this server does not know: everything anew, the next time.
      if (error instanceof ApiError && error.status === 400) await forget(vault);
      throw error;
    });
    // Signed out or locked meanwhile: nothing is kept after that.
    if ((await getSession())?.mark !== session?.mark || opened().id !== vault.id) return;
    if (!answer.settings.on) return forget(vault);
    await keep(vault, all, answer).catch((error) => {
      holding = null; // what is on disk counts
      throw error;
    });
    more = answer.more;
  }
  tell({ type: "copied" });
}

/** What this page holds, unless another page has written since. @param {Vault} vault */
async function newest(vault) {
  const [reach, known] = await Promise.all([readReach(vault), holding?.catch(() => null)]);
  if (known && known.reach?.written === reach?.written) return known;
  holding = null;
  return held(vault).catch(async () => {
    await forget(vault); // a part that cannot be read
    return held(vault);
  });
}

/** @param {Vault} vault */
async function forget(vault) {
  holding = null;
  await putSnapshot(vault.id, [], true);
}

/** @param {Vault} vault @param {Held} all @param {any} answer */
async function keep(vault, all, answer) {
  const { after, as_at, settings, more, cases, gone } = answer;
  // Until all is there it is as old as it was: part of it would be taken for everything.
  const reach = { after, at: more ? (all.reach?.at ?? "") : as_at, hours: settings, written: crypto.randomUUID(), form: FORM };
  /** @type {[number, Part] | null} */
  const taken = cases.length || gone.length ? all.take({ cases, gone }) : null;
  const beside = all.parts.reduce((sum, part) => sum + peopleIn(part), 0);
  // While it is fetched as a whole the index is made anew only when it has grown by a quarter.
  const outdated = all.index !== null && all.reach?.form !== FORM;
  const anew = outdated || beside > (more ? Math.max(MOST_BESIDE, (all.index?.size ?? 0) / 4) : MOST_BESIDE);
  const bytes = anew ? await makeAnew(all) : null;
  /** @type {[number, Promise<Uint8Array<ArrayBuffer>>][]} */
  const kept = bytes
    ? Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) => {
        const piece = bytes.subarray(at * PIECE, (at + 1) * PIECE);
        return [-1 - at, vault.encryptBytes(piece, `snapshot ${-1 - at}`)];
      })
    : taken ? [[taken[0], vault.encrypt(taken[1], `snapshot ${taken[0]}`)]] : []; // prettier-ignore
  /** @type {SnapshotRecord[]} */
  const puts = await Promise.all(kept.map(async ([part, sealed]) => ({ vault: vault.id, part, kept: await sealed })));
  const goneAt = Date.parse(as_at) + settings.gone * HOUR_MS;
  puts.push({ vault: vault.id, part: 0, goneAt, kept: await vault.encrypt(reach, "snapshot 0") });
  await putSnapshot(vault.id, puts, anew);
  all.reach = reach;
  if (bytes) all.open(bytes);
}

/** @param {Held} all @returns {Promise<Uint8Array<ArrayBuffer>>} */
function makeAnew({ bytes, parts }) {
  const making = (worker = new Worker("/static/js/in_force_worker.js", { type: "module" }));
  return new Promise((resolve, reject) => {
    making.onmessage = ({ data }) => resolve(new Uint8Array(data));
    making.onerror = ({ message }) => reject(new Error(`The index could not be made: ${message}`));
    making.postMessage({ earlier: bytes?.buffer ?? null, parts });
  }).finally(() => making.terminate());
}

// --- Looking up -----------------------------------------------------------------------------------------------

/** How old this phone's copy is; null where there is none, or it is not to be used any more.
 *  @returns {Promise<{at: string, old: boolean} | null>} */
export async function copyHere() {
  return ageOf(await readReach(opened()));
}

/** @param {Reach | null} reach */
function ageOf(reach) {
  if (!reach?.at) return null;
  const age = now().getTime() - Date.parse(reach.at);
  return age > reach.hours.gone * HOUR_MS ? null : { at: reach.at, old: age > reach.hours.old * HOUR_MS };
}

/**
 * Look somebody up in what this phone holds. That it was asked, and what it shows, is on disk, sealed to the server,
 * before it is answered.
 * @param {Record<string, any>} asked as POST /api/lookup takes it
 * @returns {Promise<Answer | null>} null where nothing is held, or it is too old
 */
export async function lookUpHere(asked) {
  const vault = opened();
  const all = await held(vault);
  const copy = ageOf(all.reach);
  if (!copy) return null;
  const at = now();
  const { name, reason, ...given } = asked;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const matches = all.find(askedCard({ ...readBox(name ?? "", londonDate(at)), ...said }), at);
  const look = { at: at.toISOString(), asked, shown: [...new Set(matches.flatMap((one) => [one, ...one.between]).map((one) => one.case))] };
  const id = crypto.randomUUID();
  await addLook({ id, vault: vault.id, sealed: await seal(vault.inboxKey, JSON.stringify(look), INBOX, id) });
  const shown = matches.map((one) => ({ ...one, copied_at: copy.at }));
  return { as_at: copy.at, matches: shown, advice: null, old: copy.old, look: id, wants_reason: reason === null };
}
