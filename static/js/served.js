// When the notice was served, for the clock, and what follows from it. The twin of field_app/cases/served.py
// (tests/vectors/cases.json).

import { NoHolidays, hearingDeadline } from "./clocks.js";
import { sittingsFrom } from "./courts.js";

/** @import {Holidays, Hours} from "./clocks.js" */
/** @import {Courts} from "./courts.js" */
/** @import {Known, View} from "./types.js" */

export const SERVED = "notice served";
export const REPORTED = "service reported by radio";

/** How service is known: by the serving officer's signed record, and by what was said over the radio until it is there.
 *  @param {Known[]} entries */
const servicesIn = (entries) => entries.filter(({ entry }) => entry.kind === SERVED || entry.kind === REPORTED);

/** The records of service that legal services have settled, and what was reported by radio once they have settled any.
 *  An act: it counts once the server has taken it. @param {Known[]} entries */
function settled(entries) {
  const taken = entries.filter(({ entry, position }) => entry.kind === "legal accepted" && position !== null);
  const services = servicesIn(entries);
  const found = replacedBy(services, taken.map(({ entry }) => entry.facts.entry));
  if (taken.length) for (const { entry } of services) if (entry.kind === REPORTED) found.add(entry.id);
  return found;
}

/** What these records of service replace, and what those replaced.
 *  @param {Known[]} services @param {string[]} ahead ids @returns {Set<string>} ids */
function replacedBy(services, ahead) {
  const byId = new Map(services.map((one) => [one.entry.id, one]));
  const found = new Set();
  while (ahead.length) {
    for (const id of byId.get(/** @type {string} */ (ahead.pop()))?.entry.replaces ?? []) {
      if (!byId.has(id) || found.has(id)) continue;
      found.add(id);
      ahead.push(id);
    }
  }
  return found;
}

/** The correction to a later time of service that would lengthen the deadline once legal services accept it, and the
 *  record it runs from until then; null where there is none. `accepted`: it is, but the server has not taken that yet.
 *  @param {Known[]} entries @returns {{first: Known, later: Known, accepted: boolean} | null} */
export function laterService(entries) {
  const over = settled(entries);
  const services = servicesIn(entries);
  const replaced = new Set(services.flatMap(({ entry }) => entry.replaces));
  const [first] = services.filter(({ entry }) => !over.has(entry.id)).sort(byServed);
  const later = services.find(
    (one) =>
      one.position !== null &&
      one.entry.kind === SERVED &&
      !replaced.has(one.entry.id) &&
      byServed(one, first) > 0 &&
      (first.entry.kind === REPORTED || replacedBy(services, [one.entry.id]).has(first.entry.id)),
  );
  if (!later) return null;
  const acts = entries.filter(({ entry }) => entry.kind === "legal accepted" && entry.facts.entry === later.entry.id);
  return { first, later, accepted: acts.some(({ state }) => state !== "needs attention") };
}

/** @param {Known} one @param {Known} other */
const byServed = (one, other) => Date.parse(one.entry.facts.served_at) - Date.parse(other.entry.facts.served_at);

/** When the application must have been heard; null before service or beyond the table of holidays. It runs from the
 *  earliest time of service anyone has recorded: a later correction never lengthens it by itself (the safe reading), only
 *  where legal services accept it. `sittings` are null where no court is known.
 *  @param {Known[]} entries @param {Holidays} holidays @param {Hours | undefined} regime none where this force never had
 *  its Act @param {Courts} force
 *  @returns {View["deadline"]} */
export function deadline(entries, holidays, regime, force) {
  const over = settled(entries);
  const served = servicesIn(entries).filter(({ entry }) => !over.has(entry.id)).sort(byServed);
  if (!served.length || !regime) return null;
  try {
    const at = served[0].entry.facts.served_at;
    const found = hearingDeadline(at, holidays, regime);
    const sittings = force.courts.length ? sittingsFrom(at, found, holidays, force) : null;
    return { ...found, provisional: served[0].position === null, sittings };
  } catch (error) {
    if (error instanceof NoHolidays) return null;
    throw error;
  }
}
