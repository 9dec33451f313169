/**
 * What a request, a decision or a record of service still lacks: the tables of `field_app/law/requirements/`, which
 * says what each test means, evaluated over the case view. Tested against the same vectors.
 */
import { matches } from "./particular_act.js";

/**
 * @typedef {[string, ...any[]]} Test
 * @typedef {object} Requirement
 * @property {string} id
 * @property {string} screen where it is put right
 * @property {string} section
 * @property {"ACT" | "GUIDANCE" | "FORCE"} force
 * @property {string} sentence what the officer reads
 * @property {Test} test
 * @property {Test | null} when
 * @property {"refuses" | "asks" | "off"} unset what a row with force FORCE does where the force has set nothing for it
 * @property {string[]} regimes the Acts whose row it is; none named is every one
 *
 * @typedef {Requirement & {stops: boolean}} Missing a row not met; `stops`: it refuses a proposal, or makes a fact irregular
 * @typedef {{id: string, section: string, title: string, rows: string[], when: Test | null}} Matter
 */

/**
 * The rows this case does not meet, in the table's order.
 * @param {object} view the case view
 * @param {Requirement[]} table a table of law.json
 * @param {string} today the date in Europe/London, like 2026-04-07
 * @param {Record<string, string>} [settings] what the force has set for rows of its own (`checks` of GET /api/me)
 * @returns {Missing[]}
 */
export function missing(view, table, today, settings = {}) {
  return table
    .map((row) => ({ row, does: does(row, settings) }))
    .filter(({ row, does }) => does !== "off" && isAsked(row, view, today) && !holds(row.test, view, today))
    .map(({ row, does }) => ({ ...row, stops: does === "refuses" }));
}

/** @param {Requirement} row @param {Record<string, string>} settings */
function does(row, settings) {
  if (row.force === "FORCE") return settings[row.id] ?? row.unset;
  return row.force === "ACT" ? "refuses" : "asks";
}

/** @param {Requirement} row @param {any} view @param {string} today */
const isAsked = (row, view, today) =>
  (!row.regimes.length || row.regimes.includes(view.regime)) && (!row.when || holds(row.when, view, today));

/**
 * What the record says of each matter that the authorising officer must consider (CSA 2010 s.24(3)).
 * @param {object} view @param {{requirements: Requirement[], matters: Matter[]}} law @param {string} today
 * @returns {(Matter & {state: "recorded" | "missing" | "not asked"})[]}
 */
export function considered(view, law, today) {
  const lacking = missing(view, law.requirements, today).map(({ id }) => id);
  return law.matters.map((one) => {
    if (one.when && !holds(one.when, view, today)) return { ...one, state: "not asked" };
    return { ...one, state: one.rows.some((id) => lacking.includes(id)) ? "missing" : "recorded" };
  });
}

/**
 * @param {Test} test
 * @param {object} view
 * @param {string} today
 * @returns {boolean}
 */
function holds([form, ...parts], view, today) {
  switch (form) {
    case "filled":
      return isFilled(field(view, parts[0]));
    case "is":
      return field(view, parts[0]) === parts[1];
    case "adult":
      return notKnownToBeUnder(parts[2], field(view, parts[0]), field(view, parts[1]), today);
    case "condition":
      return proposed(view).some((condition) => parts.includes(condition.code));
    case "each":
      return proposed(view)
        .filter((condition) => parts.length === 1 || parts.slice(1).includes(condition.code))
        .every((condition) => isFilled(condition[parts[0]]));
    case "within":
      return values(view, parts[0]).every((value) => parts[1] <= value && value <= parts[2]);
    case "some match":
      return values(view, parts[0]).some((words) => matches(parts[1], words));
    case "described":
      return described(view, parts[0]).length > 0;
    case "for each":
      return described(view, parts[0]).every((person) => hasRow(person, field(view, parts[1]) ?? [], parts.slice(2)));
    case "all":
      return parts.every((test) => holds(test, view, today));
    case "any":
      return parts.some((test) => holds(test, view, today));
    case "not":
      return !holds(parts[0], view, today);
    default:
      throw new TypeError(`Not a test: ${form}`);
  }
}

/**
 * @param {any} view
 * @param {string} path names with dots between; a path that leads nowhere is null
 * @returns {any}
 */
function field(view, path) {
  return path.split(".").reduce((value, name) => value?.[name] ?? null, view);
}

/** @param {unknown} value */
function isFilled(value) {
  if (typeof value === "string") return /[^ \t\r\n]/.test(value);
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/**
 * @param {object} view
 * @returns {Record<string, any>[]}
 */
function proposed(view) {
  return field(view, "conditions.conditions") ?? [];
}

/** What the conditions hold under this name, where they hold anything. @param {object} view @param {string} name */
const values = (view, name) => proposed(view).flatMap((condition) => condition[name] ?? []);

/** @param {object} view @param {string} role @returns {string[]} */
function described(view, role) {
  const others = field(view, "others") ?? [];
  return others.filter((/** @type {any} */ one) => one.role === role).map((/** @type {any} */ one) => one.person);
}

/** @param {string} person @param {Record<string, any>[]} rows @param {string[]} names */
const hasRow = (person, rows, names) =>
  rows.some((row) => row.person === person && names.some((name) => isFilled(row[name])));

/**
 * Family Law Reform Act 1969 s.9(1). Born on 29 February: 1 March in other years, the safe reading.
 * @param {number} years
 * @param {string | null} born
 * @param {number | null} age
 * @param {string} today
 */
function notKnownToBeUnder(years, born, age, today) {
  if (born === null) return age === null || age >= years;
  const beforeBirthday = today.slice(5) < born.slice(5);
  return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (beforeBirthday ? 1 : 0) >= years;
}
