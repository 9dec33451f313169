// How long a wrong PIN makes whoever holds the phone wait.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_WRONG, secondsToWait, spoken, triesLeft, isCommon } from "../../static/js/pin_tries.js";

const NOW = Date.parse("2026-07-13T21:00:00+01:00");
const after = (wrong, ago = 0) => ({ wrong, tried: NOW - ago * 1000 });

test("three slips cost nothing, then each costs more than the last", () => {
  const waits = Array.from({ length: MOST_WRONG }, (_, wrong) => secondsToWait(after(wrong), NOW));
  assert.deepEqual(waits.slice(0, 3), [0, 0, 0]);
  for (let wrong = 3; wrong < MOST_WRONG; wrong++) assert.ok(waits[wrong] > waits[wrong - 1], `after ${wrong}`);
});

test("the wait runs down and ends", () => {
  assert.equal(secondsToWait(after(5, 20), NOW), 100);
  assert.equal(secondsToWait(after(5, 119.5), NOW), 1);
  assert.equal(secondsToWait(after(5, 120), NOW), 0);
});

test("a clock set back neither ends the wait nor lengthens it", () => {
  assert.equal(secondsToWait(after(5), NOW - 86_400_000), 120);
});

test("what is left is counted down to nothing", () => {
  assert.deepEqual([0, 9, 10].map((wrong) => triesLeft(after(wrong))), [10, 1, 0]);
});

test("a wait in words", () => {
  assert.deepEqual([30, 59, 60, 61, 1_800].map(spoken), ["30 seconds", "59 seconds", "1 minute", "2 minutes", "30 minutes"]);
});

test("those that most people choose are common, and others are not", () => {
  const common = "111111 123456 654321 121212 123123 123321 112233 147258 258369 789456 159753 12341234 0123456789 11112222";
  for (const pin of common.split(" ")) assert.equal(isCommon(pin), true, pin);
  for (const pin of "482913 090784 12345679 112234 123322 5820417".split(" ")) assert.equal(isCommon(pin), false, pin);
});
