// What somebody on record is filed under, and what a question looks under: a shortlist for `match` to judge.
// The twin of field_app/cases/matching/keys.py (tests/vectors/matching.json).
import { nearNumber } from "./contacts.js";
import { near, yearsOf } from "./dates.js";
import { weight, writtenTogether } from "./names.js";
import { halves, streetSound } from "./places.js";

/** @typedef {import("../matching.js").Card} Card */
/** @typedef {{weight: number, keys: [fit: number, key: string][], part: string}} Clue  One thing that was asked. */

/** Every part of every name of a card, and neighbours written together. @param {Card} card */
export const parts = (card) => [
  ...new Set(card.names.flatMap((name) => [...name, ...writtenTogether(name).map(([, both]) => both)])),
];

/** Everything else somebody on record is filed under. @param {Card} card */
export const keys = (card) => [
  ...new Set([
    ...(card.born ? [`d ${card.born}`] : []),
    ...(card.year ? [`y ${card.year}`] : []),
    ...card.streets.flatMap(([house, street]) => [
      ...(house ? houseKeys(house, street) : []),
      `s ${street}`,
      `z ${streetSound(street)}`,
    ]),
    ...card.postcodes.flatMap(postcodeKeys),
    ...card.telephones.flatMap((one) => numberKeys("t", one)),
    ...card.plates.flatMap((one) => numberKeys("v", one)),
    ...card.handles.map((one) => `h ${one}`),
    ...card.places.map((word) => `l ${word}`),
    ...card.bond.map((word) => `b ${word}`),
    ...(card.reference ? [`r ${card.reference}`] : []),
  ]),
];

/** @param {string} house @param {string} street */
const houseKeys = (house, street) => [
  `a ${house} ${street}`,
  `a< ${house} ${street.slice(0, 3)}`,
  `a> ${house} ${street.slice(-3)}`,
  `a~ ${house} ${streetSound(street)}`,
];

/** @param {string} postcode */
function postcodeKeys(postcode) {
  const [outward, inward] = halves(postcode);
  return inward ? [`o ${outward}`, `i ${inward}`] : [`o ${outward}`];
}

/** Itself, and of a part of it: the end of a telephone number, the beginning and the end of a plate.
 *  @param {"t" | "v"} kind @param {string} number */
const numberKeys = (kind, number) =>
  kind === "t"
    ? [`t ${number}`, `t> ${number.slice(-5)}`]
    : [`v ${number}`, `v< ${number.slice(0, 4)}`, `v> ${number.slice(4)}`];

const WEIGHS = { name: 60, birth: 40, street: 30, postcode: 12, number: 30, handle: 60, place: 15, reference: 100 };

/** What a question looks under. @param {Card} asked @param {string} on today, ISO 8601 @returns {Clue[]} */
export function clues(asked, on) {
  /** @type {Clue[]} */
  const found = [];
  /** @param {number} weight @param {[number, string][]} keys @param {string} [part] */
  const add = (weight, keys, part = "") => found.push({ weight, keys, part });
  for (const name of asked.names) {
    const total = name.reduce((sum, part) => sum + weight(part), 0) || 1;
    for (const part of [...name, ...writtenTogether(name).map(([, both]) => both)]) {
      const weighs = Math.max(1, Math.floor((WEIGHS.name * weight(part)) / total));
      add(weighs, [[Math.floor((100 * WEIGHS.street) / weighs), `l ${part}`], [60, `b ${part}`]], part);
    }
  }
  if (asked.born) {
    const year = Number(asked.born.slice(0, 4));
    const days = near(asked.born).map((day) => /** @type {[number, string]} */ ([80, `d ${day}`]));
    add(WEIGHS.birth, [[100, `d ${asked.born}`], ...days, [45, `y ${year}`], [18, `y ${year - 1}`], [18, `y ${year + 1}`]]);
  } else if (asked.year) {
    const year = asked.year;
    add(WEIGHS.birth, [
      [100, `y ${year}`], [40, `y ${year - 1}`], [40, `y ${year + 1}`], [20, `y ${year - 2}`], [20, `y ${year + 2}`],
    ]); // prettier-ignore
  } else if (asked.age !== null) {
    const [first, last] = yearsOf(asked.age, on);
    /** @type {[number, string][]} */
    const wider = [1, 2, 3].flatMap((apart) => [
      /** @type {[number, string]} */ ([90 - 15 * apart, `y ${first - apart}`]),
      /** @type {[number, string]} */ ([90 - 15 * apart, `y ${last + apart}`]),
    ]);
    add(WEIGHS.birth, [[100, `y ${first}`], [100, `y ${last}`], ...wider]);
  }
  for (const [house, street] of asked.streets) {
    const [whole, ...ends] = houseKeys(house, street);
    /** @type {[number, string][]} */
    const atHouse = house ? [[100, whole], ...ends.map((end) => /** @type {[number, string]} */ ([80, end]))] : [];
    add(WEIGHS.street, [...atHouse, [house ? 45 : 70, `s ${street}`], [house ? 35 : 55, `z ${streetSound(street)}`]]);
  }
  for (const one of asked.postcodes) for (const half of postcodeClues(one)) add(WEIGHS.postcode, half);
  /** @param {"t" | "v"} kind @param {string} number */
  const addNumber = (kind, number) => {
    const [whole, ...pieces] = numberKeys(kind, number);
    const nearly = nearNumber(number).map((other) => /** @type {[number, string]} */ ([85, `${kind} ${other}`]));
    add(WEIGHS.number, [[100, whole], ...nearly]);
    for (const key of pieces) add(Math.floor(WEIGHS.number / pieces.length), [[100, key]]);
  };
  for (const one of asked.telephones) addNumber("t", one);
  for (const one of asked.plates) addNumber("v", one);
  for (const one of asked.handles) add(WEIGHS.handle, [[100, `h ${one}`]]);
  for (const word of asked.places) add(WEIGHS.place, [[100, `l ${word}`]]);
  if (asked.reference) add(WEIGHS.reference, [[100, `r ${asked.reference}`]]);
  return found;
}

/**
 * Its halves; and what the outward one is where a sign of the inward one is missing or twice, or two neighbours across
 * the middle are exchanged: then the inward one is another, too.
 * @param {string} postcode @returns {[number, string][][]}
 */
function postcodeClues(postcode) {
  const [whole, inward] = postcodeKeys(postcode);
  if (!inward) return [[[100, whole]]];
  const at = postcode.length - 4;
  const crossed = postcode.slice(0, at) + postcode[at + 1] + postcode[at] + postcode.slice(-2);
  return [
    [[100, whole], [80, `o ${postcode.slice(0, -2)}`], [80, `o ${postcode.slice(0, -4)}`], [80, `o ${crossed.slice(0, -3)}`]],
    [[100, inward], [80, `i ${crossed.slice(-3)}`]],
  ]; // prettier-ignore
}
