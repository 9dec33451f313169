// Free text as it is typed or dictated, and how long it may be: field_app/cases/entries/kinds.py.

export const LONGEST = { line: 200, text: 20_000 };

/**
 * A text as a fact, or the sentence that says it is too long for one.
 * @param {string} typed @param {string} name what the field is called @param {number} [longest]
 * @returns {{value: string | null, wrong?: string}}
 */
export function prose(typed, name, longest = LONGEST.text) {
  const value = typed.trim();
  if (value.length <= longest) return { value: value || null };
  return { value: null, wrong: `${name} must be ${longest.toLocaleString("en-GB")} characters or fewer` };
}

/**
 * The reason of a condition, and what is wrong with it.
 * @param {string} typed @param {string} name what the field is called @param {string} title of the condition
 * @param {string} needed the sentence where there is none
 * @returns {{reason: string, wrong?: string}}
 */
export function reasonIn(typed, name, title, needed) {
  const { value, wrong } = prose(typed, `${name} (${title})`);
  return { reason: typed.trim(), wrong: wrong ?? (value === null ? `${needed} ${title}` : undefined) };
}
