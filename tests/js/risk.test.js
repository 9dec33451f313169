import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { LEVELS, indicated, isLower, packOf, referral } from "../../static/js/risk.js";
import { vectors } from "./vectors.js";

const { packs: invented, rows, thresholds, referral: referrals } = vectors("risk");
const folder = new URL("../../field_app/cases/packs/", import.meta.url);
const ours = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));
const risk = { current: { id: "field", version: 1 }, packs: [...ours, ...invented] };

for (const { why, pack, answers, indicated: expected } of rows) {
  test(`risk: ${why}`, () => {
    const asked = packOf(risk, pack);
    assert.ok(asked);
    assert.equal(indicated(asked, answers), expected);
  });
}

for (const { why, pack, levels, answers, indicated: expected } of thresholds) {
  test(`risk: ${why}`, () => {
    const asked = packOf(risk, pack);
    assert.ok(asked);
    assert.equal(indicated({ ...asked, levels }, answers), expected);
  });
}

for (const { why, by, yes, level, events, reasons } of referrals) {
  test(`referral: ${why}`, () => assert.deepEqual(referral(by, yes, level, events), reasons));
}

test("without recorded answers the current pack is asked, and an unknown one is nowhere", () => {
  assert.equal(packOf(risk, null)?.title, "Field questions");
  assert.equal(packOf(risk, undefined)?.title, "Field questions");
  assert.equal(packOf({ ...risk, current: { id: "invented", version: 2 } }, null)?.title, "Invented questions");
  assert.equal(packOf(risk, { id: "field", version: 999 }), undefined);
  assert.equal(packOf(risk, { id: "elsewhere", version: 1 }), undefined);
});

test("one level is lower than another in their order, and nothing is lower than what is not said", () => {
  assert.deepEqual(
    LEVELS.map((level) => LEVELS.map((other) => isLower(level, other))),
    [
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ],
  );
  assert.equal(isLower(null, "high"), false);
  assert.equal(isLower("standard", null), false);
});
