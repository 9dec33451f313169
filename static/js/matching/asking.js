// How sure it is that somebody found is the one who was sought, and what to ask them to be surer.
// The twin of field_app/cases/matching/asking.py (tests/vectors/matching.json).

/** @typedef {import("../matching.js").Card} Card */

const THEIRS = [
  ...["same date of birth", "same house and street", "same reference"],
  ...["same telephone number", "same number plate", "same name on social media"],
];
const MOST_ASKED = 3;

/** A name alone, however like, is never more than *May be them*. @param {import("../matching.js").Match} match */
export function howSure({ score, why }) {
  if (score >= 90 && why.some((one) => THEIRS.includes(one))) return "Very likely them";
  return score >= 70 ? "May be them" : "May well be somebody else";
}

/** What to ask for that the question did not hold and the record can be held against, the surest first: never what is
 *  on record. @param {Card} asked @param {Card} known */
export function toAsk(asked, known) {
  /** @type {[string, unknown, unknown][]} */
  const all = [
    ["full name", known.names.length, asked.names.length],
    ["date of birth", known.born, asked.born],
    ["year of birth or age", known.year && !known.born, asked.born || asked.year || asked.age !== null],
    ["address", known.streets.length || known.places.length, asked.streets.length || asked.places.length],
    ["postcode", known.postcodes.length && !known.streets.length, asked.postcodes.length],
    ["earlier and other names", known.names.length > 1, false],
    ["telephone number", known.telephones.length, asked.telephones.length],
  ];
  return all.filter(([, there, given]) => there && !given).map(([what]) => what).slice(0, MOST_ASKED);
}
