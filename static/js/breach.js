// What follows from an arrest for breach: by when the court, and what to do. The twin of field_app/law/breach.py,
// held to the same tests/vectors/breaches.json; what differs between the Acts comes with the law as data.

import { NoHolidays, custodyDeadline, inWords } from "./clocks.js";

/** @import {Deadline, Holidays} from "./clocks.js" */
/** @import {Law} from "./types.js" */
/** @typedef {Law["regimes"][string]["breach"]["notice"]} Breach what follows where a notice or an order is broken */
/** @typedef {{custody: Deadline, hearing: string | null, by: string}} Limits times in ISO 8601 with offset */

/**
 * By when an arrested person must be before the court; null where the arrest is for an offence, and beyond the table
 * of holidays. `hearing` is the latest the application may be heard, null where that is not known.
 * @param {Breach} breach @param {string} arrestedAt @param {string | null} hearing @param {Holidays} holidays
 * @returns {Limits | null}
 */
export function limits(breach, arrestedAt, hearing, holidays) {
  if (breach.custody_hours === null) return null;
  const custody = custodyOrNone(arrestedAt, holidays, breach.custody_hours);
  if (!custody) return null;
  const counts = hearing !== null && breach.until_hearing && Date.parse(hearing) > Date.parse(arrestedAt);
  const earlier = counts && Date.parse(hearing) < Date.parse(custody.at);
  return { custody, hearing: counts ? hearing : null, by: earlier ? hearing : custody.at };
}

/** @param {string} arrestedAt @param {Holidays} holidays @param {number} hours */
function custodyOrNone(arrestedAt, holidays, hours) {
  try {
    return custodyDeadline(arrestedAt, holidays, hours);
  } catch (error) {
    if (error instanceof NoHolidays) return null;
    throw error;
  }
}

/**
 * What an officer does after an arrest, the first thing first; nothing where the limit cannot be computed.
 * @param {Breach} breach @param {Limits | null} found @param {Law["breach"]["steps"]} steps
 */
export function nextSteps(breach, found, steps) {
  if (!found && breach.custody_hours !== null) return [];
  const which = !found ? "offence" : found.by === found.custody.at ? "custody" : "hearing first";
  const by = found ? inWords(found.by) : "";
  return [...steps[which], ...steps.always].map((step) =>
    step.replace("{court}", breach.court).replace("{by}", by).replace("{section}", breach.section),
  );
}
