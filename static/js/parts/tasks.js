/** How far each recording screen of a case has come, in words. */
import { at, count, rivals } from "./words.js";

/** @import {Section, View} from "../types.js" */

/**
 * What each screen records, in the order of recording: paths into the case view, and the keys its drafts begin with.
 * @type {Record<string, {holds: string[], drafts: string[]}>}
 */
export const SCREENS = {
  incident: { holds: ["incident"], drafts: ["incident"] },
  people: { holds: ["respondent", "protected_person", "others"], drafts: ["respondent", "protected_person", "person-", "police-", "equality-"] },
  relationship: { holds: ["relationship", "premises"], drafts: ["relationship", "premises"] },
  happened: { holds: ["violence"], drafts: ["violence"] },
  necessity: { holds: ["necessity"], drafts: ["necessity"] },
  risk: { holds: ["risk"], drafts: ["risk"] },
  views: {
    holds: ["views.protected_person", "views.respondent", "views.other_residents", "views.residents"],
    drafts: ["views-"],
  },
  children: { holds: ["children"], drafts: ["children"] },
  conditions: { holds: ["orders", "conditions"], drafts: ["orders", "conditions"] },
};

/** The recording screens where something is typed and not saved. @param {string[]} drafts keys of a case's drafts */
export const draftedScreens = (drafts) => [
  ...Object.keys(SCREENS).filter((page) => isDrafted(page, drafts)),
  ...(drafts.some(isOfEvidence) ? ["evidence"] : []),
];

/** @param {string} key */
const isOfEvidence = (key) => key.startsWith("evidence-");

/** How far the photographs and documents have come: nobody need have any.
 *  @param {View} view @param {string[]} drafts @param {number} unsent how many of them this phone has not sent
 *  @returns {{page: string, text: string, needs: boolean}} */
export function evidenceTask({ evidence: { length } }, drafts, unsent) {
  const drafted = drafts.some(isOfEvidence);
  const sending = length > unsent ? `Sent ${length - unsent} of ${length}` : `${length} attached, not sent`;
  const text = !length ? "None" : unsent ? sending : `${length} attached`;
  return { page: "evidence", text: drafted ? "Draft: not saved" : text, needs: drafted };
}

/** @param {string} page @param {string[]} drafts */
const isDrafted = (page, drafts) =>
  drafts.some((key) => SCREENS[page].drafts.some((one) => (one.endsWith("-") ? key.startsWith(one) : key === one)));

/**
 * @param {View} view
 * @param {any[]} gaps rows of the requirement table not met
 * @param {string[]} drafts keys of this case's drafts
 * @returns {{page: string, text: string, needs: boolean}[]} `needs`: somebody has to do something there before asking
 */
export function tasks(view, gaps, drafts) {
  return Object.entries(SCREENS).map(([page, { holds }]) => {
    const sections = holds.flatMap((path) => at(view, path) ?? []);
    const torn = rivals(view).some((one) => one.page === page);
    const lacking = (/** @type {boolean} */ stops) =>
      gaps.filter((row) => row.screen === page && row.stops === stops).length;
    return { page, ...state(sections, { drafted: isDrafted(page, drafts), torn }, lacking(true), lacking(false)) };
  });
}

/** What is most worth knowing: what could still be lost, then what somebody must settle, then what is lacking, then whether it has gone.
 *  @param {Section[]} sections @param {{drafted: boolean, torn: boolean}} open @param {number} needed @param {number} wanted */
function state(sections, { drafted, torn }, needed, wanted) {
  if (drafted) return { text: "Draft: not saved", needs: true };
  if (torn) return { text: "Two versions: settle first", needs: true };
  if (!sections.length) return { text: "Not started", needs: needed > 0 };
  if (needed) return { text: `${count(needed, "thing")} still needed`, needs: true };
  if (wanted) return { text: "Could be fuller", needs: false };
  return { text: sections.every(({ _ }) => _.position !== null) ? "Saved" : "Saved, not sent", needs: false };
}
