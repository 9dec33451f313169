/** What happened, why a notice is needed, the risk, what everyone thinks of it, and the children. */
import { controlOf, editSections } from "./sections.js";
import { find, show } from "./screen.js";

/** @import {Context, View} from "../types.js" */
/** @typedef {import("./sections.js").Definition} Definition */

/** @param {"respondent" | "protected_person" | "other_residents"} key @returns {Definition} */
const views = (key) => ({
  key: `views-${key}`,
  kind: "views recorded",
  current: (view) => view.views[key],
  fixed: () => ({ whose: key.replace("_", " ") }),
  check: (facts, root) =>
    facts.said || facts.steps
      ? []
      : [{ at: controlOf(root, "said"), message: find(root, "[data-either]").textContent ?? "" }],
});

/** @type {Definition[]} */
const SECTIONS = [
  { key: "violence", kind: "violence recorded", current: (view) => view.violence },
  { key: "necessity", kind: "necessity recorded", current: (view) => view.necessity },
  { key: "risk", kind: "risk assessed", current: (view) => view.risk },
  views("protected_person"),
  views("respondent"),
  views("other_residents"),
  { key: "children", kind: "children's welfare recorded", current: (view) => view.children },
];

/**
 * Others who live there are asked about only where there are any, or where something was recorded of them.
 * @param {HTMLElement} main
 */
const onLoad = (main) => (/** @type {View} */ view) =>
  show(
    main,
    "[data-section=views-other_residents]",
    Boolean(view.premises?.other_residents || view.views.other_residents),
  );

/** @param {HTMLElement} main @param {Context} context */
export const start = (main, context) =>
  editSections(main, context, SECTIONS, { next: "conditions", onLoad: onLoad(main) });
