/** The other cases of the same incident, in a case of it. */
import { openCase } from "../cases.js";
import { standing } from "../copies.js";
import { copy, find, say } from "./screen.js";

/** @import {Section, View} from "../types.js" */

/** @type {Record<string, string>} */
const HOW = {
  "other way round": ", the other way round",
  "another protected person": ", another protected person",
  "another respondent": ", another respondent",
};

/** @type {Record<string, string>} */
const WHY = { "same incident": "Same incident:", duplicate: "The same case:" };

/**
 * Every case that this one is linked with, once, and its view where this phone holds it.
 * @param {View} view
 * @returns {Promise<{link: Section, view: View | null}[]>}
 */
export async function linkedCases(view) {
  const newest = new Map(view.links.map((link) => [link.case, link]));
  return Promise.all(
    [...newest.values()].map(async (link) => {
      const { view: other, entries } = await openCase(link.case);
      return { link, view: entries.length ? other : null };
    }),
  );
}

/** @param {HTMLElement} main @param {View} view */
export async function showLinked(main, view) {
  const block = find(main, "[data-linked]");
  const linked = await linkedCases(view);
  block.hidden = !linked.length;
  find(block, "[data-linked-list]").replaceChildren(
    ...linked.map(({ link, view: other }) => {
      const made = copy(block, "template[data-linked-item]");
      const reference = other?.reference ?? link.reference ?? "reference not known";
      const open = find(made, "[data-reference]");
      open.hidden = !other;
      open.textContent = other ? reference : "";
      if (other) open.setAttribute("href", `/case#${link.case}`);
      say(made, "[data-why]", WHY[link.why] ?? "");
      say(made, "[data-reference-alone]", other ? "" : reference);
      say(made, "[data-how]", HOW[(other && standing(view, other)) ?? ""] ?? "");
      return made;
    }),
  );
  return linked;
}
