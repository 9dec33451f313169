/** What was authorised otherwise than it was asked for, in words that do not rest on colour. */
import { openCase } from "../cases.js";
import { changes } from "../changes.js";
import { all, copy, find, say } from "./screen.js";
import { confirmed, count } from "./words.js";
import { difference } from "./difference.js";

/** @import {View} from "../types.js" */

export { changes };

/** @import {Change, Condition, Provisions} from "../changes.js" */

/**
 * What the request that was decided asked for: the conditions may have been written anew since.
 * @param {View} view @returns {Promise<Provisions | null>}
 */
async function askedFor(view) {
  const { entries } = await openCase(view.id);
  const request = entries.find(({ entry }) => entry.id === view.request?._.entry);
  const asked = entries.find(
    ({ entry }) => entry.kind === "conditions proposed" && request?.entry.relies_on.some(({ id }) => id === entry.id),
  );
  return /** @type {any} */ (asked?.entry.facts ?? view.conditions);
}

/**
 * Fills every block of templates/changes.html in `root` with what the confirmed decision changed; without changes the
 * block stays hidden.
 * @param {ParentNode} root @param {View} view @param {any} law @returns {Promise<Change[]>}
 */
export async function showChanges(root, view, law) {
  const { decision } = view;
  const authorised = decision?._.kind === "notice authorised" && confirmed(decision);
  const asked = authorised ? await askedFor(view) : null;
  const found = asked ? changes(asked, /** @type {any} */ (decision)) : [];
  for (const block of all(root, "[data-changes]")) fillChanges(block, found, law);
  return found;
}

/** @param {HTMLElement} block @param {Change[]} found @param {any} law */
export function fillChanges(block, found, law) {
  block.hidden = !found.length;
  const number = find(block, "[data-changes-count]");
  const said = count(found.length, "change");
  if (number.textContent !== said) number.textContent = said; // written only when changed: it is read aloud
  find(block, "[data-changes-list]").replaceChildren(...found.map((change) => changeItem(block, change, law)));
}

/** @param {HTMLElement} block @param {Change} change @param {any} law */
function changeItem(block, change, law) {
  const made = copy(block, `template[data-change='${change.what}']`);
  /** @param {string} selector @param {string} from @param {string} to */
  const put = (selector, from, to) =>
    find(made, selector).replaceChildren(...difference(from, to).map((part) => words(block, part)));
  switch (change.what) {
    case "grounds":
    case "contact route":
      put("[data-words]", change.from, change.to);
      break;
    case "changed": {
      const { from, to } = change;
      say(made, "[data-title]", titleOf(from.code, law));
      find(made, "[data-distance]").hidden = from.distance_m === to.distance_m;
      put("[data-distance] [data-words]", metres(from), metres(to));
      find(made, "[data-reason]").hidden = from.reason === to.reason;
      put("[data-reason] [data-words]", from.reason, to.reason);
      find(made, "[data-act]").hidden = (from.words ?? "") === (to.words ?? "");
      put("[data-act] [data-words]", from.words ?? "", to.words ?? "");
      break;
    }
    default: {
      const { condition } = change;
      const distance = condition.distance_m === null ? "" : `: ${metres(condition)}`;
      say(made, "[data-title]", titleOf(condition.code, law) + distance);
      say(made, "[data-act]", condition.words);
      if (change.what === "added") say(made, "[data-reason]", condition.reason);
    }
  }
  return made;
}

/** @param {HTMLElement} block @param {import("./difference.js").Part} part */
function words(block, { text, how }) {
  if (how === "same") return document.createTextNode(text);
  const made = copy(block, `template[data-word=${how}]`);
  say(made, "[data-part]", text);
  return made;
}

/** @param {string} code @param {any} law @returns {string} */
const titleOf = (code, law) =>
  law.conditions.find((/** @type {any} */ one) => one.code === code)?.title ?? code;

/** @param {Condition} condition */
const metres = ({ distance_m }) =>
  distance_m === null ? "none given" : `${distance_m.toLocaleString("en-GB")} metres`;
