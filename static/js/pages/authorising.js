/** What the superintendent authorises: the grounds and conditions asked for, until something in them is changed. */
import { changes } from "../changes.js";
import { ConditionRows } from "./condition_rows.js";
import { read } from "./form.js";
import { find, show } from "./screen.js";

/** @import {Context, View} from "../types.js" */
/** @import {Condition, Provisions} from "../changes.js" */
/** @typedef {import("./form.js").Problem} Problem */

/** The grounds and conditions of the decision screen. What differs from what was asked for is a change. */
export class Authorising {
  /** @type {Provisions} */
  #asked = { grounds: "", conditions: [] };
  /** The entry that asked, and what the fields were filled from. @type {string | null} */
  #from = null;

  /** @param {HTMLElement} main @param {Context} context */
  constructor(main, context) {
    this.main = main;
    this.root = find(main, "[data-changing]");
    this.rows = new ConditionRows(main, context.law.conditions, "authorised");
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
    this.rows.settle();
  }

  /** @param {boolean} shared whether both live in the home */
  #offer(shared) {
    show(this.main, "[data-home-closed]", !shared);
    this.rows.offer(shared);
  }

  #fill() {
    const { grounds, conditions } = this.#asked;
    /** @type {HTMLTextAreaElement} */ (find(this.root, "[data-field=grounds] textarea")).value = grounds ?? "";
    this.rows.fill(conditions);
  }

  /** What is ticked; a reason left alone as it was asked, however it is spaced. */
  #readConditions() {
    const { conditions, problems } = this.rows.read();
    const asIs = (/** @type {Condition} */ one) => {
      const asked = this.#asked.conditions.find(({ code }) => code === one.code);
      return asked && one.reason === asked.reason.trim() ? { ...one, reason: asked.reason } : one;
    };
    return { conditions: conditions.map(asIs), problems };
  }
}

/** Those asked for in the order they were asked for, then the others.
 *  @param {Condition[]} asked @param {Condition[]} now */
function inOrder(asked, now) {
  const kept = asked.flatMap(({ code }) => now.find((one) => one.code === code) ?? []);
  return [...kept, ...now.filter((one) => !kept.includes(one))];
}
