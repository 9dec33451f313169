// The cases on this phone: what the server has told of them and what is still in the outbox, added up.

import { fold } from "./case.js";
import { withDays } from "./clocks.js";
import { writeAnother } from "./copies.js";
import { saveDraft } from "./drafts.js";
import { heldBeside, heldCase, heldCases, nameOf } from "./held.js";
import { inForce, readLaw } from "./law.js";
import { now } from "./now.js";
import { record, recordCase, unsent } from "./outbox.js";
import { reference } from "./references.js";
import { opened } from "./vault.js";

/** @import {Known, Unsent, View} from "./types.js" */

/** What an officer is called on this phone. @param {string} id @returns {Promise<string>} */
export const officerName = nameOf;

/** Who they are, as a notice names them. */
export { officerOf } from "./held.js";

/** Start a case. Its reference is final from here on, with or without signal.
 *  @param {string} [wanted] the regime it is to run under, if that is in force today
 *  @returns {Promise<{id: string, reference: string}>} */
export async function startCase(wanted) {
  const open = inForce(await readLaw(), now());
  const regime = open.find((one) => one === wanted) ?? open[0];
  const id = crypto.randomUUID();
  let given = "";
  await recordCase((prefix, count) => {
    given = reference(prefix, count);
    return { kind: "case started", caseId: id, facts: { reference: given, regime } };
  });
  return { id, reference: given };
}

/** Start another case of the same incident, with or without signal.
 *  @param {View} view the case to copy from @param {import("./copies.js").Copy[]} chosen
 *  @returns {Promise<string>} the new case's id
 *  @throws {import("./copies.js").NotAllCopied} where it is started and something after that failed */
export const startAnother = (view, chosen) => writeAnother({ start: () => startCase(view.regime), record, saveDraft }, view, chosen);

/** One case as this phone knows it; `entries` is empty if it does not. @param {string} id
 *  @returns {Promise<{view: View, entries: Known[], unsent: Unsent[]}>} */
export async function openCase(id) {
  const held = await heldCase(opened(), id);
  const own = (await unsent()).filter(({ caseId }) => caseId === id);
  const entries = together(held, own);
  return { view: fold(id, entries, await holidays(), await readLaw(), opened().me.courts), entries, unsent: own };
}

/** A case as it stood before the entry at this place in its log. @param {string} id @param {number} position */
export async function caseBefore(id, position) {
  const held = (await heldCase(opened(), id)).filter((one) => one.position !== null && one.position < position);
  return fold(id, held, await holidays(), await readLaw(), opened().me.courts);
}

/** The cases on this phone to be read beside the request that waits in this one. @param {string} id */
export const toldBeside = async (id) => (await heldBeside(opened())).filter((one) => one.case === id);

/** Every case on this phone, with how many entries of each are not sent and how many were refused. `compared`: it is none
 *  of this officer's, and here only to be read beside a request.
 *  @returns {Promise<{view: View, entries: Known[], unsent: number, attention: number, compared: boolean}[]>} */
export async function listCases() {
  const { me } = opened();
  const [days, law] = [await holidays(), await readLaw()];
  const held = await heldCases(opened());
  const own = (await unsent()).filter(({ caseId }) => caseId !== me.installation);
  const beside = new Set((await heldBeside(opened())).map(({ other }) => other));
  const ids = new Set([...held.keys(), ...own.map(({ caseId }) => caseId)]);
  return [...ids].map((id) => {
    const mine = own.filter(({ caseId }) => caseId === id);
    const entries = together(held.get(id) ?? [], mine);
    const view = fold(id, entries, days, law, me.courts);
    const wrote = entries.some(({ entry }) => entry.officer === me.officer.id);
    return {
      view,
      entries,
      compared: beside.has(id) && !wrote && view.stage !== "requested",
      unsent: mine.filter(({ state }) => state.name === "not sent" || state.name === "waiting").length,
      attention: mine.filter(({ state }) => state.name === "needs attention").length,
    };
  });
}

/** The held log and what is on its way to it. A refused entry is no part of the case; it stands in the outbox until
 *  its officer settles it. @param {Known[]} held @param {Unsent[]} own @returns {Known[]} */
function together(held, own) {
  const ids = new Set(held.map(({ entry }) => entry.id));
  const coming = own.filter(({ id, state }) => !ids.has(id) && state.name !== "needs attention");
  return [
    ...held,
    ...coming.map(({ entry, sha256, state }) => ({
      entry,
      sha256,
      position: null,
      received_at: null,
      reasons: state.reasons,
      state: state.name,
    })),
  ];
}

/** The table of holidays with the days this force has added. */
export async function holidays() {
  return withDays((await readLaw()).holidays, opened().me.holidays ?? []);
}
