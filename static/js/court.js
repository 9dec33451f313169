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
 * @property {(Section & {conditions_now: string[], ends_on: string | null, told: boolean, now: string, until: string | null}) | null} order
 * @property {Section[]} changed what the court did to the order since, by when (P24)
 * @property {Section[]} told the order served or explained
 * @property {Section | null} ended the application, without an order
 */

const LISTED = "hearing listed";
const ADJOURNED = "hearing adjourned";
const CHANGED = "order changed by the court";
const NOT_TOLD = "not in court, not told";

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
  const changed = orderChanges(current).map(section);
  return {
    listed: every(LISTED).at(-1) ?? null,
    next,
    heard_by: adjourned.length ? next : earlier(next, deadline),
    notices: every("notice of hearing given or attempted"),
    adjourned,
    order: order && Object.assign(order, stands(order, changed, told)),
    changed,
    told,
    ended: order ? null : (every("application refused or withdrawn").at(-1) ?? null),
  };
}

/** The record of the hearing that stands, of which a notice is made: the newest listing, or what was adjourned to since.
 *  @param {Pick<AtCourt, "listed" | "adjourned">} court @returns {Section | null} */
export const nextHearing = ({ listed, adjourned }) =>
  [listed, ...adjourned.filter(({ until }) => until)].reduce(
    (newest, one) => (newest && one && Date.parse(one._.made_at) < Date.parse(newest._.made_at) ? newest : (one ?? newest)),
    null,
  );

/** What the court did to the order, by when; of one minute, in the order it was written down. @param {Known[]} current */
export const orderChanges = (current) =>
  current
    .filter(({ entry }) => entry.kind === CHANGED)
    .sort(({ entry: one }, { entry: other }) => Date.parse(one.facts.decided_at) - Date.parse(other.facts.decided_at));

/** How the order stands from this change on: no power is left by a word that says there is none.
 *  @param {Record<string, any>} change @returns {string} */
export const leftBy = ({ what, order_now: now }) => ({ rescinded: "ended", suspended: "suspended" })[/** @type {string} */ (what)] ?? now;

/** Whether a change leaves something the respondent is to be told of. @param {Record<string, any>} change */
export const isNewToThem = ({ conditions, last_day: last }) => conditions !== null || last !== null;

/** How the order stands after everything the court did to it.
 *  @param {Section} order @param {Section[]} changed by when @param {Section[]} told */
function stands(order, changed, told) {
  const news = changed.filter(isNewToThem).at(-1);
  const newest = changed.at(-1);
  const now = newest ? leftBy(newest) : "in force";
  return {
    conditions_now: changed.filter(({ conditions }) => conditions !== null).at(-1)?.conditions ?? order.conditions,
    ends_on: changed.filter(({ last_day: last }) => last !== null).at(-1)?.last_day ?? lastDay(order),
    told:
      (news ?? order).respondent !== NOT_TOLD ||
      told.some(({ told_at: at }) => !news || Date.parse(at) > Date.parse(news.decided_at)),
    now,
    until: now === "suspended" ? newest?.until : null,
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
