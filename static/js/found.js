// What a look-up answered of a case, for the screens that record a breach of it: the case itself may not be on this
// phone. In memory alone, until the page is left, the store locks or somebody else looks something up.

import { onLock } from "./vault.js";

/** @typedef {{case: string, reference: string | null, respondent: string | null, regime: string, condition_codes: string[],
 *             conditions?: string[], ends?: string | null, hearing_not_later_than: string | null, in_force: string, what: string,
 *             copied_at?: string}} Found `copied_at`: out of this phone's copy, as at then */

/** @type {Map<string, Found>} */
const found = new Map();

/** @type {string | null} what another screen asked the look-up for: never in an address */
let sought = null;

onLock((unlocked) => {
  if (unlocked) return;
  found.clear();
  sought = null;
});

/** @param {string} text to be looked up by the next look-up screen */
export function keepSought(text) {
  sought = text;
}

/** What it was asked for, once. */
export function takeSought() {
  const text = sought;
  sought = null;
  return text;
}

/** @param {Found[]} matches what the look-up answered, in place of what it answered before */
export function keepFound(matches) {
  found.clear();
  for (const match of matches) found.set(match.case, match);
}

/** @param {string | null} caseId @returns {Found | null} */
export const foundOf = (caseId) => found.get(caseId ?? "") ?? null;
