// What has become of a request, and of an authority before service. The twin of field_app/cases/authority.py (tests/vectors/cases.json).

/** @import {Known, Section, View} from "./types.js" */

/** What was authorised by telephone. */
export const NOTED = "telephone authority noted";

/** The request that stands, and what took the newest back before it was decided.
 *  @param {Known[]} current oldest first @returns {{request: Known | null, takenBack: Known | null}} */
export function requestOf(current) {
  const asked = current.filter(({ entry }) => entry.kind === "authority requested").at(-1) ?? null;
  const takenBack = current.filter(({ entry }) => entry.kind === "request withdrawn" && asked && names(entry, asked.entry.id)).at(-1) ?? null;
  return { request: takenBack ? null : asked, takenBack };
}

/** The decision on this request; where none is signed, what was noted by telephone, if nothing was wrong with that.
 *  @param {Known} request @param {Known[]} current oldest first */
export function decisionOn({ entry: { id } }, current) {
  const on = current.filter(({ entry }) => names(entry, id));
  const signed = on.filter(({ entry }) => entry.kind === "notice authorised" || entry.kind === "authority refused");
  return signed.at(-1) ?? on.filter(({ entry, reasons }) => entry.kind === NOTED && !reasons.length).at(-1) ?? null;
}

/** How an authority by telephone stands; null where the decision was signed. That it differs outweighs that it was
 *  confirmed. @param {Known[]} current oldest first @param {Known | null} decision @param {(one: Known) => Section} section
 *  @returns {View["telephone"]} */
export function telephoneOf(current, decision, section) {
  if (decision?.entry.kind !== NOTED) return null;
  for (const state of /** @type {const} */ (["differs", "confirmed"])) {
    const answer = current
      .filter(({ entry }) => entry.kind === `telephone authority ${state}` && names(entry, decision.entry.id))
      .filter(({ reasons }) => !reasons.some(({ code }) => code === "not_the_one_named"))
      .at(-1);
    if (answer) return { state, answer: section(answer), in_doubt: answer.entry.facts.conditions ?? [] };
  }
  return { state: "unconfirmed", answer: null, in_doubt: [] };
}

/** What takes this decision back before service; null where nothing does.
 *  @param {Known[]} current oldest first @param {Known | null} decision */
export const withdrawalOf = (current, decision) =>
  current
    .filter(({ entry }) => entry.kind === "authority withdrawn before service" && decision && names(entry, decision.entry.id))
    .at(-1) ?? null;

/** The newest hand-over, as long as nobody has accepted it: the one it names, or another since.
 *  @param {Known[]} current oldest first */
export function handOverOf(current) {
  const handed = current.filter(({ entry }) => entry.kind === "handed over").at(-1);
  if (!handed) return null;
  const taken = current.some(
    (one, place) =>
      one.entry.kind === "hand-over accepted" && (place > current.indexOf(handed) || names(one.entry, handed.entry.id)),
  );
  return taken ? null : handed;
}

/** @param {import("./types.js").Entry} entry @param {string} id */
const names = (entry, id) => entry.replaces.includes(id) || entry.relies_on.some((named) => named.id === id);
