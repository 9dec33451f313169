// The case told in plain words, from its entries.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { SENTENCES, timeline } from "../../static/js/parts/timeline.js";

const ENTRIES = new URL("../../field_app/cases/entries/", import.meta.url);
const STORED = new URL("../vectors/entries/", import.meta.url);

/** Every kind as the server declares it, and whether a case log may hold it. */
const declared = readdirSync(ENTRIES)
  .filter((name) => name.endsWith(".py"))
  .flatMap((name) => [...readFileSync(new URL(name, ENTRIES), "utf8").matchAll(/^@kind\("([^"]+)"([^)]*)\)/gm)])
  .map(([, kind, rest]) => ({ kind, inCases: !rest.includes('log="office"') }));

const ofCases = [...new Set(declared.filter(({ inCases }) => inCases).map(({ kind }) => kind))];

const stored = readdirSync(STORED)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, entry: JSON.parse(readFileSync(new URL(name, STORED), "utf8")) }))
  .filter(({ entry }) => ofCases.includes(entry.kind));

/** An entry as the phone knows it. */
function known(kind, facts, more = {}) {
  const { position = 1, received_at, reasons = [], state = "held", ...rest } = more;
  const entry = {
    kind,
    version: 2,
    id: rest.id ?? kind,
    officer: "a",
    number: 1,
    made_at: "2026-01-13T02:14:00+00:00",
    clock_offset_s: null,
    happened_at: null,
    replaces: [],
    relies_on: [],
    facts,
    ...rest,
  };
  return { entry, sha256: "0", position, received_at: received_at ?? entry.made_at, reasons, state };
}

const say = (...entries) => timeline(entries).map(({ text }) => text);
const notes = (one) => timeline([one])[0].notes;
const described = (role, more) => known("person described", { role }, more);

test("what came with a rescue file is told as rescued, and nothing else is", () => {
  const one = known("risk assessed", { level: "high" });
  assert.deepEqual(notes({ ...one, rescued: true }), ["rescued: read in from a file of a phone that could not send"]);
  assert.deepEqual(notes({ ...one, rescued: false }), []);
});

test("no kind that a case can hold is without a sentence, and no sentence without a kind", () => {
  assert.ok(ofCases.length > 15);
  assert.deepEqual(Object.keys(SENTENCES).sort(), [...ofCases].sort());
  assert.deepEqual([...new Set(stored.map(({ entry }) => entry.kind))].sort(), [...ofCases].sort());
});

for (const { name, entry } of stored) {
  for (const replaces of [[], ["00000000-0000-4000-8000-000000000001"]]) {
    test(`every version is told: ${name}${replaces.length ? ", as a change" : ""}`, () => {
      const [text] = say(known(entry.kind, entry.facts, { ...entry, replaces }));
      assert.match(text, /^[a-z]+(ed|ew) /);
      assert.doesNotMatch(text, /undefined|null|\[object|NaN|: $/);
    });
  }
}

test("people are named by their part, and a change is told from a first description", () => {
  assert.deepEqual(say(described("respondent")), ["described the respondent"]);
  assert.deepEqual(say(described("child", { replaces: ["x"] })), ["changed what is recorded of a child"]);
});

test("a link taken back is told as that", () => {
  const link = { case: "x", reference: "7QF-012-F", why: "not linked", copied: [] };
  assert.deepEqual(say(known("cases linked", link, { replaces: ["y"] })), [
    "parted this case from 7QF-012-F: not the same incident",
  ]);
});

test("oldest first by when it happened, the phone's clock put right", () => {
  const fast = described("witness", { made_at: "2026-01-13T03:00:00+00:00", clock_offset_s: -3600 });
  const right = described("child", { made_at: "2026-01-13T02:30:00+00:00" });
  const paper = described("respondent", {
    made_at: "2026-01-13T02:45:00+00:00",
    happened_at: "2026-01-13T01:00:00+00:00",
  });
  assert.deepEqual(say(fast, right, paper), ["described the respondent", "described a witness", "described a child"]);
  assert.deepEqual(
    timeline([fast, paper]).map(({ at }) => at),
    ["2026-01-13T01:00:00.000Z", "2026-01-13T02:00:00.000Z"],
  );
});

test("of one second, entries stand in the order they arrived in, then in their device's own", () => {
  const second = described("child", { number: 2, id: "a" });
  const first = known("case started", { reference: "7QF-012-F" }, { number: 1, id: "b" });
  assert.deepEqual(say(second, first), ["started the case 7QF-012-F", "described a child"]);
  const asked = known("authority requested", { note: null }, { number: 20, position: 20 });
  const refused = known("authority refused", { reasons: "R." }, { number: 1, position: 21, id: "other device" });
  assert.deepEqual(say(refused, asked).map((text) => text.split(" ")[0]), ["asked", "refused"]);
  const unsent = described("witness", { number: 1, position: null, state: "not sent" });
  assert.equal(say(unsent, asked, refused).at(-1), "described a witness");
});

test("what is late, irregular or not sent says so", () => {
  assert.deepEqual(notes(described("child")), []);
  assert.deepEqual(notes(described("child", { position: null, state: "not sent" })), ["not sent yet"]);
  assert.deepEqual(notes(described("child", { received_at: "2026-01-13T02:20:00+00:00" })), []);
  assert.deepEqual(notes(described("child", { received_at: "2026-01-13T03:10:00+00:00" })), [
    "reached the server 03:10",
  ]);
  assert.deepEqual(notes(described("child", { received_at: "2026-01-14T03:10:00+00:00" })), [
    "reached the server Wed 14 Jan 2026, 03:10",
  ]);
  assert.deepEqual(notes(described("child", { happened_at: "2026-01-13T01:00:00+00:00" })), ["written down 02:14"]);
  assert.deepEqual(notes(described("child", { reasons: [{ code: "no_paper", message: "No paper copy." }] })), [
    "irregular: No paper copy.",
  ]);
  assert.deepEqual(notes(described("child", { position: null, state: "needs attention" })), [
    "the server did not take this: see Review",
  ]);
});

test("a signature is told of where there is one", () => {
  const facts = { place: "the door", manner: "handed over", paper_copy_left: true };
  assert.deepEqual(say(known("notice served", facts)), ["served the notice at the door (handed over) (signed)"]);
  assert.deepEqual(say(known("notice served", facts, { reasons: [{ code: "unsigned", message: "" }] })), [
    "served the notice at the door (handed over)",
  ]);
});

const conditions = [{ code: "molest", distance_m: null, reason: "Always." }];
const asked = [
  known("conditions proposed", { grounds: "G", conditions }, { id: "c" }),
  known("authority requested", { note: null }, { id: "r", number: 2, relies_on: [{ id: "c", sha256: "0" }] }),
];
const authorised = (facts, more) =>
  known("notice authorised", { text: [], reasons: "R.", ...facts }, { number: 3, relies_on: [{ id: "r" }], ...more });

test("changes to what was asked for are told of", () => {
  const told = (facts, more) => say(...asked, authorised(facts, more)).at(-1);
  const same = { grounds: "G", conditions: [{ reason: "Always.", distance_m: null, code: "molest" }] };
  assert.equal(told(same), "authorised the notice. Reasons: R. (signed)");
  assert.equal(told({ ...same, grounds: "H" }), "authorised the notice with changes. Reasons: R. (signed)");
  assert.equal(told({ ...same, conditions: [] }), "authorised the notice with changes. Reasons: R. (signed)");
  assert.equal(told({ conditions }), "authorised the notice. Reasons: R. (signed)"); // version 1
});

test("no decision is told as made before the server has confirmed it", () => {
  const decision = authorised({ grounds: "G", conditions }, { position: null, state: "not sent" });
  assert.equal(say(...asked, decision).at(-1), "signed a decision that the server has not confirmed");
});
