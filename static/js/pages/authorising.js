/** What the superintendent authorises: the grounds and conditions asked for, until something in them is changed. */
import { changes } from "../changes.js";
import { read } from "./form.js";
import { all, copy, find, say, show } from "./screen.js";

/** @import {Context, View} from "../types.js" */
/** @import {Condition, Provisions} from "../changes.js" */
/** @typedef {import("./form.js").Problem} Problem */

/** @param {HTMLElement} row @returns {HTMLInputElement} */
const box = (row) => /** @type {HTMLInputElement} */ (find(row, "input[type=checkbox]"));

/** @param {HTMLElement} row */
const distanceOf = (row) => /** @type {HTMLInputElement} */ (find(row, "[data-distance] input"));

/** @param {HTMLElement} row */
const reasonOf = (row) => /** @type {HTMLTextAreaElement} */ (find(row, "[data-reason] textarea"));

/** The grounds and conditions of the decision screen. What differs from what was asked for is a change. */
export class Authorising {
  /** @type {Provisions} */
  #asked = { grounds: "", conditions: [] };
  /** The entry that asked, and what the fields were filled from. @type {string | null} */
  #from = null;

  /** @param {HTMLElement} main @param {Context} context */
  constructor(main, context) {
    this.main = main;
    this.law = context.law;
    this.root = find(main, "[data-changing]");
    this.list = find(this.root, "[data-conditions]");
    this.list.replaceChildren(...this.law.conditions.map((/** @type {any} */ one) => conditionRow(main, one)));
    const toggle = find(main, "#change-conditions");
    toggle.addEventListener("click", () => this.open(!this.isOpen));
    find(main, "[data-as-asked]").addEventListener("click", () => {
      this.#fill();
      this.root.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /** @param {boolean} open */
  open(open) {
    this.root.hidden = !open;
    find(this.main, "#change-conditions").setAttribute("aria-expanded", String(open));
  }

  /** Whether the fields are shown. */
  get isOpen() {
    return !this.root.hidden;
  }

  /** The entry that what is typed here changes: a draft belongs to it and to no other. */
  get from() {
    return this.#from;
  }

  /**
   * The case as it is now known. Asked anew, the fields hold what is asked now: changes to another request are no
   * changes to this one.
   * @param {View} view
   */
  follow(view) {
    const { conditions, premises } = view;
    this.#offer(Boolean(premises?.respondent_lives_here && premises.protected_person_lives_here));
    const from = conditions?._.entry ?? null;
    if (from === this.#from) return;
    const lost = this.#from !== null && this.changes().length > 0;
    this.#from = from;
    this.#asked = conditions
      ? { grounds: conditions.grounds, conditions: conditions.conditions }
      : { grounds: "", conditions: [] };
    this.#fill();
    show(this.main, "[data-asked-anew]", lost);
  }

  /** What is authorised as it stands, and every problem in the fields.
   *  @returns {{provisions: Provisions, problems: Problem[]}} */
  read() {
    const grounds = read(this.root);
    const { conditions, problems } = this.#readConditions();
    return {
      provisions: { grounds: grounds.facts.grounds ?? "", conditions },
      problems: [...grounds.problems, ...problems],
    };
  }

  /** What differs from what was asked for. Nothing that was left alone does, however it is spaced. */
  changes() {
    return changes(this.#asked, this.provisions());
  }

  /** What is authorised: exactly what was asked for, where nothing was changed. @returns {Provisions} */
  provisions() {
    const { grounds, conditions } = this.read().provisions;
    const asked = this.#asked;
    return {
      grounds: grounds === asked.grounds?.trim() ? asked.grounds : grounds,
      conditions: inOrder(asked.conditions, conditions),
    };
  }

  /** Opens what is chosen, as after typing. */
  settle() {
    for (const row of all(this.list, "[data-code]")) {
      find(row, "[data-more]").hidden = !box(row).checked;
      if (box(row).checked) row.hidden = false; // nothing is authorised unseen
    }
  }

  /** @param {boolean} shared whether both live in the home */
  #offer(shared) {
    show(this.main, "[data-home-closed]", !shared);
    for (const row of all(this.list, "[data-code]"))
      row.hidden = row.dataset.home === "true" && !shared && !box(row).checked;
  }

  #fill() {
    const { grounds, conditions } = this.#asked;
    /** @type {HTMLTextAreaElement} */ (find(this.root, "[data-field=grounds] textarea")).value = grounds ?? "";
    for (const row of all(this.list, "[data-code]")) {
      const asked = conditions.find(({ code }) => code === row.dataset.code);
      box(row).checked = Boolean(asked) || row.dataset.mandatory === "true";
      distanceOf(row).value = asked?.distance_m ? String(asked.distance_m) : "";
      reasonOf(row).value = asked?.reason ?? "";
    }
    this.settle();
  }

  #readConditions() {
    /** @type {Problem[]} */
    const problems = [];
    const conditions = all(this.list, "[data-code]")
      .filter((row) => box(row).checked)
      .map((row) => {
        const asks = row.dataset.metres !== "none";
        const typed = asks ? distanceOf(row).value.trim() : "";
        const metres = /^\d{1,5}$/.test(typed) && +typed >= 1 && +typed <= 20_000 ? +typed : null;
        if (asks && metres === null && (typed || row.dataset.metres === "needed"))
          problems.push({ at: distanceOf(row), message: find(this.main, "[data-distance-wrong]").textContent ?? "" });
        const asked = this.#asked.conditions.find(({ code }) => code === row.dataset.code);
        const reason = reasonOf(row).value.trim();
        if (!reason) {
          const title = find(row, ".govuk-checkboxes__label").textContent?.toLowerCase();
          const wrong = find(this.main, "[data-reason-wrong]").textContent;
          problems.push({ at: reasonOf(row), message: `${wrong} ${title}` });
        }
        return {
          code: String(row.dataset.code),
          distance_m: metres,
          reason: asked && reason === asked.reason.trim() ? asked.reason : reason,
        };
      });
    return { conditions, problems };
  }
}

/** Those asked for in the order they were asked for, then the others.
 *  @param {Condition[]} asked @param {Condition[]} now */
function inOrder(asked, now) {
  const kept = asked.flatMap(({ code }) => now.find((one) => one.code === code) ?? []);
  return [...kept, ...now.filter((one) => !kept.includes(one))];
}

/** @param {HTMLElement} main @param {any} declared one of law.json's conditions */
function conditionRow(main, { code, title, section, distance, shared_premises, mandatory }) {
  const row = copy(main, "template#condition");
  const id = `authorised-${code.replaceAll(" ", "-")}`;
  Object.assign(row.dataset, { code, metres: distance, home: String(shared_premises), mandatory: String(mandatory) });
  const tick = box(row);
  Object.assign(tick, { id, name: id, value: code });
  if (mandatory) {
    // not `disabled`: it must stay readable and reachable
    tick.setAttribute("aria-disabled", "true");
    tick.addEventListener("click", (event) => event.preventDefault());
  }
  const hint = find(row, ".govuk-hint");
  hint.id = `${id}-hint`;
  hint.textContent = mandatory ? `${section}. ${find(main, "[data-always]").textContent}` : section;
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
