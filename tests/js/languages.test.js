import assert from "node:assert/strict";
import { test } from "node:test";

import { atHand, dayIn, momentIn } from "../../static/js/languages.js";

const welsh = /** @type {any} */ ({
  days: ["Dydd Sul", "Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn"],
  months: ["Ionawr", "", "", "", "", "", "Gorffennaf", "", "", "", "", "Rhagfyr"],
  date: "EEEE, d MMMM y",
  says: { moment: "{day} am {time}" },
});

test("a day is written in the order of the language", () => {
  assert.equal(dayIn(welsh, "2026-07-13"), "Dydd Llun, 13 Gorffennaf 2026");
  assert.equal(dayIn({ ...welsh, date: "EEEE, d 'de' MMMM 'de' y" }, "2026-07-05"), "Dydd Sul, 5 de Gorffennaf de 2026");
});

test("a moment is London's, and midnight ends a day", () => {
  assert.equal(momentIn(welsh, "2026-07-13T20:15:00+00:00"), "Dydd Llun, 13 Gorffennaf 2026 am 21:15");
  assert.equal(momentIn(welsh, "2027-01-01T00:00:00+00:00"), "Dydd Iau, 31 Rhagfyr 2026 am 24:00");
});

test("English is at hand, and what a force uses or a record names", () => {
  const law = /** @type {any} */ ({ languages: [{ code: "cy", name: "Cymraeg", spoken: ["Welsh", "Cymraeg"], kept: false }] });
  assert.deepEqual(atHand(law, [null, "welsh (north), some English"]), ["en", "cy"]);
  assert.deepEqual(atHand(law, ["Polish", undefined]), ["en"]);
  law.languages[0].kept = true;
  assert.deepEqual(atHand(law, []), ["en", "cy"]);
});
