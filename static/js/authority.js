// What has become of an authority before service. The twin of field_app/cases/authority.py (tests/vectors/cases.json).

/** @import {Known} from "./types.js" */

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
