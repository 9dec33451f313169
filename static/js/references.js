// Case references, given by the phone and final at once: `7QF-012-W` is the device's prefix, its own count and
// a check character. The twin of field_app/cases/references.py (tests/vectors/references.json).
//
// The check character is Luhn's, modulo 32, over prefix and count read as one row of values: a prefix character
// counts by its place in ALPHABET, a digit of the count by its value. From the right, the first, third, fifth …
// value is doubled, and a product of 32 or more becomes the sum of its two base-32 digits (product - 31). The
// check character is the one whose place brings the sum to a multiple of 32.
//
// Any one wrong character is caught: doubling and summing maps 0..31 onto itself one to one. Two neighbours
// swapped are caught within the count, and within the prefix except `2Z` for `Z2` (places 0 and 31, as 09 and
// 90 are in Luhn's own). Over the hyphens some swaps pass.

/** 32 signs without 0, 1, I and O, which are misheard and misread. */
export const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** @param {string} prefix @param {string} count */
export function checkCharacter(prefix, count) {
  const values = [...[...prefix].map((sign) => ALPHABET.indexOf(sign)), ...[...count].map(Number)];
  const sum = values.reverse().reduce((total, value, place) => total + (place % 2 ? value : doubled(value)), 0);
  return ALPHABET[(32 - (sum % 32)) % 32];
}

/** @param {number} value */
const doubled = (value) => (value < 16 ? 2 * value : 2 * value - 31);

/** The reference of the `count`th case of a device. @param {string} prefix @param {number} count */
export function reference(prefix, count) {
  const digits = String(count).padStart(3, "0");
  return `${prefix}-${digits}-${checkCharacter(prefix, digits)}`;
}

/** Whether a reference has its three parts and the check character they call for. @param {string} text */
export function isSound(text) {
  const parts = /^([2-9A-HJ-NP-Z]{3,4})-([0-9]{3,5})-([2-9A-HJ-NP-Z])$/.exec(text);
  return parts !== null && checkCharacter(parts[1], parts[2]) === parts[3];
}
