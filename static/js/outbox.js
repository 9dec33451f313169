// What this officer recorded on this device and the server has not taken in yet.

import { askForSync } from "./background.js";
import { sha256, toBase64Url, toHex, utf8 } from "./bytes.js";
import { tell } from "./channel.js";
import { clockOffset } from "./connection.js";
import { NumberTaken, addEntry, getVault, outboxOf, removeRefused } from "./db.js";
import { drain } from "./drain.js";
import { compose } from "./envelope.js";
import { INBOX, LETTERBOX, seal, unseal } from "./seal.js";
import { opened } from "./vault.js";
import { SigningCancelled, sign } from "./webauthn.js";

/** @import {Named, OutboxRecord, Prepared, State, Torn, Unsent, VaultRecord} from "./types.js" */
/** @import {Vault} from "./vault.js" */

export { SigningCancelled };

/**
 * @typedef {object} Writing
 * @property {string} kind
 * @property {string} caseId
 * @property {Record<string, any>} facts
 * @property {string[]} [replaces]
 * @property {Named[]} [reliesOn]
 * @property {string | null} [happenedAt] ISO 8601 with offset, where it happened at another time
 * @property {boolean} [signed] ask the passkey first
 * @property {Prepared | null} [file] the photograph or document it names: both are kept, or neither
 * @property {string} [draft] the key of the draft that becomes this entry: from then on there is none
 */

/**
 * Record one entry. Resolves once it is on disk; from then on nothing is needed for it to arrive but time.
 *
 * @param {Writing} writing
 * @returns {Promise<Named>}
 * @throws {SigningCancelled} nothing is kept, and its number is free
 * @throws {import("./vault.js").Locked}
 */
export const record = (writing) => write(() => writing, 0);

/** Record the start of a case, whose reference depends on the count of cases at that moment.
 *  @param {(prefix: string, count: number) => Writing} describe @returns {Promise<Named>} */
export const recordCase = (describe) => write(({ prefix, cases }) => describe(prefix, cases + 1), 1);

/** What stands in this store's outbox, in the order it was recorded. "sent" ones go when the held log has them.
 *  @returns {Promise<Unsent[]>} */
export const unsent = async () => (await readAll()).filter((one) => "entry" in one);

/** What stands there too and cannot be read here any more; it is sealed apart for the server, and sent all the same.
 *  @returns {Promise<Torn[]>} */
export const tornEntries = async () => (await readAll()).filter((one) => !("entry" in one));

/** How far each has come, readable or not. @returns {Promise<State["name"][]>} */
export const states = async () => (await outboxOf([opened().id])).map(({ state }) => state.name);

async function readAll() {
  const vault = opened();
  return Promise.all((await outboxOf([vault.id])).map((record) => read(vault, record)));
}

/** Take a refused entry off the list once its officer has dealt with it. @param {string} id */
export async function settle(id) {
  await removeRefused(id);
  tell({ type: "changed" });
}

/** @param {(vault: VaultRecord) => Writing} describe @param {number} cases @returns {Promise<Named>} */
async function write(describe, cases) {
  const vault = opened();
  // Numbers are given out one at a time across tabs, so that a signature is never asked for twice.
  const named = await navigator.locks.request(`field number ${vault.id}`, async () => {
    for (;;) {
      try {
        return await writeNext(vault, describe, cases);
      } catch (error) {
        if (!(error instanceof NumberTaken)) throw error;
      }
    }
  });
  tell({ type: "changed" });
  drain();
  void askForSync();
  return named;
}

/** @param {Vault} vault @param {(vault: VaultRecord) => Writing} describe @param {number} cases */
async function writeNext(vault, describe, cases) {
  const stored = await getVault(vault.id);
  if (!stored) throw new Error("The store on this device is gone.");
  const { signed = false, draft, file = null, ...writing } = describe(stored);
  const id = crypto.randomUUID();
  const number = stored.number + 1;
  const body = compose({
    ...writing,
    id,
    officer: vault.me.officer.id,
    device: vault.id,
    number,
    madeAt: new Date(),
    clockOffset: await clockOffset(),
  });
  const bytes = utf8(body);
  const signature = signed ? await sign(bytes, vault.me.credentials) : null;
  const whole = { body, signature };
  await addEntry(
    {
      id,
      vault: vault.id,
      number,
      log: writing.caseId === vault.me.installation ? "office" : "case",
      state: { name: "not sent", at: null, reasons: null },
      kept: await vault.encrypt(whole, `entry ${id}`),
      sealed: await seal(vault.inboxKey, JSON.stringify(whole), INBOX, id),
    },
    cases,
    draft,
    file && (await attached(vault, id, writing.caseId, file)),
  );
  return { id, sha256: toHex(await sha256(bytes)) };
}

/** @param {Vault} vault @param {string} id @param {string} caseId @param {Prepared} file */
async function attached(vault, id, caseId, { sha256, sealed, sealedSha256, preview }) {
  const of = { vault: vault.id, case: caseId, sha256 };
  return {
    file: { ...of, entry: id, sealedSha256, sealed },
    preview: preview && { ...of, kept: await vault.encrypt(toBase64Url(preview), `preview ${sha256}`) },
  };
}

/** One that cannot be read must not keep the others from it. @param {Vault} vault @param {OutboxRecord} record
 *  @returns {Promise<Unsent | Torn>} */
async function read(vault, { id, kept, state }) {
  /** @type {State["reasons"]} */
  const reasons = state.reasons
    ? await unseal(vault.letterboxKey, state.reasons, LETTERBOX, id).then(JSON.parse, () => UNREADABLE)
    : [];
  const known = { id, state: { ...state, reasons } };
  try {
    const { body } = await vault.decrypt(kept, `entry ${id}`);
    const entry = JSON.parse(body);
    return { ...known, sha256: toHex(await sha256(utf8(body))), caseId: entry.case, kind: entry.kind, entry };
  } catch {
    return known;
  }
}

const UNREADABLE = [{ code: "unreadable", message: "Why cannot be read on this phone." }];
