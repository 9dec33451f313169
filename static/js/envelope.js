// The envelope every entry travels in: field_app/cases/entries/envelope.py, key for key and in its order.

import { random, toBase64Url } from "./bytes.js";

/** @import {Entry, Named} from "./types.js" */

/** The version each kind is written in now, where it is not the first (tests/vectors/entries/).
 *  @type {Record<string, number | undefined>} */
const VERSIONS = {
  "case started": 2,
  "incident recorded": 2,
  "person described": 3,
  "violence recorded": 3,
  "necessity recorded": 2,
  "risk assessed": 3,
  "views recorded": 3,
  "children's welfare recorded": 2,
  "conditions proposed": 2,
  "notice authorised": 3,
  "authority refused": 2,
  "notice served": 3,
  "task set": 2,
  "task done": 3,
  "protected person told": 2,
  "rank and posting recorded": 2,
  "court bundle asked for": 2,
  "application refused or withdrawn": 2,
  "evidence attached": 2,
  "unit sent or not": 2,
};

/**
 * The exact text of a new entry. What is signed, hashed, kept and sent is this text; it is never written twice.
 *
 * @param {object} written
 * @param {string} written.kind
 * @param {string} written.id
 * @param {string} written.caseId
 * @param {string} written.officer
 * @param {string} written.device
 * @param {number} written.number
 * @param {Date} written.madeAt
 * @param {number | null} written.clockOffset seconds, server minus device; null if never compared
 * @param {string | null} [written.happenedAt] ISO 8601 with offset, where it differs from `madeAt`
 * @param {string[]} [written.replaces]
 * @param {Named[]} [written.reliesOn]
 * @param {Record<string, any>} written.facts
 */
export function compose({
  kind,
  id,
  caseId,
  officer,
  device,
  number,
  madeAt,
  clockOffset,
  happenedAt = null,
  replaces = [],
  reliesOn = [],
  facts,
}) {
  /** @type {Entry} */
  const entry = {
    kind,
    version: VERSIONS[kind] ?? 1,
    id,
    case: caseId,
    officer,
    device,
    number,
    made_at: withOffset(madeAt),
    clock_offset_s: clockOffset,
    happened_at: happenedAt,
    replaces,
    relies_on: reliesOn.map((named) => ({ id: named.id, sha256: named.sha256 })),
    salt: toBase64Url(random(16)),
    facts,
  };
  return JSON.stringify(entry, (_, value) => (typeof value === "string" ? storable(value) : value));
}

/** A moment on this phone's clock: 2026-11-22T14:02:11+00:00. @param {Date} moment */
export function withOffset(moment) {
  const offset = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${offset < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/** The server refuses U+0000 and half surrogate pairs. Nobody types either; a cut emoji or a paste may hold one.
 *  @param {string} text */
const storable = (text) => text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
