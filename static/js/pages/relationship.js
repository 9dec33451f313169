/** How the two are connected, and the home in question. */
import { othersAs } from "../others.js";
import { offerOnly } from "../parts/screen.js";
import { editSections } from "../parts/sections.js";

/** @import {Context, View} from "../types.js" */
/** @typedef {import("../parts/sections.js").Definition} Definition */

/** @type {Definition[]} */
const SECTIONS = [
  { key: "relationship", kind: "relationship recorded", current: (view) => view.relationship },
  { key: "premises", kind: "premises recorded", current: (view) => view.premises, suggest: homeOf },
];

/** @param {HTMLElement} main @param {Context} context */
export const start = (main, context) =>
  editSections(main, context, SECTIONS, {
    next: "happened",
    onLoad: (view) => offerOnly(main, "limb", context.law.regimes[view.regime]?.limbs),
  });

/**
 * What is known of the home from who lives where. Only a yes is offered: another address, or none, says nothing about
 * who stays at this one. Whether the respondent knows the address is the officer's to say, since what they are given
 * depends on it, unless it is recorded as their own.
 * @param {View} view @returns {Record<string, any>}
 */
function homeOf(view) {
  const { respondent, protected_person: protectedPerson } = view;
  const home = protectedPerson?.address ? protectedPerson : respondent;
  if (!home?.address) return {};
  const lives = (/** @type {typeof respondent} */ person) => isSame(person?.address, home.address) || null;
  return {
    address: home.address,
    postcode: home.postcode ?? null,
    respondent_lives_here: lives(respondent),
    respondent_knows_address: lives(respondent),
    protected_person_lives_here: lives(protectedPerson),
    other_residents: othersAs(view, "other resident").length > 0 || null,
  };
}

/** The same address however it was spaced, broken into lines or put in capitals.
 *  @param {string | null | undefined} one @param {string} other */
const isSame = (one, other) => plain(one ?? "") === plain(other);

/** @param {string} address */
const plain = (address) =>
  address
    .toLowerCase()
    .split(/[\s,.]+/)
    .filter(Boolean)
    .join(" ");
