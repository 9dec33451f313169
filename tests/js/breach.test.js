// What follows from an arrest, as the server has it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { limits, nextSteps } from "../../static/js/breach.js";
import { vectors } from "./vectors.js";

const { regimes, breach, holidays } = vectors("law");
const { limits: rows, DAA2021 } = vectors("breaches");
const follows = { CSA2010: regimes.CSA2010.breach, DAA2021 };

for (const row of rows) {
  test(`breach: ${row.why}`, () => {
    const found = limits(follows[row.regime][row.of], row.arrested_at, row.hearing, holidays);
    assert.equal(found?.custody.at ?? null, row.custody);
    assert.equal(found?.custody.other ?? null, row.other ?? null);
    assert.equal(found?.hearing ?? null, row.expected_hearing);
    assert.equal(found?.by ?? null, row.by);
    assert.equal(nextSteps(follows[row.regime][row.of], found, breach.steps)[0], row.first);
  });
}

test("the hours are those of what was broken", () => {
  const longer = { ...follows.CSA2010.notice, custody_hours: 25 };
  assert.equal(limits(longer, "2026-07-14T20:45:00+01:00", null, holidays)?.by, "2026-07-15T21:45:00+01:00");
});

test("beyond the table of holidays nothing is computed and nothing is said", () => {
  const found = limits(follows.CSA2010.notice, "2099-07-14T20:45:00+01:00", null, holidays);
  assert.equal(found, null);
  assert.deepEqual(nextSteps(follows.CSA2010.notice, found, breach.steps), []);
});
