/** The conditions a notice may make, as rows to tick: each with its basis, and where ticked its distance and reason. */
import { whyRefused } from "../particular_act.js";
import { prose, reasonIn } from "../prose.js";
import { copy, find, show } from "./screen.js";

/** @import {Condition} from "../changes.js" */
/** @import {Regime} from "../types.js" */
/** @typedef {import("./form.js").Problem} Problem */
/**
 * @typedef {{code: string, section: string, title: string, shared_premises: boolean, distance: "needed" |
 * "optional" | "none", own_words: boolean, excluding: boolean, mandatory: boolean}} Declared
 */

/** @param {HTMLElement} row @returns {HTMLInputElement} */
export const box = (row) => /** @type {HTMLInputElement} */ (find(row, "input[type=checkbox]"));

/** @param {HTMLElement} row */
const distanceOf = (row) => /** @type {HTMLInputElement} */ (find(row, "[data-distance] input"));

/** @param {HTMLElement} row */
export const reasonOf = (row) => /** @type {HTMLTextAreaElement} */ (find(row, "[data-reason] textarea"));

/** @param {HTMLElement} row @param {"words" | "legal"} which */
const proseOf = (row, which) => /** @type {HTMLTextAreaElement} */ (find(row, `[data-${which}] textarea`));

/** Whether these conditions keep the respondent out of the home, so that service accommodation is asked about
 *  (s.24(10)-(11)). @param {{code: string}[]} conditions @param {import("../types.js").Law} law */
export const excludes = (conditions, law) =>
  law.conditions.some((/** @type {Declared} */ { code, excluding }) => excluding && conditions.some((one) => one.code === code));

/** @param {HTMLElement} row */
export const isMandatory = (row) => row.dataset.mandatory === "true";

const UNWORDED = { words: null, legal_note: null };

export class ConditionRows {
  /**
   * Puts a row for each condition where `templates/condition_rows.html` has room for them.
   * @param {HTMLElement} main @param {import("../types.js").Law} law @param {string} prefix of their ids
   */
  constructor(main, law, prefix) {
    /** @type {Declared[]} */
    const declared = law.conditions;
    this.main = main;
    this.refusals = law.refusals;
    this.rows = declared.map((one) => conditionRow(main, one, prefix));
    find(main, ".govuk-checkboxes[data-conditions]").replaceChildren(...this.rows);
  }

  /** @param {Condition[]} conditions those that are ticked, the mandatory one besides */
  fill(conditions) {
    for (const row of this.rows) {
      const proposed = conditions.find(({ code }) => code === row.dataset.code);
      box(row).checked = Boolean(proposed) || (isMandatory(row) && row.dataset.closed !== "true");
      distanceOf(row).value = proposed?.distance_m ? String(proposed.distance_m) : "";
      proseOf(row, "words").value = proposed?.words ?? "";
      proseOf(row, "legal").value = proposed?.legal_note ?? "";
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

  /** Offers a route for contact with children where there are any and contact is forbidden; one that is named stays.
   *  @param {import("../types.js").View} view */
  offerRoute({ children, others }) {
    const concerned = children?.any_children || others.some(({ role }) => role === "child");
    const forbidden = this.rows.some((row) => row.dataset.code === "contact" && box(row).checked);
    const route = find(this.main, "[data-contact-route]");
    route.hidden = !(concerned && forbidden) && !(/** @type {HTMLInputElement} */ (find(route, "input")).value.trim());
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
        const { words, legal_note } = row.dataset.ownWords === "true" ? this.#act(row, problems) : UNWORDED;
        return { code: String(row.dataset.code), distance_m: metres, words, legal_note, reason };
      });
    return { conditions, problems };
  }

  /** What an officer forbids in their own words, and everything that a notice may not say.
   *  @param {HTMLElement} row @param {Problem[]} problems */
  #act(row, problems) {
    const [words, legal] = [proseOf(row, "words"), proseOf(row, "legal")];
    const { value, wrong } = prose(words.value, "What is forbidden");
    const refused = value === null ? [] : whyRefused(value, this.refusals).map(({ sentence }) => sentence);
    const said = [...(wrong ? [wrong] : []), ...(value === null ? [this.#word("[data-words-wrong]")] : refused)];
    problems.push(...said.map((message) => ({ at: words, message })));
    const note = prose(legal.value, String(find(row, "[data-legal] label").textContent));
    if (note.wrong) problems.push({ at: legal, message: note.wrong });
    return { words: value, legal_note: note.value };
  }

  /** @param {string} selector */
  #word = (selector) => find(this.main, selector).textContent ?? "";
}

/** @param {HTMLElement} main @param {Declared} declared @param {string} prefix */
function conditionRow(main, { code, title, section, distance, shared_premises, own_words, mandatory }, prefix) {
  const row = copy(main, "template#condition");
  const id = `${prefix}-${code.replaceAll(" ", "-")}`;
  Object.assign(row.dataset, {
    code,
    metres: distance,
    home: String(shared_premises),
    ownWords: String(own_words),
    mandatory: String(mandatory),
  });
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
  show(row, "[data-words], [data-legal]", own_words);
  const act = find(row, "[data-words-hint]");
  act.id = `${id}-words-hint`;
  proseOf(row, "words").setAttribute("aria-describedby", act.id);
  for (const [part, control] of /** @type {const} */ ([
    ["words", proseOf(row, "words")],
    ["legal", proseOf(row, "legal")],
    ["distance", distanceOf(row)],
    ["reason", reasonOf(row)],
  ])) {
    control.id = control.name = `${id}-${part}`;
    find(row, `[data-${part}] label`).setAttribute("for", control.id);
  }
  return row;
}
