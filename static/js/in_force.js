// The people somebody may be looked up among on this phone, as rows of an index; and out of a row what is said of them.

import { build, texts, whole } from "./matching/build.js";

/** @typedef {import("./matching/build.js").Made} Made */
/** @typedef {import("./matching/index.js").Index} Index */
/** @typedef {import("./matching.js").Card} Card */
/** @typedef {Record<string, any>} Said */
/** Somebody bound, as /api/look-up/snapshot tells of them.
 *  @typedef {{card: Partial<import("./matching.js").Card>, match: Said, relationship: string | null,
 *             later: {from: string, match: Said | null}[]}} Bound */
/** What one answer told: what is in force on these cases now, and on those nothing any more.
 *  @typedef {{cases: {case: string, people: Bound[]}[], gone: string[]}} Part */

/** What is said of many in the same words, and is kept once. */
const SHARED = [
  ...["role", "score", "why", "sure", "ask", "regime", "in_force", "power", "dangers", "dangers_account", "conditions"],
  ...["condition_codes", "what", "sealed"],
];

/** The cases of which these answers say something. @param {Part[]} parts */
export const toldOf = (parts) => new Set(parts.flatMap(({ cases, gone }) => [...cases.map((one) => one.case), ...gone]));

/** An index of everybody these answers tell of, the later over the earlier, and of whom an earlier index holds besides.
 *  @param {Index | null} earlier @param {Part[]} parts @returns {Made} */
export function made(earlier, parts) {
  const told = toldOf(parts);
  const shared = earlier?.texts("shared") ?? [];
  const place = new Map(shared.map((text, at) => [text, at]));
  const rows = (earlier?.texts("rows") ?? []).filter((row) => !told.has(JSON.parse(row).match.case));
  /** @type {Map<string, Bound[]>} */
  const now = new Map();
  for (const { cases, gone } of parts) {
    for (const id of gone) now.delete(id);
    for (const one of cases) now.set(one.case, one.people);
  }
  for (const { match, ...one } of [...now.values()].flat()) {
    const text = JSON.stringify(Object.fromEntries(SHARED.map((name) => [name, match[name]])));
    const at = place.get(text) ?? shared.push(text) - 1;
    place.set(text, at);
    const own = Object.fromEntries(Object.entries(match).filter(([name]) => !SHARED.includes(name)));
    rows.push(JSON.stringify({ ...one, match: own, shared: at }));
  }
  return { ...build(rows, ({ card, match }) => coupleKeys(card, match)), ...texts("shared", shared) };
}

/** Under what whoever is bound is found again beside another case: the protected person's initials, for this phone has
 *  no more of them, with each part of the respondent's name. @param {Bound["card"]} card @param {Said} match */
const coupleKeys = ({ names = [] }, { protected_person: initials }) =>
  initials ? [...new Set(names.flat())].map((part) => `c ${initials} ${part}`) : [];

/** Whoever fits less is not taken for the same respondent. */
const SAME_RESPONDENT = 75;

/** What else may bind the same respondent for the sake of the same person, as `between` of the server's answer has it.
 *  @param {{known: Record<string, any>, card: Card}} found @param {Index[]} indexes @param {string} today
 *  @param {(index: Index, known: Record<string, any>) => Said | null} said what stands of a row now, if anything */
export function besides({ known, card }, indexes, today, said) {
  const asked = whole({ names: card.names.slice(0, 1), born: card.born });
  const others = indexes.flatMap((index) =>
    index.under(coupleKeys(card, known.match), asked, today, SAME_RESPONDENT).map((other) => said(index, other)),
  );
  return others.flatMap((other) => {
    if (!other || other.case === known.match.case) return [];
    const { case: id, reference, what, in_force: state, elsewhere, ends } = other;
    return [{ case: id, reference, other_way_round: false, what, state, elsewhere, dates: [ends].filter(Boolean) }];
  });
}

/** What is said of somebody at this time; null where nothing binds them any more.
 *  @param {Index} index the one they were found in @param {Record<string, any>} known their row @param {Date} now
 *  @returns {Said | null} */
export function saidOf(index, known, now) {
  const told = { ...JSON.parse(index.text("shared", known.shared)), ...known.match, relationship: known.relationship };
  const then = known.later.findLast((/** @type {{from: string}} */ { from }) => Date.parse(from) <= now.getTime());
  if (!then) return told;
  return then.match && { ...told, ...then.match };
}
