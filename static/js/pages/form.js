/**
 * Fields to facts and back. A field is an element with `data-field` (the fact's name), `data-as` (how it is read) and,
 * where it must be filled, `data-required` (the sentence shown when it is not). Empty means null; text is trimmed.
 */
import { londonDate, londonIso, londonTime, realDay } from "./times.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {{at: HTMLElement, message: string}} Problem  What is wrong, and the control it is wrong at. */
/** @typedef {{facts: Record<string, any>, problems: Problem[]}} Reading */

const LONGEST = { line: 200, text: 20_000 };

/** @param {ParentNode} root @returns {HTMLElement[]} */
export const fieldsOf = (root) => [...root.querySelectorAll(/** @type {"div"} */ ("[data-field]"))];

/** @param {ParentNode} root @returns {Control[]} */
export const controlsOf = (root) => [...root.querySelectorAll(/** @type {"input"} */ ("input, textarea, select"))];

/** The facts a section holds, and every problem in it, in order. @param {ParentNode} section @returns {Reading} */
export function read(section) {
  /** @type {Reading} */
  const reading = { facts: {}, problems: [] };
  for (const field of fieldsOf(section)) {
    const readAs = READERS[field.dataset.as ?? "line"];
    if (!readAs) continue; // read by its own screen
    const controls = controlsOf(field);
    const { value, wrong } = readAs(controls, field);
    reading.facts[String(field.dataset.field)] = value;
    const message = wrong ?? (value === null ? field.dataset.required : "");
    if (message) reading.problems.push({ at: controls[0], message });
  }
  return reading;
}

/** @typedef {(controls: Control[], field: HTMLElement) => {value: any, wrong?: string}} Reader */

/** @type {Record<string, Reader>} */
const READERS = {
  line: ([control], field) => text(control, LONGEST.line, field),
  text: ([control], field) => text(control, LONGEST.text, field),
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
    const digits = [day, month, year].every((part) => /^\d{1,4}$/.test(part));
    const value = digits ? realDay(+year, +month, +day) : null;
    return value && value <= londonDate(new Date()) ? { value } : { value: null, wrong: field.dataset.wrong };
  },
  when(controls, field) {
    const [date, time] = controls.map((control) => control.value);
    const halfTyped = controls.some((control) => control.validity.badInput);
    if (!date && !time && !halfTyped) return { value: null };
    const value = date && time ? londonIso(date, time.slice(0, 5)) : null;
    return value && Date.parse(value) <= Date.now() ? { value } : { value: null, wrong: field.dataset.wrong };
  },
};

/** @param {Control} control @param {number} longest @param {HTMLElement} field */
function text(control, longest, field) {
  const value = control.value.trim();
  if (value.length <= longest) return { value: value || null };
  const name = field.querySelector("label")?.textContent?.trim() ?? "This";
  return { value: null, wrong: `${name} must be ${longest.toLocaleString("en-GB")} characters or fewer` };
}

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
  for (const field of fieldsOf(section)) {
    const value = facts?.[String(field.dataset.field)] ?? null;
    const controls = controlsOf(field);
    switch (field.dataset.as) {
      case "choice":
      case "yes-no":
      case "choices":
        tick(controls, value);
        break;
      case "date":
        put(
          controls,
          value
            ? value
                .split("-")
                .reverse()
                .map((/** @type {string} */ part) => String(+part))
            : [],
        );
        break;
      case "when":
        put(controls, value ? [londonDate(new Date(value)), londonTime(new Date(value))] : []);
        break;
      case "line":
      case "text":
      case "number":
        put(controls, value === null ? [] : [String(value)]);
    }
  }
}

/** @param {Control[]} controls @param {any} value */
function tick(controls, value) {
  const values = [value].flat().map((one) => (one === true ? "yes" : one === false ? "no" : one));
  for (const control of controls) {
    if (control instanceof HTMLSelectElement) control.value = values[0] ?? "";
    else /** @type {HTMLInputElement} */ (control).checked = values.includes(control.value);
  }
}

/** @param {Control[]} controls @param {string[]} values */
const put = (controls, values) =>
  controls.forEach((control, index) => {
    control.value = values[index] ?? "";
  });

/**
 * What is typed, as typed, for a draft and to tell whether anything was changed.
 * @param {ParentNode} section @returns {Record<string, string | boolean>}
 */
export function typed(section) {
  return Object.fromEntries(
    controlsOf(section).map((control) => [control.id, isTick(control) ? control.checked : control.value]),
  );
}

/** Puts back what `typed` gave. @param {ParentNode} section @param {Record<string, string | boolean>} values */
export function retype(section, values) {
  for (const control of controlsOf(section)) {
    const value = values[control.id];
    if (value === undefined) continue;
    if (isTick(control)) control.checked = value === true;
    else control.value = String(value);
  }
}

/** @param {Control} control @returns {control is HTMLInputElement} */
const isTick = (control) => control.type === "radio" || control.type === "checkbox";
