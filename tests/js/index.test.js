// The phone's index: finds what comparing with everybody finds, and says of each what stands at the time.
import assert from "node:assert/strict";
import { test } from "node:test";

import { besides, made, saidOf } from "../../static/js/in_force.js";
import { askedCard, card } from "../../static/js/matching.js";
import { howSure, toAsk } from "../../static/js/matching/asking.js";
import { pack, unpack } from "../../static/js/matching/build.js";
import { Index } from "../../static/js/matching/index.js";
import { slips } from "../../static/js/matching/names.js";
import { vectors } from "./vectors.js";

const all = vectors("matching");

/** @param {number} number @param {any} known @param {any} match @param {any[]} later */
const bound = (number, known, match = {}, later = []) => ({
  case: `case ${number}`,
  people: [{ card: card(known), match: { case: `case ${number}`, in_force: "notice", ...match }, relationship: null, later }],
});

/** As it is kept and read again. @param {any} parts @param {Index | null} [earlier] */
const index = (parts, earlier = null) => new Index(unpack(pack(made(earlier, parts)).buffer));

/** @param {Index} where @param {any} sought */
const found = (where, sought) => where.find(askedCard(sought), all.on, 60).map(({ known }) => known.match.case);

/** Each of them once. @type {any[]} */
const known = [...new Map(all.matches.map((/** @type {any} */ { known }) => [JSON.stringify(known), known])).values()];
const everybody = index([{ cases: known.map((one, at) => bound(at, one)), gone: [] }]);

test("who fits is found among everybody, as they were compared", () => {
  for (const { sought, known: meant, score, why } of all.matches.filter((/** @type {any} */ row) => row.score >= 60)) {
    const at = known.findIndex((one) => JSON.stringify(one) === JSON.stringify(meant));
    const found = everybody.find(askedCard(sought), all.on, 60).find((one) => one.known.match.case === `case ${at}`);
    assert.deepEqual([found?.score, found?.why], [score, why], JSON.stringify(sought));
  }
});

test("what an answer tells stands over what was told before, and what is over is found no more", () => {
  const first = index([{ cases: [bound(1, { name: "Craig Inventedson" }), bound(2, { name: "Ann Madeup" })], gone: [] }]);
  const then = index([{ cases: [bound(1, { name: "Rhys Otherwise" })], gone: ["case 2"] }], first);
  assert.deepEqual(found(first, { name: "Inventidson" }), ["case 1"]);
  assert.deepEqual(found(then, { name: "Inventidson" }), []);
  assert.deepEqual(found(then, { name: "Ann Madeup" }), []);
  assert.deepEqual(found(then, { name: "Otherwize Rhys" }), ["case 1"]);
});

test("what else binds somebody for the sake of the same person stands beside an answer", () => {
  const craig = { name: "Craig Inventedson", born: "1985-04-03" };
  const court = { issued_by: "Invented Magistrates' Court", made_on: "2026-07-01", source: "A list" };
  const where = index([
    {
      cases: [
        bound(1, craig, { protected_person: "R.N." }),
        bound(2, { ...craig, name: "Inventedson Kraig" }, { protected_person: "R.N.", in_force: "also known", what: "non-molestation order", reference: "INV/1", ends: "Until then", elsewhere: court }),
        bound(3, craig, { protected_person: "A.B." }),
        bound(4, { name: "Gary Inventedson", born: "1950-01-01" }, { protected_person: "R.N." }),
      ],
      gone: [],
    },
  ]); // prettier-ignore
  const [first] = where.find(askedCard(craig), all.on, 60).filter(({ known }) => known.match.case === "case 1");
  const stands = (/** @type {any} */ one, /** @type {any} */ known) => saidOf(one, known, new Date(`${all.on}T12:00:00Z`));
  assert.deepEqual(besides(first, [where], all.on, stands), [
    { case: "case 2", reference: "INV/1", other_way_round: false, what: "non-molestation order", state: "also known", elsewhere: court, dates: ["Until then"] },
  ]); // prettier-ignore
});

test("of everybody told of nobody is found where nobody is", () => {
  assert.deepEqual(found(index([]), { name: "Craig", born: "1985-04-03" }), []);
});

test("what becomes another by itself is said as it stands at the time", () => {
  const later = [
    { from: "2026-07-13T20:00:00+00:00", match: { in_force: "order", power: "MAY" } },
    { from: "2026-07-14T20:00:00+00:00", match: null },
  ];
  const one = index([{ cases: [bound(1, { name: "Craig" }, { in_force: "order suspended" }, later)], gone: [] }]);
  const [{ known }] = one.find(askedCard({ name: "Craig" }), all.on, 60);
  const said = (/** @type {string} */ at) => saidOf(one, known, new Date(at))?.in_force;
  assert.equal(said("2026-07-13T19:59:59Z"), "order suspended");
  assert.equal(said("2026-07-13T20:00:00Z"), "order");
  assert.equal(said("2026-07-14T20:00:00Z"), undefined);
});

test("slips are counted as they are letter by letter", () => {
  // Optimal string alignment, as the textbook writes it.
  const plainly = (/** @type {string} */ one, /** @type {string} */ other) => {
    const rows = Array.from({ length: one.length + 1 }, (_, at) => [at, ...Array(other.length).fill(0)]);
    rows[0] = [...Array(other.length + 1).keys()];
    for (let a = 1; a <= one.length; a++)
      for (let b = 1; b <= other.length; b++) {
        const wrong = Number(one[a - 1] !== other[b - 1]);
        rows[a][b] = Math.min(rows[a - 1][b] + 1, rows[a][b - 1] + 1, rows[a - 1][b - 1] + wrong);
        if (a > 1 && b > 1 && one[a - 1] === other[b - 2] && one[a - 2] === other[b - 1])
          rows[a][b] = Math.min(rows[a][b], rows[a - 2][b - 2] + 1);
      }
    return rows[one.length][other.length];
  };
  let seed = 7;
  const next = (/** @type {number} */ most) => (seed = (seed * 48271) % 2147483647) % most;
  const word = () => Array.from({ length: next(12) }, () => "abc"[next(3)]).join("");
  for (let times = 0; times < 20_000; times++) {
    const [one, other, most] = [word(), word(), next(4)];
    assert.equal(slips(one, other, most), Math.min(plainly(one, other), most + 1), `${one} ${other} ${most}`);
  }
});

test("how sure it is, and what to ask for", () => {
  assert.equal(howSure({ score: 95, why: ["same name", "same date of birth"] }), "Very likely them");
  assert.equal(howSure({ score: 100, why: ["same name"] }), "May be them");
  assert.equal(howSure({ score: 69, why: ["same date of birth"] }), "May well be somebody else");
  const whole = card({ name: "Craig", aliases: ["Cy"], born: "1985-04-03", addresses: ["14 High St"], telephones: ["07700 900123"] });
  assert.deepEqual(toAsk(askedCard({ name: "Craig" }), whole), ["date of birth", "address", "earlier and other names"]);
  assert.deepEqual(toAsk(askedCard({ name: "Craig", age: 27 }), card({ name: "Craig", year: 1999 })), []);
});
