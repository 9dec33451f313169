import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf } from "../../static/js/parts/form.js";
import { keysIn, nextKey } from "../../static/js/parts/groups.js";

const CHILD = "6f0c1f0a-8d55-4b0e-9a51-0d6f5f9f1a11";

test("the rows a draft needs are those its controls name, each once, in their order", () => {
  const ids = ["orders-checked", "orders-2-what", "orders-2-terms", "orders-10-what", "other-orders-3-what"];
  assert.deepEqual(keysIn("orders-NEW-what", ids), ["2", "10"]);
});

test("a row that stands for a child is named by the child's id", () => {
  const ids = ["children-account", `children-${CHILD}-school`, `children-${CHILD}-seen-2`];
  assert.deepEqual(keysIn("children-NEW-school", ids), [CHILD]);
});

test("fields of the section that look like rows are none", () => {
  assert.deepEqual(keysIn("orders-NEW-what", ["orders-checked", "orders-what", "orders-2what", "orders-"]), []);
});

test("a new row never takes the key of one that is there", () => {
  assert.equal(nextKey([]), "1");
  assert.equal(nextKey(["1", "3"]), "4");
  assert.equal(nextKey([CHILD]), "1");
});

test("one value a line, without blank ones", () => {
  assert.deepEqual(linesOf(" Samantha Invented\n\n  Sam \r\nSandy"), ["Samantha Invented", "Sam", "Sandy"]);
  assert.deepEqual(linesOf(" \n"), []);
});
