// The languages in which a respondent or a protected person is shown their words, or has them read out. Each, English
// too, is a file of its own (field_app/web/words.py) that no first visit fetches: the worker keeps it from its first use.

import { get } from "./api.js";
import { readLaw } from "./law.js";
import { compose } from "./notice.js";
import { clock, londonDate } from "./parts/times.js";

/** @import {Law, Section, Told, View} from "./types.js" */

/**
 * `draft` is the mark it bears until the force has approved it, in it and in English. `pages` are HTML, `says` single
 * sentences; `days` begin with Sunday; `wording` are the notice's words, null for English.
 * @typedef {{language: string, name: string, dir: "ltr" | "rtl", draft: [string, string] | null, days: string[],
 *   months: string[], date: string, says: Record<string, string>, pages: Record<string, string>, wording: any}} Words
 */

/** Those this page has asked for. @type {Map<string, Promise<Words>>} */
const asked = new Map();

/** @param {string} code */
const address = (code) => `/static/words/${code}.json`;

/** The words of a language. @param {string} code @returns {Promise<Words>}
 *  @throws {import("./api.js").Unreachable} they are not on this phone, and nobody answers */
export function wordsOf(code) {
  const words = asked.get(code) ?? get(address(code));
  asked.set(code, words);
  words.catch(() => asked.delete(code));
  return words;
}

/** The codes of the languages to have at hand: English, those this force uses, and those that are named here.
 *  @param {Law} law @param {(string | null | undefined)[]} said what was recorded of people's languages */
export function atHand({ languages }, said) {
  const text = said.join("\n").toLowerCase();
  const named = (/** @type {{spoken: string[]}} */ { spoken }) => spoken.some((name) => text.includes(name.toLowerCase()));
  return ["en", ...languages.filter((one) => one.kept || named(one)).map(({ code }) => code)];
}

/** Have them kept for when there is no signal, once a case is on this phone whose people speak them.
 *  @param {{cases: {entries: Told[]}[]}} changes what the server told */
export async function keepNamed({ cases }) {
  if (!cases.length) return;
  const bodies = cases.flatMap(({ entries }) => entries.map(({ body }) => body ?? ""));
  const people = bodies.filter((body) => body.includes('"person described"')).map((body) => JSON.parse(body).facts.language);
  const codes = atHand(await readLaw(), people);
  const { serviceWorker } = navigator;
  // The worker keeps only what is asked for through it.
  if (!serviceWorker?.controller)
    await new Promise((resolve) => serviceWorker?.addEventListener("controllerchange", resolve, { once: true }));
  for (const code of codes) if (!(await caches.match(address(code)))) await get(address(code)).catch(() => {}); // again with the next
}

/**
 * The notice in these words. Null where the case, as it stood at the decision, does not give the text that was signed.
 * @param {Words} words @param {View} before @param {Section} decision
 * @param {{name: string, rank: string | null, collar_number: string}} officer who issued it
 * @param {Law} law @param {{name: string}} force @returns {string[] | null}
 */
export function noticeIn(words, before, decision, officer, law, force) {
  const { wording } = words;
  if (!wording) return decision.text;
  const rank = officer.rank ?? "";
  const grounds = decision.grounds ?? before.conditions?.grounds;
  const view = { ...before, conditions: { ...decision, grounds } };
  const regimes = Object.fromEntries(Object.entries(law.regimes).map(([id, one]) => [id, translated(one, wording.regimes[id])]));
  try {
    const signed = compose(view, { ...officer, rank }, law, force);
    if (signed.join("\n") !== decision.text.join("\n")) return null;
    const made = compose(view, { ...officer, rank: wording.ranks[rank] ?? rank }, { wording, regimes }, force);
    return made.length === signed.length ? made : null;
  } catch (error) {
    console.error(error);
    return null;
  }
}

/** @param {import("./types.js").Regime} regime @param {any} wording */
const translated = (regime, wording) => ({
  ...regime,
  wording,
  statements: regime.statements.map((one) => ({ ...one, says: wording.says[one.section] })),
});

/** A day as this language writes it: "Dydd Llun, 13 Gorffennaf 2026". @param {Words} words @param {string} iso */
export function dayIn({ days, months, date }, iso) {
  const at = new Date(`${iso}T12:00:00Z`);
  /** @type {Record<string, string>} */
  const parts = { E: days[at.getUTCDay()], d: `${at.getUTCDate()}`, M: months[at.getUTCMonth()], L: months[at.getUTCMonth()], y: iso.slice(0, 4) };
  return date.replace(/'([^']*)'|([EdMLy])\2*/g, (_, literal, sign) => (sign ? parts[sign] : literal));
}

/** A moment in Europe/London, midnight as the end of a day. @param {Words} words @param {string} iso */
export function momentIn(words, iso) {
  const midnight = clock(iso) === "00:00";
  const day = londonDate(new Date(Date.parse(iso) - (midnight ? 60_000 : 0)));
  return words.says.moment.replace("{day}", dayIn(words, day)).replace("{time}", midnight ? "24:00" : clock(iso));
}
