// The law as the server publishes it (field_app/law/published.py); the worker's cache holds it offline.

import { get } from "./api.js";
import { londonDate } from "./parts/times.js";

/** @import {Law} from "./types.js" */

/**
 * The Acts a case may be started under at this moment, the default first.
 * @param {Law} law @param {Date} at
 */
export function inForce(law, at) {
  const day = londonDate(at);
  return Object.keys(law.regimes).filter((id) =>
    law.in_force.some(([one, first, last]) => one === id && first <= day && (!last || day <= last)),
  );
}

/** @type {Promise<Law> | null} */
let law = null;

/** @returns {Promise<Law>} */
export function readLaw() {
  law ??= get("/static/law.json").catch((error) => {
    law = null;
    throw error;
  });
  return /** @type {Promise<Law>} */ (law);
}

/** Where the case's own Act has what a row calls by its section of the 2010 Act.
 *  @param {Pick<Law, "regimes">} law @param {{regime: string}} view @param {string} section */
export const sectionIn = ({ regimes }, { regime }, section) => regimes[regime]?.sections[section] ?? section;
