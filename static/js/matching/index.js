// Whom the look-up finds on this phone. The twin of field_app/store/search.py, in memory alone: parts of names as they
// may be spelt, then keys of everything else, exactly; those most was found of are judged.

import { match } from "../matching.js";
import { clues, keys, parts } from "./keys.js";
import { alike, ending, slips, sound } from "./names.js";
import { othersOf } from "./nicknames.js";

/** @typedef {import("../matching.js").Card} Card */
/** @typedef {[fit: number, rows: number[]]} Rows  How well these rows fit what was asked. */

const MOST_JUDGED = 24;
const MOST_ALIKE = 80;
const ENOUGH = 200;
const FAR_MORE = 1_000;
const TOO_MANY = 4_000;

/** @template K, V @param {Map<K, V[]>} map @param {K} key @param {V} value */
function into(map, key, value) {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

export class Index {
  /** @type {(Card | null)[]} */
  #cards = [];
  /** @type {Map<string, number[]>} */
  #names = new Map();
  /** @type {Map<string, number[]>} */
  #keys = new Map();
  /** @type {Map<string, string[]>} */
  #ends = new Map();
  /** @type {Map<string, string[]>} */
  #sounds = new Map();
  /** @type {Map<string, string[]>} */
  #endings = new Map();
  /** @type {Map<string, [number, string][]>} */
  #like = new Map();

  /** @param {Card} card @returns {number} the row they have from now on */
  add(card) {
    const row = this.#cards.push(card) - 1;
    for (const part of parts(card)) {
      if (!this.#names.has(part)) this.#learn(part);
      into(this.#names, part, row);
    }
    for (const key of keys(card)) into(this.#keys, key, row);
    return row;
  }

  /** Find them no more. @param {number} row */
  drop(row) {
    this.#cards[row] = null;
  }

  /** Who is like who is sought, best first. @param {Card} asked @param {string} on today, ISO 8601
   *  @param {number} least the least score */
  find(asked, on, least) {
    const found = this.#shortlist(clues(asked, on)).flatMap((row) => {
      const card = this.#cards[row];
      return card ? [{ row, ...match(asked, card, on) }] : [];
    });
    return found.filter(({ score }) => score >= least).sort((one, other) => other.score - one.score);
  }

  /** @param {string} part */
  #learn(part) {
    for (const end of [part[0], `>${part.at(-1)}`]) into(this.#ends, `${part.length} ${end}`, part);
    into(this.#sounds, sound(part), part);
    if (ending(part) !== part) into(this.#endings, ending(part), part);
    this.#like.clear();
  }

  /** @param {import("./keys.js").Clue[]} asked */
  #shortlist(asked) {
    const weighed = asked
      .map((clue) => ({ weight: clue.weight, rows: this.#rowsOf(clue) }))
      .filter(({ rows }) => rows.length);
    const scores = new Map([...likely(weighed.map(({ rows }) => new Set(rows.flatMap(([, where]) => where))))].map((row) => [row, 0]));
    for (const { weight, rows } of weighed) {
      const hit = new Set();
      for (const [fit, where] of rows)
        for (const row of where) {
          const score = scores.get(row);
          if (score === undefined || hit.has(row)) continue;
          hit.add(row);
          scores.set(row, score + weight * fit);
        }
    }
    const best = [...scores].filter(([row]) => this.#cards[row]).sort((one, other) => other[1] - one[1] || other[0] - one[0]);
    return best.slice(0, MOST_JUDGED).map(([row]) => row);
  }

  /** @param {import("./keys.js").Clue} clue @returns {Rows[]} the best first */
  #rowsOf(clue) {
    /** @type {Rows[]} */
    const found = clue.part ? this.#partsLike(clue.part).map(([fit, part]) => [fit, this.#names.get(part) ?? []]) : [];
    for (const [fit, key] of clue.keys) {
      const where = this.#keys.get(key);
      if (where) found.push([fit, where]);
    }
    return found.sort((one, other) => other[0] - one[0]);
  }

  /** The parts of names on record that a part of a question may be, with how like they are. @param {string} asked */
  #partsLike(asked) {
    const known = this.#like.get(asked);
    if (known) return known;
    const most = asked.length < 5 ? 1 : asked.length < 9 ? 2 : 3;
    const near = new Set([
      ...[asked, ending(asked), ...othersOf(asked)],
      ...(this.#sounds.get(sound(asked)) ?? []),
      ...(this.#endings.get(ending(asked)) ?? []),
    ]);
    if (asked.length > 2) for (const word of this.#names.keys()) if (word.startsWith(asked)) near.add(word);
    if (asked.length > 2)
      // Nearly every misspelling leaves the first or the last letter as it was.
      for (let length = asked.length - most; length <= asked.length + most; length++)
        for (const end of [asked[0], `>${asked.at(-1)}`])
          for (const word of this.#ends.get(`${length} ${end}`) ?? [])
            if (slips(asked, word, most) <= most) near.add(word);
    const fits = [...near]
      .filter((word) => this.#names.has(word))
      .map((word) => /** @type {[number, string]} */ ([alike(asked, word)[0], word]))
      .filter(([fit]) => fit)
      .sort((one, other) => other[0] - one[0] || (one[1] < other[1] ? 1 : -1))
      .slice(0, MOST_ALIKE);
    this.#like.set(asked, fits);
    return fits;
  }
}

/** The rows that stand in most of these sets: level by level, until there are enough. @param {Set<number>[]} sets */
function likely(sets) {
  /** @type {Map<number, number>} */
  const times = new Map();
  for (const one of sets) for (const row of one) times.set(row, (times.get(row) ?? 0) + 1);
  /** @type {number[][]} */
  const levels = sets.map(() => []);
  for (const [row, count] of times) levels[count - 1].push(row);
  /** @type {Set<number>} */
  const found = new Set();
  for (const level of levels.reverse()) {
    if (found.size >= MOST_JUDGED && level.length > FAR_MORE) break;
    for (const row of level.sort((one, other) => other - one)) if (found.size < TOO_MANY) found.add(row);
    if (found.size >= ENOUGH) break;
  }
  return found;
}
