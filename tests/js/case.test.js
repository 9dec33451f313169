// Adding a case up from its entries, on the phone.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold } from "../../static/js/case.js";
import { laterService } from "../../static/js/served.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8"));

const HOLIDAYS = { years: [2026], days: [] };
const CASE = "00000000-0000-4000-8000-00000000ca5e";

let counter = 0;

/** An entry as the phone knows it; the later it is made here, the later its made_at. */
function known(kind, facts, { replaces = [], reliesOn = [], at = ++counter, held = true, state = "not sent", ...more } = {}) {
  const id = `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
  const entry = {
    kind,
    version: 1,
    id,
    case: CASE,
    officer: "00000000-0000-4000-8000-00000000f00d",
    device: "00000000-0000-4000-8000-00000000de1c",
    number: at,
    made_at: new Date(Date.UTC(2026, 2, 3, 12, 0, at)).toISOString().replace(".000Z", "+00:00"),
    clock_offset_s: null,
    happened_at: null,
    replaces: replaces.map(({ entry }) => entry.id),
    relies_on: reliesOn.map(({ entry }) => ({ id: entry.id, sha256: "0".repeat(64) })),
    salt: "A".repeat(22),
    facts,
    ...more,
  };
  return held
    ? { entry, sha256: "0".repeat(64), position: at, received_at: entry.made_at, reasons: [], state: "held" }
    : { entry, sha256: "0".repeat(64), position: null, received_at: null, reasons: [], state };
}

const add = (...entries) => fold(CASE, entries, HOLIDAYS, LAW);
const risk = (account, options) => known("risk assessed", { account }, options);
const request = (options) => known("authority requested", { note: null }, options);
const authorised = (options) => known("notice authorised", { text: ["A"], conditions: [], reasons: "R" }, options);
const served = (at, options) => known("notice served", { served_at: at }, options);

const LAW = read("law.json");
const { holidays } = LAW;
for (const { name, case: id, entries, courts, view } of read("cases.json")) {
  test(`as the server adds it up: ${name}`, () => {
    const known = entries.map(({ body, position, received_at, reasons }) => ({
      entry: JSON.parse(body),
      sha256: createHash("sha256").update(body).digest("hex"),
      position,
      received_at,
      reasons,
      state: "held",
    }));
    assert.deepEqual(JSON.parse(JSON.stringify(fold(id, known, holidays, LAW, courts))), view);
  });
}

test("a case of no entries is being recorded", () => {
  const view = add();
  assert.equal(view.stage, "recording");
  assert.equal(view.reference, null);
  assert.equal(view.risk, null);
  assert.deepEqual(view.conflicts, []);
});

test("the entry that nothing replaces is current, in whatever order they came", () => {
  const first = risk("first");
  const second = risk("second", { replaces: [first] });
  for (const view of [add(first, second), add(second, first)]) {
    assert.equal(view.risk.account, "second");
    assert.equal(view.risk._.entry, second.entry.id);
    assert.deepEqual(view.conflicts, []);
  }
});

test("two entries that replace the same one stand side by side until a third settles them", () => {
  const first = risk("first");
  const one = risk("one", { replaces: [first] });
  const other = risk("other", { replaces: [first] });
  const both = add(first, one, other);
  assert.equal(both.risk.account, "other");
  assert.deepEqual(both.conflicts, [[one.entry.id, other.entry.id]]);
  const settled = risk("settled", { replaces: [one, other] });
  assert.deepEqual(add(first, one, other, settled).conflicts, []);
});

test("a clock that was wrong does not make an entry newer", () => {
  const fast = risk("fast", { clock_offset_s: -3600 });
  const right = risk("right");
  assert.equal(add(fast, right).risk.account, "right");
  const slow = risk("slow", { clock_offset_s: 3600 });
  const later = risk("later");
  assert.equal(add(slow, later).risk.account, "slow");
});

test("only like replaces like", () => {
  const first = risk("first");
  const note = known("violence recorded", { what: "threat" }, { replaces: [first] });
  assert.equal(add(first, note).risk.account, "first");
});

test("a decision counts for the request that stands", () => {
  const asked = request();
  const decided = authorised({ reliesOn: [asked] });
  assert.equal(add(asked).stage, "requested");
  assert.equal(add(asked, decided).stage, "authorised");
  const again = request({ replaces: [asked] });
  const view = add(asked, decided, again);
  assert.equal(view.stage, "requested");
  assert.equal(view.decision, null);
});

test("somebody who was served has been served, also when only this phone knows", () => {
  const view = add(served("2026-03-03T22:15:00+00:00", { held: false }));
  assert.equal(view.stage, "served");
  assert.equal(view.service._.position, null);
  assert.equal(view.service._.state, "not sent");
  assert.equal(view.deadline.at, "2026-03-05T22:15:00+00:00"); // Tuesday to Thursday
  assert.equal(view.deadline.provisional, true);
});

test("a correction of the time of service never lengthens the deadline by itself", () => {
  const early = served("2026-03-03T22:15:00+00:00");
  const late = served("2026-03-03T23:15:00+00:00", { replaces: [early] });
  const view = add(early, late);
  assert.equal(view.service.served_at, "2026-03-03T23:15:00+00:00");
  assert.equal(view.deadline.at, "2026-03-05T22:15:00+00:00");
  assert.equal(view.deadline.provisional, false);
});

test("beyond the table of holidays there is no deadline rather than a wrong one", () => {
  assert.equal(add(served("2031-03-03T22:15:00+00:00")).deadline, null);
});

test("people are told apart by their role", () => {
  const person = (role, name, options) => known("person described", { role, family_name: name }, options);
  const [child, respondent, protectedPerson] = [
    person("child", "Child"),
    person("respondent", "One"),
    person("protected person", "Other"),
  ];
  const view = add(child, respondent, protectedPerson);
  assert.equal(view.respondent.family_name, "One");
  assert.equal(view.protected_person.family_name, "Other");
  assert.deepEqual(view.others.map((one) => one.family_name), ["Child"]);
});

test("a later time of service waits for legal services, and for the server", () => {
  const first = served("2026-03-03T22:15:00+00:00");
  const later = served("2026-03-03T23:15:00+00:00", { replaces: [first] });
  const accept = (options) => known("legal accepted", { entry: later.entry.id, why: "Videos." }, options);
  assert.deepEqual(laterService([first, later]), { first, later, accepted: false });
  const unsent = [first, later, accept({ held: false })];
  assert.deepEqual(laterService(unsent), { first, later, accepted: true });
  assert.equal(add(...unsent).deadline.at, add(first, later).deadline.at, "not yet the server's");
  const refused = accept({ held: false, state: "needs attention" });
  assert.deepEqual(laterService([first, later, refused]), { first, later, accepted: false });
  assert.equal(laterService([first, later, accept()]), null);
  assert.equal(add(first, later, accept()).deadline.at, add(served("2026-03-03T23:15:00+00:00")).deadline.at);
});

test("an earlier time of service, and one the server has not got, wait for nobody", () => {
  const first = served("2026-03-03T22:15:00+00:00");
  assert.equal(laterService([first]), null);
  assert.equal(laterService([first, served("2026-03-03T21:15:00+00:00", { replaces: [first] })]), null);
  assert.equal(laterService([first, served("2026-03-03T23:15:00+00:00", { replaces: [first], held: false })]), null);
});

test("an arrest in a case of an Act this force never had stands without limits", () => {
  const own = { ...LAW, regimes: { CSA2010: LAW.regimes.CSA2010 } };
  const started = known("case started", { reference: "7QF-001-0", regime: "DAA2021" });
  const arrest = known("arrest made", { of: "notice", arrested_at: "2026-03-03T22:15:00+00:00" });
  const [found] = fold(CASE, [started, arrest], HOLIDAYS, own).breaches.arrests;
  assert.deepEqual([found.limits, found.sittings, found.next], [null, null, []]);
});
