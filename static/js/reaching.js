// How far a request has come with those who may decide it: asked, shown, opened, claimed; and who was let in to read
// before there was one. The twin of
// field_app/cases/reaching.py (tests/vectors/reaching.json). Nothing here reads the clock.

import { byMade } from "./case.js";

/** @import {Entry, Known} from "./types.js" */

/**
 * The request was put to this officer (null: to nobody, for none was left). Times in ISO 8601, null: not that we know.
 * @typedef {{entry: string, officer: string | null, role: string, telephone: string | null, at: string,
 *   delivered_at: string | null, texted_at: string | null, opened_at: string | null}} Step
 */
/**
 * The case was opened to a superintendent before authority was asked for: `to`, their collar number, or null for whoever
 * was on call; `reader` is who that is. `stands`: they may read it, for nothing is asked for or ended since.
 * @typedef {{entry: string, officer: string, at: string, to: string | null, found: string | null, found_at: string | null,
 *   reader: string | null, telephone: string | null, delivered_at: string | null, opened_at: string | null,
 *   withdrawn: boolean, stands: boolean, known: Known}} Opening
 */
/** @typedef {{entry: string, officer: string, at: string, until: string, known: Known}} Claim */
/**
 * @typedef {{entry: string, officer: string, at: string, question: string, answer: string | null,
 *   answered_by: string | null, answered_at: string | null, known: Known}} Question
 */
/** Somebody on call whom the request was not put to. @typedef {{officer: string, at: string, why: string}} PassedOver */

/** The stages in which authority may be requested, for the first time or again. */
export const MAY_ASK = ["recording", "not pursued", "refused", "withdrawn"];

/**
 * What is known of the request that stands; where none does, of what was opened before it alone.
 * @param {Known[]} entries of the case
 * @param {Pick<import("./types.js").View, "stage" | "request" | "not_pursued">} view the case as it stands
 * @returns {{steps: Step[], claim: Claim | null, questions: Question[], openings: Opening[], passed_over: PassedOver[]}}
 *   `claim`: the last that nobody released; `questions`: those asked before the request, too
 */
export function reached(entries, { stage, request: asked, not_pursued: ended }) {
  const request = asked?._.entry;
  const inOrder = [...entries].sort((one, other) => (later(one, other) ? 1 : -1));
  /** @param {string | undefined} id */
  const naming = (id) => inOrder.filter(({ entry }) => entry.relies_on.some((named) => named.id === id));
  const about = request ? naming(request) : [];
  const opened = inOrder.filter(({ entry }) => entry.kind === "case opened early");
  const before = new Set(opened.flatMap(({ entry }) => naming(entry.id)));
  const asksAndEnds = [asked, ended].map((one) => (one ? entries.find(({ entry }) => entry.id === one._.entry) : null));
  /** @param {Known} one */
  const stands = (one) => MAY_ASK.includes(stage) && asksAndEnds.every((last) => !last || later(one, last));
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
    questions: inOrder
      .filter((one) => one.entry.kind === "information asked" && (before.has(one) || about.includes(one)))
      .map((one) => question(one, naming(one.entry.id))),
    openings: opened.map((one) => opening(one, naming, stands(one))),
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

/** @param {Known} one @param {(id: string | undefined) => Known[]} naming @param {boolean} open @returns {Opening} */
function opening(one, naming, open) {
  const about = naming(one.entry.id);
  const found = about.find(({ entry }) => entry.kind === "early reader found");
  const told = found ? naming(found.entry.id) : [];
  /** @param {string} kind */
  const first = (kind) => {
    const came = told.find(({ entry }) => entry.kind === kind);
    return came ? iso(made(came)) : null;
  };
  const withdrawn = about.some(({ entry }) => entry.kind === "early opening withdrawn");
  return {
    entry: one.entry.id,
    officer: one.entry.officer,
    at: iso(made(one)),
    to: one.entry.facts.to,
    found: found?.entry.id ?? null,
    found_at: found ? iso(made(found)) : null,
    reader: found?.entry.facts.officer ?? null,
    telephone: found?.entry.facts.telephone ?? null,
    delivered_at: first("push delivered"),
    opened_at: first("push opened"),
    withdrawn,
    stands: !withdrawn && open,
    known: one,
  };
}

/** Whether the one was made after the other. @param {Known} one @param {Known} other */
const later = (one, other) => byMade(one, other) > 0;

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
