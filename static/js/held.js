// The log this phone holds: what the server has told of this officer's cases, under the store's key.

import { sha256, toHex, utf8 } from "./bytes.js";
import { tell } from "./channel.js";
import { allHeld, getHeld, outboxOf, storeHeld } from "./db.js";
import { onLock, opened } from "./vault.js";

/** @import {HeldRecord, Known, Officers, Told, ToldBeside} from "./types.js" */
/** @import {Vault} from "./vault.js" */

/** How far this phone has been told.
 *  @typedef {{after: string | null, etag: string | null, officers: Officers, beside?: ToldBeside[],
 *  altered?: Altered[]}} Progress */

/** A case of which the server told other than now: the place and hash it told first, and whether it has been told so.
 *  @typedef {{case: string, position: number, hash: string, said?: boolean}} Altered */

/** What the server told does not follow on what is held. */
export class Gap extends Error {
  name = "Gap";
}

/** Beside the cases, under a name no case has. */
const PROGRESS = "*";

/** @type {Officers | null} */
let officers = null;

/** What is held here and cannot be read any more, until the server has told it again. @type {Set<string>} */
const torn = new Set();

/** How many cases held here cannot be read; all is asked for again as long as there is one. */
export const tornCases = () => torn.size;

onLock(() => {
  officers = null;
  torn.clear();
});

/** What an officer is called here. @param {string} id */
export async function nameOf(id) {
  if (id === "system") return "The system";
  return (await officerOf(id))?.name ?? "an officer not known on this phone";
}

/** The name, rank and collar number of an officer; no more than that is kept of others. @param {string} id
 *  @returns {Promise<{name: string, rank: string | null, collar_number: string} | null>} null where they are not known */
export async function officerOf(id) {
  const vault = opened();
  if (id === vault.me.officer.id) return vault.me.officer;
  officers ??= (await progress(vault)).officers;
  return officers[id] ?? null;
}

/** @param {Vault} vault @returns {Promise<Progress>} */
export async function progress(vault) {
  const record = await getHeld(vault.id, PROGRESS);
  const known = record && (await readable(vault, record));
  return known && !torn.size ? known : { officers: {}, ...known, after: null, etag: null };
}

/** What a record holds; null, and asked for again, if it cannot be read. @param {Vault} vault @param {HeldRecord} record
 *  @returns {Promise<any>} */
async function readable(vault, { case: caseId, kept }) {
  try {
    return await vault.decrypt(kept, caseId === PROGRESS ? PROGRESS : `case ${caseId}`);
  } catch {
    if (!torn.has(caseId)) setTimeout(() => tell({ type: "pull" }));
    torn.add(caseId);
    return null;
  }
}

/** What stands beside the requests that wait for this officer. @param {Vault} vault @returns {Promise<ToldBeside[]>} */
export const heldBeside = async (vault) => (await progress(vault)).beside ?? [];

/** The entries held of each case. @param {Vault} vault @returns {Promise<Map<string, Known[]>>} */
export async function heldCases(vault) {
  const records = (await allHeld(vault.id)).filter((record) => record.case !== PROGRESS);
  return new Map(await Promise.all(records.map(async (record) => pair(record.case, await known(vault, record)))));
}

/** @param {Vault} vault @param {string} caseId @returns {Promise<Known[]>} */
export async function heldCase(vault, caseId) {
  const record = await getHeld(vault.id, caseId);
  return record ? known(vault, record) : [];
}

/**
 * Take in one answer of GET /api/changes, all of it or nothing.
 *
 * @param {Vault} vault @param {Progress} before @param {any} answer @param {string | null} etag
 * @throws {Gap}
 */
export async function takeIn(vault, before, answer, etag) {
  const records = [];
  const altered = [...(before.altered ?? [])];
  const receipts = new Map((await outboxOf([vault.id])).map(({ id, state }) => [id, state.told]));
  for (const { id, entries, whole } of answer.cases) {
    const was = await told(vault, id).catch((/** @type {Gap} */ gap) => {
      if (whole) return [];
      throw gap;
    });
    const held = whole ? [] : was;
    const fresh = entries.filter((/** @type {Told} */ one) => one.position > held.length);
    const all = [...held, ...fresh];
    if (all.some(({ position }, at) => position !== at + 1)) throw new Gap("An entry is missing before these changes.");
    const made = await record(vault, id, all);
    const toldFirst = [...was, ...made.ids.flatMap((one) => receipts.get(one) ?? [])];
    const other = toldFirst.find(({ position, hash }) => all[position - 1]?.hash !== hash);
    if (other && !altered.some((one) => one.case === id))
      altered.push({ case: id, position: other.position, hash: other.hash });
    records.push(made);
  }
  // Asked for everything, the server does not know what else is here.
  const given = new Set(answer.cases.map((/** @type {{id: string}} */ { id }) => id));
  const others = before.after === null ? (await allHeld(vault.id)).filter((one) => !given.has(one.case)) : [];
  const gone = [...(answer.gone ?? []), ...others.map((one) => one.case)];
  const { after, beside } = answer;
  const now = { after, etag, officers: { ...before.officers, ...answer.officers }, beside, altered };
  records.push({ vault: vault.id, case: PROGRESS, ids: [], kept: await vault.encrypt(now, PROGRESS) });
  await storeHeld(vault.id, records, gone);
  for (const id of [...gone, ...given, PROGRESS]) torn.delete(id);
  officers = null;
}

/** The case of which the server now tells otherwise than it did. @param {string} caseId */
export const isAltered = async (caseId) =>
  Boolean((await progress(opened())).altered?.some((one) => one.case === caseId));

/** Report, once, each case of which the server tells otherwise than it did.
 *  @param {Vault} vault @param {(one: Altered) => Promise<unknown>} report */
export async function reportAltered(vault, report) {
  const known = await progress(vault);
  if (!known.altered?.some(({ said }) => !said)) return;
  for (const one of known.altered) if (!one.said) one.said = Boolean(await report(one));
  await storeHeld(vault.id, [{ vault: vault.id, case: PROGRESS, ids: [], kept: await vault.encrypt(known, PROGRESS) }], []);
}

/** @param {Vault} vault @param {string} caseId @param {Told[]} entries @returns {Promise<HeldRecord>} */
async function record(vault, caseId, entries) {
  const ids = entries.flatMap(({ body }) => (body === null ? [] : [JSON.parse(body).id]));
  return { vault: vault.id, case: caseId, ids, kept: await vault.encrypt(entries, `case ${caseId}`) };
}

/** @param {Vault} vault @param {string} caseId @returns {Promise<Told[]>} */
async function told(vault, caseId) {
  const record = await getHeld(vault.id, caseId);
  const entries = record ? await readable(vault, record) : [];
  if (!entries) throw new Gap("What is held of this case cannot be read.");
  return entries;
}

/** @param {Vault} vault @param {HeldRecord} record @returns {Promise<Known[]>} */
async function known(vault, record) {
  /** @type {Told[]} */
  const entries = (await readable(vault, record)) ?? [];
  const read = entries.map(async ({ body, position, received_at, reasons, rescued }) =>
    body === null
      ? []
      : [
          {
            entry: JSON.parse(body),
            sha256: toHex(await sha256(utf8(body))),
            position,
            received_at,
            reasons,
            rescued,
            state: /** @type {const} */ ("held"),
          },
        ],
  );
  return (await Promise.all(read)).flat();
}

/** @template K, V @param {K} key @param {V} value @returns {[K, V]} */
const pair = (key, value) => [key, value];
