// Free text is held to one length wherever it is typed: what the server would refuse is never saved.
import assert from "node:assert/strict";
import { test } from "node:test";

import { prose, reasonIn } from "../../static/js/prose.js";

const DICTATED = "They said it again and again. ".repeat(834).slice(0, 25_000);

test("a text of 20,000 characters is taken, one more is answered with a sentence", () => {
  assert.deepEqual(prose(` ${"x".repeat(20_000)}\n`, "Evidence"), { value: "x".repeat(20_000) });
  assert.deepEqual(prose(DICTATED, "Evidence"), { value: null, wrong: "Evidence must be 20,000 characters or fewer" });
  assert.deepEqual(prose(" \n", "Evidence"), { value: null });
});

test("the reason of a condition is held to it, and the sentence says of which condition", () => {
  const read = (/** @type {string} */ typed) =>
    reasonIn(typed, "Why this is needed", "not to molest", "Enter why this is needed:");
  assert.equal(read(DICTATED).wrong, "Why this is needed (not to molest) must be 20,000 characters or fewer");
  assert.equal(read(" ").wrong, "Enter why this is needed: not to molest");
  assert.deepEqual(read(" Calls at night. "), { reason: "Calls at night.", wrong: undefined });
});
