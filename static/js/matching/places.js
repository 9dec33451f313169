// Addresses and postcodes: house and street however they are written, and a postcode with a sign wrong.
// The twin of field_app/cases/matching/places.py (tests/vectors/matching.json).
import { plain, slips } from "./names.js";

/** @typedef {import("./names.js").Fit} Fit */

const STREETS = new Set(
  (
    "street st road rd avenue ave av close cl lane ln drive dr way court ct crescent cres place pl terrace terr tce " +
    "square sq gardens gdns grove gr walk hill rise mews row parade green park view heol ffordd stryd lon"
  ).split(" "),
);
const NOISE = new Set("flat apartment apt unit room floor the of house no number block".split(" "));
const WORD = /[\p{L}\p{N}]+|\/|[,;\n]/gu;

/** @param {string | undefined} word */
const isAlpha = (word) => word !== undefined && /^\p{L}+$/u.test(word);

/**
 * Each street with its house number or none: `14`, `high` for "Flat 2, 14 High St" or "14/2 High St".
 * @param {string} address @returns {[string, string][]}
 */
export function streets(address) {
  const words = plain(address).match(WORD) ?? [];
  /** @type {[string, string][]} */
  const found = [];
  let [house, slashed, name] = ["", false, ""];
  for (const [place, word] of words.entries()) {
    if (/^[0-9]+[a-z]?$/.test(word)) {
      if (!slashed) house = word;
      [slashed, name] = [false, ""];
    } else if (word === "/") slashed = true;
    else if (/^[,;\n]$/.test(word)) [name, slashed] = ["", false];
    else if (NOISE.has(word)) continue;
    else if (STREETS.has(word) && place && name) {
      if (!found.some(([, street]) => street === name)) found.push(["", name]);
      name = "";
    } else if (!name) {
      name = word;
      const following = words[place + 1];
      if (STREETS.has(word) && following && !STREETS.has(following) && isAlpha(following)) name = "";
      else if (house) {
        found.push([house, name]);
        house = "";
      }
    }
  }
  return found.filter((one, place) => found.findIndex(([h, s]) => h === one[0] && s === one[1]) === place);
}

/** The words of an address of four letters or more: what a town in a question may be one of. @param {string} address */
export const placeWords = (address) => [
  ...new Set(
    (plain(address).match(WORD) ?? []).filter(
      (word) => word.length > 3 && isAlpha(word) && !STREETS.has(word) && !NOISE.has(word),
    ),
  ),
];

/** A postcode, a reference or a number plate as it is compared: capitals and digits alone. @param {string} written */
export const postcodeKey = (written) => written.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/** A postcode's outward and inward part; the inward one is empty where only the outward one is there. @param {string} postcode @returns {[string, string]} */
export function halves(postcode) {
  const key = postcodeKey(postcode);
  return key.length > 4 ? [key.slice(0, -3), key.slice(-3)] : [key, ""];
}

/** How well a postcode, or its outward part, fits one on record. @param {string} asked @param {string} known @returns {Fit} */
export function samePostcode(asked, known) {
  if (asked === known) return [100, "same postcode"];
  const [outward, inward] = halves(asked);
  const district = outward === halves(known)[0];
  if (!inward) return district ? [70, "same postcode district"] : [0, ""];
  if (slips(asked, known, 1) === 1) return [80, "postcode but for one sign"];
  return district ? [30, "same postcode district"] : [0, ""];
}

/** Consonants one of which is taken for another where somebody listens. @type {Record<string, string>} */
const TAKEN_FOR = { b: "p", g: "k", n: "m", v: "f", w: "f", t: "d", z: "s", c: "k", q: "k" };
const SEVERAL = [["tch", "s"], ["sch", "s"], ["ch", "k"], ["sh", "s"], ["th", "f"], ["ph", "f"], ["gh", ""], ["wr", "r"]]; // prettier-ignore

/** What is left of a street for the ear. @param {string} street */
export function streetSound(street) {
  const heard = SEVERAL.reduce((text, [several, one]) => text.replaceAll(several, one), street)
    .replace(/(?<=[^\n])[aeiouyhw]|^[aeiouyh]+/g, "")
    .replace(/[bgnvwtzcq]/g, (sign) => TAKEN_FOR[sign])
    .replace(/(.)\1+/gu, "$1");
  return heard || street;
}

/** How well a house and street fit one on record; a street that is as many as three letters another sounds alike.
 *  @param {[string, string]} asked @param {[string, string]} known @returns {Fit} */
export function sameStreet([house, street], [number, there]) {
  const apart = street === there ? 0 : slips(street, there, 3);
  if (apart > Number(street.length > 4) && (apart > 3 || streetSound(street) !== streetSound(there))) return [0, ""];
  if (!house) return [70 - 10 * apart, "same street"];
  return house === number ? [100 - 10 * apart, "same house and street"] : [45 - 10 * apart, "same street"];
}
