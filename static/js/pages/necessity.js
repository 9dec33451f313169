/** Why a notice is needed, and where charge and bail stand. */
import { editSections } from "../parts/sections.js";

/** @import {Context} from "../types.js" */
/** @typedef {import("../parts/sections.js").Definition} Definition */

/** @type {Definition[]} */
const SECTIONS = [{ key: "necessity", kind: "necessity recorded", current: (view) => view.necessity }];

/** @param {HTMLElement} main @param {Context} context */
export const start = (main, context) => editSections(main, context, SECTIONS, { next: "risk" });
