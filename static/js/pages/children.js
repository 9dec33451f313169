/** The welfare of everyone under 18, and how each child of the case was found. */
import { othersAs, whyNotNone } from "../others.js";
import { addRow, isBlank, rowsOf } from "../parts/groups.js";
import { find, show } from "../parts/screen.js";
import { controlOf, editSections } from "../parts/sections.js";
import { nameOf } from "../parts/words.js";

/** @import {Context, Section, View} from "../types.js" */

/** Always in the same order. @param {View} view @returns {Section[]} */
const childrenOf = (view) =>
  othersAs(view, "child").sort((one, other) => (one.person < other.person ? -1 : 1));

/** How each child was found; version 1 did not ask. @param {View} view @returns {Record<string, any>[]} */
const ofChildren = (view) => {
  const known = childrenOf(view).map(({ person }) => person);
  return (view.children?.children ?? []).filter((/** @type {any} */ row) => known.includes(row.person));
};

/** @param {HTMLElement} main @param {Context} context */
export function start(main, context) {
  const field = find(main, "[data-field=children]");
  const more = find(main, "[data-if-children]");
  const no = /** @type {HTMLInputElement} */ (find(main, "[data-field=any_children] input[value=no]"));

  /** The ids of the children of the case. @type {string[]} */
  let known = [];

  /** @param {View} view */
  const onLoad = (view) => {
    const children = childrenOf(view);
    known = children.map(({ person }) => person);
    for (const child of children) find(addRow(field, child.person), "[data-name]").textContent = called(child);
    show(field, "[data-none-described]", !known.length);
    show(field, "[data-some-described]", known.length > 0);
    onType();
  };
  // What holds an answer stays in sight, so that nothing is saved unseen; so do the children of the case.
  const onType = () => {
    for (const row of rowsOf(field)) if (!known.includes(String(row.dataset.row))) row.remove();
    const described = known.length > 0;
    more.hidden = no.checked && !described && isBlank(more);
    show(main, "[data-but-described]", no.checked && described);
  };

  return editSections(
    main,
    context,
    [
      {
        key: "children",
        kind: "children's welfare recorded",
        // Only of those who are children now: what was recorded of others stays in its entry.
        current: (view) => view.children && { ...view.children, children: ofChildren(view) },
        suggest: (view) => ({ any_children: childrenOf(view).length ? true : null }),
        check(facts, root) {
          const why = whyNotNone(facts, known.length > 0);
          return why ? [{ at: controlOf(root, "any_children"), message: find(root, why).textContent ?? "" }] : [];
        },
      },
    ],
    { next: "conditions", onLoad, onType },
  );
}

/** A child's name and age as they are recorded. @param {Section} child */
function called(child) {
  const born = child.born ? `born ${child.born.split("-").reverse().map(Number).join(" ")}` : "";
  const believed = child.believed_age === null ? "" : `believed ${child.believed_age}`;
  return [nameOf(child), born || believed].filter(Boolean).join(", ");
}
