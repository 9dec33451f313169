import assert from "node:assert/strict";
import { test } from "node:test";

import { choices, wholePostcode } from "../../static/js/parts/addresses.js";

test("a postcode is asked for once it is whole, however it is typed", () => {
  for (const typed of ["ZZ9 9ZZ", "zz99zz", " zz9  9zz "]) assert.equal(wholePostcode(typed), "ZZ9 9ZZ");
  assert.equal(wholePostcode("z1a1aa"), "Z1A 1AA");
  for (const typed of ["", "ZZ9", "ZZ9 9Z", "ZZ9 9ZZZ", "9ZZ", "ZZ9-9ZZ"]) assert.equal(wholePostcode(typed), null);
});

test("what was typed before can be chosen again, and is no choice where it is none", () => {
  assert.deepEqual(choices("", ["1 Invented Close"]), ["1 Invented Close"]);
  assert.deepEqual(choices("the flat over the shop", ["1 Invented Close"]), ["the flat over the shop", "1 Invented Close"]);
  assert.deepEqual(choices(" 1 Invented Close ", ["1 Invented Close"]), ["1 Invented Close"]);
  assert.deepEqual(choices("the flat over the shop", []), []);
});
