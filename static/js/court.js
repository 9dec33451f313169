// The application before the court and the order, as they stand. The twin of field_app/cases/court.py
// (tests/vectors/cases.json).

/** @import {Known, Section} from "./types.js" */

/**
 * @typedef {object} AtCourt
 * @property {Section | null} listed the newest listing
 * @property {string | null} next when the application is heard next: as listed, or adjourned to
 * @property {string | null} heard_by the latest it is heard, for whoever is arrested for breach (CSA 2010 s.26(1)(b))
 * @property {Section[]} notices of the hearing, given or tried
 * @property {Section[]} adjourned
 * @property {(Section & {ends_on: string | null, told: boolean}) | null} order
 * @property {Section[]} told the order served or explained
 * @property {Section | null} ended the application, without an order
 */

const LISTED = "hearing listed";
const ADJOURNED = "hearing adjourned";

/** @param {Known[]} current oldest first @param {string | null} deadline @param {(one: Known) => Section} section
 *  @returns {AtCourt} */
export function court(current, deadline, section) {
  /** @param {string} kind */
  const every = (kind) => current.filter(({ entry }) => entry.kind === kind).map(section);
  const hearing = current.filter(({ entry }) => entry.kind === LISTED || entry.kind === ADJOURNED).at(-1)?.entry;
  const next = (hearing?.kind === LISTED ? hearing.facts.sitting_at : hearing?.facts.until) ?? null;
  const adjourned = every(ADJOURNED);
  const order = every("order made").at(-1) ?? null;
  const told = every("order served or explained");
  const knows = order?.respondent !== "not in court, not told" || told.length > 0;
  return {
    listed: every(LISTED).at(-1) ?? null,
    next,
    heard_by: adjourned.length ? next : earlier(next, deadline),
    notices: every("notice of hearing given or attempted"),
    adjourned,
    order: order && Object.assign(order, { ends_on: lastDay(order), told: knows }),
    told,
    ended: order ? null : (every("application refused or withdrawn").at(-1) ?? null),
  };
}

/** How far the court has taken the case; null where it has not come to it. @param {AtCourt} court @param {Known | null} service */
export function courtStage({ order, ended, listed, adjourned }, service) {
  if (order) return "ordered";
  if (ended) return "ended";
  return service && (listed || adjourned.length) ? "before the court" : null;
}

/** @param {string | null} one @param {string | null} other */
function earlier(one, other) {
  if (!one || !other) return one ?? other;
  return Date.parse(other) < Date.parse(one) ? other : one;
}

/** The last day of an order; the day it is made is the first. Of two that differ the earlier (CSA 2010 s.28(10)).
 *  @param {Record<string, any>} order @returns {string | null} */
export function lastDay({ made_on: madeOn, days, last_day: said }) {
  const counted = days && new Date(Date.parse(`${madeOn}T00:00Z`) + (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return [counted, said].filter(Boolean).sort()[0] ?? null;
}
