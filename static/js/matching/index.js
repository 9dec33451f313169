// Whom the look-up finds on this phone. The twin of field_app/store/search.py: parts of names as they may be spelt, then
// keys of everything else, exactly; those most was found of are judged.

import { match } from "../matching.js";
import { fromUtf8 } from "../bytes.js";
import { endsOf, hash, whole } from "./build.js";
import { clues } from "./keys.js";
import { alike, ending, slips, sound } from "./names.js";
import { othersOf } from "./nicknames.js";

/** @typedef {import("../matching.js").Card} Card */
/** @typedef {import("./build.js").Made} Made */
/** Somebody found; `known` is the whole row. @typedef {{known: Record<string, any>, card: Card, score: number, why: string[]}} Found */

const MOST_JUDGED = 24;
const MOST_ALIKE = 80;
const SURE_TO_BE_JUDGED = 12;
const FEW = 4;
const MOST_REMEMBERED = 500;
const SHORTEST = 3;
const LEAST_TOGETHER = 7;
const MOST_TOGETHER = 30;
const FEW_PARTS = 3;
const SURELY = 90;

/** Where something stands among what is sorted, or would. @template T @param {ArrayLike<T>} sorted @param {T} sought */
function placeOf(sorted, sought) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < sought) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What stands under each of many texts. */
class Table {
  /** @param {Made} made @param {string} name */
  constructor(made, name) {
    const written = fromUtf8(/** @type {Uint8Array} */ (made[`${name} texts`]));
    this.texts = written ? written.split("\n") : made[`${name} starts`].length > 1 ? [""] : [];
    this.starts = made[`${name} starts`];
    this.values = made[`${name} values`];
  }

  /** @param {number} place */
  at(place) {
    return this.values.subarray(this.starts[place], this.starts[place + 1]);
  }

  /** @param {string} text */
  placeOf(text) {
    const place = placeOf(this.texts, text);
    return this.texts[place] === text ? place : -1;
  }

  /** @param {string} text */
  of(text) {
    const place = this.placeOf(text);
    return place < 0 ? NOTHING : this.at(place);
  }
}

const NOTHING = new Uint32Array();

/** What a part of a name earns besides: the fewer have it, the more it says who is meant. @param {ArrayLike<number>} rows */
const rarity = (rows) => Math.max(0, 20 - (32 - Math.clz32(rows.length)));

export class Index {
  #made;
  #names;
  #ends;
  #sounds;
  #endings;
  #hashes;
  #years;
  /** What each row has earned, and the mark of the clue that was the last to give it something. */
  #points;
  #marked;
  #mark = 0;
  /** @type {Map<string, [number, number][]>} */
  #like = new Map();

  /** @param {Made} made as `build` makes it, or `unpack` reads it */
  constructor(made) {
    this.#made = made;
    this.#names = new Table(made, "names");
    this.#ends = new Table(made, "ends");
    this.#sounds = new Table(made, "sounds");
    this.#endings = new Table(made, "endings");
    this.#hashes = made.hashes;
    this.#years = made.years;
    this.size = this.#years.length;
    this.#points = new Uint32Array(this.size);
    this.#marked = new Uint32Array(this.size);
  }

  /** One of the texts it was made with. @param {"rows" | "shared"} name @param {number} place */
  text(name, place) {
    const [starts, bytes] = [this.#made[`${name} starts`], this.#made[`${name} bytes`]];
    return fromUtf8(/** @type {Uint8Array} */ (bytes).subarray(starts[place], starts[place + 1]));
  }

  /** All of them. @param {"rows" | "shared"} name */
  texts(name) {
    return Array.from({ length: this.#made[`${name} starts`].length - 1 }, (_, place) => this.text(name, place));
  }

  /** Who is like who is sought, best first. @param {Card} asked @param {string} on today, ISO 8601
   *  @param {number} least the least score @returns {Found[]} */
  find(asked, on, least) {
    /** @type {Found[]} */
    const found = [];
    for (const [place, row] of this.#shortlist(clues(asked, on)).entries()) {
      if (place >= SURE_TO_BE_JUDGED && place > found.length + FEW) break;
      const known = JSON.parse(this.text("rows", row));
      const card = whole(known.card);
      const fit = match(asked, card, on);
      if (fit.score >= least) found.push({ known, card, ...fit });
    }
    return found.sort((one, other) => other.score - one.score);
  }

  /** The rows under any of these keys that are like somebody. @param {string[]} keys @param {Card} asked
   *  @param {string} on today, ISO 8601 @param {number} least the least score @returns {Record<string, any>[]} */
  under(keys, asked, on, least) {
    const rows = new Set(keys.flatMap((key) => [...this.#under(key)]));
    const known = [...rows].map((row) => JSON.parse(this.text("rows", row)));
    return known.filter(({ card }) => match(asked, whole(card), on).score >= least);
  }

  /** @param {string} key */
  #under(key) {
    const sought = hash(key);
    const place = placeOf(this.#hashes, sought);
    const starts = this.#made["key starts"];
    return this.#hashes[place] === sought ? this.#made["key values"].subarray(starts[place], starts[place + 1]) : NOTHING;
  }

  // --- From a question to a shortlist -------------------------------------------------------------------------

  /** The rows of which most was found, the likeliest first. @param {import("./keys.js").Clue[]} asked */
  #shortlist(asked) {
    /** @type {number[]} */
    const rows = [];
    /** @type {{weight: number, found: [number, Iterable<number>][], years: Map<number, number>}[]} */
    const births = [];
    const few = asked.filter((clue) => clue.part).length <= FEW_PARTS;
    for (const clue of asked) {
      const { found, years } = this.#rowsOf(clue, few);
      if (years.size) births.push({ weight: clue.weight, found, years });
      else this.#earn(rows, clue.weight, found);
    }
    for (const { weight, found, years } of births) {
      // A year is so many people's that it only tells those apart of whom something else was found, if anybody.
      const others = rows.length;
      this.#earn(rows, weight, found);
      const add = (/** @type {number} */ row) => {
        const fit = years.get(this.#years[row]);
        if (fit === undefined || this.#marked[row] === this.#mark) return;
        if (!this.#points[row]) rows.push(row);
        this.#points[row] += weight * fit;
      };
      if (rows.length) for (let at = 0; at < others; at++) add(rows[at]);
      else for (let row = 0; row < this.size; row++) add(row);
    }
    const best = this.#best(rows);
    for (const row of rows) this.#points[row] = 0;
    return best;
  }

  /** Give rows what the best of a clue's keys earns them. @param {number[]} rows those that have anything
   *  @param {number} weight @param {[fit: number, rows: Iterable<number>][]} found */
  #earn(rows, weight, found) {
    this.#mark++;
    for (const [fit, where] of found.sort((one, other) => other[0] - one[0]))
      for (const row of where) {
        if (this.#marked[row] === this.#mark) continue;
        this.#marked[row] = this.#mark;
        if (!this.#points[row]) rows.push(row);
        this.#points[row] += weight * fit;
      }
  }

  /** Of two as likely, the newer one. @param {number[]} rows */
  #best(rows) {
    /** @type {number[]} */
    const best = [];
    const before = (/** @type {number} */ one, /** @type {number} */ other) =>
      this.#points[one] > this.#points[other] || (this.#points[one] === this.#points[other] && one > other);
    for (const row of rows) {
      if (best.length === MOST_JUDGED && !before(row, best[MOST_JUDGED - 1])) continue;
      let place = best.length;
      while (place > 0 && before(row, best[place - 1])) place--;
      best.splice(place, 0, row);
      if (best.length > MOST_JUDGED) best.pop();
    }
    return best;
  }

  /** @param {import("./keys.js").Clue} clue @param {boolean} few whether so few parts of a name are asked for that one may be two */
  #rowsOf(clue, few) {
    /** @type {Map<number, number>} */
    const years = new Map();
    /** @type {[number, Iterable<number>][]} */
    const found = [];
    if (clue.part) {
      const like = this.#partsLike(clue.part);
      for (const [fit, word] of like) found.push([fit + rarity(this.#names.at(word)), this.#names.at(word)]);
      const long = clue.part.length >= LEAST_TOGETHER && clue.part.length <= MOST_TOGETHER;
      if (few && long && !(like.length && like[0][0] >= SURELY)) found.push(...this.#together(clue.part));
    }
    for (const [fit, key] of clue.keys) {
      if (key.startsWith("y ")) {
        years.set(Number(key.slice(2)), fit);
        continue;
      }
      const rows = this.#under(key);
      if (rows.length) found.push([fit, rows]);
    }
    return { found, years };
  }

  /** Who has two parts of a name that are this when written together, one of them as it stands.
   *  @param {string} asked @returns {[number, number[]][]} */
  #together(asked) {
    /** @type {[number, number[]][]} */
    const found = [];
    for (let place = SHORTEST; place <= asked.length - SHORTEST; place++) {
      const [head, tail] = [asked.slice(0, place), asked.slice(place)];
      for (const [one, other] of [[head, tail], [tail, head]]) {
        const there = new Set(this.#names.of(one));
        if (!there.size) continue;
        for (const [fit, word] of this.#partsLike(other)) {
          const rows = [...this.#names.at(word)].filter((row) => there.has(row));
          if (rows.length) found.push([(100 + fit) >> 1, rows]);
        }
      }
    }
    return found;
  }

  /** The parts of names on record that a part of a question may be, with how like they are.
   *  @param {string} asked @returns {[fit: number, word: number][]} */
  #partsLike(asked) {
    const known = this.#like.get(asked);
    if (known) return known;
    const { texts } = this.#names;
    const most = asked.length < 5 ? 1 : asked.length < 9 ? 2 : 3;
    /** @type {Set<number>} */
    const near = new Set([asked, ending(asked), ...othersOf(asked)].map((one) => this.#names.placeOf(one)));
    near.delete(-1);
    for (const word of this.#sounds.of(sound(asked))) near.add(word);
    for (const word of this.#endings.of(ending(asked))) near.add(word);
    if (asked.length > 2) {
      for (let place = placeOf(texts, asked); texts[place]?.startsWith(asked); place++) near.add(place);
      // Nearly every misspelling leaves the first or the last letter as it was.
      for (let length = asked.length - most; length <= asked.length + most; length++)
        for (const end of endsOf(asked, length))
          for (const word of this.#ends.of(end))
            if (!near.has(word) && slips(asked, texts[word], most) <= most) near.add(word);
    }
    /** @type {[number, number][]} */
    const fits = [];
    for (const word of near) {
      const [fit] = alike(asked, texts[word]);
      if (fit) fits.push([fit, word]);
    }
    fits.sort((one, other) => other[0] - one[0] || other[1] - one[1]);
    fits.length = Math.min(fits.length, MOST_ALIKE);
    if (this.#like.size >= MOST_REMEMBERED) this.#like.clear();
    this.#like.set(asked, fits);
    return fits;
  }
}
