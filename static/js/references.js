// Case references, given by the phone and final at once: `7QF-012-F` is the device's prefix, its own count and
// a check character. The twin of field_app/cases/references.py (tests/vectors/references.json).

/** 32 signs: no I, O, S and Z, which are misread as 1, 0, 5 and 2. */
export const SIGNS = "0123456789ABCDEFGHJKLMNPQRTUVWXY";

/**
 * The last character of a reference. Prefix, count and check character, each sign by its place in SIGNS, are the
 * digits of a number in GF(32) that must come to nothing when 2 is put for its variable. Any one wrong sign and any
 * two swapped are caught, wherever they stand.
 *
 * @param {string} prefix @param {string} count
 */
export function checkCharacter(prefix, count) {
  const total = [...(prefix + count)].reduce((sum, sign) => doubled(sum) ^ SIGNS.indexOf(sign), 0);
  return SIGNS[doubled(total)];
}

/** Twice a value in GF(32), the field of the polynomial x^5 + x^2 + 1. @param {number} value */
const doubled = (value) => (value < 16 ? value << 1 : (value << 1) ^ 0b100101);

/** The reference of the `count`th case of a device. @param {string} prefix @param {number} count */
export function reference(prefix, count) {
  const digits = String(count).padStart(3, "0");
  return `${prefix}-${digits}-${checkCharacter(prefix, digits)}`;
}

/** Whether a reference has its three parts and the check character they call for. @param {string} text */
export function isSound(text) {
  const parts = /^([2-9A-HJ-NP-RT-Y]{3,4})-([0-9]{3,5})-([0-9A-HJ-NP-RT-Y])$/.exec(text);
  return parts !== null && checkCharacter(parts[1], parts[2]) === parts[3];
}
