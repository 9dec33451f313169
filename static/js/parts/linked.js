/** The other cases of the same incident, in a case of it; and taking back a link that was made by mistake. */
import { openCase } from "../cases.js";
import { standing } from "../copies.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { isSure } from "./groups.js";
import { all, copy, find, onPress, say, show } from "./screen.js";
import { replacedBy } from "./sections.js";

/** @import {Context, Section, View} from "../types.js" */
/** @typedef {{link: Section, view: View | null}} Linked  `view` where this phone holds the other case. */

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
 * @returns {Promise<Linked[]>}
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

/** What each list shows. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showLinked(main, context, view) {
  const block = find(main, "[data-linked]");
  const linked = await linkedCases(view);
  const { entries } = await openCase(view.id);
  const mine = entries.some(({ entry }) => entry.officer === context.me?.officer.id);
  // A button may have been pressed once: put anew only when there is something new.
  const now = JSON.stringify([linked, mine]);
  if (now === shown.get(block)) return linked;
  shown.set(block, now);
  const inside = block.contains(document.activeElement);
  block.hidden = !linked.length;
  find(block, "[data-linked-list]").replaceChildren(...linked.map((one) => linkItem(main, block, view, one, mine)));
  if (inside) focusOn(find(main, "h1"));
  return linked;
}

/** What had the focus is gone. @param {HTMLElement} heading */
function focusOn(heading) {
  heading.tabIndex = -1;
  heading.focus();
}

/** @param {HTMLElement} main @param {HTMLElement} block @param {View} view @param {Linked} linked
 *  @param {boolean} mine whether this officer recorded on the case, and may take the link back */
function linkItem(main, block, view, { link, view: other }, mine) {
  const made = copy(block, "template[data-linked-item]");
  const reference = other?.reference ?? link.reference ?? "reference not known";
  const open = find(made, "[data-reference]");
  open.hidden = !other;
  open.textContent = other ? reference : "";
  if (other) open.setAttribute("href", `/case#${link.case}`);
  say(made, "[data-why]", WHY[link.why] ?? "");
  say(made, "[data-reference-alone]", other ? "" : reference);
  say(made, "[data-how]", HOW[(other && standing(view, other)) ?? ""] ?? "");
  show(made, "[data-away]", !other);
  for (const one of all(made, "[data-unlink-reference]")) one.textContent = reference;
  const unlink = /** @type {HTMLButtonElement} */ (find(made, "[data-unlink]"));
  unlink.hidden = !mine;
  onPress(main, unlink, async () => {
    if (isSure(unlink)) await takeBack(view, link);
  });
  return made;
}

/** Takes every link of this case with that one back. @param {View} view @param {Section} link */
async function takeBack(view, { case: other, reference }) {
  const replaces = view.links.filter((link) => link.case === other).flatMap((link) => replacedBy(view, link));
  await record({
    kind: "cases linked",
    caseId: view.id,
    facts: { case: other, reference, why: "not linked", copied: [] },
    replaces: [...new Set(replaces)],
  });
  drain().catch(() => {});
}
