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
  if (who === "constable") return officer.constable;
  if (who === "superintendent") return /superintendent|chief/.test(officer.rank ?? "");
  return officer.postings.includes(who);
}

/** The case of the lesson: the one the address names, else the newest on this phone.
 *  @template {{view: {id: string}, entries: Known[], compared: boolean}} C @param {C[]} cases @param {string | null} caseId
 *  @returns {C | null} */
export function lessonOf(cases, caseId) {
  const named = cases.find(({ view }) => view.id === caseId);
  if (named) return named;
  const begun = cases.filter(({ compared, entries }) => !compared && entries.length);
  return begun.reduce((/** @type {C | null} */ one, other) => (one && began(one) > began(other) ? one : other), null);
}

/** @param {{entries: Known[]}} one */
const began = ({ entries }) => Math.min(...entries.map(made));
