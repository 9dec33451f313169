import assert from "node:assert/strict";
import { test } from "node:test";

import { considered, missing } from "../../static/js/missing.js";
import { changed, vectors } from "./vectors.js";

const { view, requirements, settings, considered: matters, later } = vectors("requirements");
const law = vectors("law");
const table = law.requirements;

for (const { why, today, changes, missing: expected } of requirements) {
  test(`missing: ${why}`, () => {
    const rows = missing(changed(view, changes), table, today);
    assert.deepEqual(rows.map((row) => row.id), expected);
  });
}

for (const { why, today, changes, settings: set, missing: expected, refusing } of settings) {
  test(`the force: ${why}`, () => {
    const rows = missing(changed(view, changes), table, today, set);
    assert.deepEqual(rows.map((row) => row.id), expected);
    assert.deepEqual(rows.filter((row) => row.stops).map((row) => row.id), refusing);
  });
}

for (const { why, today, changes, considered: expected } of matters) {
  test(`considered: ${why}`, () => {
    const found = considered(changed(view, changes), law, today);
    assert.deepEqual(Object.fromEntries(found.map(({ id, state }) => [id, state])), expected);
  });
}

for (const { table: name, why, changes, missing: expected } of later) {
  test(`${name}: ${why}`, () => {
    const rows = missing(changed(view, changes), law[name], "2026-04-07");
    assert.deepEqual(rows.map((row) => row.id), expected);
  });
}

test("a row of one Act is not asked under another", () => {
  const changes = { "conditions.conditions": [] };
  const asked = (regime) => missing(changed(view, { ...changes, regime }), table, "2026-04-07").map(({ id }) => id);
  assert.ok(asked("CSA2010").includes("molest"));
  assert.ok(!asked("DAA2021").includes("molest"));
});

const facts = { a: { text: "x", blank: "", spaces: " \n", zero: 0, no: false, none: null, list: [] } };

for (const [form, holds] of [
  [["filled", "a.text"], true],
  [["filled", "a.blank"], false],
  [["filled", "a.spaces"], false],
  [["filled", "a.zero"], true],
  [["filled", "a.no"], true],
  [["filled", "a.none"], false],
  [["filled", "a.list"], false],
  [["filled", "a.absent"], false],
  [["filled", "a.text.deeper"], false],
  [["filled", "absent.deeper"], false],
  [["is", "a.no", false], true],
  [["is", "a.zero", false], false],
  [["is", "a.absent", true], false],
  [["not", ["is", "a.no", true]], true],
  [["all"], true],
  [["any"], false],
  [["condition", "molest"], false],
  [["each", "reason"], true],
]) {
  test(`${JSON.stringify(form)} ${holds ? "holds" : "does not hold"}`, () => {
    const row = { ...table[0], test: form, when: null, regimes: [] };
    assert.equal(missing(facts, [row], "2026-04-07").length, holds ? 0 : 1);
  });
}

test("an unknown form is an error", () => {
  const row = { ...table[0], test: ["sometimes", "respondent"], when: null };
  assert.throws(() => missing(view, [row], "2026-04-07"), /Not a test: sometimes/);
});
