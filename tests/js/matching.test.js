// Matching: the examples Python reads too.
import assert from "node:assert/strict";
import { test } from "node:test";

import { askedCard, card, match } from "../../static/js/matching.js";
import { readBox } from "../../static/js/matching/box.js";
import { handles, nearNumber, plateKey, telephoneKey } from "../../static/js/matching/contacts.js";
import { near } from "../../static/js/matching/dates.js";
import { clues, keys, parts } from "../../static/js/matching/keys.js";
import { alike, ending, nameParts, sound } from "../../static/js/matching/names.js";
import { placeWords, streetSound, streets } from "../../static/js/matching/places.js";
import { vectors } from "./vectors.js";

const all = vectors("matching");

for (const { name, parts } of all.names)
  test(`the parts of ${JSON.stringify(name)}`, () => assert.deepEqual(nameParts(name), parts));

for (const row of all.sounds)
  test(`how ${row.part} sounds`, () => assert.deepEqual([sound(row.part), ending(row.part)], [row.sound, row.ending]));

for (const { asked, known, fit, why } of all.alike)
  test(`how like ${asked} is to ${known}`, () => assert.deepEqual(alike(asked, known), [fit, why]));

for (const row of all.addresses)
  test(`the streets of ${JSON.stringify(row.address)}`, () =>
    assert.deepEqual([streets(row.address), placeWords(row.address)], [row.streets, row.places]));

test("numbers and names on social media", () => {
  for (const row of all.numbers) {
    if (row.telephone) assert.equal(telephoneKey(row.telephone), row.key);
    if (row.plate) assert.equal(plateKey(row.plate), row.key);
    if (row.handles) assert.deepEqual(handles(row.handles), row.found);
  }
});

for (const row of all.near) test(`dates near ${row.born}`, () => assert.deepEqual(near(row.born), row.near));

for (const row of all.near_numbers)
  test(`numbers near ${row.number}`, () => assert.deepEqual(nearNumber(row.number), row.near));

for (const row of all.street_sounds)
  test(`how the street ${row.street} sounds`, () => assert.equal(streetSound(row.street), row.sound));

for (const { text, sought } of all.boxes)
  test(`what ${JSON.stringify(text.slice(0, 40))} asks for`, () => {
    const found = Object.entries(readBox(text, all.on)).filter(([, value]) => value !== null);
    assert.deepEqual(Object.fromEntries(found), sought);
  });

for (const { sought, known, score, why } of all.matches)
  test(`how well ${JSON.stringify(sought)} fits ${known.name}`, () =>
    assert.deepEqual(match(askedCard(sought), card(known), all.on), { score, why }));

for (const row of all.keys)
  test(`what ${row.known.name} is filed under`, () =>
    assert.deepEqual([parts(card(row.known)), keys(card(row.known))], [row.parts, row.keys]));

for (const row of all.clues)
  test(`what ${JSON.stringify(row.sought)} looks under`, () =>
    assert.deepEqual(clues(askedCard(row.sought), all.on), row.clues));
