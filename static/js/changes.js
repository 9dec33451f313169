// What was authorised otherwise than it was asked for.

/** @typedef {{code: string, distance_m: number | null, words?: string | null, legal_note?: string | null, reason: string}} Condition */
/**
 * What a notice says, asked for or authorised.
 * @typedef {{grounds?: string, conditions: Condition[], contact_route?: string | null,
 *   service_accommodation?: boolean | null}} Provisions
 */
/**
 * @typedef {{what: "added" | "taken out", condition: Condition} | {what: "changed", from: Condition, to: Condition}
 *   | {what: "grounds" | "contact route", from: string, to: string}} Change
 */

/**
 * The grounds first, then what became of each condition asked for, in that order, then the conditions added. A decision
 * recorded before grounds could be changed has none.
 * @param {Provisions} proposed @param {Provisions} authorised @returns {Change[]}
 */
export function changes(proposed, authorised) {
  /** @type {Change[]} */
  const found = [];
  const [from, to] = [proposed.grounds, authorised.grounds];
  if (from !== undefined && to !== undefined && from !== to) found.push({ what: "grounds", from, to });
  for (const one of proposed.conditions) {
    const now = authorised.conditions.find(({ code }) => code === one.code);
    if (!now) found.push({ what: "taken out", condition: one });
    else if (now.distance_m !== one.distance_m || now.reason !== one.reason || (now.words ?? "") !== (one.words ?? ""))
      found.push({ what: "changed", from: one, to: now });
  }
  const [route, other] = [proposed.contact_route ?? "", authorised.contact_route];
  if (other !== undefined && route !== (other ?? "")) found.push({ what: "contact route", from: route, to: other ?? "" });
  for (const one of authorised.conditions) {
    if (!proposed.conditions.some(({ code }) => code === one.code)) found.push({ what: "added", condition: one });
  }
  return found;
}
