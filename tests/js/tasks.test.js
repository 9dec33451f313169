// What is said of a case in a word or a line: how far each screen is, what next, what endangers officers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SCREENS, tasks } from "../../static/js/pages/tasks.js";
import { STAGES, currentSections, dangersOf, nextStep } from "../../static/js/pages/words.js";
import { fold } from "../../static/js/case.js";
import { vectors } from "./vectors.js";

const { requirements } = vectors("law");
const empty = fold("00000000-0000-4000-8000-00000000ca5e", [], { years: [2026], days: [] });
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
  const act = { screen: "risk", force: "ACT" };
  const guidance = { screen: "risk", force: "GUIDANCE" };
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

test("what is needed first is where the line leads", () => {
  const gaps = [
    { screen: "incident", force: "GUIDANCE" },
    { screen: "people", force: "ACT" },
    { screen: "views", force: "ACT" },
  ];
  assert.deepEqual(nextStep(empty, gaps), { text: "2 things still needed before you can ask", page: "people" });
  assert.deepEqual(nextStep(empty, gaps.slice(0, 1)), { text: "Ready: request authority", page: "review", ask: true });
});

test("firearms first among the dangers", () => {
  const dangers = ["dogs", "violence to police", "firearms certificate", "firearms"];
  assert.equal(
    dangersOf({ ...empty, incident: section(1, { dangers }) }),
    "Firearms, firearms certificate, dogs, violence to police",
  );
  assert.equal(dangersOf({ ...empty, incident: section(1, { dangers: [] }) }), null);
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
