import assert from "node:assert/strict";
import { test } from "node:test";

import {
  NoHolidays,
  custodyDeadline,
  detentionLimit,
  hearingDeadline,
  inWords,
  lastDayOfOrder,
  withDays,
} from "../../static/js/clocks.js";
import { practicable } from "../../static/js/courts.js";
import { vectors } from "./vectors.js";

const { hearing, arrest, detention, orders, courts, sittings, random } = vectors("deadlines");
const { holidays, regimes } = vectors("law");
/** @param {string} at @param {import("../../static/js/clocks.js").Holidays} table */
const fromService = (at, table) => hearingDeadline(at, table, regimes.CSA2010);
/** @param {string} at @param {import("../../static/js/clocks.js").Holidays} table */
const fromArrest = (at, table) => custodyDeadline(at, table, 24);
const SERVED = "2026-06-19T12:00:00+01:00"; // a Friday; Saturday and Monday count

for (const zone of ["Europe/London", "UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Tokyo"]) {
  test(`every vector, on a phone set to ${zone}`, () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      assert.equal(Intl.DateTimeFormat().resolvedOptions().timeZone, zone);
      for (const [clock, rows] of [[fromService, hearing], [fromArrest, arrest]]) {
        for (const { start, start_words, at, at_words, other, excluded } of rows) {
          const deadline = clock(start, holidays);
          assert.deepEqual(deadline, { at, other, excluded }, start_words);
          assert.equal(inWords(deadline.at), at_words);
        }
      }
      for (const { start, at, why } of detention) assert.equal(detentionLimit(start), at, why);
      for (const { made, days, last } of orders) assert.equal(lastDayOfOrder(made, days), last);
      for (const { served, courts: names, earliest, last, alarm_at, why } of sittings) {
        const asked = names.map((/** @type {string} */ name) => courts.find((/** @type {any} */ one) => one.name === name));
        const found = practicable(asked, served, fromService(served, holidays), holidays);
        assert.deepEqual(found, { earliest, last, alarm_at }, why);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
}

test("the hours are those of the regime", () => {
  for (const regime of Object.values(regimes)) {
    assert.deepEqual(hearingDeadline(SERVED, holidays, regime), fromService(SERVED, holidays));
  }
  const shorter = { hearing_hours: 24 };
  assert.equal(inWords(hearingDeadline(SERVED, holidays, shorter).at), "Sat 20 Jun 2026, 12:00");
});

test("a time is said in London, whatever its offset", () => {
  assert.equal(inWords("2026-07-13T23:00:00Z"), "end of Mon 13 Jul 2026 (24:00)");
  assert.equal(inWords("2026-07-14T09:05:59+01:00"), "Tue 14 Jul 2026, 09:05");
});

for (const start of ["2026-07-14T03:20:00", "2026-07-14", "", "soon"]) {
  test(`a time without offset is refused: "${start}"`, () => {
    assert.throws(() => fromService(start, holidays), RangeError);
  });
}

for (const [start, year] of [
  ["2009-12-31T12:00:00Z", 2009],
  ["2030-12-31T12:00:00Z", 2031],
  ["2030-12-30T00:01:00Z", 2031],
]) {
  test(`a count that touches ${year} is refused`, () => {
    assert.throws(() => fromService(String(start), holidays), (error) => {
      assert.ok(error instanceof NoHolidays);
      assert.equal(error.year, year);
      assert.match(error.message, new RegExp(`${year} are not in the table`));
      return true;
    });
  });
}

test("an administrator's day is disregarded, a doubtful one counted with the other reading shown", () => {
  const day = { date: "2026-06-22", name: "Invented holiday", doubtful: false };
  assert.equal(inWords(fromService(SERVED, holidays).at), "Mon 22 Jun 2026, 12:00");
  assert.equal(inWords(fromService(SERVED, withDays(holidays, [day])).at), "Tue 23 Jun 2026, 12:00");

  const doubted = fromService(SERVED, withDays(holidays, [{ ...day, doubtful: true }]));
  assert.equal(inWords(doubted.at), "Mon 22 Jun 2026, 12:00");
  assert.equal(inWords(doubted.other ?? ""), "Tue 23 Jun 2026, 12:00");
  assert.deepEqual(doubted.excluded[1], { date: "2026-06-22", name: "Invented holiday", counted: true });
});

test("a moved holiday counts once the administrator marks the old day doubtful", () => {
  const moved = { date: "2026-05-04", name: "Moved to 8 May", doubtful: true };
  const deadline = fromService("2026-05-02T12:00:00+01:00", withDays(holidays, [moved]));
  assert.equal(inWords(deadline.at), "Tue 5 May 2026, 12:00");
});

test("an extra day adds no year to the table", () => {
  const beyond = { date: "2031-01-01", name: "New Year's Day", doubtful: false };
  assert.throws(() => fromService("2030-12-31T12:00:00Z", withDays(holidays, [beyond])), NoHolidays);
});

// A second implementation that shares nothing with the first: it lists every real minute that counts, asking the
// browser what day it then is in London. 48 hours are over with the 2,880th minute. tests/law/test_clocks.py draws the
// same moments and adds up to the same sums.

const FROM = Date.parse(random.from) / 60_000;
const HOURS = (Date.parse("2029-01-01T00:00:00Z") / 60_000 - FROM) / 60;
const DAY_IN_LONDON = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });

/** @param {boolean} doubtfulDaysCount */
function countingMinutes(doubtfulDaysCount) {
  const table = new Map(holidays.days.map((/** @type {any} */ day) => [day.date, day]));
  /** @param {string} date @param {number} days */
  const later = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
  /** @param {string} date */
  const counts = (date) => {
    if (new Date(date).getUTCDay() === 0 || date.slice(5) === "12-25") return false;
    if (table.get(later(date, 3))?.name === "Easter Monday") return false;
    return !table.has(date) || (table.get(date).doubtful && doubtfulDaysCount);
  };
  const found = new Uint32Array(HOURS * 60);
  let length = 0;
  for (let hour = 0; hour < HOURS; hour += 1) {
    if (!counts(DAY_IN_LONDON.format((FROM + hour * 60) * 60_000))) continue;
    for (let minute = 0; minute < 60; minute += 1) found[length++] = hour * 60 + minute;
  }
  return found.subarray(0, length);
}

/** @param {Uint32Array} counting @param {number} start minutes since FROM @param {number} hours */
function walk(counting, start, hours) {
  let [low, high] = [0, counting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (counting[middle] < start) low = middle + 1;
    else high = middle;
  }
  return FROM + counting[low + hours * 60 - 1] + 1;
}

test("10,000 random moments agree with the walk, and with what the server finds", () => {
  const [working, literal] = [countingMinutes(true), countingMinutes(false)];
  const minutes = Date.parse(random.to) / 60_000 - FROM;
  const sums = [0, 0];
  let number = random.seed;
  for (let count = 0; count < random.count; count += 1) {
    number = (number * 48271) % 2147483647;
    const start = number % minutes;
    const written = new Date((FROM + start) * 60_000).toISOString();
    for (const [index, clock] of [fromService, fromArrest].entries()) {
      const { at, other } = clock(written, holidays);
      const [first, second] = [working, literal].map((counting) => walk(counting, start, index ? 24 : 48));
      assert.equal(Date.parse(at) / 60_000, first, written);
      assert.equal(other && Date.parse(other) / 60_000, first === second ? null : second, written);
      sums[index] = (sums[index] * 31 + first) % 2147483647;
    }
  }
  assert.deepEqual(sums, [random.hearing, random.arrest]);
});

test("the hours are the regime's", () => {
  const longer = { hearing_hours: 72 };
  assert.equal(inWords(hearingDeadline(SERVED, holidays, longer).at), "Tue 23 Jun 2026, 12:00");
  assert.equal(inWords(custodyDeadline(SERVED, holidays, 25).at), "Sat 20 Jun 2026, 13:00");
});

test("an order has at least one day, a time is one that a calendar has", () => {
  assert.throws(() => lastDayOfOrder("2026-01-13", 0), /at least one day/);
  assert.throws(() => fromService("2026-02-31T25:00:00Z", holidays), /no calendar has/);
});

test("an arrival without a time zone is refused", () => {
  assert.throws(() => detentionLimit("2026-01-09T17:00:00"), RangeError);
});
