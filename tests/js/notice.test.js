import assert from "node:assert/strict";
import { test } from "node:test";

import { AddressWithheld, CannotCompose, compose, shortHash, textHash } from "../../static/js/notice.js";
import { changed, vectors } from "./vectors.js";

const { view, authorising, force, notices, refusals } = vectors("notices");
const { wording } = vectors("law");

for (const { why, changes, lines, sha256 } of notices) {
  test(`notice: ${why}`, async () => {
    const composed = compose(changed(view, changes), authorising, wording, force);
    assert.deepEqual(composed, lines);
    assert.equal(await textHash(composed), sha256);
  });
}

for (const { why, changes, message, address_withheld } of refusals) {
  test(`no notice: ${why}`, () => {
    assert.throws(() => compose(changed(view, changes), authorising, wording, force), (error) => {
      assert.ok(error instanceof CannotCompose);
      assert.equal(error.message, message);
      assert.equal(error instanceof AddressWithheld, address_withheld);
      return true;
    });
  });
}

test("composing changes nothing it is given", () => {
  const before = structuredClone(view);
  compose(view, authorising, wording, force);
  assert.deepEqual(view, before);
});

test("the short hash", () => {
  assert.equal(shortHash("0123456789abcdef".repeat(4)), "0123 4567 89ab");
});
