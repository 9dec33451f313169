// The words two people read to each other are those the server would read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checkWords } from "../../static/js/check_words.js";

const read = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

test("vectors", async () => {
  const words = read("../../field_app/cases/check_words.json");
  const vectors = read("../vectors/check_words.json");
  assert.ok(vectors.length > 3);
  for (const one of vectors) assert.deepEqual(await checkWords(one.text, words), one.words);
});
