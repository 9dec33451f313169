import assert from "node:assert/strict";
import { test } from "node:test";

import { ago, born, londonIso, readTime } from "../../static/js/parts/times.js";

test("a time is read however a thumb types it", () => {
  for (const typed of ["01:49", "0149", "01.49", "1:49", "1.49", "01 49", " 0149 "]) assert.equal(readTime(typed), "01:49");
  assert.equal(readTime("0000"), "00:00");
  assert.equal(readTime("23:59"), "23:59");
});

test("what is no time on the 24-hour clock is none, and no guess is made", () => {
  for (const typed of ["", "149", "1", "24:00", "12:60", "1:49 pm", "1:4", "01:49:00", "-1:49"]) assert.equal(readTime(typed), null);
});

test("the hour that does not exist in March, and the earlier of the two in October", () => {
  assert.equal(londonIso("2026-03-29", "00:59"), "2026-03-29T00:59:00+00:00");
  assert.equal(londonIso("2026-03-29", "01:30"), null);
  assert.equal(londonIso("2026-03-29", "02:00"), "2026-03-29T02:00:00+01:00");
  assert.equal(londonIso("2026-10-25", "01:30"), "2026-10-25T01:30:00+01:00");
});

test("how long ago", () => {
  const now = new Date("2026-11-22T03:00:00Z");
  for (const [iso, said] of [
    ["2026-11-22T03:00:30Z", "just now"],
    ["2026-11-22T02:59:01Z", "just now"],
    ["2026-11-22T02:59:00Z", "1 minute ago"],
    ["2026-11-22T02:57:00Z", "3 minutes ago"],
    ["2026-11-22T02:00:00Z", "1 hour ago"],
    ["2026-11-22T00:55:00+00:00", "2 hours 5 minutes ago"],
    ["2026-11-21T03:00:00Z", "1 day ago"],
    ["2026-11-19T02:00:00Z", "3 days ago"],
  ])
    assert.equal(ago(iso, now), said);
});

test("a date of birth with the age in years, by the day in London", () => {
  assert.equal(born("1999-01-01", new Date("2026-11-22T03:00:00Z")), "1 Jan 1999 (27)");
  assert.equal(born("1999-11-23", new Date("2026-11-22T12:00:00Z")), "23 Nov 1999 (26)");
  assert.equal(born("1999-07-02", new Date("2026-07-01T23:30:00Z")), "2 Jul 1999 (27)"); // already the 2nd in London
  assert.equal(born("2008-02-29", new Date("2026-02-28T12:00:00Z")), "29 Feb 2008 (17)");
});
