// The text of an entry is what is signed, kept and sent: its form is fixed to the byte.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compose, withOffset } from "../../static/js/envelope.js";

const WRITTEN = {
  kind: "risk assessed",
  id: "00000000-0000-4000-8000-000000000001",
  caseId: "00000000-0000-4000-8000-000000000002",
  officer: "00000000-0000-4000-8000-000000000003",
  device: "00000000-0000-4000-8000-000000000004",
  number: 7,
  madeAt: new Date("2026-11-22T14:02:11Z"),
  clockOffset: -3,
  facts: { account: "It was said." },
};

const KEYS = [
  "kind", "version", "id", "case", "officer", "device", "number", "made_at", "clock_offset_s", "happened_at",
  "replaces", "relies_on", "salt", "facts",
];

test("the envelope has its keys in their order and nothing else", () => {
  const entry = JSON.parse(compose(WRITTEN));
  assert.deepEqual(Object.keys(entry), KEYS);
  assert.equal(entry.case, WRITTEN.caseId);
  assert.equal(entry.clock_offset_s, -3);
  assert.equal(entry.happened_at, null);
  assert.match(entry.salt, /^[A-Za-z0-9_-]{22}$/);
});

test("no two entries share a salt", () => {
  assert.notEqual(JSON.parse(compose(WRITTEN)).salt, JSON.parse(compose(WRITTEN)).salt);
});

test("of the entries it relies on, only id and hash are named", () => {
  const [first] = JSON.parse(compose({ ...WRITTEN, reliesOn: [{ id: "a", sha256: "b", kind: "c" }] })).relies_on;
  assert.deepEqual(first, { id: "a", sha256: "b" });
});

test("what the server could not store is taken out, and nothing else", () => {
  const { facts } = JSON.parse(compose({ ...WRITTEN, facts: { account: "a\0b \ud800 c 👮 ‹é›\n", list: ["\udc00"] } }));
  assert.deepEqual(facts, { account: "ab \ufffd c 👮 ‹é›\n", list: ["\ufffd"] });
});

test("the time is this clock's own, with its offset", () => {
  const moment = new Date("2026-07-01T23:30:00Z");
  assert.match(withOffset(moment), /^2026-07-0[12]T\d\d:30:00[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(withOffset(moment)), moment.getTime());
  for (const [offset, expected] of [[0, "2026-07-01T23:30:00+00:00"], [-60, "2026-07-02T00:30:00+01:00"], [210, "2026-07-01T20:00:00-03:30"]]) {
    moment.getTimezoneOffset = () => offset;
    assert.equal(withOffset(moment), expected);
  }
});
