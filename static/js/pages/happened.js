/** What happened and what went before; where the respondent accuses the protected person, both accounts. */
import { offerOnly } from "../parts/screen.js";
import { editSections } from "../parts/sections.js";

/** @import {Context} from "../types.js" */
/** @typedef {import("../parts/sections.js").Definition} Definition */

/** @type {Definition[]} */
const SECTIONS = [{ key: "violence", kind: "violence recorded", current: (view) => view.violence }];

/** @param {HTMLElement} main @param {Context} context */
export const start = (main, context) =>
  editSections(main, context, SECTIONS, {
    next: "necessity",
    onLoad: (view) => offerOnly(main, "what", context.law.regimes[view.regime]?.behaviours),
  });
