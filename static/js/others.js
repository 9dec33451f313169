// The people of a case besides the two. Where two versions of one of them stand side by side, until somebody settles
// it the newer one is shown.

import { BY_MISTAKE } from "./case.js";

/** @import {Section, View} from "./types.js" */

/** One section for each person, the newest. @param {Section[]} sections oldest first @returns {Section[]} */
export const eachPerson = (sections) => [...new Map(sections.map((one) => [one.person, one])).values()];

/** Those of one role, as they are recorded now. @param {Pick<View, "others">} view @param {string} role */
export const othersAs = (view, role) => eachPerson(view.others).filter((one) => one.role === role);

/** Of a person, what came with later versions of a description, as it is where nobody was asked. */
export const NOT_ASKED = {
  aliases: [],
  language: null,
  interpreter: null,
  vulnerabilities: null,
  dependants: null,
  telephone: null,
  number_plate: null,
  other_contact: null,
};

/** The facts of the entry that takes somebody off the case: what was recorded of them stays with it.
 *  @param {Section} section @returns {Record<string, any>} */
export const byMistake = ({ _, ...facts }) => ({ ...NOT_ASKED, ...facts, role: BY_MISTAKE });

/**
 * What says that somebody under 18 is affected where the answer is no, as the sentence that names it.
 * @param {Record<string, any>} facts @param {boolean} described whether a child is described under People
 * @returns {"[data-yet-under-people]" | "[data-yet-described]" | "[data-yet-done]" | null}
 */
export function whyNotNone({ any_children, children, social_care, police_protection }, described) {
  if (any_children !== false) return null;
  if (described) return "[data-yet-under-people]";
  if (children.length) return "[data-yet-described]";
  return ["referred", "to be referred"].includes(social_care) || police_protection === "used" ? "[data-yet-done]" : null;
}
