/** The whole record as plain text, for the systems that want it again (practice P9). */
import { linkedCases } from "./linked.js";
import { headed, partsOf, sentences, textOf } from "./copying.js";
import { showRecorded } from "./recorded.js";
import { all } from "./screen.js";
import { showTimeline, timeline } from "./timeline.js";
import { openCase } from "../cases.js";
import { stageTag } from "./words.js";

/** @import {View} from "../types.js" */

/**
 * @param {HTMLElement} record the layout of templates/recorded.html, empty and shown to nobody
 * @param {View} view
 * @param {any} law
 * @param {(officer: string) => Promise<string>} nameOf
 * @returns {Promise<string>}
 */
export async function recordAsText(record, view, law, nameOf) {
  showRecorded(record, view, law);
  const { entries } = await openCase(view.id);
  const told = document.createElement("div");
  await showTimeline(told, timeline(entries), nameOf);
  const linked = await linkedCases(view);
  return [
    ...headed(`Case ${view.reference ?? "without a reference yet"}: ${stageTag(view).name}`),
    // What is pasted elsewhere is read by more people than may know it: that there is one, and where to look.
    ...(view.safe_contact ? ["SAFE CONTACT IS ARRANGED, and left out of this copy. See Field before contacting the protected person."] : []),
    ...linked.map(({ link }) => `Linked with ${link.reference ?? link.case}: ${link.why}`),
    "",
    textOf(record),
    "TIMELINE",
    ...all(told, "h3, li").map((line) => {
      const [first, ...rest] = partsOf(line);
      return [first, sentences(rest)].filter(Boolean).join(" ");
    }),
    "",
  ].join("\n");
}
