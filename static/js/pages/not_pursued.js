/** A notice was considered and none is asked for: a proper ending, with its reason. */
import { read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { find, show } from "../parts/screen.js";
import { editSections } from "../parts/sections.js";
import { stillEnded } from "../parts/words.js";

/** @import {Context, View} from "../types.js" */

/** As the server has it (field_app/cases/rules). @type {View["stage"][]} */
const OPEN = ["recording", "not pursued", "refused"];

/** @type {import("../parts/sections.js").Definition[]} */
const SECTIONS = [
  // An ending from before a request that was refused is past: this would be another one.
  { key: "not_pursued", kind: "considered and not pursued", current: (view) => (stillEnded(view) ? view.not_pursued : null) },
];

/** @param {HTMLElement} main @param {Context} context */
export function start(main, context) {
  // Elsewhere a section nobody touched is passed over; here there is nothing else to record.
  main.addEventListener("click", stopIfEmpty, { capture: true });
  return editSections(main, context, SECTIONS, {
    next: "case",
    onLoad: ({ stage }) => {
      const open = OPEN.includes(stage);
      show(main, "[data-too-late]", !open);
      show(main, "[data-section], [data-save-hint], .save", open);
      find(main, "[data-lead]").hidden = !open;
    },
  });
}

/** @param {Event} event */
function stopIfEmpty(event) {
  const main = /** @type {HTMLElement} */ (event.currentTarget);
  if (!(event.target instanceof Element && event.target.closest("[data-save]"))) return;
  const { problems } = read(find(main, "[data-section]"));
  if (!problems.length) return;
  event.stopPropagation();
  clearProblems(main);
  showProblems(main, problems);
}
