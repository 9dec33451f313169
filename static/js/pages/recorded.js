/** Fills the reading layout of `templates/recorded.html` from a case view. */
import { all, find, item } from "./screen.js";
import { at, nameOf } from "./words.js";
import { born, moment } from "./times.js";

/** @import {View} from "../types.js" */

/** @type {Record<string, (value: any) => string>} */
const PUT = {
  "yes-no": (value) => (value ? "Yes" : "No"),
  born: (value) => born(value),
  when: moment,
  years: (value) => `${value} years`,
  sentence: (value) => value.charAt(0).toUpperCase() + value.slice(1),
  what: (value) =>
    ({ violence: "Violence", threat: "A threat of violence", both: "Violence and a threat of violence" })[
      /** @type {"both"} */ (value)
    ] ?? value,
};

/** @param {ParentNode} root @param {View} view @param {any} law */
export function showRecorded(root, view, law) {
  for (const block of all(root, "[data-recorded]")) {
    const section = at(view, String(block.dataset.recorded));
    block.hidden = !section && block.hasAttribute("data-kept");
    find(block, "[data-none]").hidden = Boolean(section);
    for (const row of all(block, "[data-row]")) {
      const cell = find(row, "[data-fact]");
      const value = at(view, String(cell.dataset.fact));
      row.hidden = value === null;
      cell.textContent =
        value === null
          ? ""
          : cell.dataset.as === "name"
            ? nameOf(section)
            : (PUT[cell.dataset.as ?? ""] ?? String)(value);
    }
  }
  for (const list of all(root, "[data-recorded=conditions] [data-conditions]")) {
    list.replaceChildren(
      ...(view.conditions?.conditions ?? []).map((/** @type {any} */ one) => conditionItem(one, law)),
    );
  }
}

/**
 * One proposed condition with its distance, its basis in the Act and its reason.
 * @param {any} proposed
 * @param {any} law
 */
function conditionItem(proposed, law) {
  const declared = law.conditions.find((/** @type {any} */ one) => one.code === proposed.code);
  const made = item("");
  const title = document.createElement("strong");
  title.textContent =
    (declared?.title ?? proposed.code) +
    (proposed.distance_m === null ? "" : `: ${proposed.distance_m.toLocaleString("en-GB")} metres`);
  const basis = document.createElement("span");
  basis.className = "basis";
  basis.textContent = declared?.section ?? "";
  const reason = document.createElement("span");
  reason.className = "reason";
  reason.textContent = proposed.reason;
  made.append(title, " ", basis, reason);
  return made;
}
