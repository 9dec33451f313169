// Case references: the examples Python reads too, and every slip of a finger.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SIGNS, isSound, reference } from "../../static/js/references.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/references.json", import.meta.url), "utf8"));

for (const { prefix, count, reference: expected } of vectors) {
  test(`case ${count} of device ${prefix} is ${expected}`, () => {
    assert.equal(reference(prefix, count), expected);
    assert.ok(isSound(expected));
  });
}

test("any one wrong character is caught", () => {
  for (const { reference: right } of vectors) {
    for (const [at, sign] of [...right].entries()) {
      if (sign === "-") continue;
      for (const other of SIGNS + "IOSZ") {
        if (other !== sign) assert.ok(!isSound(right.slice(0, at) + other + right.slice(at + 1)), `${right}: ${other} at ${at}`);
      }
    }
  }
});

test("any two swapped are caught, wherever they stand", () => {
  for (const { reference: right } of vectors) {
    for (let one = 0; one < right.length; one++) {
      for (let other = one + 1; other < right.length; other++) {
        const [a, b] = [right[one], right[other]];
        if (a === b || a === "-" || b === "-") continue;
        const swapped = [...right];
        [swapped[one], swapped[other]] = [b, a];
        assert.ok(!isSound(swapped.join("")), `${right} at ${one} and ${other}`);
      }
    }
  }
});

test("what is not in the form of a reference is not one", () => {
  for (const text of ["", "7QF-012", "7qf-012-f", "7QF-12-F", "7QF-012-F ", "IOI-012-F", "7QF-١٢٣-F"]) {
    assert.ok(!isSound(text), text);
  }
});
