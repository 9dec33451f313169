/** Earlier and other notices and orders of the respondent, for whoever decides: looked up by name and date of birth. */
import { post } from "../api.js";
import { find, item, say, show } from "./screen.js";
import { born, clock, moment } from "./times.js";
import { nameOf } from "./words.js";

/** @import {View} from "../types.js" */

/** What was asked for on each screen: it is asked once, for every look is on record. @type {WeakMap<HTMLElement, string>} */
const asked = new WeakMap();

/** Found in the record, which nobody has confirmed to be the same person. A sealed case is not asked about here.
 *  @param {HTMLElement} main @param {View} view */
export async function showLookedUp(main, view) {
  const { respondent } = view;
  if (!respondent || view.sealed.length) return;
  const name = nameOf(respondent);
  const question = JSON.stringify([view.id, name, respondent.born]);
  if (asked.get(main) === question) return;
  asked.set(main, question);
  const reason = `To decide on ${view.reference}`;
  const query = { name, born: respondent.born ?? null, address: null, postcode: null, reference: null, reason };
  const answer = await post("/api/lookup", query).catch((error) => {
    if (!["Unreachable", "ApiError"].includes(error.name)) throw error;
    asked.delete(main);
    return null;
  });
  const root = find(main, "[data-history]");
  const others = (answer?.matches ?? []).filter((/** @type {any} */ one) => one.case !== view.id);
  show(root, "[data-looked-up]", true);
  say(root, "[data-looked-at]", answer && `, as at ${clock(answer.as_at)}`);
  find(root, "[data-looked-list]").replaceChildren(...others.map((/** @type {any} */ one) => item(lineOf(one))));
  show(root, "[data-looked-none]", Boolean(answer) && !others.length);
  show(root, "[data-looked-away]", !answer);
}

/** How what is in force without more is called in the answers. */
const BINDS = ["notice", "order"];

/** @param {Record<string, any>} one of the look-up's answers */
function lineOf({ what, reference, in_force: state, role, name, born: day, sealed, sure, served_at: served, ends, before }) {
  if (sealed) return "A sealed case: ring the duty inspector.";
  const which = `${what} ${reference ?? "without a reference"}: ${BINDS.includes(state) ? "in force" : state}`;
  const who = `${role === "respondent" ? "Respondent" : "Protected person"} ${name}${day ? `, born ${born(day)}` : ""}`;
  return [which, who, sure, served && `Served ${moment(served)}`, ends, ...(before ?? [])].filter(Boolean).join(". ").replaceAll("..", ".");
}
