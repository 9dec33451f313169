import assert from "node:assert/strict";
import { test } from "node:test";

import { whyNotNone } from "../../static/js/others.js";

const NOBODY = { any_children: false, children: [], social_care: null, police_protection: null };

test("nobody under 18 affected, and nothing done: no more is asked", () => {
  assert.equal(whyNotNone(NOBODY), null);
  assert.equal(whyNotNone({ ...NOBODY, social_care: "not needed", police_protection: "not needed" }), null);
});

test("a referral, or police protection, says that somebody under 18 is affected", () => {
  for (const done of [{ social_care: "referred" }, { social_care: "to be referred" }, { police_protection: "used" }]) {
    assert.equal(whyNotNone({ ...NOBODY, ...done }), "[data-yet-done]");
    assert.equal(whyNotNone({ ...NOBODY, ...done, any_children: true }), null);
  }
});

test("what is written about a child is named first", () => {
  const facts = { ...NOBODY, children: [{ person: "c" }], social_care: "referred" };
  assert.equal(whyNotNone(facts), "[data-yet-described]");
});
