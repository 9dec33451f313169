/** The grounds and the conditions, with the notice as the respondent will read it. */
import { compose } from "../notice.js";
import { editSections } from "./sections.js";
import { read } from "./form.js";
import { all, copy, find, show, showNotice } from "./screen.js";

/** @import {Context, Section, View} from "../types.js" */
/** @typedef {import("./form.js").Problem} Problem */
/**
 * @typedef {{code: string, section: string, title: string, shared_premises: boolean, distance: "needed" |
 * "optional" | "none", mandatory: boolean}} Declared
 */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {Declared[]} */
  const declared = context.law.conditions;
  const list = find(main, "[data-conditions]");
  list.replaceChildren(...declared.map((condition) => conditionRow(main, condition)));
  const root = find(main, "[data-section=conditions]");
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
    }
    if (view)
      preview(main, context, {
        ...view,
        conditions: /** @type {any} */ ({ ...read(root).facts, ...readConditions(main, root).facts }),
      });
  };

  return editSections(
    main,
    context,
    [
      {
        key: "conditions",
        kind: "conditions proposed",
        current: (now) => now.conditions,
        more: {
          fill: (section, facts) => {
            fillConditions(section, facts, declared);
            onType();
          },
          read: (section) => readConditions(main, section),
        },
      },
    ],
    { next: "review", onLoad, onType },
  );
}

/** @param {HTMLElement} main @param {Declared} condition */
function conditionRow(main, { code, title, section, distance, mandatory }) {
  const row = copy(main, "template#condition");
  const id = `condition-${code.replaceAll(" ", "-")}`;
  row.dataset.code = code;
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
  for (const row of all(main, "[data-code]")) {
    const about = declared.find(({ code }) => code === row.dataset.code);
    // One already proposed stays, to be taken out.
    row.hidden = Boolean(about?.shared_premises) && !shared && !box(row).checked;
  }
}

/** @param {HTMLElement} root @param {Section | null} facts @param {Declared[]} declared */
function fillConditions(root, facts, declared) {
  for (const row of all(root, "[data-code]")) {
    const proposed = facts?.conditions.find((/** @type {any} */ one) => one.code === row.dataset.code);
    const mandatory = declared.some(({ code, mandatory }) => mandatory && code === row.dataset.code);
    box(row).checked = Boolean(proposed) || mandatory;
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
