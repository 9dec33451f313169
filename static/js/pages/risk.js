/** The questions about the risk, the level their answers point to, and the officer's own judgement beside it. */
import { prose } from "../prose.js";
import { LEVELS, answeredYes, indicated, isLower, packOf, referral } from "../risk.js";
import { controlsOf } from "../parts/form.js";
import { all, copy, find, say, show } from "../parts/screen.js";
import { controlOf, editSections } from "../parts/sections.js";
import { sentence } from "../parts/words.js";

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
    showReferral(root, context, pack);
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
          read: (section) => (pack ? readAnswers(main, section, pack) : { facts: asRecorded(recorded), problems: [] }),
        },
        check(facts, section) {
          if (!isLower(facts.level, facts.indicated)) {
            facts.lower_because = null;
            return [];
          }
          if (facts.lower_because) return [];
          const message = find(section, "[data-level-lower]").textContent ?? "";
          return [{ at: controlOf(section, "lower_because"), message }];
        },
      },
    ],
    { next: "views", onType: showAll },
  );
}

/** What is kept of answers to questions this phone does not know. @param {Section | null} recorded */
const asRecorded = (recorded) => ({
  pack: recorded?.pack && { ...recorded.pack, levels: recorded.pack.levels ?? [] },
  answers: recorded?.answers ?? [],
  indicated: recorded?.indicated ?? null,
});

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
  row.dataset.kind = question.kind ?? "yes no";
  if (question.kind === "choice") layOutChoices(row, question.choices ?? []);
  if (question.kind === "words") find(row, ".answers").remove();
  choicesOf(row).forEach((choice, place) => Object.assign(choice, { id: `${id}-${place}`, name: id }));
  const note = noteOf(row);
  note.id = `${id}-note`;
  find(row, "[data-note] label").setAttribute("for", note.id);
  find(row, "[data-note]").hidden = question.kind !== "words";
  const add = row.querySelector(".answer__note");
  add?.setAttribute("aria-describedby", `${id}-legend`);
  add?.addEventListener("click", () => {
    find(row, "[data-note]").hidden = false;
    showRow(row);
    note.focus();
  });
  return row;
}

/** The question's own answers in place of yes, no and not known. @param {HTMLElement} row @param {string[]} choices */
function layOutChoices(row, choices) {
  const answers = find(row, ".answers");
  answers.classList.add("answers--list");
  const [pattern, ...others] = all(answers, "label.answer");
  for (const one of others) one.remove();
  const labels = choices.map((choice) => {
    const label = /** @type {HTMLElement} */ (pattern.cloneNode(true));
    /** @type {HTMLInputElement} */ (find(label, "input")).value = choice;
    say(label, "span", sentence(choice));
    return label;
  });
  pattern.replaceWith(...labels);
}

/** A note is open while it holds something or was asked for; it is offered once the question is answered.
 *  @param {HTMLElement} row */
function showRow(row) {
  const note = find(row, "[data-note]");
  if (noteOf(row).value.trim()) note.hidden = false;
  const add = /** @type {HTMLButtonElement | null} */ (row.querySelector(".answer__note"));
  if (add) add.disabled = !note.hidden || !answerOf(row);
}

/** @param {HTMLElement} root @param {{question: string, answer: string, note: string | null}[]} answers */
function fillAnswers(root, answers) {
  for (const row of rowsOf(root)) {
    const given = answers.find(({ question }) => question === row.dataset.questionId);
    for (const choice of choicesOf(row)) choice.checked = choice.value === given?.answer;
    noteOf(row).value = given?.note ?? "";
    find(row, "[data-note]").hidden = !given?.note && row.dataset.kind !== "words";
  }
}

/** @param {HTMLElement} main @param {HTMLElement} root @param {RiskPack} pack @returns {import("../parts/form.js").Reading} */
function readAnswers(main, root, pack) {
  /** @type {Problem[]} */
  const problems = [];
  const answers = [];
  for (const row of rowsOf(root)) {
    const answer = answerOf(row);
    const { value: note, wrong } = prose(noteOf(row).value, find(main, "[data-note-name]").textContent ?? "");
    if (wrong) problems.push({ at: noteOf(row), message: wrong });
    if (row.dataset.kind === "words") {
      if (note) answers.push({ question: row.dataset.questionId, answer: null, note });
      continue;
    }
    if (!answer) {
      if (note) problems.push({ at: noteOf(row), message: find(main, "[data-note-alone]").textContent ?? "" });
      continue;
    }
    answers.push({ question: row.dataset.questionId, answer, note });
  }
  const { id, version, levels } = pack;
  return { facts: { pack: { id, version, levels }, answers, indicated: indicated(pack, answersOf(root)) }, problems };
}

// --- What they add up to -----------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {RiskPack | undefined} pack */
function showCounts(root, pack) {
  const answered = String(Object.keys(answersOf(root)).length);
  const asked = (pack?.questions ?? []).filter(({ kind }) => kind !== "words").length;
  for (const place of all(root, "[data-answered]")) write(place, answered);
  for (const place of all(root, "[data-asked]")) write(place, String(asked));
}

/** Says the level in words, and asks why where the judgement is lower. @param {HTMLElement} root @param {string | null} level */
function showIndicated(root, level) {
  show(root, "[data-pointed]", level !== null);
  show(root, "[data-pointed-none]", level === null);
  if (level) write(find(root, "[data-pointed-to]"), sentence(level));
  chooseTheHighest(root, level);
  const lower = isLower(judged(root), level);
  show(root, "[data-lower]", lower || Boolean(controlOf(root, "lower_because").value.trim()));
}

/** Where the answers point to the highest level it is chosen, until the officer chooses otherwise; not any more once
 *  they point lower. A lower one is never chosen for anybody. @param {HTMLElement} root @param {string | null} level */
function chooseTheHighest(root, level) {
  const choices = /** @type {HTMLInputElement[]} */ (controlsOf(find(root, "[data-field=level]")));
  const highest = choices.find(({ value }) => value === LEVELS.at(-1));
  if (!highest) return;
  if (level === highest.value && judged(root) === null) {
    highest.checked = true;
    root.dataset.chosen = highest.value;
  } else if (level !== highest.value && root.dataset.chosen) {
    highest.checked = false;
    delete root.dataset.chosen;
  }
}

/** @param {HTMLElement} root */
const judged = (root) =>
  controlsOf(find(root, "[data-field=level]")).find((one) => /** @type {HTMLInputElement} */ (one).checked)?.value ?? null;

/** Why a MARAC is suggested, if it is. @param {HTMLElement} root @param {Context} context @param {RiskPack | undefined} pack */
function showReferral(root, context, pack) {
  const yes = pack ? answeredYes(pack, answersOf(root)).length : 0;
  const typed = controlOf(root, "events").value.trim();
  const reasons = referral(context.law.risk.referral, yes, judged(root), /^\d+$/.test(typed) ? Number(typed) : null);
  show(root, "[data-marac]", reasons.length > 0);
  for (const one of all(root, "[data-marac-why]")) one.hidden = !reasons.includes(one.dataset.maracWhy ?? "");
}

/** Only what changed: a screen reader says it again otherwise. @param {HTMLElement} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
