// How far a request has come, as the server says it too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { claimedBy, reached } from "../../static/js/reaching.js";

const stories = JSON.parse(readFileSync(new URL("../vectors/reaching.json", import.meta.url), "utf8"));

const known = ({ body, ...rest }) => ({ entry: JSON.parse(body), sha256: "0", state: "held", ...rest });

/** Times as instants, for the two write them each in its own way; and without what only the phone needs. */
const plain = (value) =>
  JSON.parse(JSON.stringify(value), (key, one) =>
    key === "known" ? undefined : /_at$|^at$|^until$/.test(key) && one ? Date.parse(one) : one,
  );

/** A section of the case view, as far as this needs one. */
const section = (id) => id && { _: { entry: id } };

const viewOf = ({ stage, request, not_pursued }) => ({ stage, request: section(request), not_pursued: section(not_pursued) });

for (const { name, entries, reached: wanted, ...stands } of stories) {
  test(`${name}: the phone says what the server says`, () => {
    assert.deepEqual(plain(reached(entries.map(known), viewOf(stands))), plain(wanted));
    assert.deepEqual(plain(reached(entries.map(known).reverse(), viewOf(stands))), plain(wanted));
  });
}

test("a claim holds until it ends, and one not sent yet runs from when it was made", () => {
  const { entries, ...stands } = stories.find(({ name }) => name === "claimed by a clock that is wrong");
  const all = entries.map(known);
  const found = reached(all, viewOf(stands));
  const until = Date.parse(found.claim.until);
  assert.equal(claimedBy(found, new Date(until - 1))?.officer, found.claim.officer);
  assert.equal(claimedBy(found, new Date(until)), null);
  assert.equal(claimedBy({ claim: null }, new Date(until)), null);
  const own = all.map((one) => (one.entry.kind === "request claimed" ? { ...one, received_at: null, position: null } : one));
  assert.equal(Date.parse(reached(own, viewOf(stands)).claim.at), Date.parse(own.at(-1).entry.made_at));
});
