/**
 * Fields to facts and back. A field is an element with `data-field` (the fact's name), `data-as` (how it is read) and,
 * where it must be filled, `data-required` (the sentence shown when it is not). Empty means null; text is trimmed.
 */
import { addRow, blankControls, isBlank, rowsFor, rowsOf } from "./groups.js";
import { now } from "../now.js";
import { LONGEST, prose } from "../prose.js";
import { londonDate, londonIso, londonTime, moment, readTime, realDay } from "./times.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {{at: HTMLElement, message: string}} Problem  What is wrong, and the control it is wrong at. */
/** @typedef {{facts: Record<string, any>, problems: Problem[]}} Reading */

/** The days an entry may name: field_app/cases/entries/kinds.py. */
const DAYS = { first: "1890-01-01", last: "2100-01-01" };

/** The fields of a section or of one row; those inside rows belong to their row. @param {ParentNode} root @returns {HTMLElement[]} */
export const fieldsOf = (root) =>
  [...root.querySelectorAll(/** @type {"div"} */ ("[data-field]"))].filter((field) => {
    const rows = field.parentElement?.closest("[data-as=groups]");
    return !rows || !root.contains(rows);
  });

/** What takes typing or a tick; a file is its own screen's. @param {ParentNode} root @returns {Control[]} */
export const controlsOf = (root) => [
  ...root.querySelectorAll(/** @type {"input"} */ ("input:not([type=file]), textarea, select")),
];

/** The facts a section holds, and every problem in it, in order. @param {ParentNode} section @returns {Reading} */
export function read(section) {
  /** @type {Reading} */
  const reading = { facts: {}, problems: [] };
  for (const field of fieldsOf(section)) {
    if (field.dataset.as === "groups") readRows(field, reading);
    const readAs = READERS[field.dataset.as ?? "line"];
    if (!readAs) continue; // read by its own screen
    const controls = controlsOf(field);
    const { value, wrong, at } = readAs(controls, field);
    reading.facts[String(field.dataset.field)] = value;
    const message = wrong ?? (value === null || value.length === 0 ? field.dataset.required : "");
    if (message) reading.problems.push({ at: at ?? controls[0], message });
  }
  return reading;
}

/** Every row that says something, as one object; what is wrong is named in its row. @param {HTMLElement} field @param {Reading} reading */
function readRows(field, reading) {
  const { field: name, key, required } = field.dataset;
  const rows = rowsOf(field).filter((row) => !isBlank(row));
  reading.facts[String(name)] = rows.map((row) => {
    const { facts, problems } = read(row);
    const which = row.querySelector("legend")?.textContent?.trim();
    reading.problems.push(...problems.map(({ at, message }) => ({ at, message: `${which}: ${message}` })));
    return key ? { [key]: row.dataset.row, ...facts } : facts;
  });
  const add = field.querySelector("[data-add-group]");
  if (required && !rows.length && add) reading.problems.push({ at: /** @type {HTMLElement} */ (add), message: required });
}

/** @typedef {(controls: Control[], field: HTMLElement) => {value: any, wrong?: string, at?: Control}} Reader */

/** @type {Record<string, Reader>} */
const READERS = {
  line: ([control], field) => text(control, LONGEST.line, field),
  text: ([control], field) => text(control, LONGEST.text, field),
  lines([control], field) {
    const value = linesOf(control.value);
    const wrong = value.some((line) => line.length > LONGEST.line) || value.length > Number(field.dataset.most ?? 20);
    return wrong ? { value, wrong: field.dataset.wrong } : { value };
  },
  choice: (controls) => ({ value: chosen(controls) || null }),
  choices: (controls) => ({
    value: controls.filter((control) => /** @type {HTMLInputElement} */ (control).checked).map(({ value }) => value),
  }),
  "yes-no": (controls) => ({ value: chosen(controls) === "" ? null : chosen(controls) === "yes" }),
  number([control], field) {
    const typed = control.value.trim();
    if (!typed) return { value: null };
    const inRange =
      /^\d{1,6}$/.test(typed) && +typed >= Number(field.dataset.lowest) && +typed <= Number(field.dataset.highest);
    return inRange ? { value: Number(typed) } : { value: null, wrong: field.dataset.wrong };
  },
  date(controls, field) {
    const [day, month, year] = controls.map((control) => control.value.trim());
    if (!day && !month && !year) return { value: null };
    const value = dayOf(day, month, year);
    const last = field.dataset.ahead === undefined ? londonDate(now()) : DAYS.last;
    return value && value >= DAYS.first && value <= last ? { value } : { value: null, wrong: field.dataset.wrong };
  },
  when(controls, field) {
    const { value, wrong } = readWhen(controls);
    if (!wrong || (wrong === "Future" && field.dataset.ahead !== undefined)) return { value };
    const empty = controls.find((control) => !control.value.trim());
    const at = wrong === "Part" ? empty : wrong === "Time" || wrong === "Gap" ? controls[3] : controls[0];
    return { value: null, wrong: field.dataset[`wrong${wrong}`], at };
  },
};

/** One value a line, as typed or dictated. @param {string} text */
export const linesOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** @param {string} day @param {string} month @param {string} year */
const dayOf = (day, month, year) =>
  [day, month, year].every((part) => /^\d{1,4}$/.test(part)) ? realDay(+year, +month, +day) : null;

/**
 * The time that day, month, year and time say, or what is wrong with them. Gap: no clock showed it.
 * @param {Control[]} controls
 * @returns {{value: string | null, wrong?: "Part" | "Day" | "Time" | "Gap" | "Future"}}
 */
function readWhen(controls) {
  const parts = controls.map((control) => control.value.trim());
  if (!parts.some(Boolean)) return { value: null };
  if (!parts.every(Boolean)) return { value: null, wrong: "Part" };
  const date = dayOf(parts[0], parts[1], parts[2]);
  if (!date) return { value: null, wrong: "Day" };
  const time = readTime(parts[3]);
  if (!time) return { value: null, wrong: "Time" };
  const value = londonIso(date, time);
  if (!value) return { value, wrong: "Gap" };
  return Date.parse(value) <= now().getTime() ? { value } : { value, wrong: "Future" };
}

/** Says in words, beside each time, which day and time was entered. @param {ParentNode} section */
export function sayMoments(section) {
  for (const said of section.querySelectorAll("[data-said]")) {
    const field = said.closest("[data-field]");
    if (!field) continue;
    const { value } = readWhen(controlsOf(field));
    const text = value ? moment(value) : "";
    if (said.textContent !== text) said.textContent = text;
  }
}

/** @param {Control} control @param {number} longest @param {HTMLElement} field */
const text = (control, longest, field) =>
  prose(control.value, field.querySelector("label")?.textContent?.trim() ?? "This", longest);

/** @param {Control[]} controls */
function chosen(controls) {
  const one = controls.find((control) =>
    control instanceof HTMLSelectElement ? control.value : /** @type {HTMLInputElement} */ (control).checked,
  );
  return one?.value ?? "";
}

/**
 * Puts recorded facts into a section's fields.
 * @param {ParentNode} section
 * @param {Record<string, any> | null} facts
 */
export function fill(section, facts) {
  for (const field of fieldsOf(section)) put(field, facts?.[String(field.dataset.field)] ?? null);
  sayMoments(section);
  openFilled(section);
}

/**
 * Puts in some facts and leaves every other field as it is: what `suggest` offers.
 * @param {ParentNode} section @param {Record<string, any>} facts
 */
export function fillSome(section, facts) {
  for (const field of fieldsOf(section)) {
    const name = String(field.dataset.field);
    if (name in facts) put(field, facts[name]);
  }
  sayMoments(section);
  openFilled(section);
}

/** What holds something stands open. @param {ParentNode} section */
function openFilled(section) {
  for (const more of section.querySelectorAll(/** @type {"details"} */ ("details[data-opens]")))
    if (!isBlank(more)) more.open = true;
}

/** @param {HTMLElement} field @param {any} value */
function put(field, value) {
  const controls = controlsOf(field);
  switch (field.dataset.as) {
    case "choice":
    case "yes-no":
    case "choices":
      tick(controls, value);
      break;
    case "date":
      set(controls, value ? dayParts(value) : []);
      break;
    case "when":
      set(controls, value ? [...dayParts(londonDate(new Date(value))), londonTime(new Date(value))] : []);
      break;
    case "lines":
      set(controls, [(value ?? []).join("\n")]);
      break;
    case "groups":
      putRows(field, value ?? []);
      break;
    case "line":
    case "text":
    case "number":
      set(controls, value === null ? [] : [String(value)]);
  }
}

/** @param {HTMLElement} field @param {Record<string, any>[]} values */
function putRows(field, values) {
  const { key } = field.dataset;
  if (key) for (const row of rowsOf(field)) fill(row, null);
  else rowsFor(field, []);
  for (const facts of values) fill(addRow(field, key ? facts[key] : undefined), facts);
}

/** "2026-01-03" as day, month and year. @param {string} date */
const dayParts = (date) =>
  date
    .split("-")
    .reverse()
    .map((part) => String(+part));

/** @param {Control[]} controls @param {any} value */
function tick(controls, value) {
  const values = [value].flat().map((one) => (one === true ? "yes" : one === false ? "no" : one));
  for (const control of controls) {
    if (control instanceof HTMLSelectElement) control.value = values[0] ?? "";
    else /** @type {HTMLInputElement} */ (control).checked = values.includes(control.value);
  }
}

/** @param {Control[]} controls @param {string[]} values */
const set = (controls, values) =>
  controls.forEach((control, index) => {
    control.value = values[index] ?? "";
  });

/**
 * What is typed, as typed, for a draft and to tell whether anything was changed.
 * @param {ParentNode} section @returns {Record<string, string | boolean>}
 */
export function typed(section) {
  const blank = blankControls(section);
  return Object.fromEntries(
    controlsOf(section)
      .filter((control) => !blank.has(control))
      .map((control) => [control.id, isTick(control) ? control.checked : control.value]),
  );
}

/** Puts back what `typed` gave. @param {ParentNode} section @param {Record<string, string | boolean>} values */
export function retype(section, values) {
  for (const field of fieldsOf(section))
    if (field.dataset.as === "groups") rowsFor(field, Object.keys(values));
  for (const control of controlsOf(section)) {
    const value = values[control.id];
    if (value === undefined) continue;
    if (isTick(control)) control.checked = value === true;
    else control.value = String(value);
  }
  sayMoments(section);
  openFilled(section);
}

/** @param {Control} control @returns {control is HTMLInputElement} */
const isTick = (control) => control.type === "radio" || control.type === "checkbox";
