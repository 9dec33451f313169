import assert from "node:assert/strict";
import { test } from "node:test";

import { changes } from "../../static/js/changes.js";
import { difference } from "../../static/js/parts/difference.js";
import { vectors } from "./vectors.js";

const { view } = vectors("notices");
const asked = { grounds: view.conditions.grounds, conditions: view.conditions.conditions };
const [molest, ...others] = asked.conditions;

test("as asked for is no change", () => {
  assert.deepEqual(changes(asked, structuredClone(asked)), []);
});

test("a decision recorded before grounds could be changed has none in its grounds", () => {
  assert.deepEqual(changes(asked, { conditions: asked.conditions }), []);
});

test("each change once: grounds, then what was asked for in its order, then what was added", () => {
  const [first, ...rest] = others;
  const farther = { ...molest, reason: "Said again." };
  const added = { code: "evict", distance_m: null, reason: "Put out of the home twice." };
  const authorised = { grounds: "Other grounds.", conditions: [added, farther, ...rest] };
  assert.deepEqual(changes(asked, authorised), [
    { what: "grounds", from: asked.grounds, to: "Other grounds." },
    { what: "changed", from: molest, to: farther },
    { what: "taken out", condition: first },
    { what: "added", condition: added },
  ]);
});

test("the same conditions in another order are no change", () => {
  assert.deepEqual(changes(asked, { ...asked, conditions: [...asked.conditions].reverse() }), []);
});

test("another distance is a change, and so is none any more", () => {
  const near = { code: "come near", distance_m: 100, reason: "Followed." };
  for (const distance_m of [200, null]) {
    const found = changes({ conditions: [near] }, { conditions: [{ ...near, distance_m }] });
    assert.deepEqual(found, [{ what: "changed", from: near, to: { ...near, distance_m } }]);
  }
});

const told = (/** @type {import("../../static/js/parts/difference.js").Part[]} */ parts) =>
  parts.map(({ text, how }) => ({ same: text, out: `[-${text}-]`, in: `[+${text}+]` })[how]).join("");

for (const [from, to, expected] of [
  ["100 metres", "200 metres", "[-100-][+200+] metres"],
  ["You held Rachel.", "You held Rachel. You left.", "You held Rachel.[+ You left.+]"],
  ["a b c", "a c", "a [-b -]c"],
  ["one two three four", "one 2 3 four", "one [-two three-][+2 3+] four"],
  ["", "new", "[+new+]"],
  ["old", "", "[-old-]"],
  ["the same", "the same", "the same"],
]) {
  test(`from "${from}" to "${to}"`, () => assert.equal(told(difference(from, to)), expected));
}

test("what is the same and what came or went make up both texts, whatever they are", () => {
  let seed = 7;
  const random = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
  const text = () => Array.from({ length: random(12) }, () => ["a", "b", "c", " ", "\n", "  "][random(6)]).join("");
  for (let time = 0; time < 500; time++) {
    const [from, to] = [text(), text()];
    const parts = difference(from, to);
    const of = (/** @type {string} */ how) =>
      parts.filter((part) => part.how === "same" || part.how === how).map((part) => part.text).join("");
    assert.equal(of("out"), from);
    assert.equal(of("in"), to);
  }
});

test("two very long texts with nothing in common are told all the same", () => {
  const words = (/** @type {string} */ word) => Array.from({ length: 4000 }, (_, at) => `${word}${at}`).join(" ");
  assert.deepEqual(difference(words("a"), words("b")).map(({ how }) => how), ["out", "in"]);
});
