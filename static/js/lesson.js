// Where a training installation's lesson stands, drawn from the entries of a case alone (field_app/cases/lesson.py).

/** @import {Known, Me} from "./types.js" */
/** @typedef {{id: string, who: string, screen: string, heading: string, words: string,
 *  wanted: {kind: string, facts: Record<string, string>}[]}} Step */

/** The entries by which a step is done, one for each it asks for; null as long as one is missing.
 *  @param {Step} step @param {Known[]} entries @returns {Known | null} the last of them */
export function doneBy({ wanted }, entries) {
  const found = wanted.map(({ kind, facts }) =>
    entries.filter(
      ({ entry }) => entry.kind === kind && Object.entries(facts).every(([name, value]) => entry.facts[name] === value),
    ),
  );
  if (found.some((one) => !one.length)) return null;
  return found.map(first).reduce((one, other) => (made(one) < made(other) ? other : one));
}

/** @param {Known[]} entries */
const first = (entries) => entries.reduce((one, other) => (made(other) < made(one) ? other : one));

/** @param {Known} known */
const made = ({ entry }) => Date.parse(entry.made_at) + (entry.clock_offset_s ?? 0) * 1000;

/** The step that is next; null once all are done. @param {Step[]} steps @param {Known[]} entries */
export const nextStep = (steps, entries) => steps.find((one) => !doneBy(one, entries)) ?? null;

/** Whether somebody may do a step as who they are signed in as. @param {Pick<Step, "who">} step
 *  @param {Me} me */
export function isTheirs({ who }, { officer }) {
  const decides = /superintendent|chief/.test(officer.rank ?? "");
  if (who === "superintendent") return decides;
  // Any constable may serve in law; in the lesson whoever decided does not go to the door as well.
  if (who === "constable") return officer.constable && !decides;
  return officer.postings.includes(who);
}

/** The case of the lesson: the one the address names, else the newest on this phone; none that was begun before the
 *  training was, as the one that the shift before has served.
 *  @template {{view: {id: string}, entries: Known[], compared: boolean}} C @param {C[]} cases @param {string | null} caseId
 *  @param {string | null} since @returns {C | null} */
export function lessonOf(cases, caseId, since) {
  const begun = cases.filter((one) => !one.compared && one.entries.length && began(one) >= Date.parse(since ?? "1970-01-01"));
  const named = begun.find(({ view }) => view.id === caseId);
  if (named) return named;
  return begun.reduce((/** @type {C | null} */ one, other) => (one && began(one) > began(other) ? one : other), null);
}

/** @param {{entries: Known[]}} one */
const began = ({ entries }) => Math.min(...entries.map(made));
