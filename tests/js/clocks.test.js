import assert from "node:assert/strict";
import { test } from "node:test";

import { NoHolidays, custodyDeadline, detentionLimit, hearingDeadline, inWords, withDays } from "../../static/js/clocks.js";
import { vectors } from "./vectors.js";

const { hearing, arrest, detention } = vectors("deadlines");
const { holidays, regimes } = vectors("law");
const SERVED = "2026-06-19T12:00:00+01:00"; // a Friday; Saturday and Monday count

for (const zone of ["Europe/London", "UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Tokyo"]) {
  test(`every vector, on a phone set to ${zone}`, () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      assert.equal(Intl.DateTimeFormat().resolvedOptions().timeZone, zone);
      for (const [clock, rows] of [[hearingDeadline, hearing], [custodyDeadline, arrest]]) {
        for (const { start, start_words, at, at_words, other, excluded } of rows) {
          const deadline = clock(start, holidays);
          assert.deepEqual(deadline, { at, other, excluded }, start_words);
          assert.equal(inWords(deadline.at), at_words);
        }
      }
      for (const { start, at, why } of detention) assert.equal(detentionLimit(start), at, why);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
}

test("the hours are those of the regime", () => {
  for (const { hearing_hours, custody_hours } of Object.values(regimes)) {
    assert.deepEqual(hearingDeadline(SERVED, holidays, hearing_hours), hearingDeadline(SERVED, holidays));
    assert.deepEqual(custodyDeadline(SERVED, holidays, custody_hours), custodyDeadline(SERVED, holidays));
  }
  assert.equal(inWords(hearingDeadline(SERVED, holidays, 24).at), "Sat 20 Jun 2026, 12:00");
});

test("a time is said in London, whatever its offset", () => {
  assert.equal(inWords("2026-07-13T23:00:00Z"), "end of Mon 13 Jul 2026 (24:00)");
  assert.equal(inWords("2026-07-14T09:05:59+01:00"), "Tue 14 Jul 2026, 09:05");
});

for (const start of ["2026-07-14T03:20:00", "2026-07-14", "", "soon"]) {
  test(`a time without offset is refused: "${start}"`, () => {
    assert.throws(() => hearingDeadline(start, holidays), RangeError);
  });
}

for (const [start, year] of [
  ["2019-12-31T12:00:00Z", 2019],
  ["2028-12-30T12:00:00Z", 2029],
  ["2028-12-29T00:01:00Z", 2029],
]) {
  test(`a count that touches ${year} is refused`, () => {
    assert.throws(() => hearingDeadline(String(start), holidays), (error) => {
      assert.ok(error instanceof NoHolidays);
      assert.equal(error.year, year);
      assert.match(error.message, new RegExp(`${year} are not in the table`));
      return true;
    });
  });
}

test("an administrator's day is disregarded, a doubtful one counted with the other reading shown", () => {
  const day = { date: "2026-06-22", name: "Invented holiday", doubtful: false };
  assert.equal(inWords(hearingDeadline(SERVED, holidays).at), "Mon 22 Jun 2026, 12:00");
  assert.equal(inWords(hearingDeadline(SERVED, withDays(holidays, [day])).at), "Tue 23 Jun 2026, 12:00");

  const doubted = hearingDeadline(SERVED, withDays(holidays, [{ ...day, doubtful: true }]));
  assert.equal(inWords(doubted.at), "Mon 22 Jun 2026, 12:00");
  assert.equal(inWords(doubted.other ?? ""), "Tue 23 Jun 2026, 12:00");
  assert.deepEqual(doubted.excluded[1], { date: "2026-06-22", name: "Invented holiday", counted: true });
});

test("a moved holiday counts once the administrator marks the old day doubtful", () => {
  const moved = { date: "2026-05-04", name: "Moved to 8 May", doubtful: true };
  const deadline = hearingDeadline("2026-05-02T12:00:00+01:00", withDays(holidays, [moved]));
  assert.equal(inWords(deadline.at), "Tue 5 May 2026, 12:00");
});

test("an extra day adds no year to the table", () => {
  const beyond = { date: "2029-01-01", name: "New Year's Day", doubtful: false };
  assert.throws(() => hearingDeadline("2028-12-30T12:00:00Z", withDays(holidays, [beyond])), NoHolidays);
});

test("an arrival without a time zone is refused", () => {
  assert.throws(() => detentionLimit("2026-01-09T17:00:00"), RangeError);
});
