/** The respondent, the protected person, how they are connected, and the home. */
import { controlOf, editSections } from "./sections.js";
import { find, onPress } from "./screen.js";

/** @import {Context} from "../types.js" */
/** @typedef {import("./sections.js").Definition} Definition */

/**
 * @param {"respondent" | "protected_person"} key
 * @param {"respondent" | "protected person"} role
 * @returns {Definition}
 */
const person = (key, role) => ({
  key,
  kind: "person described",
  current: (view) => view[key],
  fixed: (current) => ({ person: current?.person ?? crypto.randomUUID(), role }),
});

/** @type {Definition[]} */
const SECTIONS = [
  person("respondent", "respondent"),
  person("protected_person", "protected person"),
  { key: "relationship", kind: "relationship recorded", current: (view) => view.relationship },
  { key: "premises", kind: "premises recorded", current: (view) => view.premises },
];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const copyButton = find(main, "[data-copy-address]");
  const field = (/** @type {string} */ section, /** @type {string} */ name) =>
    /** @type {HTMLTextAreaElement} */ (controlOf(find(main, `[data-section="${section}"]`), name));
  const offerCopy = () => {
    copyButton.hidden =
      !field("protected_person", "address").value.trim() || Boolean(field("premises", "address").value.trim());
  };
  onPress(main, copyButton, async () => {
    for (const name of ["address", "postcode"]) {
      field("premises", name).value = field("protected_person", name).value;
      field("premises", name).dispatchEvent(new Event("input", { bubbles: true }));
    }
    field("premises", "address").focus();
  });
  return editSections(main, context, SECTIONS, { next: "happened", onType: offerCopy });
}
