// How far a request has come with those who may decide it: asked, shown, opened, claimed. The twin of
// field_app/cases/reaching.py (tests/vectors/reaching.json). Nothing here reads the clock.

/** @import {Entry, Known} from "./types.js" */

/**
 * The request was put to this officer (null: to nobody, for none was left). Times in ISO 8601, null: not that we know.
 * @typedef {{entry: string, officer: string | null, role: string, telephone: string | null, at: string,
 *   delivered_at: string | null, texted_at: string | null, opened_at: string | null}} Step
 */
/** @typedef {{entry: string, officer: string, at: string, until: string, known: Known}} Claim */
/**
 * @typedef {{entry: string, officer: string, at: string, question: string, answer: string | null,
 *   answered_by: string | null, answered_at: string | null, known: Known}} Question
 */
/** Somebody on call whom the request was not put to. @typedef {{officer: string, at: string, why: string}} PassedOver */

/**
 * What is known of the request that stands; nothing where none does.
 * @param {Known[]} entries of the case @param {string | undefined} request its entry
 * @returns {{steps: Step[], claim: Claim | null, questions: Question[], passed_over: PassedOver[]}} `claim`: the last
 *   that nobody released
 */
export function reached(entries, request) {
  const inOrder = [...entries].sort((one, other) => made(one) - made(other) || (one.entry.id < other.entry.id ? -1 : 1));
  /** @param {string | undefined} id */
  const naming = (id) => inOrder.filter(({ entry }) => entry.relies_on.some((named) => named.id === id));
  const about = naming(request);
  /** @param {string} kind */
  const of = (kind) => about.filter(({ entry }) => entry.kind === kind);
  const released = new Set(
    entries
      .filter(({ entry }) => entry.kind === "claim released")
      .flatMap(({ entry }) => entry.relies_on.map(({ id }) => id)),
  );
  const claims = of("request claimed").filter(({ entry }) => !released.has(entry.id));
  const last = claims.reduce((/** @type {Known | null} */ found, one) => (found && claimedAt(found) >= claimedAt(one) ? found : one), null);
  return {
    steps: of("request escalated").map((one) => step(one, naming(one.entry.id))),
    claim: last && claim(last),
    questions: of("information asked").map((one) => question(one, naming(one.entry.id))),
    passed_over: of("officer passed over").map((one) => {
      const { officer, why } = one.entry.facts;
      return { officer, at: iso(made(one)), why };
    }),
  };
}

/** The claim that holds at this moment. @param {{claim: Claim | null}} found @param {Date} at */
export const claimedBy = ({ claim }, at) => (claim && at.getTime() < Date.parse(claim.until) ? claim : null);

/** @param {Known} one @param {Known[]} about @returns {Step} */
function step(one, about) {
  const { officer, role, telephone } = one.entry.facts;
  /** @param {string} kind */
  const first = (kind) => {
    const found = about.find(({ entry }) => entry.kind === kind);
    return found ? iso(made(found)) : null;
  };
  return {
    entry: one.entry.id,
    officer,
    role,
    telephone,
    at: iso(made(one)),
    delivered_at: first("push delivered"),
    texted_at: first("text message sent"),
    opened_at: first("push opened"),
  };
}

/** A claim runs from when the server took it in: no phone's clock makes it longer. @param {Known} one */
const claimedAt = (one) => (one.received_at ? Date.parse(one.received_at) : made(one));

/** @param {Known} known @returns {Claim} */
function claim(known) {
  const { id, officer, facts } = known.entry;
  const at = claimedAt(known);
  return { entry: id, officer, at: iso(at), until: iso(at + facts.minutes * 60_000), known };
}

/** @param {Known} known @param {Known[]} about @returns {Question} */
function question(known, about) {
  const last = about.filter(({ entry }) => entry.kind === "information given").at(-1);
  return {
    entry: known.entry.id,
    officer: known.entry.officer,
    at: iso(made(known)),
    question: known.entry.facts.question,
    answer: last?.entry.facts.answer ?? null,
    answered_by: last?.entry.officer ?? null,
    answered_at: last ? iso(made(last)) : null,
    known,
  };
}

/** By the clock of its device put right as far as that knew. @param {Known} known */
const made = ({ entry }) => Date.parse(entry.made_at) + (entry.clock_offset_s ?? 0) * 1000;

/** @param {number} instant */
const iso = (instant) => new Date(instant).toISOString();
