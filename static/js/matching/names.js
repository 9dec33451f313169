// Names: their parts in plain letters, how they sound, and how like one part is to another.
// The twin of field_app/cases/matching/names.py (tests/vectors/matching.json).
import { shareRow } from "./nicknames.js";

/** @typedef {[fit: number, why: string]} Fit  How well something fits, 0 to 100, and why. */

/** @param {string} from @param {string} to @returns {[string, string][]} */
const each = (from, to) => [...from].map((sign, place) => [sign, to[place]]);

/** Letters that are no accented Latin ones, as passports write them. @type {Map<string, string>} */
const LETTERS = new Map([
  ...each("łøđðıħŧ", "lodddht"),
  ...Object.entries({ ı: "i", þ: "th", ß: "ss", æ: "ae", œ: "oe", ŋ: "ng", ə: "a", ð: "d" }),
  ...each("абвгґдезийклмнопрстуфыіїэ", "abvggdeziiklmnoprstufyiie"),
  ...Object.entries({ ё: "e", є: "ye", ж: "zh", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ю: "yu" }),
  ...Object.entries({ я: "ya", ъ: "", ь: "", ў: "u", ј: "j", љ: "lj", њ: "nj", ћ: "c", ђ: "d", џ: "dz" }),
  ...each("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo"),
  ...Object.entries({ θ: "th", χ: "ch", ψ: "ps" }),
]);

const SHORT = 4;
const JOINED = new Set("mac mc fitz saint st o abd abdul al el de da di la le van von".split(" "));
const LIGHT = new Set(
  "ap ab ferch verch bin ibn bint al el ul ur ud uz de da do di du van von der den la le y".split(" "),
);
const COMMON = new Set("singh kaur begum bibi khatun khan miah".split(" "));

/** Lower case, Latin, without accents or apostrophes. @param {string} text */
export const plain = (text) =>
  [...text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")]
    .map((sign) => LETTERS.get(sign) ?? sign)
    .join("")
    .replace(/['’ʼ`]/g, "");

/** A name's parts, lower case, in Latin letters where there is a way. @param {string} name @returns {string[]} */
export const nameParts = (name) => plain(name).match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Neighbours that may be written as one: the place of the first, and both together.
 * @param {string[]} parts @returns {[number, string][]}
 */
export const writtenTogether = (parts) =>
  parts.flatMap((one, place) => {
    const other = parts[place + 1];
    const together = other && ((one.length <= SHORT && other.length <= SHORT) || JOINED.has(one));
    return together ? [/** @type {[number, string]} */ ([place, one + other])] : [];
  });

/** How much a part of a name says, out of 100. @param {string} part */
export function weight(part) {
  if (LIGHT.has(part)) return 10;
  if (part.length === 1) return 30;
  return COMMON.has(part) ? 50 : 100;
}

/** @type {[RegExp, string][]} */
const SOUNDS = [
  [/^(kn|gn)/g, "n"],
  [/^wr/g, "r"],
  [/^(ll|lh)/g, "l"],
  [/^mac|^mc/g, "mk"],
  [/tch|ch|cz|tsch/g, "C"],
  [/sch|sh|sz|sc(?=[ei])|x(?=[aeiou])/g, "s"],
  [/zh|rz/g, "s"],
  [/ph|ff/g, "f"],
  [/gh(?=t)/g, ""],
  [/ck|kh|q|gh|c(?![eiy])/g, "k"],
  [/x/g, "ks"],
  [/dj|dz|j/g, "j"],
  [/g(?=[ei])/g, "j"],
  [/c/g, "s"],
  [/z/g, "s"],
  [/d/g, "t"],
  [/w|v/g, "f"],
  [/C/g, "c"],
];

/** What was heard already: the same parts are compared again and again. @type {Map<string, string>} */
const known = new Map();
const MOST_KNOWN = 5_000;

/** What is left of a part for the ear: its consonants by how they are spoken, and whether a vowel begins it. @param {string} part */
export function sound(part) {
  const before = known.get(part);
  if (before !== undefined) return before;
  const heard = SOUNDS.reduce((text, [pattern, said]) => text.replace(pattern, said), part.replace(/(.)\1+/gu, "$1"));
  const left = (/^[aeiouy]/.test(heard) ? "a" : "") + heard.replace(/[aeiouyh]/g, "");
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(part, left);
  return left;
}

const ENDINGS = [
  ...[["ska", "ski"], ["cka", "cki"], ["sky", "ski"], ["skyi", "ski"], ["skiy", "ski"], ["skaya", "ski"]],
  ...[["ova", "ov"], ["eva", "ev"], ["off", "ov"], ["ow", "ov"], ["dzka", "dzki"], ["vich", "vic"], ["wicz", "vic"]],
];

/** The part with the ending that only grammar changes brought to one: Nowakowska, Nowakowski. @param {string} part */
export function ending(part) {
  const [written, one] = ENDINGS.find(([end]) => part.endsWith(end) && part.length > end.length + 1) ?? ["", ""];
  return written ? part.slice(0, -written.length) + one : part;
}

const MOST_SLIPS = 3;

/** Of the letters of the part that is compared, each with the places where it stands: one bit a place. */
const places = { part: "", latin: new Int32Array(128), others: /** @type {Map<number, number>} */ (new Map()) };

/** More letters than a number has bits are not told apart: names have fewer. */
const MOST_LETTERS = 31;

/**
 * How many letters are wrong, missing, added or swapped with their neighbour; `most` + 1 where it is more.
 * All places of one part are compared with a letter of the other at once (H. Hyyrö 2003, after G. Myers 1999).
 * @param {string} one @param {string} other @param {number} most
 */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  if (!one) return other.length;
  if (one.length > MOST_LETTERS) return one === other ? 0 : most + 1;
  if (places.part !== one) {
    places.part = one;
    places.latin.fill(0);
    places.others.clear();
    for (let at = 0; at < one.length; at++) {
      const letter = one.charCodeAt(at);
      if (letter < 128) places.latin[letter] |= 1 << at;
      else places.others.set(letter, (places.others.get(letter) ?? 0) | (1 << at));
    }
  }
  const { latin, others } = places;
  const last = 1 << (one.length - 1);
  let more = -1;
  let fewer = 0;
  let same = 0;
  let before = 0;
  let apart = one.length;
  for (let at = 0; at < other.length; at++) {
    const letter = other.charCodeAt(at);
    const here = letter < 128 ? latin[letter] : (others.get(letter) ?? 0);
    const swapped = ((~same & here) << 1) & before;
    same = (((here & more) + more) ^ more) | here | fewer | swapped;
    const up = fewer | ~(same | more);
    const down = same & more;
    if (up & last) apart++;
    if (down & last) apart--;
    const shifted = (up << 1) | 1;
    more = (down << 1) | ~(same | shifted);
    fewer = shifted & same;
    before = here;
  }
  return Math.min(apart, most + 1);
}

export const SAME = "same name";

/**
 * How like the part that is asked for is to one on record (0 to 100), and why; 0 and nothing where it is not.
 * @param {string} asked @param {string} known @returns {Fit}
 */
export function alike(asked, known) {
  if (asked === known) return [100, SAME];
  if (asked.length === 1 || known.length === 1) return asked[0] === known[0] ? [55, "same initial"] : [0, ""];
  if (ending(asked) === ending(known)) return [96, "name written another way"];
  if (shareRow(asked, known)) return [88, "another form of the name"];
  const longer = Math.max(asked.length, known.length);
  const heard = sound(asked);
  const sameSound = longer > 3 && heard.length > 1 && heard === sound(known);
  const most = sameSound || longer > 9 ? MOST_SLIPS : longer > 5 ? 2 : 1;
  const apart = slips(asked, known, most);
  if (sameSound && apart <= most) return [[94, 88, 80][apart - 1], "name sounds alike"];
  const fit = spelt(apart, longer);
  if (fit < 75 && asked.length > 2 && known.startsWith(asked)) return [75, "name begins alike"];
  if (fit < 65 && known.length > 3 && asked.startsWith(known)) return [65, "name begins alike"];
  return fit ? [fit, "name spelt alike"] : [0, ""];
}

/** How like two parts are that are so many slips apart, the longer of them of so many letters. @param {number} apart @param {number} longer */
function spelt(apart, longer) {
  if (apart === 1) return longer > 5 ? 90 : longer > 3 ? 80 : 55;
  if (apart === 2) return longer > 7 ? 78 : longer > 5 ? 66 : 0;
  return apart === 3 && longer > 9 ? 64 : 0;
}
