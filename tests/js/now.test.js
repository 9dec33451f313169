import assert from "node:assert/strict";
import { test } from "node:test";
import { clockWrongBy, now, right, setOffset } from "../../static/js/now.js";
import { ago } from "../../static/js/parts/times.js";

const HOURS_MS = 3_600_000;

test("a slow clock is put right, and what the measure itself is off by is none", () => {
  setOffset(7200);
  assert.ok(Math.abs(now().getTime() - Date.now() - 2 * HOURS_MS) < 1000);
  assert.equal(right(0).getTime(), 2 * HOURS_MS);
  setOffset(null); // an answer without a date says nothing about it
  assert.equal(clockWrongBy(), 7200);
  assert.equal(ago(new Date(Date.now() + 2 * HOURS_MS - 5 * 60_000).toISOString()), "5 minutes ago");
  setOffset(-29);
  assert.equal(clockWrongBy(), 0);
});
