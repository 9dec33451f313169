/** The conditions a notice may make, as rows to tick: each with its basis, and where ticked its distance and reason. */
import { reasonIn } from "../prose.js";
import { copy, find } from "./screen.js";

/** @import {Condition} from "../changes.js" */
/** @import {Regime} from "../types.js" */
/** @typedef {import("./form.js").Problem} Problem */
/**
 * @typedef {{code: string, section: string, title: string, shared_premises: boolean, distance: "needed" |
 * "optional" | "none", mandatory: boolean}} Declared
 */

/** @param {HTMLElement} row @returns {HTMLInputElement} */
export const box = (row) => /** @type {HTMLInputElement} */ (find(row, "input[type=checkbox]"));

/** @param {HTMLElement} row */
const distanceOf = (row) => /** @type {HTMLInputElement} */ (find(row, "[data-distance] input"));

/** @param {HTMLElement} row */
export const reasonOf = (row) => /** @type {HTMLTextAreaElement} */ (find(row, "[data-reason] textarea"));

/** @param {HTMLElement} row */
export const isMandatory = (row) => row.dataset.mandatory === "true";

export class ConditionRows {
  /**
   * Puts a row for each condition where `templates/condition_rows.html` has room for them.
   * @param {HTMLElement} main @param {Declared[]} declared `conditions` of law.json @param {string} prefix of their ids
   */
  constructor(main, declared, prefix) {
    this.main = main;
    this.rows = declared.map((one) => conditionRow(main, one, prefix));
    find(main, ".govuk-checkboxes[data-conditions]").replaceChildren(...this.rows);
  }

  /** @param {Condition[]} conditions those that are ticked, the mandatory one besides */
  fill(conditions) {
    for (const row of this.rows) {
      const proposed = conditions.find(({ code }) => code === row.dataset.code);
      box(row).checked = Boolean(proposed) || (isMandatory(row) && row.dataset.closed !== "true");
      distanceOf(row).value = proposed?.distance_m ? String(proposed.distance_m) : "";
      reasonOf(row).value = proposed?.reason ?? "";
    }
    this.settle();
  }

  /** Opens what is ticked, as after typing. Nothing that is ticked is out of sight, and so saved or signed unseen. */
  settle() {
    for (const row of this.rows) {
      find(row, "[data-more]").hidden = !box(row).checked;
      if (box(row).checked) row.hidden = false;
    }
  }

  /** Offers what the case's Act knows, and the conditions about the home only where both live there; one already ticked
   *  stays, to be taken out. @param {boolean} shared @param {Regime} regime */
  offer(shared, regime) {
    for (const row of this.rows) {
      const section = regime.conditions[String(row.dataset.code)];
      row.dataset.closed = String(!section);
      if (!section) box(row).checked = false;
      else find(row, "[data-basis]").textContent = section;
      row.hidden = !section || (row.dataset.home === "true" && !shared && !box(row).checked);
    }
  }

  /** @returns {{conditions: Condition[], problems: Problem[]}} what is ticked, and what is wrong with it */
  read() {
    /** @type {Problem[]} */
    const problems = [];
    const conditions = this.rows
      .filter((row) => box(row).checked)
      .map((row) => {
        const typed = row.dataset.metres === "none" ? "" : distanceOf(row).value.trim();
        const metres = /^\d{1,5}$/.test(typed) && +typed >= 1 && +typed <= 20_000 ? +typed : null;
        if (metres === null && (typed || row.dataset.metres === "needed"))
          problems.push({ at: distanceOf(row), message: this.#word("[data-distance-wrong]") });
        const title = String(find(row, ".govuk-checkboxes__label").textContent?.toLowerCase());
        const label = String(find(row, "[data-reason] label").textContent);
        const { reason, wrong } = reasonIn(reasonOf(row).value, label, title, this.#word("[data-reason-wrong]"));
        if (wrong) problems.push({ at: reasonOf(row), message: wrong });
        return { code: String(row.dataset.code), distance_m: metres, reason };
      });
    return { conditions, problems };
  }

  /** @param {string} selector */
  #word = (selector) => find(this.main, selector).textContent ?? "";
}

/** @param {HTMLElement} main @param {Declared} declared @param {string} prefix */
function conditionRow(main, { code, title, section, distance, shared_premises, mandatory }, prefix) {
  const row = copy(main, "template#condition");
  const id = `${prefix}-${code.replaceAll(" ", "-")}`;
  Object.assign(row.dataset, { code, metres: distance, home: String(shared_premises), mandatory: String(mandatory) });
  const tick = box(row);
  Object.assign(tick, { id, name: id, value: code, checked: mandatory });
  if (mandatory) {
    // not `disabled`: it must stay readable and reachable
    tick.setAttribute("aria-disabled", "true");
    tick.addEventListener("click", (event) => event.preventDefault());
  }
  const hint = find(row, ".govuk-hint");
  hint.id = `${id}-hint`;
  const basis = document.createElement("span");
  basis.dataset.basis = "";
  basis.textContent = section;
  hint.replaceChildren(basis, mandatory ? `. ${find(main, "[data-always]").textContent}` : "");
  tick.setAttribute("aria-describedby", hint.id);
  const label = find(row, ".govuk-checkboxes__label");
  label.setAttribute("for", id);
  label.textContent = title;
  find(row, "[data-distance]").hidden = distance === "none";
  find(row, "[data-optional]").hidden = distance !== "optional";
  for (const [part, control] of /** @type {const} */ ([
    ["distance", distanceOf(row)],
    ["reason", reasonOf(row)],
  ])) {
    control.id = control.name = `${id}-${part}`;
    find(row, `[data-${part}] label`).setAttribute("for", control.id);
  }
  return row;
}
