/**
 * Rows that repeat inside one section (orders in force, what is known of each child). A field `data-as="groups"` holds
 * `[data-groups]`, where the rows stand, and a `<template data-group>` with one row, whose ids carry the placeholder
 * NEW. Rows are numbered 1, 2, …; where the field has `data-key` (the name of a fact), each row stands for one thing
 * that has an id of its own, which is its key and that fact.
 */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** What stands for a key in a template: `orders-NEW-what`. */
const PLACEHOLDER = /\bNEW\b/g;

/**
 * The one element a `<template>` holds, copied, with `key` for the placeholder in every attribute.
 * @param {ParentNode} root @param {string} selector @param {string} key
 * @returns {HTMLElement}
 */
export function copyFor(root, selector, key) {
  const template = /** @type {HTMLTemplateElement | null} */ (root.querySelector(selector));
  if (!template?.content.firstElementChild) throw new Error(`This screen has no ${selector}`);
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
  for (const element of [made, ...made.querySelectorAll("*")])
    for (const { name, value } of [...element.attributes])
      if (value.includes("NEW")) element.setAttribute(name, value.replace(PLACEHOLDER, key));
  return made;
}

/** @param {ParentNode} field @returns {HTMLElement[]} */
export const rowsOf = (field) => [...(field.querySelector("[data-groups]")?.children ?? [])].map(asElement);

/** @param {Element} element */
const asElement = (element) => /** @type {HTMLElement} */ (element);

/** @param {ParentNode} row @returns {Control[]} */
const controlsIn = (row) => [...row.querySelectorAll(/** @type {"input"} */ ("input, textarea, select"))];

/** Whether nothing is typed or ticked in it. @param {ParentNode} row */
export const isBlank = (row) =>
  controlsIn(row).every((control) =>
    control.type === "radio" || control.type === "checkbox"
      ? !(/** @type {HTMLInputElement} */ (control).checked)
      : !control.value.trim(),
  );

/** The controls of rows that say nothing: no part of what is typed. @param {ParentNode} section @returns {Set<Control>} */
export const blankControls = (section) =>
  new Set(
    [...section.querySelectorAll("[data-as=groups]")].flatMap((field) =>
      rowsOf(field).filter(isBlank).flatMap(controlsIn),
    ),
  );

/**
 * A new row at the end, or the one that has this key already.
 * @param {HTMLElement} field @param {string} [key]
 */
export function addRow(field, key = nextKey(rowsOf(field).map((row) => String(row.dataset.row)))) {
  const there = rowsOf(field).find((row) => row.dataset.row === key);
  if (there) return there;
  const row = copyFor(field, "template[data-group]", key);
  row.dataset.row = key;
  field.querySelector("[data-groups]")?.append(row);
  number(field);
  return row;
}

/** One more than the highest. @param {string[]} keys */
export const nextKey = (keys) => String(Math.max(0, ...keys.map(Number).filter(Number.isFinite)) + 1);

/**
 * Of the ids of controls that were typed in, the keys of the rows they belong to, each once, in order.
 * @param {string} pattern the id of a control of the template, with the placeholder
 * @param {string[]} ids
 */
export function keysIn(pattern, ids) {
  const [before] = pattern.split(PLACEHOLDER);
  const keys = ids
    .filter((id) => id.startsWith(before))
    .map((id) => /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)-/.exec(id.slice(before.length))?.[1]);
  return [...new Set(keys.filter((key) => key !== undefined))];
}

/**
 * As many rows as `ids`, of controls that were typed in, need.
 * @param {HTMLElement} field @param {string[]} ids
 */
export function rowsFor(field, ids) {
  const template = /** @type {HTMLTemplateElement} */ (field.querySelector("template[data-group]"));
  const keys = keysIn(controlsIn(template.content)[0].id, ids);
  if (!field.dataset.key) for (const row of rowsOf(field)) if (!keys.includes(String(row.dataset.row))) row.remove();
  for (const key of keys) addRow(field, key);
  number(field);
}

/** Says in each row which it is. @param {HTMLElement} field */
function number(field) {
  rowsOf(field).forEach((row, index) => {
    for (const place of row.querySelectorAll("[data-number]")) place.textContent = String(index + 1);
  });
}

/**
 * Lets rows be added and removed under `section`. A row that says something asks to be pressed twice.
 * @param {HTMLElement} section @param {() => void} changed
 */
export function startGroups(section, changed) {
  section.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    const field = /** @type {HTMLElement | null} */ (button?.closest("[data-as=groups]") ?? null);
    if (!button || !field) return;
    if (button.hasAttribute("data-add-group")) {
      controlsIn(addRow(field))[0]?.focus();
      changed();
    } else if (button.hasAttribute("data-remove-group")) {
      const row = rowsOf(field).find((one) => one.contains(button));
      if (!row || !(isBlank(row) || isSure(button))) return;
      row.remove();
      number(field);
      /** @type {HTMLElement | null} */ (field.querySelector("[data-add-group]"))?.focus();
      changed();
    }
  });
}

/**
 * Whether a button that takes something away was pressed for the second time; the first time it asks (`data-sure`).
 * @param {HTMLButtonElement} button
 */
export function isSure(button) {
  const word = button.querySelector("[data-sure]");
  if (!word) return true;
  const before = button.dataset.asked ?? word.textContent ?? "";
  const forget = () => {
    word.textContent = before;
    delete button.dataset.asked;
  };
  if (button.dataset.asked !== undefined) {
    forget();
    return true;
  }
  word.textContent = asElement(word).dataset.sure ?? before;
  button.dataset.asked = before;
  button.addEventListener("blur", forget, { once: true });
  return false;
}
