import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { AddressWithheld, CannotCompose, compose, shortHash, textHash } from "../../static/js/notice.js";
import { changed, vectors } from "./vectors.js";

const { view, authorising, force, notices, refusals } = vectors("notices");
const law = vectors("law");

for (const { why, changes, lines, sha256 } of notices) {
  test(`notice: ${why}`, async () => {
    const composed = compose(changed(view, changes), authorising, law, force);
    assert.deepEqual(composed, lines);
    assert.equal(await textHash(composed), sha256);
  });
}

for (const { why, changes, message, address_withheld } of refusals) {
  test(`no notice: ${why}`, () => {
    assert.throws(() => compose(changed(view, changes), authorising, law, force), (error) => {
      assert.ok(error instanceof CannotCompose);
      assert.equal(error.message, message);
      assert.equal(error instanceof AddressWithheld, address_withheld);
      return true;
    });
  });
}

test("composing changes nothing it is given", () => {
  const before = structuredClone(view);
  compose(view, authorising, law, force);
  assert.deepEqual(view, before);
});

test("the short hash", () => {
  assert.equal(shortHash("0123456789abcdef".repeat(4)), "0123 4567 89ab");
});

for (const [id, { statements }] of Object.entries(law.regimes)) {
  for (const { section, says } of statements) {
    test(`no notice under the ${id} from wording that does not say what ${section} asks`, () => {
      const [row] = notices.filter((/** @type {any} */ { changes }) => (changes.regime ?? view.regime) === id);
      for (const said of says) {
        const worse = structuredClone(law);
        const own = worse.regimes[id].wording;
        own.lines = own.lines.filter((/** @type {string} */ line) => !line.includes(said));
        assert.throws(
          () => compose(changed(view, row.changes), authorising, worse, force),
          (error) => error instanceof CannotCompose && error.message.includes(section),
        );
      }
    });
  }
}

// No phone is given the Welsh words; the twin composes from them alike, so that they could be.
const words = JSON.parse(readFileSync(new URL("../../field_app/law/wording.cy.json", import.meta.url), "utf8"));
const welsh = structuredClone(law);
welsh.wording = words;
for (const [id, regime] of Object.entries(/** @type {Record<string, any>} */ (welsh.regimes))) {
  regime.wording = words[id];
  for (const one of regime.statements) one.says = words[id].says[one.section];
}
const inWelsh = vectors("notices.cy");

for (const { why, changes, lines, sha256 } of inWelsh.notices) {
  test(`notice in Welsh: ${why}`, async () => {
    const composed = compose(changed(view, changes), inWelsh.authorising, welsh, force);
    assert.deepEqual(composed, lines);
    assert.equal(await textHash(composed), sha256);
  });
}
