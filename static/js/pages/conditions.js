/** What is in force already, the grounds and the conditions, with the notice as the respondent will read it. */
import { compose } from "../notice.js";
import { controlOf, editSections } from "./sections.js";
import { controlsOf, read } from "./form.js";
import { all, copy, find, onPress, show, showNotice } from "./screen.js";

/** @import {Context, Section, View} from "../types.js" */
/** @typedef {import("./form.js").Problem} Problem */
/**
 * @typedef {{code: string, section: string, title: string, shared_premises: boolean, distance: "needed" |
 * "optional" | "none", mandatory: boolean}} Declared
 */

/** Orders of a family court, which a notice never changes. */
const FAMILY = ["non-molestation order", "occupation order", "child arrangements order"];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {Declared[]} */
  const declared = context.law.conditions;
  const list = find(main, "[data-conditions]");
  list.replaceChildren(...declared.map((condition) => conditionRow(main, condition)));
  const root = find(main, "[data-section=conditions]");
  const orders = find(main, "[data-section=orders]");
  const grounds = controlOf(root, "grounds");
  /** @type {View | null} */
  let view = null;

  /** @param {View} loaded */
  const onLoad = (loaded) => {
    view = loaded;
    offer(main, declared, loaded);
  };
  const onType = () => {
    for (const row of all(list, "[data-code]")) {
      find(row, "[data-more]").hidden = !box(row).checked;
      if (box(row).checked) row.hidden = false; // as when a draft is put back: nothing is saved unseen
      // The one condition every notice has needs what the notice needs.
      show(row, "[data-same-reason]", isMandatory(row) && Boolean(view?.necessity) && !reasonOf(row).value.trim());
    }
    show(main, "[data-from-account]", Boolean(view?.violence) && !grounds.value.trim());
    const chosen = controlsOf(orders).map(({ value }) => value);
    show(orders, "[data-family-order]", FAMILY.some((order) => chosen.includes(order)));
    if (view)
      preview(main, context, {
        ...view,
        conditions: /** @type {any} */ ({ ...read(root).facts, ...readConditions(main, root).facts }),
      });
  };

  onPress(main, find(main, "[data-start-account]"), async () => enter(grounds, view?.violence?.account));
  for (const row of all(list, "[data-code]"))
    onPress(main, find(row, "[data-same-reason]"), async () => enter(reasonOf(row), view?.necessity?.why));

  return editSections(
    main,
    context,
    [
      { key: "orders", kind: "other orders in force recorded", current: (now) => now.orders },
      {
        key: "conditions",
        kind: "conditions proposed",
        current: (now) => now.conditions,
        more: {
          fill: (section, facts) => {
            fillConditions(section, facts);
            onType();
          },
          read: (section) => readConditions(main, section),
        },
      },
    ],
    { next: "review", onLoad, onType },
  );
}

/** As if typed, and ready to be changed. @param {import("./form.js").Control} control @param {string} [text] */
function enter(control, text) {
  control.value = text ?? "";
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.focus();
}

/** @param {HTMLElement} main @param {Declared} condition */
function conditionRow(main, { code, title, section, distance, mandatory }) {
  const row = copy(main, "template#condition");
  const id = `condition-${code.replaceAll(" ", "-")}`;
  row.dataset.code = code;
  row.dataset.mandatory = String(mandatory);
  const tick = box(row);
  Object.assign(tick, { id, name: id, value: code, checked: mandatory });
  if (mandatory) {
    // not `disabled`: it must stay readable and reachable
    tick.setAttribute("aria-disabled", "true");
    tick.addEventListener("click", (event) => event.preventDefault());
  }
  const hint = find(row, ".govuk-hint");
  hint.id = `${id}-hint`;
  hint.textContent = mandatory ? `${section}. ${find(main, "[data-always]").textContent}` : section;
  tick.setAttribute("aria-describedby", hint.id);
  name(row, ".govuk-checkboxes__label", title, id);
  name(row, "[data-distance] label", null, `${id}-distance`);
  find(row, "[data-distance] input").id = `${id}-distance`;
  find(row, "[data-distance]").hidden = distance === "none";
  row.dataset.metres = distance;
  if (distance === "optional") find(row, "[data-distance] label").append(" (you can leave this empty)");
  name(row, "[data-reason] label", null, `${id}-reason`);
  find(row, "[data-reason] textarea").id = `${id}-reason`;
  return row;
}

/** @param {HTMLElement} row @param {string} selector @param {string | null} text @param {string} target */
function name(row, selector, text, target) {
  const label = find(row, selector);
  label.setAttribute("for", target);
  if (text) label.textContent = text;
}

/** @param {HTMLElement} row @returns {HTMLInputElement} */
const box = (row) => /** @type {HTMLInputElement} */ (find(row, "input[type=checkbox]"));

/** @param {HTMLElement} row */
const isMandatory = (row) => row.dataset.mandatory === "true";

/**
 * Offers the conditions about the home only where both live there, and says why not.
 * @param {HTMLElement} main
 * @param {Declared[]} declared
 * @param {View} view
 */
function offer(main, declared, view) {
  const home = view.premises;
  const shared = Boolean(home?.respondent_lives_here && home.protected_person_lives_here);
  show(main, "[data-premises-unknown]", !home);
  show(main, "[data-premises-apart]", Boolean(home) && !shared);
  show(main, "[data-address-known]", shared && home?.respondent_knows_address === true);
  show(main, "[data-address-unknown]", home?.respondent_knows_address === false);
  for (const row of all(main, "[data-code]")) {
    const about = declared.find(({ code }) => code === row.dataset.code);
    // One already proposed stays, to be taken out.
    row.hidden = Boolean(about?.shared_premises) && !shared && !box(row).checked;
  }
}

/** @param {HTMLElement} root @param {Section | null} facts */
function fillConditions(root, facts) {
  for (const row of all(root, "[data-code]")) {
    const proposed = facts?.conditions.find((/** @type {any} */ one) => one.code === row.dataset.code);
    box(row).checked = Boolean(proposed) || isMandatory(row);
    distanceOf(row).value = proposed?.distance_m ? String(proposed.distance_m) : "";
    reasonOf(row).value = proposed?.reason ?? "";
    row.hidden = row.hidden && !proposed;
  }
}

/** @param {HTMLElement} row */
const distanceOf = (row) => /** @type {HTMLInputElement} */ (find(row, "[data-distance] input"));

/** @param {HTMLElement} row */
const reasonOf = (row) => /** @type {HTMLTextAreaElement} */ (find(row, "[data-reason] textarea"));

/** @param {HTMLElement} main @param {HTMLElement} root @returns {import("./form.js").Reading} */
function readConditions(main, root) {
  /** @type {Problem[]} */
  const problems = [];
  const conditions = all(root, "[data-code]")
    .filter((row) => box(row).checked)
    .map((row) => {
      const asksDistance = !find(row, "[data-distance]").hidden;
      const typed = asksDistance ? distanceOf(row).value.trim() : "";
      const metres = /^\d{1,5}$/.test(typed) && +typed >= 1 && +typed <= 20_000 ? +typed : null;
      const optional = row.dataset.metres === "optional";
      if (asksDistance && metres === null && (typed || !optional))
        problems.push({ at: distanceOf(row), message: find(main, "[data-distance-wrong]").textContent ?? "" });
      const reason = reasonOf(row).value.trim();
      const title = find(row, ".govuk-checkboxes__label").textContent?.toLowerCase();
      if (!reason)
        problems.push({ at: reasonOf(row), message: `${find(main, "[data-reason-wrong]").textContent} ${title}` });
      return { code: row.dataset.code, distance_m: metres, reason };
    });
  return { facts: { conditions }, problems };
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
function preview(main, context, view) {
  const target = find(main, "[data-preview]");
  /** @type {string[]} */
  let lines = [];
  let why = "";
  try {
    const unknown = { name: "The superintendent who authorises it", rank: "superintendent", collar_number: "…" };
    const ready = view.conditions?.grounds ? view : { ...view, conditions: null };
    lines = compose(ready, unknown, context.law.wording, context.me?.force ?? { name: "" });
  } catch (error) {
    why = /** @type {Error} */ (error).message;
  }
  showNotice(target, lines);
  const none = find(main, "[data-preview-none]");
  none.hidden = lines.length > 0;
  find(none, "[data-preview-why]").textContent = why;
}
