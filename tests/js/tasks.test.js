// What is said of a case in a word or a line: how far each screen is, what next, what endangers officers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SCREENS, draftedScreens, evidenceTask, tasks } from "../../static/js/parts/tasks.js";
import { londonDate } from "../../static/js/parts/times.js";
import {
  STAGES,
  courtLine,
  currentSections,
  dangersOf,
  decidedBy,
  mayIssue,
  nextDecision,
  nextStep,
  rivals,
  since,
  stageTag,
  stillEnded,
} from "../../static/js/parts/words.js";
import { inForce, sectionIn } from "../../static/js/law.js";
import { fold } from "../../static/js/case.js";
import { vectors } from "./vectors.js";

const { requirements, regimes } = vectors("law");
const empty = fold("00000000-0000-4000-8000-00000000ca5e", [], { years: [2026], days: [] }, vectors("law"));
const section = (position = 1, facts = {}, made_at = "2026-01-13T02:14:00+00:00") => ({
  ...facts,
  _: { entry: "e", position, made_at, state: position ? "held" : "not sent" },
});
const stateOf = (page, view, gaps = [], drafts = []) =>
  tasks({ ...empty, ...view }, gaps, drafts).find((task) => task.page === page)?.text;

test("every screen that a requirement leads to is on the task list", () => {
  assert.deepEqual(new Set(requirements.map(({ screen }) => screen)), new Set(Object.keys(SCREENS)));
});

test("what a screen's state says", () => {
  const act = { screen: "risk", stops: true };
  const guidance = { screen: "risk", stops: false };
  assert.equal(stateOf("risk", {}, [act]), "Not started");
  assert.equal(stateOf("risk", {}, [act], ["risk"]), "Draft: not saved");
  assert.equal(stateOf("risk", { risk: section() }, [act]), "1 thing still needed");
  assert.equal(stateOf("risk", { risk: section() }, [act, act, guidance]), "2 things still needed");
  assert.equal(stateOf("risk", { risk: section() }, [guidance]), "Could be fuller");
  assert.equal(stateOf("risk", { risk: section() }, [{ ...act, screen: "views" }]), "Saved");
  assert.equal(stateOf("risk", { risk: section(null) }), "Saved, not sent");
  assert.equal(stateOf("risk", { risk: section() }, [], ["risk"]), "Draft: not saved");
  assert.equal(stateOf("risk", { risk: section() }, [], ["request", "risky", "views-risk"]), "Saved");
});

test("one unsent of several is not sent, and drafts of each person count for their screen", () => {
  const views = { ...empty.views, respondent: section(), residents: [section(null)] };
  assert.equal(stateOf("views", { views }), "Saved, not sent");
  assert.equal(stateOf("views", { views }, [], ["views-9cdc1077-8441-5573-a314-ddbb8f5fdf52"]), "Draft: not saved");
  assert.equal(stateOf("people", { others: [section()] }), "Saved");
  assert.equal(stateOf("people", {}, [], ["person-9cdc1077-8441-5573-a314-ddbb8f5fdf52"]), "Draft: not saved");
  assert.equal(stateOf("people", {}, [], ["people"]), "Not started"); // the list of those added, no form
});

test("every stage has a name, a line for what next, and a screen to do it on", () => {
  const request = section();
  const yes = section(1, {}, "2026-01-13T03:00:00+00:00");
  const refused = { ...yes, _: { ...yes._, kind: "authority refused" } };
  const ended = section(1, { reason: "other", account: "A" }, "2026-01-13T04:00:00+00:00");
  const views = {
    recording: {},
    "not pursued": { not_pursued: ended },
    requested: { request },
    authorised: { request, decision: yes },
    refused: { request, decision: refused },
    served: { request, decision: yes, service: yes },
    withdrawn: { request, decision: yes, withdrawal: yes },
    "before the court": { service: yes, court: { ...empty.court, listed: yes, next: "2026-01-14T10:00:00+00:00" } },
    ordered: { service: yes, court: { ...empty.court, order: { made_on: "2026-01-14", told: true, ends_on: "2026-02-10" } } },
    ended: { service: yes, court: { ...empty.court, ended: { outcome: "refused", decided_at: "2026-01-14T10:00:00+00:00" } } },
    elsewhere: { elsewhere: yes },
  };
  assert.deepEqual(Object.keys(views).sort(), Object.keys(STAGES).sort());
  const lines = Object.entries(views).map(([stage, more]) => nextStep({ ...empty, ...more, stage }, []));
  assert.deepEqual(new Set(lines.map(({ text }) => text)).size, lines.length);
  for (const { text, page } of lines) assert.ok(text && ["case", "review", "notice"].includes(page), text);
  const given = { ...empty, ...views.refused, not_pursued: ended, stage: "refused" };
  assert.match(nextStep(given, []).text, /not pursued/);
  const before = section(1, { reason: "other" }, "2026-01-13T01:00:00+00:00");
  assert.match(nextStep({ ...given, not_pursued: before }, []).text, /read why/);
});

test("an order that has ended says on which day, and one suspended for a time that has passed binds again", () => {
  const order = { made_on: "2026-01-14", told: false, ends_on: "2026-02-10", now: "in force" };
  const said = (/** @type {object} */ changed) => {
    const view = { ...empty, stage: "ordered", service: section(), court: { ...empty.court, order: { ...order, ...changed } } };
    return [stageTag(view).name, courtLine(view)];
  };
  assert.deepEqual(said({}), ["Order ended", "Order ended on Tue 10 Feb 2026: no power under it"]);
  assert.deepEqual(said({ now: "ended", ends_on: null }), ["Order ended", "Order ended by the court: no power under it"]);
  const today = londonDate(new Date()); // its last day is still in it
  assert.equal(said({ told: true, ends_on: today })[0], "Order made");
  assert.match(said({ ends_on: today })[1], /NOT YET TOLD/);
  const suspended = { now: "suspended", told: true, ends_on: null };
  assert.match(said({ ...suspended, until: "2026-02-01T10:00:00+00:00" })[1], /no end recorded/);
  assert.match(said({ ...suspended, until: "2099-02-01T10:00:00+00:00" })[1], /suspended by the court until/);
  assert.match(said({ ...suspended, until: null })[1], /suspended by the court: /);
});

test("who decides is said by the case's own Act", () => {
  const waits = { ...empty, stage: "requested", request: section() };
  for (const [regime, by] of [["CSA2010", "a superintendent"], ["DAA2021", "an inspector"]]) {
    const view = { ...waits, regime };
    assert.equal(decidedBy({ regimes }, view), by);
    assert.equal(nextStep(view, [], { by: decidedBy({ regimes }, view) }).text, `Waiting for ${by}'s decision`);
  }
});

test("an inspector may issue under one Act and not under the other", () => {
  const law = vectors("law");
  assert.ok(mayIssue(law, "inspector", "DAA2021"));
  assert.ok(!mayIssue(law, "inspector", "CSA2010"));
  assert.ok(mayIssue(law, "inspector"));
  assert.ok(!mayIssue({ ...law, regimes: { CSA2010: law.regimes.CSA2010 } }, "inspector"));
  assert.ok(!mayIssue(law, "sergeant", "DAA2021"));
});

test("a case may be started under what is in force that day in London, the default first", () => {
  const law = { ...vectors("law"), in_force: [["DAA2021", "2024-11-27", "2026-03-31"], ["CSA2010", "2014-03-08", null]] };
  assert.deepEqual(inForce(law, new Date("2026-03-31T22:59:59Z")), ["CSA2010", "DAA2021"]);
  assert.deepEqual(inForce(law, new Date("2026-03-31T23:00:00Z")), ["CSA2010"]);
  assert.deepEqual(inForce(law, new Date("2024-11-26T12:00:00Z")), ["CSA2010"]);
  assert.deepEqual(inForce(law, new Date("2014-03-07T12:00:00Z")), []);
});

test("what is needed first is where the line leads", () => {
  const gaps = [
    { screen: "incident", stops: false },
    { screen: "people", stops: true },
    { screen: "views", stops: true },
  ];
  assert.deepEqual(nextStep(empty, gaps), { text: "2 things still needed before you can ask", page: "people" });
  assert.deepEqual(nextStep(empty, gaps.slice(0, 1)), { text: "Ready: request authority", page: "review", ask: true });
});

test("what is typed and not saved, or was not taken, comes before asking", () => {
  const drafted = draftedScreens(["violence", "person-9cdc1077-8441-5573-a314-ddbb8f5fdf52", "request", "decision"]);
  assert.deepEqual(drafted, ["people", "happened"]);
  const unsaved = { text: "Typed and not saved: save it before you ask", page: "people" };
  assert.deepEqual(nextStep(empty, [], { drafted }), unsaved);
  assert.match(nextStep(empty, [{ screen: "risk", stops: true }], { drafted }).text, /^1 thing still needed/);
  const refused = { text: "1 entry the server did not take: open and read why", page: "review" };
  assert.deepEqual(nextStep(empty, [], { drafted, attention: 1 }), refused);
  assert.match(nextStep({ ...empty, stage: "requested", request: section() }, [], { attention: 2 }).text, /^2 entries/);
});

test("a request that was overtaken is nobody's to decide until it is made again", () => {
  const by = (officer, entry = "e") => ({ ...section(), _: { ...section()._, entry, officer } });
  const view = { ...empty, stage: "requested", request: by("constable"), risk: by("constable", "risk 1") };
  const again = { text: "Changed since it was asked for: ask again", page: "review" };
  assert.deepEqual(nextStep(view, [], { changed: ["risk"] }), again);
  assert.match(nextStep(view, []).text, /^Waiting/);
  assert.match(nextStep({ ...view, conflicts: [["risk 1", "risk 2"]] }, []).text, /^Two versions/);
  assert.deepEqual(nextDecision(view, "superintendent", []), { text: "Decide now", page: "decision" });
  for (const [torn, changed] of [[[], ["risk"]], [[["risk 1", "risk 2"]], []]])
    assert.match(nextDecision({ ...view, conflicts: torn }, "superintendent", changed).text, /ring the officer/);
});

test("nobody is asked to decide what they asked for, recorded, cannot decide yet or have decided", () => {
  const by = (officer) => ({ ...section(), _: { ...section()._, officer } });
  const view = { ...empty, stage: "requested", request: by("constable") };
  assert.ok(nextDecision(view, "superintendent", []));
  assert.equal(nextDecision(view, "constable", []), null);
  assert.equal(nextDecision({ ...view, risk: by("superintendent") }, "superintendent", []), null);
  assert.equal(nextDecision({ ...view, others: [by("superintendent")] }, "superintendent", []), null);
  const declared = (connection) => [{ ...by("superintendent"), whose: "respondent", connection, account: null }];
  assert.equal(nextDecision({ ...view, declared: declared("related") }, "superintendent", []), null);
  assert.ok(nextDecision({ ...view, declared: declared("knows") }, "superintendent", []));
  assert.equal(nextDecision({ ...view, request: section(null) }, "superintendent", []), null);
  assert.equal(nextDecision({ ...view, decision: by("another") }, "superintendent", []), null);
  assert.equal(nextDecision({ ...view, stage: "recording", request: null }, "superintendent", []), null);
});

test("two versions are settled before authority is asked for", () => {
  const of = (entry, more = {}) => ({ ...section(), ...more, _: { ...section()._, entry } });
  const child = { role: "child", person: "c" };
  const view = {
    ...empty,
    risk: of("risk 2"),
    others: [of("child 1", child), of("child 2", child), of("another child", { ...child, person: "d" })],
    conflicts: [
      ["risk 1", "risk 2"],
      ["child 1", "child 2"],
    ],
  };
  assert.deepEqual(
    rivals(view).map(({ name, page, section: { _ } }) => [name, page, _.entry]),
    [
      ["risk", "risk", "risk 2"],
      ["child", "people", "child 2"],
    ],
  );
  const needed = { screen: "views", stops: true };
  for (const gaps of [[], [needed]])
    assert.deepEqual(nextStep(view, gaps), { text: "Two versions: settle first", page: "risk" });
  assert.match(nextStep({ ...view, stage: "served", service: section() }, []).text, /Served/);
  assert.equal(stateOf("risk", view, [{ ...needed, screen: "risk" }]), "Two versions: settle first");
  assert.equal(stateOf("people", view), "Two versions: settle first");
  assert.equal(stateOf("risk", view, [], ["risk"]), "Draft: not saved");
  assert.equal(stateOf("risk", { ...view, conflicts: [] }), "Saved");
  const ended = of("ended 2", { reason: "other" });
  const torn = { ...empty, not_pursued: ended, stage: "not pursued", conflicts: [["ended 1", "ended 2"]] };
  assert.deepEqual(nextStep(torn, []), { text: "Two versions: settle first", page: "not-pursued" });
});

test("what changed after a request, and custody and safety apart from it", () => {
  const of = (entry) => ({ ...section(), _: { ...section()._, entry } });
  const request = (id, ...named) => ({
    entry: { id, facts: {}, replaces: [], relies_on: named.map((one) => ({ id: one })) },
  });
  const view = { ...empty, incident: of("incident 1"), risk: of("risk 1"), others: [of("x"), of("y")] };
  view.others.forEach((one) => (one.role = "child"));
  const all = [request("asked", "incident 1", "risk 1", "x", "y"), request("before", "incident 1", "risk 0")];
  assert.deepEqual(since(view, all, "asked"), { changed: [], updated: false });
  assert.deepEqual(since(view, all, "before"), { changed: ["risk", "child"], updated: false });
  assert.deepEqual(since({ ...view, incident: of("incident 2") }, all, "asked"), { changed: [], updated: true });
  assert.deepEqual(since(view, all, undefined), { changed: [], updated: false });
  const off = { entry: { id: "z", facts: { person: "p" }, replaces: ["y"], relies_on: [] } };
  const without = { ...view, others: view.others.slice(0, 1), mistaken: ["p"] };
  assert.deepEqual(since(without, [...all, off], "asked"), { changed: ["somebody recorded by mistake"], updated: false });
  assert.deepEqual(since(without, [...all, off], "before").changed, ["risk", "child"]);
});

test("an ending stands until authority is asked for", () => {
  const at = (time, more) => section(1, more, `2026-01-13T${time}:00+00:00`);
  const not_pursued = at("02:00");
  assert.ok(stillEnded({ ...empty, stage: "not pursued", not_pursued }));
  assert.ok(!stillEnded({ ...empty, stage: "requested", not_pursued }));
  assert.ok(stillEnded({ ...empty, stage: "refused", not_pursued, decision: at("01:00") }));
  assert.ok(!stillEnded({ ...empty, stage: "refused", not_pursued, decision: at("03:00") }));
  assert.ok(!stillEnded({ ...empty, stage: "authorised", not_pursued, decision: at("01:00") }));
  assert.ok(!stillEnded(empty));
});

test("firearms first among the dangers", () => {
  const dangers = ["dogs", "violence to police", "firearms certificate", "firearms"];
  assert.equal(
    dangersOf({ ...empty, incident: section(1, { dangers }) }),
    "Firearms, firearms certificate, dogs, violence to police",
  );
  assert.equal(dangersOf({ ...empty, incident: section(1, { dangers: [] }) }), null);
  assert.equal(dangersOf({ incident: { dangers: ["drones", "dogs"] } }), "Dogs, drones"); // of a later version
  assert.equal(dangersOf(empty), null);
});

test("a request rests on every section there is", () => {
  const names = ["incident", "respondent", "protected_person", "relationship", "premises", "violence", "necessity"];
  const more = ["risk", "children", "orders", "conditions"];
  const of = (entry) => ({ _: { entry } });
  const view = {
    ...empty,
    ...Object.fromEntries([...names, ...more].map((name) => [name, of(name)])),
    others: [of("child"), of("witness")],
    views: { respondent: of("r"), protected_person: of("p"), other_residents: of("o"), residents: [of("x"), of("y")] },
  };
  const found = currentSections(view).map(({ section }) => section._.entry);
  assert.deepEqual(found.sort(), [...names, ...more, "child", "witness", "r", "p", "o", "x", "y"].sort());
  assert.deepEqual(currentSections(empty), []);
});

test("evidence is asked of nobody, and says how much of it has gone", () => {
  const of = (attached, unsent, drafts = []) => evidenceTask({ evidence: Array(attached).fill({}) }, drafts, unsent);
  assert.deepEqual(of(0, 0), { page: "evidence", text: "None", needs: false });
  assert.equal(of(5, 5).text, "5 attached, not sent");
  assert.equal(of(5, 2).text, "Sent 3 of 5");
  assert.equal(of(5, 0).text, "5 attached");
  assert.deepEqual(of(5, 2, ["evidence-new"]), { page: "evidence", text: "Draft: not saved", needs: true });
  assert.deepEqual(draftedScreens(["evidence-0123456789abcdef"]), ["evidence"]);
});

test("a row is cited by the section of the case's own Act", () => {
  const law = { regimes };
  assert.equal(sectionIn(law, { regime: "DAA2021" }, "s.24(2)(a)"), "s.22(3)");
  assert.equal(sectionIn(law, { regime: "CSA2010" }, "s.24(2)(a)"), "s.24(2)(a)");
  assert.equal(sectionIn(law, { regime: "DAA2021" }, "Force practice"), "Force practice");
});
