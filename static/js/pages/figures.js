/** The force's figures of a period, each with what it is of; the same numbers as a CSV file, and what may be published. */
import { post } from "../api.js";
import { chart, keepCharts } from "../parts/chart.js";
import { ask } from "../parts/desk.js";
import { fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, onPress, say, show } from "../parts/screen.js";
import { day } from "../parts/times.js";

/** @typedef {{key: string, heading: string, definition: string, denominator: string | null, number: number,
 *  of: number | null, minutes: {number: number, median: number, p90: number} | null,
 *  by: Record<string, Record<string, number>>}} Figure */
/** @typedef {{first: string, last: string, figures: Figure[], people: Record<string, number>,
 *  notes: Record<string, string>}} Figures */

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** @param {HTMLElement} main */
export async function start(main) {
  const form = find(main, "[data-section=days]");
  const file = /** @type {HTMLAnchorElement} */ (find(main, "[data-csv]"));
  let shown = { first: "", last: "" };
  /** @param {string} path */
  const refresh = async (path) => {
    const answer = /** @type {Figures | null} */ (await ask(main, path));
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    const { first, last, figures, people, notes } = answer;
    shown = { first, last };
    fill(form, { from: first, to: last });
    say(main, "[data-period]", `${day(first)} to ${day(last)}`);
    find(main, "[data-people]").replaceChildren(...Object.entries(people).map(([name, number]) => person(main, notes[name], number)));
    find(main, "[data-figures]").replaceChildren(...figures.map((one) => figure(main, one)));
    if (file.href) URL.revokeObjectURL(file.href);
    file.href = URL.createObjectURL(new Blob([csv(answer)], { type: "text/csv" }));
    const { paragraph } = await post("/api/figures/sentence", { first, last, unsuppressed: null });
    say(main, "[data-paragraph]", paragraph);
  };
  const override = find(main, "[data-section=override]");
  onPress(main, override, async () => {
    clearProblems(main);
    const { facts, problems } = read(override);
    if (problems.length) return showProblems(main, problems);
    const { unsuppressed } = facts;
    const { paragraph } = await post("/api/figures/sentence", { ...shown, unsuppressed });
    say(main, "[data-paragraph]", paragraph);
  });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await refresh(`/api/figures?from=${facts.from}&to=${facts.to}`);
  });
  await refresh("/api/figures");
  const unfold = () => all(main, "[data-divided]").forEach((one) => one.setAttribute("open", "")); // on paper nothing is folded
  addEventListener("beforeprint", unfold);
  const stop = keepCharts(main);
  return () => {
    removeEventListener("beforeprint", unfold);
    stop();
  };
}

/** @param {HTMLElement} main @param {string} note @param {number} number */
function person(main, note, number) {
  const made = copy(main, "template#people-row");
  say(made, "[data-note]", note);
  say(made, "[data-number]", String(number));
  return made;
}

/** @param {HTMLElement} main @param {Figure} one */
function figure(main, { heading, definition, denominator, number, of, minutes, by }) {
  const made = copy(main, "template#figure");
  say(made, "[data-heading]", heading);
  say(made, "[data-definition]", definition);
  // Some are counted more than once of each: conditions of a notice.
  say(made, "[data-number]", of === null ? `${number}${minutes ? "." : ""}` : `${number} ${number > of ? "in" : "of"} ${of} (${denominator}).`);
  say(made, "[data-minutes]", minutes ? `Half within ${minuted(minutes.median)}, nine in ten within ${minuted(minutes.p90)}.` : "");
  const divided = Object.entries(by).map(([name, parts]) => division(main, `${heading} by ${name}`, inOrder(name, parts).map(([part, many]) => [name === "day" ? day(part) : part, many])));
  find(made, "[data-divisions]").replaceChildren(...divided);
  show(made, "[data-divided]", divided.length > 0);
  say(made, "[data-divided-by]", `${heading} by ${Object.keys(by).join(", ").replace(/, ([^,]*)$/, " and $1")}`);
  return made;
}

/** Minutes as they are said, from two hours on in hours; below nothing where it was late. @param {number} minutes */
function minuted(minutes) {
  const [sign, length] = [minutes < 0 ? "-" : "", Math.round(Math.abs(minutes))];
  return sign + (length < 120 ? `${length} min` : `${Math.floor(length / 60)} h ${length % 60} min`);
}

/** Weekdays from Monday on; everything else as it came, by its name. @param {string} name @param {Record<string, number>} parts
 *  @returns {[string, number][]} */
function inOrder(name, parts) {
  const found = Object.entries(parts);
  return name === "weekday" ? found.sort(([one], [other]) => WEEKDAYS.indexOf(one) - WEEKDAYS.indexOf(other)) : found;
}

/** @param {HTMLElement} main @param {string} caption @param {[string, number][]} parts */
function division(main, caption, parts) {
  const made = copy(main, "template#division");
  say(made, "caption", caption);
  const rows = parts.map(([part, number]) => {
    const row = copy(main, "template#part-row");
    say(row, "[data-part]", part);
    say(row, "[data-number]", String(number));
    return row;
  });
  find(made, "tbody").replaceChildren(...rows);
  if (parts.length > 1) chart(find(made, ".chart"), parts);
  return made;
}

/** All of it, one number a line, with its definition. @param {Figures} figures */
function csv({ first, last, figures, people, notes }) {
  const lines = [["first", "last", "figure", "by", "which", "number", "of", "half within (minutes)", "nine in ten within (minutes)", "definition"]];
  for (const { heading, number, of, minutes, definition, by } of figures) {
    lines.push([first, last, heading, "", "", `${number}`, `${of ?? ""}`, `${minutes?.median ?? ""}`, `${minutes?.p90 ?? ""}`, definition]);
    for (const [name, parts] of Object.entries(by)) {
      for (const [part, many] of Object.entries(parts)) lines.push([first, last, heading, name, part, `${many}`, "", "", "", ""]);
    }
  }
  for (const [name, number] of Object.entries(people)) lines.push([first, last, name, "", "", `${number}`, "", "", "", notes[name]]);
  return lines.map((line) => line.map(quoted).join(",")).join("\r\n");
}

/** A cell; one that a spreadsheet would take for a formula is made text. @param {string} cell */
function quoted(cell) {
  return `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}
