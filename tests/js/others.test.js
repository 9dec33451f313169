import assert from "node:assert/strict";
import { test } from "node:test";

import { byMistake, whyNotNone } from "../../static/js/others.js";

const NOBODY = { any_children: false, children: [], social_care: null, police_protection: null };

test("nobody under 18 affected, and nothing done: no more is asked", () => {
  assert.equal(whyNotNone(NOBODY, false), null);
  assert.equal(whyNotNone({ ...NOBODY, social_care: "not needed", police_protection: "not needed" }, false), null);
});

test("a referral, or police protection, says that somebody under 18 is affected", () => {
  for (const done of [{ social_care: "referred" }, { social_care: "to be referred" }, { police_protection: "used" }]) {
    assert.equal(whyNotNone({ ...NOBODY, ...done }, false), "[data-yet-done]");
    assert.equal(whyNotNone({ ...NOBODY, ...done, any_children: true }, false), null);
  }
});

test("what is written about a child is named first", () => {
  const facts = { ...NOBODY, children: [{ person: "c" }], social_care: "referred" };
  assert.equal(whyNotNone(facts, false), "[data-yet-described]");
});

test("a child who is described under People is named before anything else, and asks for a yes", () => {
  assert.equal(whyNotNone(NOBODY, true), "[data-yet-under-people]");
  assert.equal(whyNotNone({ ...NOBODY, children: [{ person: "c" }], social_care: "referred" }, true), "[data-yet-under-people]");
  assert.equal(whyNotNone({ ...NOBODY, any_children: true }, true), null);
  assert.equal(whyNotNone({ ...NOBODY, any_children: null }, true), null);
});

test("who is taken off the case keeps what was recorded of them, also where less was asked then", () => {
  const first = { person: "c", role: "child", family_name: "Nobody", born: null, _: { entry: "e" } };
  const facts = byMistake(/** @type {any} */ (first));
  assert.equal(facts.role, "recorded by mistake");
  assert.deepEqual([facts.family_name, facts.aliases, facts.interpreter, "_" in facts], ["Nobody", [], null, false]);
});
