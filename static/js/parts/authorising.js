/** What the superintendent authorises: the grounds and conditions asked for, until something in them is changed. */
import { changes } from "../changes.js";
import { ConditionRows } from "./condition_rows.js";
import { fillSome, read } from "./form.js";
import { find, show } from "./screen.js";

/** @import {Context, Regime, View} from "../types.js" */
/** @import {Condition, Provisions} from "../changes.js" */
/** @typedef {import("./form.js").Problem} Problem */

/** @type {Provisions} */
const NOTHING = { grounds: "", conditions: [], contact_route: null, service_accommodation: null };

/** The grounds and conditions of the decision screen. What differs from what was asked for is a change. */
export class Authorising {
  /** @type {Provisions} */
  #asked = NOTHING;
  /** The request that asks, and the entry of the conditions it asks for. @type {string | null} */
  #request = null;
  /** @type {string | null} */
  #from = null;
  /** @type {View | null} */
  #view = null;
  /** The request that was on the screen when its reader last acted on it. @type {string | null} */
  seen = null;

  /** @param {HTMLElement} main @param {Context} context */
  constructor(main, context) {
    this.main = main;
    this.context = context;
    this.root = find(main, "[data-changing]");
    this.rows = new ConditionRows(main, context.law, "authorised");
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
   * The case as it is now known. Where other conditions are asked for, the fields hold what is asked now: changes to
   * what was asked before are no changes to this.
   * @param {View} view
   * @returns {{before: string, lost: boolean} | null} the request that stood before, where it was asked anew, and
   *   whether changes to it are gone
   */
  follow(view) {
    const { conditions, premises, request } = view;
    this.#view = view;
    const shared = Boolean(premises?.respondent_lives_here && premises.protected_person_lives_here);
    this.#offer(shared, this.context.law.regimes[view.regime]);
    const before = this.#request;
    this.#request = request?._.entry ?? null;
    this.seen ??= this.#request;
    const from = conditions?._.entry ?? null;
    const lost = from !== this.#from && this.#fillFrom(conditions, from);
    return before && before !== this.#request ? { before, lost } : null;
  }

  /** @param {View["conditions"]} conditions @param {string | null} from @returns {boolean} whether changes are gone */
  #fillFrom(conditions, from) {
    const lost = this.#from !== null && this.changes().length > 0;
    this.#from = from;
    this.#asked = /** @type {Provisions} */ ({ ...NOTHING, ...conditions });
    this.#fill();
    return lost;
  }

  /** What is authorised as it stands, and every problem in the fields.
   *  @returns {{provisions: Provisions, problems: Problem[]}} */
  read() {
    const grounds = read(this.root);
    const { conditions, problems } = this.#readConditions();
    return {
      provisions: {
        grounds: grounds.facts.grounds ?? "",
        conditions,
        contact_route: grounds.facts.contact_route,
      },
      problems: [...grounds.problems, ...problems],
    };
  }

  /** What differs from what was asked for. Nothing that was left alone does, however it is spaced. */
  changes() {
    return changes(this.#asked, this.provisions());
  }

  /** What is authorised: exactly what was asked for, where nothing was changed. @returns {Provisions} */
  provisions() {
    const { grounds, conditions, contact_route } = this.read().provisions;
    const asked = this.#asked;
    return {
      grounds: grounds === asked.grounds?.trim() ? asked.grounds : grounds,
      conditions: inOrder(asked.conditions, conditions),
      contact_route: contact_route === asked.contact_route?.trim() ? asked.contact_route : contact_route,
    };
  }

  /** Opens what is chosen, as after typing. */
  settle() {
    this.rows.settle();
    if (this.#view) this.rows.offerRoute(this.#view);
  }

  /** Whether a condition about the home is authorised where none was asked for: the others who live there are to be
   *  considered for the first time (s.24(3)(d)). */
  get addsAboutTheHome() {
    const about = (/** @type {Condition[]} */ conditions) =>
      this.rows.rows.some((row) => row.dataset.home === "true" && conditions.some(({ code }) => code === row.dataset.code));
    return about(this.provisions().conditions) && !about(this.#asked.conditions);
  }

  /** @param {boolean} shared whether both live in the home @param {Regime} regime */
  #offer(shared, regime) {
    show(this.main, "[data-home-closed]", !shared);
    this.rows.offer(shared, regime);
  }

  #fill() {
    fillSome(this.root, this.#asked);
    fillSome(find(this.main, "[data-consider]"), this.#asked);
    this.rows.fill(this.#asked.conditions);
    this.settle();
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
