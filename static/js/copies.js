// What another case of the same incident takes over from this one, and in which order that is written.
//
// A fact goes over only where it is as true there as here. What is about a person who is somebody else there (who the
// respondent is known to be, their custody, who lives at the home, what was done to whom) is asked again; what stands
// beside it in the same section, like the incident number or the place, is filled in there as a draft.

import { NOT_ASKED as NOT_ASKED_OF_PERSON, othersAs } from "./others.js";

/** @import {Named, Section, View} from "./types.js" */

/** @typedef {"another protected person" | "another respondent" | "other way round"} Choice */

/**
 * One thing that may be copied. `writes` become entries with `source` named, `drafts` are typed into the other case's
 * forms and saved by nobody yet.
 * @typedef {object} Copy
 * @property {string} key names its tick
 * @property {boolean} ticked whether it is offered as ticked
 * @property {{kind: string, facts: Record<string, any>, source: Named}[]} writes
 * @property {{key: string, typed: Record<string, string | boolean>}[]} drafts
 */

/** Facts that came with later versions of a kind, as they are where nobody was asked. @type {Record<string, Record<string, any>>} */
const NOT_ASKED = {
  "incident recorded": { district: null },
  "person described": NOT_ASKED_OF_PERSON,
  "children's welfare recorded": { children: [], social_care: null, police_protection: null },
};

/** Of what happened, what may serve as a beginning. Who did what to whom is another matter there, so it is no fact until
 *  somebody saves it; what went before, what the respondent alleges and why they are the respondent is asked anew. */
const ACCOUNT = ["account", "place", "evidence"];

/** Of the incident, what is about the incident and not about the respondent. */
const REFERENCES = ["district", "incident_number", "crime_number", "body_worn_video", "digital_evidence"];

/**
 * What this case could give to another one.
 * @param {View} view
 * @param {Choice} choice
 * @returns {Copy[]} only what there is, in the order of recording
 */
export function copies(view, choice) {
  const { incident, respondent, protected_person: protectedPerson, relationship, premises } = view;
  const mirror = choice === "other way round";
  const sameRespondent = choice === "another protected person";
  /** @param {string} role */
  const described = (role) => othersAs(view, role).map((one) => write(one));
  return [
    sameRespondent ? one("incident", incident) : draft("incident", incident, REFERENCES),
    mirror || sameRespondent
      ? one("respondent", respondent, { role: mirror ? "protected person" : "respondent" })
      : nothing("respondent"),
    mirror || !sameRespondent
      ? one("protected_person", protectedPerson, { role: mirror ? "respondent" : "protected person" })
      : nothing("protected_person"),
    several("children", [...described("child"), ...(view.children ? [write(view.children)] : [])]),
    several("other_residents", described("other resident")),
    several("witnesses", described("witness")),
    mirror ? one("relationship", relationship) : nothing("relationship"),
    mirror ? home(premises) : nothing("premises"),
    mirror ? one("orders", view.orders) : nothing("orders"),
    mirror ? nothing("violence") : { ...draft("violence", view.violence, ACCOUNT), ticked: false },
  ].filter(({ writes, drafts }) => writes.length || drafts.length);
}

/** @param {string} key @returns {Copy} */
const nothing = (key) => ({ key, ticked: false, writes: [], drafts: [] });

/** @param {string} key @param {Section | null} section @param {Record<string, any>} [changes] @returns {Copy} */
const one = (key, section, changes = {}, ticked = true) => ({
  key,
  ticked,
  writes: section ? [write(section, changes)] : [],
  drafts: [],
});

/** @param {string} key @param {Copy["writes"]} writes @returns {Copy} */
const several = (key, writes) => ({ key, ticked: true, writes, drafts: [] });

/** The facts of a section that are filled in and left to be checked. @param {string} key @param {Section | null} section
 *  @param {string[]} names of fields with one control @returns {Copy} */
function draft(key, section, names) {
  const known = names.filter((name) => section?.[name]);
  const typed = Object.fromEntries(known.map((name) => [`${key}-${name}`, String(section?.[name])]));
  return { key, ticked: true, writes: [], drafts: known.length ? [{ key, typed }] : [] };
}

/** The home with the two people's places exchanged. Somebody who lives there knows the address; whether one who does
 *  not live there knows it was never asked. @param {Section | null} premises */
const home = (premises) =>
  premises?.protected_person_lives_here
    ? one("premises", premises, {
        respondent_lives_here: true,
        protected_person_lives_here: premises.respondent_lives_here,
        respondent_knows_address: true,
      })
    : nothing("premises");

/** @param {Section} section @param {Record<string, any>} [changes] @returns {Copy["writes"][number]} */
function write({ _, ...facts }, changes) {
  return {
    kind: _.kind,
    facts: { ...NOT_ASKED[_.kind], ...facts, ...changes },
    source: { id: _.entry, sha256: _.sha256 },
  };
}

/**
 * Who writes: `start` gives a new case its id and reference, `record` one entry, `saveDraft` one draft.
 * @typedef {object} Writer
 * @property {() => Promise<{id: string, reference: string}>} start
 * @property {(writing: {kind: string, caseId: string, facts: Record<string, any>, replaces?: string[]}) => Promise<Named>} record
 * @property {(key: string, value: unknown) => Promise<unknown>} saveDraft
 */

/**
 * Start another case of the same incident and take over what was chosen.
 *
 * It can end after any of these writes, and what is there is true: the link comes first, in the new case and then in
 * the old, so that no copy ever stands in a case that does not say where it comes from; a second link, which takes the
 * place of the new case's first, names the source of each copy once all are there. The other order would leave copies
 * that look as if somebody had recorded them at the door; a link that names copies before they exist would be refused
 * as untrue. Drafts come last: they are no part of the record.
 *
 * @param {Writer} writer
 * @param {{id: string, reference: string | null}} old the case to copy from
 * @param {Copy[]} chosen
 * @returns {Promise<string>} the new case's id
 * @throws {NotAllCopied} where the new case is started and something after that failed
 */
export async function writeAnother(writer, old, chosen) {
  const started = await writer.start();
  try {
    await copyInto(started, writer, old, chosen);
  } catch (error) {
    throw new NotAllCopied(started.id, error);
  }
  return started.id;
}

/** The other case is started, and that cannot be undone; a second attempt would start one more. */
export class NotAllCopied extends Error {
  name = "NotAllCopied";
  /** @param {string} id the new case's @param {unknown} cause */
  constructor(id, cause) {
    super("The case is started. Not everything was copied.", { cause });
    this.id = id;
  }
}

/** @param {{id: string, reference: string}} started @param {Writer} writer
 *  @param {{id: string, reference: string | null}} old @param {Copy[]} chosen */
async function copyInto({ id, reference }, { record, saveDraft }, old, chosen) {
  const why = "same incident";
  const kind = "cases linked";
  const link = { case: old.id, reference: old.reference, why };
  const first = await record({ kind, caseId: id, facts: { ...link, copied: [] } });
  await record({ kind, caseId: old.id, facts: { case: id, reference, why, copied: [] } });
  const copied = [];
  for (const { kind, facts, source } of chosen.flatMap(({ writes }) => writes)) {
    const { id: entry } = await record({ kind, caseId: id, facts });
    copied.push({ entry, source: source.id, sha256: source.sha256 });
  }
  if (copied.length) await record({ kind, caseId: id, facts: { ...link, copied }, replaces: [first.id] });
  for (const { key, typed } of chosen.flatMap(({ drafts }) => drafts))
    await saveDraft(`${id}:${key}`, { typed, replaces: [] });
}

/**
 * How a linked case stands to this one, by who is who in it.
 * @param {View} view
 * @param {View} other
 * @returns {Choice | null} null where neither person is in both
 */
export function standing(view, other) {
  const [respondent, protectedPerson] = [view.respondent?.person, view.protected_person?.person];
  const [theirs, protectedThere] = [other.respondent?.person, other.protected_person?.person];
  if (respondent && respondent === protectedThere && protectedPerson === theirs) return "other way round";
  if (respondent && respondent === theirs) return "another protected person";
  if (protectedPerson && protectedPerson === protectedThere) return "another respondent";
  return null;
}
