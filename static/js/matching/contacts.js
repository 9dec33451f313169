// Telephone numbers, number plates and names on social media: as they are compared.
// The twin of field_app/cases/matching/contacts.py (tests/vectors/matching.json).
import { plain, slips } from "./names.js";
import { postcodeKey } from "./places.js";

/** @typedef {import("./names.js").Fit} Fit */

const PLATFORMS = new Set(
  (
    "instagram insta facebook snapchat snap tiktok twitter whatsapp telegram signal email mail linkedin youtube " +
    "messenger discord https http www com"
  ).split(" "),
);

/** A telephone number's digits as dialled within the country; empty where they are too few. @param {string} written */
export function telephoneKey(written) {
  const digits = written.replace(/[^0-9+]/g, "").replace(/^(\+|00)440?/, "0").replaceAll("+", "");
  return digits.length > 6 ? digits : "";
}

/** A number plate with what is misread as a digit read as one: O and 0, I and 1. @param {string} written */
export const plateKey = (written) => postcodeKey(written).replaceAll("O", "0").replaceAll("I", "1");

/** What may be names on social media in a free text. @param {string} text */
export const handles = (text) => [
  ...new Set(
    text
      .split(/[\s,;:/|()]+|(?<![\p{L}\p{N}_])@/u)
      .map((word) => plain(word).replace(/[^\p{L}\p{N}]/gu, ""))
      .filter((word) => word.length > 3 && !PLATFORMS.has(word)),
  ),
];

const DIGITS = [..."0123456789"];
const SIGNS = [...DIGITS, ..."ABCDEFGHJKLMNPQRSTUVWXYZ"];
const MOST_SIGNS = 16;

/** Every other number that one sign wrong, missing, too many or exchanged with its neighbour makes of this one.
 *  @param {string} number */
export function nearNumber(number) {
  if (number.length > MOST_SIGNS) return [];
  const signs = /^[0-9]+$/.test(number) ? DIGITS : SIGNS;
  /** @type {Set<string>} */
  const tried = new Set();
  for (let place = 0; place < number.length; place++) {
    const [before, right, after] = [number.slice(0, place), number[place], number.slice(place + 1)];
    tried.add(before + after);
    for (const wrong of signs) tried.add(before + wrong + after);
    for (const more of signs) tried.add(before + more + right + after);
    if (after) tried.add(before + after[0] + right + after.slice(1));
  }
  for (const more of signs) tried.add(number + more);
  tried.delete(number);
  return [...tried];
}

/** How well a telephone number or a plate fits one on record. @param {string} asked @param {string} known @param {string} what @returns {Fit} */
export function sameNumber(asked, known, what) {
  if (asked === known) return [100, `same ${what}`];
  if (slips(asked, known, 1) === 1) return [85, `${what} but for one sign`];
  return asked.length > 3 && known.includes(asked) ? [70, `part of the ${what}`] : [0, ""];
}

/** How well a name on social media fits one on record. @param {string} asked @param {string} known @returns {Fit} */
export function sameHandle(asked, known) {
  if (asked === known) return [100, "same name on social media"];
  return slips(asked, known, 1) === 1 ? [80, "name on social media but for one sign"] : [0, ""];
}
