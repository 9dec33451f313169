// What is in force, kept on this phone under the store's key, to look up in without signal (docs/decisions/0038).
//
// Each answer of the server is a part of its own, the later over the earlier, so that a change rewrites one small part.

import { get } from "./api.js";
import { addLook, getSession, getSnapshot, putSnapshot } from "./db.js";
import { askedCard } from "./matching.js";
import { readBox } from "./matching/box.js";
import { Index } from "./matching/index.js";
import { now } from "./now.js";
import { londonDate } from "./parts/times.js";
import { INBOX, seal } from "./seal.js";
import { onLock, opened } from "./vault.js";

/** @import {Vault} from "./vault.js" */
/** @typedef {{card: import("./matching.js").Card, match: Record<string, any>, relationship: string | null,
 *  last_day: string | null}} Person */
/** @typedef {{cases: {case: string, people: Person[]}[], gone: string[]}} Part */
/** @typedef {{after: string | null, at: string, settings: {old: number, gone: number}}} Reach */

const HOUR_MS = 3_600_000;
const LEAST_SCORE = 60;
const MOST_SHOWN = 20;
const SMALL = 50;
const MOST_SMALL = 20;
const BINDS = ["notice", "order"];

/** What is read of a store that is open. @type {Promise<Held> | null} */
let holding = null;

onLock(() => (holding = null));

class Held {
  index = new Index();
  /** @type {Map<number, Person>} */
  people = new Map();
  /** @type {Map<string, {text: string, rows: number[]}>} */
  cases = new Map();
  /** @type {Reach | null} */
  reach = null;
  /** How many cases each part holds. @type {Map<number, number>} */
  parts = new Map();

  /** @param {number} number @param {Part} part */
  take(number, part) {
    this.parts.set(number, part.cases.length);
    for (const id of part.gone) this.#drop(id);
    for (const { case: id, people } of part.cases) {
      this.#drop(id);
      const rows = people.map((one) => this.index.add(one.card));
      rows.forEach((row, at) => this.people.set(row, people[at]));
      this.cases.set(id, { text: JSON.stringify(people), rows });
    }
  }

  /** @param {string} id */
  #drop(id) {
    for (const row of this.cases.get(id)?.rows ?? []) {
      this.index.drop(row);
      this.people.delete(row);
    }
    this.cases.delete(id);
  }
}

/** @param {Vault} vault */
const held = (vault) => (holding ??= read(vault));

/** @param {Vault} vault */
async function read(vault) {
  const found = new Held();
  for (const { part, kept } of await getSnapshot(vault.id)) {
    // One part after another, so that nothing the officer does waits for more than one of them.
    await new Promise((go) => setTimeout(go));
    const plain = await vault.decrypt(kept, `snapshot ${part}`);
    if (part === 0) found.reach = plain;
    else found.take(part, plain);
  }
  return found;
}

/** Fetch what changed, and keep it. @param {Vault} vault */
export const keepUp = (vault) => navigator.locks.request("field snapshot", () => fetchAll(vault));

/** @param {Vault} vault */
async function fetchAll(vault) {
  // Another page may have fetched meanwhile: what is on disk counts.
  const session = await getSession();
  holding = null;
  let all = await held(vault).catch(() => new Held()); // a part that cannot be read: all is fetched anew
  if (!all.reach && all.parts.size === 0) await putSnapshot(vault.id, []);
  for (let more = true; more; ) {
    const after = all.reach?.after;
    const answer = await get(`/api/look-up/snapshot${after ? `?after=${encodeURIComponent(after)}` : ""}`);
    if ((await getSession())?.mark !== session?.mark) return;
    if (!answer.settings.on) {
      holding = null;
      return putSnapshot(vault.id, []);
    }
    await keep(vault, all, answer);
    more = answer.more;
  }
  holding = Promise.resolve(all);
}

/** @param {Vault} vault @param {Held} all @param {any} answer */
async function keep(vault, all, answer) {
  const { after, as_at: at, settings } = answer;
  // Until all is there it is as old as it was: part of it would be taken for everything.
  const reach = { after, at: answer.more ? (all.reach?.at ?? "") : at, settings };
  const goneAt = Date.parse(at) + settings.gone * HOUR_MS;
  const puts = [{ vault: vault.id, part: 0, goneAt, kept: await vault.encrypt(reach, "snapshot 0") }];
  const cases = answer.cases.filter(
    (/** @type {Part["cases"][number]} */ one) => all.cases.get(one.case)?.text !== JSON.stringify(one.people),
  );
  const gone = answer.gone.filter((/** @type {string} */ id) => all.cases.has(id));
  /** @type {number[]} */
  let drops = [];
  if (cases.length || gone.length) {
    const last = Math.max(0, ...all.parts.keys());
    all.take(last + 1, { cases, gone });
    const small = [...all.parts].filter(([, count]) => count < SMALL).map(([part]) => part);
    /** @type {Part} */
    let part = { cases, gone };
    if (small.length > MOST_SMALL) {
      // All of it is written anew, as one: the order of parts among those that stay would matter else.
      part = { cases: [...all.cases].map(([id, { text }]) => ({ case: id, people: JSON.parse(text) })), gone: [] };
      drops = [...all.parts.keys()];
      all.parts = new Map([[last + 1, part.cases.length]]);
    }
    puts.push(/** @type {any} */ ({ vault: vault.id, part: last + 1, kept: await vault.encrypt(part, `snapshot ${last + 1}`) }));
  }
  all.reach = reach;
  await putSnapshot(vault.id, puts, drops.filter((part) => part !== Math.max(...all.parts.keys())));
}

/**
 * Look somebody up in what this phone holds. That it was asked, and what it shows, is on disk, sealed to the server,
 * before it is answered.
 * @param {Record<string, any>} asked as POST /api/lookup takes it
 * @returns {Promise<{as_at: string, matches: Record<string, any>[], advice: null, old: boolean} | null>} null where
 *   nothing is held, or it is too old
 */
export async function lookUpHere({ reason, ...given }) {
  const vault = opened();
  const all = await held(vault);
  const at = now();
  const age = all.reach?.at ? at.getTime() - Date.parse(all.reach.at) : Infinity;
  if (!all.reach || age > all.reach.settings.gone * HOUR_MS) return null;
  const today = londonDate(at);
  const said = Object.fromEntries(Object.entries(given).filter(([name, value]) => name !== "name" && value !== null));
  const sought = askedCard({ ...readBox(given.name ?? "", today), ...said });
  const matches = all.index
    .find(sought, today, LEAST_SCORE)
    .flatMap(({ row, score, why }) => {
      const one = all.people.get(row);
      if (!one || (one.last_day && one.last_day < today)) return [];
      return [{ ...one.match, score, why, relationship: one.relationship }];
    })
    .sort((/** @type {any} */ one, /** @type {any} */ other) =>
      other.score - one.score || Number(!BINDS.includes(one.in_force)) - Number(!BINDS.includes(other.in_force)))
    .slice(0, MOST_SHOWN);
  const id = crypto.randomUUID();
  const look = {
    at: at.toISOString(),
    asked: { ...given, reason },
    shown: matches.map((/** @type {any} */ one) => one.case),
  };
  const sealed = await seal(vault.inboxKey, JSON.stringify(look), INBOX, id);
  await addLook({ id, vault: vault.id, sealed });
  return { as_at: all.reach.at, matches, advice: null, old: age > all.reach.settings.old * HOUR_MS };
}
