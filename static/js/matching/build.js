// The index of people on record, made once and then only looked into: numbers one after another, in one piece of memory
// that is kept as it is and read without building anything again. What it holds: static/js/matching/index.js.

import { utf8 } from "../bytes.js";
import { keys, parts } from "./keys.js";
import { ending, sound } from "./names.js";

/** @typedef {import("../matching.js").Card} Card */
/** @typedef {Uint8Array | Uint16Array | Uint32Array | Float64Array} Numbers */
/** @typedef {Record<string, Numbers>} Made  by name */
/** Text, and whatever stands under it, by number. @typedef {Map<string, number[]>} Listed */

/** What of a card says nothing where it is left out. @type {Card} */
const EMPTY = { names: [], born: null, year: null, age: null, streets: [], places: [], postcodes: [], reference: "", telephones: [], plates: [], handles: [], bond: [] }; // prettier-ignore

/** @param {Partial<Card>} card what is empty left out @returns {Card} */
export const whole = (card) => ({ ...EMPTY, ...card });

/** A number of 53 bits for a key: two keys with one number only make a shortlist longer. @param {string} key */
export function hash(key) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}

/**
 * The index of these people, in their order.
 * @param {string[]} rows each as the JSON text of an object whose `card` is what they are compared by
 * @param {(row: any) => string[]} also the keys one of them is filed under besides
 * @returns {Made}
 */
export function build(rows, also = () => []) {
  /** @type {Listed} */
  const names = new Map();
  /** @type {Map<number, number[]>} */
  const byKey = new Map();
  const years = new Uint16Array(rows.length);
  rows.forEach((row, at) => {
    const known = JSON.parse(row);
    const card = whole(known.card);
    for (const part of parts(card)) into(names, part, at);
    for (const key of [...keys(card), ...also(known)]) if (!key.startsWith("y ")) into(byKey, hash(key), at);
    years[at] = card.year ?? 0;
  });
  const words = [...names.keys()].sort();
  /** @type {Listed[]} */
  const [ends, sounds, endings] = [new Map(), new Map(), new Map()];
  words.forEach((word, at) => {
    for (const end of endsOf(word)) into(ends, end, at);
    into(sounds, sound(word), at);
    if (ending(word) !== word) into(endings, ending(word), at);
  });
  const hashes = Float64Array.from(byKey.keys()).sort();
  return {
    ...table("names", names, words),
    ...table("ends", ends),
    ...table("sounds", sounds),
    ...table("endings", endings),
    ...strung("key", [...hashes].map((one) => byKey.get(one) ?? [])),
    hashes,
    years,
    ...texts("rows", rows),
  };
}

/** How a part begins and how it ends, each with its length, or with another. @param {string} word @param {number} [length] */
export const endsOf = (word, length = word.length) => [`${length} ${word[0]}`, `${length} >${word.at(-1)}`];

/** @template K @param {Map<K, number[]>} map @param {K} key @param {number} value */
function into(map, key, value) {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

/** @param {string} name @param {Listed} listed @param {string[]} [sorted] its texts @returns {Made} */
function table(name, listed, sorted = [...listed.keys()].sort()) {
  return { [`${name} texts`]: utf8(sorted.join("\n")), ...strung(name, sorted.map((one) => listed.get(one) ?? [])) };
}

/** Lists one after another, and where each begins. @param {string} name @param {number[][]} lists @returns {Made} */
function strung(name, lists) {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((list, at) => (starts[at + 1] = starts[at] + list.length));
  const values = new Uint32Array(starts[lists.length]);
  lists.forEach((list, at) => values.set(list, starts[at]));
  return { [`${name} starts`]: starts, [`${name} values`]: values };
}

/** Texts one after another, each read by itself. @param {string} name @param {string[]} written @returns {Made} */
export function texts(name, written) {
  const encoded = written.map(utf8);
  const starts = new Uint32Array(encoded.length + 1);
  encoded.forEach((one, at) => (starts[at + 1] = starts[at] + one.length));
  const bytes = new Uint8Array(starts[encoded.length]);
  encoded.forEach((one, at) => bytes.set(one, starts[at]));
  return { [`${name} starts`]: starts, [`${name} bytes`]: bytes };
}

// --- As one piece ---------------------------------------------------------------------------------------------

/** @type {Record<string, new (buffer: ArrayBuffer, at: number, length: number) => Numbers>} */
const SORTS = { Uint8Array, Uint16Array, Uint32Array, Float64Array };
const ALIGNED = 8;

/** @param {Made} made @returns {Uint8Array<ArrayBuffer>} */
export function pack(made) {
  let at = 0;
  const list = Object.entries(made).map(([name, numbers]) => {
    const line = [name, numbers.constructor.name, at, numbers.length];
    at += Math.ceil(numbers.byteLength / ALIGNED) * ALIGNED;
    return line;
  });
  const head = utf8(JSON.stringify(list));
  const begins = Math.ceil((4 + head.length) / ALIGNED) * ALIGNED;
  const whole = new Uint8Array(begins + at);
  new DataView(whole.buffer).setUint32(0, head.length, true);
  whole.set(head, 4);
  Object.values(made).forEach((numbers, place) =>
    whole.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), begins + Number(list[place][2])),
  );
  return whole;
}

/** Views over what `pack` made. @param {ArrayBuffer} buffer @returns {Made} */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const begins = Math.ceil((4 + length) / ALIGNED) * ALIGNED;
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return Object.fromEntries(
    list.map((/** @type {[string, string, number, number]} */ [name, sort, at, count]) => [
      name,
      new SORTS[sort](buffer, begins + at, count),
    ]),
  );
}
