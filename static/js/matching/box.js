// One box: what is typed into it, taken apart into what can be looked up by.
// The twin of field_app/cases/matching/box.py (tests/vectors/matching.json).
import { isSound } from "../references.js";
import { telephoneKey } from "./contacts.js";
import { isDay } from "./dates.js";
import { postcodeKey } from "./places.js";

/** @typedef {import("../matching.js").Sought} Sought */
/** @typedef {(text: string, on: string) => [Sought, RegExpExecArray | RegExpMatchArray] | undefined} Taking */

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const REFERENCE = /\b([2-9A-Y]{3,4})[- ]?([0-9]{3,5})[- ]?([0-9A-Y])\b/gi;
const HANDLE = /(?<![\p{L}\p{N}_.])@([\p{L}\p{N}_.-]{2,40})/u;
const TELEPHONE = /(?<![A-Za-z0-9_])(\+|00|0)[0-9][0-9 ()-]{7,16}[0-9]\b/;
const ISO = /\b((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\b/;
const SPOKEN = new RegExp(`\\b([0-9]{1,2})(?:st|nd|rd|th)? (${MONTHS.join("|")})[a-z]* ((?:19|20)[0-9]{2})\\b`, "i");
const DAY = /\b([0-9]{1,2})[./\- ]([0-9]{1,2})[./\- ]((?:19|20)?[0-9]{2})\b/;
const PLATE = /\b([A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,3}[A-Z])\b/i;
const POSTCODE = /\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b/i;
const OUTWARD = /\b(?:[A-Z]{1,2}[0-9]{1,2}|[A-Z]{1,2}[0-9][A-Z])\b/i;
const AGE = /\b(?:age|aged|about) ?([0-9]{1,3})\b|\b([0-9]{1,3}) ?(?:years old|years|yrs|yo)\b/i;
const BARE_AGE = /(?<![0-9/])\b(1[0-9]|[2-9][0-9])\s*$/;
const ADDRESS =
  /(?:\b(?:flat|apt|apartment|unit|room) ?[0-9]+[a-z]?[, ]+)?\b[0-9]+[a-z]?(?:\/[0-9]+)?,? +\p{L}.*/iu;
const YEAR = /\b(?:born )?(?:in )?((?:19|20)[0-9]{2})\b/i;
const FILLER = /\b(?:born|dob|d\.o\.b\.?|on|tel|mobile|phone|reg|vrm|at)\b[.:]?/gi;

/**
 * What a line of free typing asks for: a reference, numbers, dates, a postcode, an address; the rest is a name.
 * @param {string} text @param {string} on today, ISO 8601 @returns {Sought}
 */
export function readBox(text, on) {
  /** @type {Sought} */
  const found = {};
  /** @param {Taking} take */
  const taken = (take) => {
    const [read, where] = take(text, on) ?? [];
    if (!read || !where) return;
    Object.assign(found, read);
    const at = where.index ?? 0;
    text = `${text.slice(0, at)} , ${text.slice(at + where[0].length)}`;
  };
  for (const take of [reference, whole(HANDLE, "handle", 1), telephone, day, key(PLATE, "number_plate")]) taken(take);
  taken(key(POSTCODE, "postcode"));
  if (!found.postcode) taken(key(OUTWARD, "postcode"));
  taken((rest) => age(rest, !found.born));
  taken((rest) => {
    const where = ADDRESS.exec(rest);
    return where ? [{ address: where[0].replace(/^[ ,;]+|[ ,;]+$/g, "") }, where] : undefined;
  });
  if (!found.born)
    taken((rest) => {
      const where = YEAR.exec(rest);
      return where ? [{ year: Number(where[1]) }, where] : undefined;
    });
  const name = text.replace(FILLER, " ").trim().split(/\s+/).join(" ").replace(/^[ ,;.]+|[ ,;.]+$/g, "");
  return { ...found, name: name || null };
}

/** @param {RegExp} pattern @param {"handle"} field @param {number} group @returns {Taking} */
const whole = (pattern, field, group) => (text) => {
  const where = pattern.exec(text);
  return where ? [{ [field]: where[group] }, where] : undefined;
};

/** @param {RegExp} pattern @param {"number_plate" | "postcode"} field @returns {Taking} */
const key = (pattern, field) => (text) => {
  const where = pattern.exec(text);
  return where ? [{ [field]: postcodeKey(where[0]) }, where] : undefined;
};

/** @type {Taking} */
function reference(text) {
  for (const where of text.matchAll(REFERENCE)) {
    const written = where.slice(1).join("-").toUpperCase();
    if (isSound(written)) return [{ reference: written }, where];
  }
  return undefined;
}

/** @type {Taking} */
function telephone(text) {
  const where = TELEPHONE.exec(text);
  return where && telephoneKey(where[0]).length > 8 ? [{ telephone: where[0] }, where] : undefined;
}

/** @type {Taking} */
function day(text, on) {
  const iso = ISO.exec(text);
  if (iso && isDay(iso[1])) return [{ born: iso[1] }, iso];
  const spoken = SPOKEN.exec(text);
  const where = spoken ?? DAY.exec(text);
  if (!where) return undefined;
  const first = where[1].padStart(2, "0");
  const second = String(spoken ? MONTHS.indexOf(where[2].toLowerCase()) + 1 : where[2]).padStart(2, "0");
  const century = Number(on.slice(0, 2)) - (Number(where[3]) <= Number(on.slice(2, 4)) ? 0 : 1);
  const year = where[3].length === 2 ? `${century}${where[3]}` : where[3];
  const born = [`${year}-${second}-${first}`, `${year}-${first}-${second}`].find(isDay);
  return born ? [{ born }, where] : undefined;
}

/** @param {string} text @param {boolean} bare @returns {[Sought, RegExpExecArray] | undefined} */
function age(text, bare) {
  const where = AGE.exec(text) ?? (bare ? BARE_AGE.exec(text) : null);
  const years = Number(where?.[1] ?? where?.[2]);
  return where && years <= 130 ? [{ age: years }, where] : undefined;
}
