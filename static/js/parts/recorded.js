/** Fills the reading layout of `templates/recorded.html` from a case view. */
import { eachPerson } from "../others.js";
import { showPreview } from "./previews.js";
import { all, find, item, say, show } from "./screen.js";
import { at, count, dangersOf, nameOf, sentence, stillEnded } from "./words.js";
import { born, day, moment, recently } from "./times.js";

/** @import {Section, View} from "../types.js" */

/** How a value is put; also told of the section it stands in, and of the case.
 *  @typedef {(value: any, section: any, view: View) => string} Put */

/** @type {Record<string, Put>} */
const PUT = {
  "yes-no": (value) => (value ? "Yes" : "No"),
  born: (value) => born(value),
  day: (value) => day(value),
  when: (value) => moment(value),
  years: (value) => `${value} years`,
  list: (value) => value.join(", "),
  sentence: (value) => sentence(value),
  name: (_, person) => nameOf(person),
  person: (id, _, view) => nameOfPerson(view, id),
  dangers: (_, __, view) => dangersOf(view) ?? "None known",
  apart: (value) => sentence(value),
  charge: (value) =>
    ({
      "not available": "Not available",
      "not enough": "Not enough to protect",
      "beside it": "Runs beside the notice",
      "decision awaited": "Charging decision awaited",
    })[/** @type {"not enough"} */ (value)] ?? value,
  what: (value) =>
    ({ violence: "Violence", threat: "A threat of violence", both: "Violence and a threat of violence", "other abuse": "Other abuse" })[
      /** @type {"both"} */ (value)
    ] ?? value,
};

/** What somebody of the case is called. @param {View} view @param {string | null | undefined} person */
const nameOfPerson = (view, person) =>
  nameOf(
    [view.respondent, view.protected_person, ...view.others].filter((one) => one && one.person === person).at(-1) ?? null,
  ) ||
  "Somebody not described";

/** @param {ParentNode} root @param {View} view @param {any} law */
export function showRecorded(root, view, law) {
  for (const block of all(root, "[data-recorded]")) {
    const section = pathOf(view, block.dataset.recorded);
    const recorded = Array.isArray(section) ? section.length > 0 : Boolean(section);
    block.hidden = !recorded && block.hasAttribute("data-kept");
    find(block, "[data-none]").hidden = recorded;
    for (const list of all(block, "[data-each]")) for (const one of all(list, ".recorded__one")) one.remove();
    fillFacts(block, view, section, view);
    for (const list of all(block, "[data-each]")) {
      const each = /** @type {any[]} */ (pathOf(view, list.dataset.each) ?? []);
      // What was recorded of somebody who is none of the case any more stays in its entry.
      for (const one of each) if (!view.mistaken.includes(one.person)) list.append(oneOf(list, one, view));
    }
  }
  for (const block of all(root, "[data-recorded=not_pursued]")) showOvertaken(block, view);
  for (const list of all(root, "[data-recorded=conditions] [data-conditions]")) {
    list.replaceChildren(
      ...(view.conditions?.conditions ?? []).map((/** @type {any} */ one) => conditionItem(one, view, law)),
    );
  }
  for (const block of all(root, "[data-recorded=risk] [data-answers]")) showAnswers(block, view.risk, law);
}

/** What stands at a path; of people, one each, also where two versions of one are still to be settled.
 *  @param {View} view @param {string | undefined} path */
function pathOf(view, path) {
  const found = at(view, String(path));
  return path === "others" || path === "views.residents" ? eachPerson(found) : found;
}

/** An ending that is not how the case stands any more is told with its time, and no longer as true.
 *  @param {HTMLElement} block @param {View} view */
function showOvertaken(block, view) {
  const overtaken = Boolean(view.not_pursued) && !stillEnded(view);
  show(block, "[data-overtaken]", overtaken);
  say(block, "[data-overtaken-at]", view.not_pursued && recently(view.not_pursued._.made_at));
  if (overtaken) show(block, "[data-row]", false);
  show(block, ".recorded__edit", !overtaken);
}

/** @param {HTMLElement} list @param {any} one @param {View} view */
function oneOf(list, one, view) {
  const template = /** @type {HTMLTemplateElement} */ (find(list, "template"));
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const title = find(made, ".recorded__title");
  title.textContent = put(title, at(one, String(title.dataset.fact)), one, view);
  fillFacts(made, one, one, view);
  if (made.querySelector("img") && list.isConnected) void showPreview(made, view.id, one);
  return made;
}

/** @param {HTMLElement} root @param {any} from what the paths start at @param {any} section @param {View} view */
function fillFacts(root, from, section, view) {
  for (const row of all(root, "[data-row]")) {
    const cell = find(row, "[data-fact]");
    const value = at(from, String(cell.dataset.fact));
    // Dangers are told of also when there are none: that is an answer, where they were checked.
    const none = cell.dataset.as === "dangers" ? !section?.dangers_checked && !dangersOf(view) : value?.length === 0;
    row.hidden = value === null || none;
    cell.textContent = row.hidden ? "" : put(cell, value, section, view);
  }
}

/** @param {HTMLElement} cell @param {any} value @param {any} section @param {View} view */
const put = (cell, value, section, view) => (PUT[cell.dataset.as ?? ""] ?? String)(value, section, view);

/**
 * The questions answered yes, in the words they were asked in, with what was said to them, and how many were answered
 * otherwise. A pack this phone does not know leaves the question's own name.
 * @param {HTMLElement} block @param {Section | null} risk @param {any} law
 */
function showAnswers(block, risk, law) {
  /** @type {{question: string, answer: string, note: string | null}[]} */
  const answers = risk?.answers ?? [];
  const pack = law.risk?.packs.find(
    (/** @type {any} */ one) => one.id === risk?.pack?.id && one.version === risk?.pack?.version,
  );
  const question = (/** @type {string} */ id) => pack?.questions.find((/** @type {any} */ one) => one.id === id);
  const asked = (/** @type {string} */ id) => question(id)?.text ?? id;
  const yes = answers.filter(({ question: id, answer }) => answer === "yes" || question(id)?.counted?.includes(answer));
  block.hidden = !answers.length;
  find(block, "[data-answers-heading]").hidden = !yes.length;
  find(block, "[data-answers-yes]").replaceChildren(
    ...yes.map(({ question, answer, note }) => {
      const made = item(answer === "yes" ? asked(question) : `${sentence(String(answer))}: ${asked(question)}`);
      if (note) made.append(reason(note));
      return made;
    }),
  );
  const noted = answers.filter((one) => !yes.includes(one) && one.note);
  for (const { question, answer, note } of noted) {
    const made = item(answer ? `${sentence(answer)}: ${asked(question)}` : asked(question));
    made.append(reason(String(note)));
    find(block, "[data-answers-yes]").append(made);
  }
  const given = answers.filter(({ answer }) => answer !== null);
  const all = pack?.questions.filter((/** @type {any} */ { kind }) => kind !== "words").length;
  find(block, "[data-answers-rest]").textContent = tally(
    given.map((one) => (yes.includes(one) ? "yes" : one.answer)),
    all,
  );
}

/** "9 yes, 14 no, 2 not known, 1 not answered". @param {string[]} answers @param {number} [asked] */
function tally(answers, asked = answers.length) {
  const of = (/** @type {string} */ one) => answers.filter((answer) => answer === one).length;
  const left = Math.max(asked - answers.length, 0);
  const parts = [`${of("yes")} yes`, `${of("no")} no`, `${of("not known")} not known`];
  const others = answers.filter((answer) => !["yes", "no", "not known"].includes(answer)).length;
  if (others) parts.push(`${others} otherwise`);
  return `${[...parts, ...(left ? [`${left} not answered`] : [])].join(", ")} of ${count(asked, "question")}.`;
}

/**
 * One proposed condition with its distance, its basis in the Act and its reason.
 * @param {any} proposed
 * @param {View} view
 * @param {any} law
 */
function conditionItem(proposed, view, law) {
  const declared = law.conditions.find((/** @type {any} */ one) => one.code === proposed.code);
  const made = item("");
  const title = document.createElement("strong");
  title.textContent =
    (declared?.title ?? proposed.code) +
    (proposed.distance_m === null ? "" : `: ${proposed.distance_m.toLocaleString("en-GB")} metres`);
  const basis = document.createElement("span");
  basis.className = "basis";
  basis.textContent = law.regimes[view.regime]?.conditions[proposed.code] ?? declared?.section ?? "";
  made.append(title, " ", basis, ...(proposed.words ? [words(proposed.words)] : []), reason(proposed.reason));
  if (proposed.legal_note) made.append(reason(`Legal services: ${proposed.legal_note}`));
  return made;
}

/** What an officer forbids in their own words. @param {string} text */
function words(text) {
  const made = document.createElement("strong");
  made.className = "reason";
  made.textContent = text;
  return made;
}

/** @param {string} text */
function reason(text) {
  const made = document.createElement("span");
  made.className = "reason";
  made.textContent = text;
  return made;
}
