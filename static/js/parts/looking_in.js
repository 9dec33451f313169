/** A case that was opened to this officer before authority is asked for: part of the decision screen and of the cases. */
import { officerName, openCase } from "../cases.js";
import { missing } from "../missing.js";
import { now } from "../now.js";
import { MAY_ASK, reached } from "../reaching.js";
import { find, say } from "./screen.js";
import { londonDate, recently } from "./times.js";
import { count } from "./words.js";

/** @import {Context, Known, View} from "../types.js" */

/** What opened the case to this officer, as long as there is nothing to decide.
 *  @param {View} view @param {Known[]} entries @param {string | undefined} officer */
export const openedTo = (view, entries, officer) =>
  reached(entries, view)
    .openings.filter(({ stands, reader }) => stands && reader && reader === officer)
    .at(-1) ?? null;

/**
 * By whom it was opened, and what is still to come.
 * @param {HTMLElement} main @param {Context} context @param {View} view @returns {Promise<boolean>} whether it is open early
 */
export async function showLookingIn(main, { law, me }, view) {
  // Reading a case costs time, and one that waits for a decision is open to whoever decides.
  const opening = MAY_ASK.includes(view.stage) ? openedTo(view, (await openCase(view.id)).entries, me?.officer.id) : null;
  const block = find(main, "[data-looking-in]");
  block.hidden = !opening;
  if (!opening) return false;
  say(block, "[data-opened-by]", `${await officerName(opening.officer)} opened it to you ${recently(opening.at)}.`);
  const gaps = missing(view, law.requirements, londonDate(now()), me?.checks).filter(({ stops }) => stops);
  say(block, "[data-still]", gaps.length ? `The law asks for ${count(gaps.length, "thing")} more before that.` : "Nothing is missing for that.");
  return true;
}
