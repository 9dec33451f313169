import assert from "node:assert/strict";
import { test } from "node:test";

import { whyRefused } from "../../static/js/particular_act.js";
import { vectors } from "./vectors.js";

const { refusals } = vectors("law");

for (const { words, refused } of vectors("particular_acts")) {
  test(`particular act: ${words}`, () => {
    assert.deepEqual(whyRefused(words, refusals).map(({ id }) => id), refused);
  });
}
