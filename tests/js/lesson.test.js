// Which steps of the lesson are done, as the server says it too.
import assert from "node:assert/strict";
import { test } from "node:test";

import { doneBy, isTheirs, lessonOf, nextStep } from "../../static/js/lesson.js";
import { vectors } from "./vectors.js";

const { steps, done } = vectors("lesson");
const known = ({ body, ...rest }) => ({ entry: JSON.parse(body), sha256: "0", state: "held", ...rest });

for (const { name, entries } of vectors("cases")) {
  test(`${name}: the phone says which steps are done as the server does`, () => {
    const all = entries.map(known);
    const found = steps.filter((step) => doneBy(step, all)).map(({ id }) => id);
    assert.deepEqual(found, done[name]);
    assert.equal(nextStep(steps, all)?.id, steps.find(({ id }) => !found.includes(id))?.id);
  });
}

test("a step is theirs by what they are, not by their name", () => {
  const who = (more) => ({ officer: { constable: true, rank: "constable", postings: [], ...more } });
  const may = (me) => ["constable", "superintendent", "legal services"].filter((one) => isTheirs({ who: one }, me));
  assert.deepEqual(may(who()), ["constable"]);
  assert.deepEqual(may(who({ rank: "chief superintendent" })), ["superintendent"]);
  assert.deepEqual(may(who({ constable: false, rank: "police staff", postings: ["legal services"] })), ["legal services"]);
});

test("the lesson is of the case the address names, else of the newest that is one's own and of this training", () => {
  const begun = (id, made_at, compared = false) => ({ view: { id }, entries: [{ entry: { made_at } }], compared });
  const all = [begun("a", "2026-01-01T00:00:00Z"), begun("b", "2026-01-02T00:00:00Z"), begun("c", "2026-01-03T00:00:00Z", true)];
  assert.equal(lessonOf(all, "a", null)?.view.id, "a");
  assert.equal(lessonOf(all, null, "2026-01-01T12:00:00Z")?.view.id, "b");
  assert.equal(lessonOf(all, "a", "2026-01-01T12:00:00Z")?.view.id, "b");
  assert.equal(lessonOf(all, null, "2026-02-01T00:00:00Z"), null);
  assert.equal(lessonOf([], null, null), null);
});
