// Case references: the examples Python reads too, and every slip of a finger.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ALPHABET, isSound, reference } from "../../static/js/references.js";

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
      for (const other of ALPHABET + "01IO") {
        if (other !== sign) assert.ok(!isSound(right.slice(0, at) + other + right.slice(at + 1)), `${right}: ${other} at ${at}`);
      }
    }
  }
});

test("two neighbours swapped are caught within the prefix and within the count, but for 2Z and Z2", () => {
  for (const { reference: right } of vectors) {
    for (let at = 0; at + 1 < right.length; at++) {
      const [one, other] = right.slice(at, at + 2);
      if (one === other || one === "-" || other === "-" || [one, other].sort().join("") === "2Z") continue;
      assert.ok(!isSound(right.slice(0, at) + other + one + right.slice(at + 2)), `${right} at ${at}`);
    }
  }
});

test("what is not in the form of a reference is not one", () => {
  for (const text of ["", "7QF-012", "7qf-012-w", "7QF-12-W", "7QF-012-W ", "IOI-012-W", "7QF-١٢٣-W"]) {
    assert.ok(!isSound(text), text);
  }
});
