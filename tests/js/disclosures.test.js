// What the respondent would learn from the notice's own words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { disclosures } from "../../static/js/disclosures.js";

const VIEW = {
  respondent: { given_names: "Craig", family_name: "Inventedson", address: "14 Fictional Close\nBasildon", postcode: "ZZ1 1AA" },
  protected_person: { given_names: "Rachel", family_name: "Notareal", address: "7 Madeup Road\nBasildon", postcode: "ZZ9 9ZZ" },
  others: [
    { role: "witness", given_names: "Pat", family_name: "Nextdoor", address: "16 Fictional Close", postcode: null },
    { role: "child", given_names: "Sam", family_name: "Notareal", address: null, postcode: null },
  ],
  premises: { address: "14 Fictional Close\nBasildon", postcode: "ZZ1 1AA", respondent_knows_address: true },
  children: { children: [{ person: "1", school: "St Invented's Primary" }] },
};

const found = (grounds, more = {}, view = VIEW) =>
  disclosures(view, { grounds, conditions: [], ...more }).map(({ what, of }) => `${what}: ${of}`);

for (const [grounds, wanted] of [
  ["On 13 July you struck Rachel Notareal at 14 Fictional Close.", []],
  ["You struck Rachel and said that you would kill her.", []],
  ["You punched Rachel Notareal and told her to be quiet.", []],
  ["Rachel Notareal told officers that you struck her.", ["spoke: Rachel Notareal"]],
  ["Rachel has since told officers of it.", ["spoke: Rachel Notareal"]],
  ["Rachel's account is that you struck her.", ["spoke: Rachel Notareal"]],
  ["According to Ms Notareal you struck her.", ["spoke: Rachel Notareal"]],
  ["She is now at 7 Madeup Road.", ["address: 7 madeup road"]],
  ["She is now in zz9 9zz.", ["address: zz9 9zz"]],
  ["She is now at 17 Madeup Road.", []],
  ["You waited outside St Invented's Primary.", ["school: St Invented's Primary"]],
  ["You waited outside the school.", ["school: school"]],
  ["You rang 07700 900123 forty times.", ["telephone: 07700 900123"]],
  ["Your neighbour Pat heard it.", ["witness: Pat Nextdoor"]],
  ["You came at 22:10 on 13 July 2026 with a kitchen knife.", []],
]) {
  test(`"${grounds}" tells ${wanted.join(" and ") || "nothing new"}`, () => assert.deepEqual(found(grounds), wanted));
}

test("a home the respondent is not recorded as knowing is one", () => {
  const moved = { ...VIEW, respondent: { ...VIEW.respondent, address: null, postcode: null } };
  const unknown = { ...moved, premises: { ...VIEW.premises, respondent_knows_address: false } };
  assert.deepEqual(found("You came to 14 Fictional Close.", {}, unknown), ["address: 14 fictional close"]);
  assert.deepEqual(found("You came to 14 Fictional Close.", {}, moved), []);
});

test("an officer's own words in a condition and the contact route are read too, each sentence by itself", () => {
  const conditions = [{ words: "Not to go to the nursery. Not to ring Rachel." }, { words: null }];
  const all = disclosures(VIEW, { grounds: "You struck her.", conditions, contact_route: "Pat Nextdoor" });
  assert.deepEqual(
    all.map(({ what, sentence }) => [what, sentence]),
    [
      ["school", "Not to go to the nursery."],
      ["witness", "Pat Nextdoor"],
    ],
  );
});

test("of a case of which little is recorded nothing is said", () => {
  const empty = { respondent: null, protected_person: null, others: [], premises: null, children: null };
  assert.deepEqual(found("You struck her.", {}, empty), []);
});
