/** The questions about the risk, the level their answers point to, and the officer's own judgement beside it. */
import { prose } from "../prose.js";
import { indicated, isLower, packOf } from "../risk.js";
import { controlsOf } from "../parts/form.js";
import { all, copy, find, say, show } from "../parts/screen.js";
import { controlOf, editSections } from "../parts/sections.js";

/** @import {Context, RiskPack, Section} from "../types.js" */
/** @typedef {import("../parts/form.js").Problem} Problem */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const root = find(main, "[data-section=risk]");
  /** The questions on the screen; undefined where they are not known here. @type {RiskPack | undefined} */
  let pack;
  /** @type {Section | null} */
  let recorded = null;

  const indicatedNow = () => (pack ? indicated(pack, answersOf(root)) : (recorded?.indicated ?? null));
  const showAll = () => {
    for (const row of rowsOf(root)) showRow(row);
    showCounts(root, pack);
    showIndicated(root, indicatedNow());
  };

  return editSections(
    main,
    context,
    [
      {
        key: "risk",
        kind: "risk assessed",
        // Version 1 held one text, the account: the judgement as it is now called.
        current: ({ risk }) => risk && { ...risk, judgement: risk.judgement ?? risk.account ?? null },
        more: {
          fill(section, facts) {
            recorded = facts;
            pack = packOf(context.law.risk, facts?.pack);
            show(section, "[data-pack-unknown]", !pack);
            show(section, "[data-pack], [data-count]", Boolean(pack));
            layOut(main, section, pack);
            fillAnswers(section, facts?.answers ?? []);
            showAll();
          },
          read: (section) =>
            pack
              ? readAnswers(main, section, pack)
              : { facts: { pack: recorded?.pack, answers: recorded?.answers, indicated: recorded?.indicated }, problems: [] },
        },
        check(facts, section) {
          if (!isLower(facts.level, facts.indicated)) return [];
          const allowed = controlsOf(find(section, "[data-field=level]")).find((one) => !one.disabled);
          const message = find(section, "[data-level-lower]").textContent ?? "";
          return [{ at: allowed ?? controlOf(section, "level"), message }];
        },
      },
    ],
    { next: "views", onType: showAll },
  );
}

// --- The questions -----------------------------------------------------------------------------------------

/** @param {HTMLElement} root */
const rowsOf = (root) => all(root, "[data-question-id]");

/** @param {HTMLElement} row @returns {HTMLTextAreaElement} */
const noteOf = (row) => /** @type {HTMLTextAreaElement} */ (find(row, "textarea"));

/** @param {HTMLElement} row @returns {HTMLInputElement[]} */
const choicesOf = (row) => /** @type {HTMLInputElement[]} */ (all(row, "input"));

/** @param {HTMLElement} row */
const answerOf = (row) => choicesOf(row).find((choice) => choice.checked)?.value ?? null;

/** @param {HTMLElement} root @returns {Record<string, string>} */
function answersOf(root) {
  /** @type {Record<string, string>} */
  const answers = {};
  for (const row of rowsOf(root)) {
    const answer = answerOf(row);
    if (answer) answers[String(row.dataset.questionId)] = answer;
  }
  return answers;
}

/** A row for each question; rows that are there already stay, with the focus in them.
 *  @param {HTMLElement} main @param {HTMLElement} root @param {RiskPack | undefined} pack */
function layOut(main, root, pack) {
  const list = find(root, "[data-questions]");
  const name = pack ? `${pack.id}-${pack.version}` : "";
  if (list.dataset.questions === name) return;
  list.dataset.questions = name;
  list.replaceChildren(...(pack?.questions ?? []).map((question) => questionRow(main, `risk-${name}`, question)));
}

/** @param {HTMLElement} main @param {string} prefix @param {RiskPack["questions"][number]} question */
function questionRow(main, prefix, question) {
  const row = copy(main, "template[data-question]");
  const id = `${prefix}-${question.id}`;
  row.dataset.questionId = question.id;
  say(row, "legend", question.text);
  find(row, "legend").id = `${id}-legend`;
  const help = find(row, ".govuk-hint");
  if (question.help) {
    Object.assign(help, { id: `${id}-help`, textContent: question.help, hidden: false });
    row.setAttribute("aria-describedby", help.id);
  }
  for (const choice of choicesOf(row)) Object.assign(choice, { id: `${id}-${choice.value.replace(" ", "-")}`, name: id });
  const note = noteOf(row);
  note.id = `${id}-note`;
  find(row, "[data-note] label").setAttribute("for", note.id);
  const add = find(row, ".answer__note");
  add.setAttribute("aria-describedby", `${id}-legend`);
  add.addEventListener("click", () => {
    find(row, "[data-note]").hidden = false;
    showRow(row);
    note.focus();
  });
  return row;
}

/** A note is open while it holds something or was asked for; it is offered once the question is answered.
 *  @param {HTMLElement} row */
function showRow(row) {
  const note = find(row, "[data-note]");
  if (noteOf(row).value.trim()) note.hidden = false;
  const add = /** @type {HTMLButtonElement} */ (find(row, ".answer__note"));
  add.disabled = !note.hidden || !answerOf(row);
}

/** @param {HTMLElement} root @param {{question: string, answer: string, note: string | null}[]} answers */
function fillAnswers(root, answers) {
  for (const row of rowsOf(root)) {
    const given = answers.find(({ question }) => question === row.dataset.questionId);
    for (const choice of choicesOf(row)) choice.checked = choice.value === given?.answer;
    noteOf(row).value = given?.note ?? "";
    find(row, "[data-note]").hidden = !given?.note;
  }
}

/** @param {HTMLElement} main @param {HTMLElement} root @param {RiskPack} pack @returns {import("../parts/form.js").Reading} */
function readAnswers(main, root, { id, version, ...pack }) {
  /** @type {Problem[]} */
  const problems = [];
  const answers = [];
  for (const row of rowsOf(root)) {
    const answer = answerOf(row);
    const { value: note, wrong } = prose(noteOf(row).value, find(main, "[data-note-name]").textContent ?? "");
    if (wrong) problems.push({ at: noteOf(row), message: wrong });
    if (!answer) {
      if (note) problems.push({ at: noteOf(row), message: find(main, "[data-note-alone]").textContent ?? "" });
      continue;
    }
    answers.push({ question: row.dataset.questionId, answer, note });
  }
  const level = indicated({ id, version, ...pack }, answersOf(root));
  return { facts: { pack: { id, version }, answers, indicated: level }, problems };
}

// --- What they add up to -----------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {RiskPack | undefined} pack */
function showCounts(root, pack) {
  const answered = String(Object.keys(answersOf(root)).length);
  for (const place of all(root, "[data-answered]")) write(place, answered);
  for (const place of all(root, "[data-asked]")) write(place, String(pack?.questions.length ?? 0));
}

/** Says the level in words and closes those below it. @param {HTMLElement} root @param {string | null} level */
function showIndicated(root, level) {
  show(root, "[data-pointed]", level !== null);
  show(root, "[data-pointed-none]", level === null);
  const choices = /** @type {HTMLInputElement[]} */ (controlsOf(find(root, "[data-field=level]")));
  for (const choice of choices) {
    const lower = isLower(choice.value, level);
    const item = /** @type {HTMLElement} */ (choice.closest(".govuk-radios__item"));
    choice.disabled = lower;
    find(item, ".govuk-radios__hint").hidden = !lower;
    if (choice.value === level) write(find(root, "[data-pointed-to]"), find(item, "label").textContent?.trim() ?? level);
  }
  chooseTheOnlyOne(root, choices);
}

/** Where one level alone is left, it is the judgement; not any more once there is a choice again.
 *  @param {HTMLElement} root @param {HTMLInputElement[]} choices */
function chooseTheOnlyOne(root, choices) {
  const [only, ...others] = choices.filter((choice) => !choice.disabled);
  if (others.length) {
    if (root.dataset.only) for (const choice of choices) choice.checked &&= choice.value !== root.dataset.only;
    delete root.dataset.only;
  } else if (!only.checked) {
    only.checked = true;
    root.dataset.only = only.value;
  }
}

/** Only what changed: a screen reader says it again otherwise. @param {HTMLElement} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
