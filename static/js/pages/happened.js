/** What happened and what went before; where the respondent accuses the protected person, both accounts. */
import { leftOut, showDependent } from "../parts/dependent.js";
import { find } from "../parts/screen.js";
import { editSections } from "../parts/sections.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const root = find(main, "[data-section=violence]");
  return editSections(
    main,
    context,
    [
      {
        key: "violence",
        kind: "violence recorded",
        current: (view) => view.violence,
        more: { fill: showDependent, read: (section) => ({ facts: leftOut(section), problems: [] }) },
      },
    ],
    { next: "necessity", onType: () => showDependent(root) },
  );
}
