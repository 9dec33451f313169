// Another case of the same incident: what it takes over, and that an end in the middle leaves nothing untrue.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { NotAllCopied, copies, standing, writeAnother } from "../../static/js/copies.js";
import { fold } from "../../static/js/case.js";
import { compose } from "../../static/js/envelope.js";

const HOLIDAYS = { years: [2026], days: [] };
const REGIMES = { CSA2010: { hearing_hours: 48 } };
const STORED = new URL("../vectors/entries/", import.meta.url);

/** The facts of the newest stored example of a kind. */
function example(kind) {
  const versions = readdirSync(STORED)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(new URL(name, STORED), "utf8")))
    .filter((entry) => entry.kind === kind)
    .sort((one, other) => other.version - one.version);
  return versions[0].facts;
}

/** A phone whose store takes so many writes and then is gone, as after a crash. */
class Phone {
  constructor(writes = Infinity) {
    this.left = writes;
    /** @type {{entry: any, sha256: string}[]} */
    this.entries = [];
    this.drafts = new Map();
    this.made = Date.parse("2026-01-13T02:00:00Z");
  }

  #take() {
    if (this.left-- <= 0) throw new Error("crashed");
  }

  record = async ({ kind, caseId, facts, replaces = [] }) => {
    this.#take();
    const id = randomUUID();
    const body = compose({
      kind,
      id,
      caseId,
      officer: randomUUID(),
      device: randomUUID(),
      number: this.entries.length + 1,
      madeAt: new Date((this.made += 1000)),
      clockOffset: 0,
      replaces,
      facts,
    });
    const sha256 = `${this.entries.length}`.padStart(64, "0");
    this.entries.push({ entry: JSON.parse(body), sha256 });
    return { id, sha256 };
  };

  start = async () => {
    const id = randomUUID();
    await this.record({ kind: "case started", caseId: id, facts: { reference: "7QF-013-X", regime: "CSA2010" } });
    return { id, reference: "7QF-013-X" };
  };

  saveDraft = async (key, value) => {
    this.#take();
    this.drafts.set(key, value);
  };

  view(id) {
    const mine = this.entries.filter(({ entry }) => entry.case === id);
    const known = mine.map((one) => ({ ...one, position: null, received_at: null, reasons: [], state: "not sent" }));
    return fold(id, known, HOLIDAYS, REGIMES);
  }

  get cases() {
    return [...new Set(this.entries.map(({ entry }) => entry.case))];
  }
}

const person = (role, id, more = {}) => ({ ...example("person described"), role, person: id, ...more });
const [R, V, CHILD, RESIDENT] = ["r", "v", "c", "o"].map(() => randomUUID());

/** A case with everything in it. */
async function whole(phone, changes = {}) {
  const { id } = await phone.start();
  const write = (kind, facts) => phone.record({ kind, caseId: id, facts });
  await write("incident recorded", { ...example("incident recorded"), incident_number: "EP-1", crime_number: null, detained: true });
  await write("person described", person("respondent", R, { family_name: "Inventedson" }));
  await write("person described", person("protected person", V, { family_name: "Madeup" }));
  await write("person described", person("child", CHILD));
  await write("person described", person("other resident", RESIDENT));
  await write("relationship recorded", example("relationship recorded"));
  await write("premises recorded", {
    ...example("premises recorded"),
    respondent_lives_here: false,
    protected_person_lives_here: true,
    respondent_knows_address: false,
    ...changes.premises,
  });
  for (const kind of ["violence recorded", "necessity recorded", "risk assessed", "conditions proposed"])
    await write(kind, example(kind));
  await write("views recorded", { ...example("views recorded"), whose: "respondent", person: null });
  await write("children's welfare recorded", example("children's welfare recorded"));
  await write("other orders in force recorded", example("other orders in force recorded"));
  return phone.view(id);
}

const keys = (list) => list.filter(({ ticked }) => ticked).map(({ key }) => key);

test("the other way round: the two exchanged, and never what is one side's", async () => {
  const phone = new Phone();
  const old = await whole(phone);
  const chosen = copies(old, "other way round");
  const id = await writeAnother(phone, old, chosen);
  const view = phone.view(id);
  assert.deepEqual([view.respondent.person, view.protected_person.person], [V, R]);
  assert.equal(view.respondent.family_name, "Madeup");
  assert.deepEqual(view.others.map((one) => one.person).sort(), [CHILD, RESIDENT].sort());
  assert.equal(view.premises.respondent_lives_here, true);
  assert.equal(view.premises.protected_person_lives_here, false);
  assert.equal(view.premises.respondent_knows_address, true); // who lives there knows it
  assert.equal(view.relationship.limb, old.relationship.limb);
  for (const never of ["violence", "necessity", "risk", "conditions", "request"]) assert.equal(view[never], null);
  assert.deepEqual(view.views, { respondent: null, protected_person: null, other_residents: null, residents: [] });
  assert.equal(standing(old, view), "other way round");
  assert.equal(standing(view, old), "other way round");
});

test("who the respondent is known to be, and their custody, is nobody else's: only the references are filled in", async () => {
  for (const choice of ["other way round", "another respondent"]) {
    const phone = new Phone();
    const old = await whole(phone);
    const id = await writeAnother(phone, old, copies(old, choice));
    assert.equal(phone.view(id).incident, null);
    assert.equal(phone.view(id).detention, null);
    const { typed, replaces } = phone.drafts.get(`${id}:incident`);
    assert.equal(typed["incident-incident_number"], "EP-1");
    assert.ok(!("incident-crime_number" in typed) && !Object.keys(typed).some((name) => /identified|detained|custody/.test(name)));
    assert.deepEqual(replaces, []);
  }
});

test("whether somebody who does not live there knows the address was never asked", async () => {
  const old = await whole(new Phone(), { premises: { protected_person_lives_here: false } });
  assert.ok(!keys(copies(old, "other way round")).includes("premises"));
});

test("for another protected person the respondent stays, for another respondent the protected person", async () => {
  for (const [choice, stays, goes] of [
    ["another protected person", "respondent", "protected_person"],
    ["another respondent", "protected_person", "respondent"],
  ]) {
    const phone = new Phone();
    const old = await whole(phone);
    const offered = copies(old, choice);
    assert.ok(!keys(offered).includes("violence") && offered.some(({ key }) => key === "violence"));
    const id = await writeAnother(phone, old, offered.filter(({ ticked }) => ticked));
    const view = phone.view(id);
    assert.equal(view[stays].person, old[stays].person);
    for (const none of [goes, "premises", "relationship", "violence", "orders"]) assert.equal(view[none], null, none);
    assert.equal(standing(old, view), choice);
  }
  const phone = new Phone();
  const old = await whole(phone);
  const id = await writeAnother(phone, old, copies(old, "another protected person"));
  assert.equal(phone.view(id).incident.detained, true); // the same respondent: their custody too
});

test("a section of an earlier version goes over with the facts that were not asked for then", () => {
  const old = { ...fold("x", [], HOLIDAYS, REGIMES), respondent: { person: R, role: "respondent", family_name: "A", _: { kind: "person described", entry: "e", sha256: "s" } } };
  const [{ writes }] = copies(old, "another protected person");
  const wanted = Object.keys(example("person described")).filter((name) => !["given_names", "born", "believed_age", "age_source", "address", "postcode"].includes(name));
  for (const name of wanted) assert.ok(name in writes[0].facts, name);
  assert.ok(!("_" in writes[0].facts));
});

test("every copy names its source, and both cases each other", async () => {
  const phone = new Phone();
  const old = await whole(phone);
  const id = await writeAnother(phone, old, copies(old, "other way round"));
  const [link, ...more] = phone.view(id).links;
  assert.deepEqual(more, []);
  assert.deepEqual([link.case, link.reference, link.why], [old.id, old.reference, "same incident"]);
  const there = phone.entries.filter(({ entry }) => entry.case === id && !/^case/.test(entry.kind));
  assert.deepEqual(link.copied.map(({ entry }) => entry), there.map(({ entry }) => entry.id));
  for (const { source, sha256 } of link.copied) {
    const found = phone.entries.find(({ entry }) => entry.id === source);
    assert.deepEqual([found?.entry.case, found?.sha256], [old.id, sha256]);
  }
  const [back] = phone.view(old.id).links;
  assert.deepEqual([back.case, back.reference, back.copied], [id, "7QF-013-X", []]);
});

test("wherever it ends, what is there is true: no copy without a link, no link to what is not there", async () => {
  const before = new Phone();
  await whole(before);
  const start = before.entries.length;
  for (let writes = 0; writes < 100; writes++) {
    const phone = new Phone();
    const old = await whole(phone);
    phone.left = writes;
    /** @type {unknown} */
    let failed = null;
    await writeAnother(phone, old, copies(old, "other way round")).catch((error) => (failed = error));
    const ended = failed === null;
    const [id] = phone.cases.filter((one) => one !== old.id);
    // Once the case is started, who asked for it learns which it is: a second attempt would start another.
    assert.equal(failed instanceof NotAllCopied ? failed.id : undefined, ended ? undefined : id, `after ${writes} writes`);
    const copied = phone.entries.slice(start).filter(({ entry }) => entry.case === id && !/^case/.test(entry.kind));
    const links = id ? phone.view(id).links : [];
    const back = phone.view(old.id).links;
    if (copied.length) assert.ok(links.length === 1 && back.length === 1, `after ${writes} writes`);
    if (back.length) assert.ok(back[0].case === id && phone.view(id).reference, `after ${writes} writes`);
    const there = new Set(copied.map(({ entry }) => entry.id));
    for (const link of links) for (const { entry } of link.copied) assert.ok(there.has(entry), `after ${writes} writes`);
    if (ended) return assert.ok(writes > 8);
  }
  assert.fail("It never came to its end.");
});

test("what happened is a beginning to be checked, and never the other side's answer or what went before", async () => {
  for (const choice of ["another respondent", "another protected person"]) {
    const phone = new Phone();
    const old = await whole(phone);
    const chosen = copies(old, choice).filter(({ key }) => key === "violence");
    assert.deepEqual(chosen.map(({ ticked, writes }) => [ticked, writes]), [[false, []]], choice);
    const id = await writeAnother(phone, old, chosen);
    assert.equal(phone.view(id).violence, null, choice);
    assert.deepEqual(phone.drafts.get(`${id}:violence`), {
      typed: { "violence-account": old.violence.account, "violence-place": old.violence.place },
      replaces: [],
    });
  }
});

test("of two versions of a person that nobody has settled, the newer one goes over, once", async () => {
  const phone = new Phone();
  const { id } = await phone.start();
  const describe = (name, role, replaces) =>
    phone.record({ kind: "person described", caseId: id, facts: person(role, CHILD, { family_name: name }), replaces });
  const first = await describe("First", "child", []);
  await describe("Older", "child", [first.id]);
  await describe("Newer", "child", [first.id]);
  const old = phone.view(id);
  assert.equal(old.conflicts.length, 1);
  const children = copies(old, "another respondent").filter(({ key }) => key === "children");
  assert.deepEqual(children.flatMap(({ writes }) => writes.map(({ facts }) => facts.family_name)), ["Newer"]);
});

test("somebody who turned out to be a witness is no child any more, though one version still says so", async () => {
  const phone = new Phone();
  const { id } = await phone.start();
  const describe = (role) => phone.record({ kind: "person described", caseId: id, facts: person(role, CHILD) });
  await describe("child");
  await describe("witness");
  const offered = copies(phone.view(id), "another respondent").map(({ key }) => key);
  assert.deepEqual(offered, ["witnesses"]);
});
