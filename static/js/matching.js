/**
 * Who is sought, who is on record, and how well the one fits the other: a score that says why.
 * The twin of field_app/cases/matching/score.py (tests/vectors/matching.json).
 */
import { handles, plateKey, sameHandle, sameNumber, telephoneKey } from "./matching/contacts.js";
import { ofAge, sameDay, sameYear } from "./matching/dates.js";
import { alike, nameParts, SAME, weight, writtenTogether } from "./matching/names.js";
import { placeWords, postcodeKey, samePostcode, sameStreet, streets } from "./matching/places.js";

/** @typedef {import("./matching/names.js").Fit} Fit */

/**
 * @typedef {object} Sought  Whom somebody looks up; `born` is ISO 8601, `age` in whole years.
 * @property {string | null} [name] @property {string | null} [born] @property {number | null} [year]
 * @property {number | null} [age] @property {string | null} [address] @property {string | null} [postcode]
 * @property {string | null} [reference] @property {string | null} [telephone]
 * @property {string | null} [number_plate] @property {string | null} [handle]
 */

/**
 * @typedef {object} Known  Somebody on record, as recorded; `year` of birth is a guess where only an age was believed.
 * @property {string | null} [name] @property {string[]} [aliases] @property {string | null} [born]
 * @property {number | null} [year] @property {string[]} [addresses] @property {string[]} [postcodes]
 * @property {string | null} [reference] @property {string[]} [telephones] @property {string[]} [number_plates]
 * @property {string[]} [contacts] @property {string[]} [bond]
 */

/**
 * @typedef {object} Card  Somebody described in the form in which they are compared.
 * @property {string[][]} names @property {string | null} born @property {number | null} year
 * @property {number | null} age @property {[string, string][]} streets @property {string[]} places
 * @property {string[]} postcodes @property {string} reference @property {string[]} telephones
 * @property {string[]} plates @property {string[]} handles @property {string[]} bond
 */

/** @typedef {{score: number, why: string[]}} Match  How well somebody fits, 0 to 100, and what fitted. */

const MOST_PARTS = 12;

/** The card of somebody on record. @param {Known} known @returns {Card} */
export const card = (known) => ({
  names: names([known.name, ...(known.aliases ?? [])]),
  born: known.born ?? null,
  year: known.born ? Number(known.born.slice(0, 4)) : (known.year ?? null),
  age: null,
  streets: (known.addresses ?? []).flatMap(streets),
  places: once((known.addresses ?? []).flatMap(placeWords)),
  postcodes: once((known.postcodes ?? []).map(postcodeKey)),
  reference: postcodeKey(known.reference ?? ""),
  telephones: once((known.telephones ?? []).map(telephoneKey)),
  plates: once((known.number_plates ?? []).map(plateKey)),
  handles: once((known.contacts ?? []).flatMap(handles)),
  bond: known.bond ?? [],
});

/** The card of whom somebody looks up. @param {Sought} sought @returns {Card} */
export function askedCard(sought) {
  const address = sought.address ?? "";
  const found = streets(address);
  return {
    names: names([sought.name]),
    born: sought.born ?? null,
    year: sought.year ?? null,
    age: sought.age ?? null,
    streets: found,
    places: found.length ? [] : placeWords(address),
    postcodes: once([postcodeKey(sought.postcode ?? "")]),
    reference: postcodeKey(sought.reference ?? ""),
    telephones: once([telephoneKey(sought.telephone ?? "")]),
    plates: once([plateKey(sought.number_plate ?? "")]),
    handles: handles(sought.handle ?? "").slice(0, 1),
    bond: [],
  };
}

/** @param {(string | null | undefined)[]} written */
const names = (written) =>
  written.map((name) => nameParts(name ?? "").slice(0, MOST_PARTS)).filter((parts) => parts.length);

/** @param {string[]} written */
const once = (written) => [...new Set(written)].filter(Boolean);

const WEIGHS = { name: 60, birth: 40, street: 30, postcode: 25, number: 60, reference: 100 };

/**
 * Compare who is sought with somebody on record; only what was asked counts for or against.
 * @param {Card} asked @param {Card} known @param {string} on today, ISO 8601 @returns {Match}
 */
export function match(asked, known, on) {
  let [total, sum] = [0, 0];
  /** @type {Set<string>} */
  const why = new Set();
  /** @param {number} fit @param {string[]} reasons @param {number} heavy @param {unknown} onRecord */
  const mark = (fit, reasons, heavy, onRecord) => {
    const weighs = onRecord ? heavy : Math.floor(heavy / 3);
    total += weighs;
    sum += fit * weighs;
    for (const reason of reasons) if (reason) why.add(reason);
  };
  /**
   * @template T
   * @param {T[]} one @param {T[]} other @param {(asked: T, known: T) => Fit} compare @param {number} heavy
   */
  const markBest = (one, other, compare, heavy) => {
    if (!one.length) return;
    const fits = one.flatMap((here) => other.map((there) => compare(here, there)));
    const [fit, reason] = best(fits, ([found]) => found) ?? [0, ""];
    mark(fit, [reason], heavy, other.length);
  };

  if (asked.reference) {
    const same = asked.reference === known.reference;
    mark(same ? 100 : 0, same ? ["same reference"] : [], WEIGHS.reference, true);
  }
  if (asked.names.length) {
    const [fit, reasons, placed] = byName(asked.names[0], known);
    mark(fit, reasons, WEIGHS.name, true);
    if (placed) mark(100, ["same place"], WEIGHS.street, true);
  }
  if (asked.born || asked.year || asked.age !== null) {
    const [fit, reason] = byBirth(asked, known, on);
    mark(fit, [reason], WEIGHS.birth, known.year);
  }
  markBest(asked.streets, known.streets, sameStreet, WEIGHS.street);
  markBest(asked.postcodes, known.postcodes, samePostcode, WEIGHS.postcode);
  markBest(asked.telephones, known.telephones, (a, b) => sameNumber(a, b, "telephone number"), WEIGHS.number);
  markBest(asked.plates, known.plates, (a, b) => sameNumber(a, b, "number plate"), WEIGHS.number);
  markBest(asked.handles, known.handles, sameHandle, WEIGHS.number);
  if (asked.places.length) {
    const found = asked.places.filter((word) => known.places.includes(word));
    const fit = Math.floor((100 * found.length) / asked.places.length);
    mark(fit, found.length ? ["same place"] : [], WEIGHS.street, known.places.length);
  }
  return { score: total ? Math.floor((2 * sum + total) / (2 * total)) : 0, why: [...why] };
}

/** The first of those with most. @template T @param {T[]} all @param {(one: T) => number} most @returns {T | undefined} */
const best = (all, most) => all.reduce((/** @type {T | undefined} */ top, one) => (top === undefined || most(one) > most(top) ? one : top), undefined);

/** @param {Card} asked @param {Card} known @param {string} on @returns {Fit} */
function byBirth(asked, known, on) {
  if (!known.year) return [0, ""];
  if (asked.born && known.born) return sameDay(asked.born, known.born);
  const year = asked.born ? Number(asked.born.slice(0, 4)) : asked.year;
  return year ? sameYear(year, known.year, known.born ? 100 : 70) : ofAge(asked.age ?? 0, on, known.year);
}

const LEFT_OUT = 4;
const NOT_THE_FIRST = 8;
const MISSED = "missed";
const BOND = "connected so";

/** @typedef {[fit: number, reasons: string[], placed: boolean]} ByName  `placed`: a part is a place of theirs. */

/** The best of the names somebody is known by. @param {string[]} asked @param {Card} known @returns {ByName} */
function byName(asked, known) {
  /** @type {ByName} */
  let top = [0, [], false];
  for (const [place, parts] of known.names.entries()) {
    const fits = readings(asked).flatMap((one, first) => [...readings(parts), ...(first ? [] : asOne(one, parts))].map((other) => byParts(one, other, known)));
    const [fit, reasons, placed] = /** @type {ByName} */ (best(fits, ([found]) => found));
    if (fit > top[0]) top = [fit, [...reasons, ...(place ? ["under another name"] : [])], placed];
  }
  return top;
}

/** A name as it stands, and with two neighbours written together where that is done. @param {string[]} parts */
const readings = (parts) => [
  parts,
  ...writtenTogether(parts).map(([place, both]) => [...parts.slice(0, place), both, ...parts.slice(place + 2)]),
];

const LEAST_TOGETHER = 7;
const FEW_PARTS = 3;

/**
 * A name on record with two of its parts as one, where a part is asked for that is about as long as both together:
 * given and family name written without a space, in either order.
 * @param {string[]} asked @param {string[]} known @returns {string[][]}
 */
const asOne = (asked, known) =>
  (asked.length > FEW_PARTS || known.length > 2 * FEW_PARTS ? [] : asked)
    .filter((part) => part.length >= LEAST_TOGETHER && !known.includes(part))
    .flatMap((part) =>
      known.flatMap((one, at) =>
        known.flatMap((other, place) => {
          const both = one + other;
          if (at === place || (both[0] !== part[0] && both.at(-1) !== part.at(-1))) return [];
          if (Math.abs(both.length - part.length) > 1 || !alike(part, both)[0]) return [];
          return [[both, ...known.filter((_, which) => which !== at && which !== place)]];
        }),
      ),
    );

/** Each part asked for with the part on record that is most like it. @param {string[]} asked @param {string[]} known @param {Card} person @returns {ByName} */
function byParts(asked, known, person) {
  const left = [...known];
  /** @type {Set<string>} */
  const reasons = new Set();
  let [total, fits, placed] = [0, 0, false];
  for (const part of asked) {
    let [fit, reason, taken] = [0, "", ""];
    for (const other of left) {
      const [found, because] = alike(part, other);
      if (found > fit) [fit, reason, taken] = [found, because, other];
    }
    if (fit < 60 && person.places.includes(part)) {
      placed = true;
      continue;
    }
    if (fit < 60 && person.bond.includes(part)) [fit, reason, taken] = [80, BOND, ""];
    if (taken) left.splice(left.indexOf(taken), 1);
    const heavy = weight(part);
    total += heavy;
    fits += heavy * fit;
    if (heavy > 10 || fit) reasons.add(reason || MISSED);
  }
  const missed = reasons.delete(MISSED);
  if (!reasons.size) return placed && !missed ? [80, ["same place"], false] : [0, [], false];
  const missing = Math.min(3, left.filter((part) => weight(part) > 10).length);
  const middle = !missed && !reasons.has(BOND) && known.length - left.length > 1 && left.includes(known[0]);
  const fit = total ? Math.max(0, Math.floor(fits / total) - LEFT_OUT * missing - (middle ? NOT_THE_FIRST : 0)) : 0;
  const said = [...(missed ? ["part of the name"] : []), ...[...reasons].filter((one) => one !== SAME)];
  return [fit, said.length ? said : [SAME], placed];
}
