/**
 * The notice's text, as `field_app/law/notice.py` composes it: the same lines from the same case, every word
 * from law.json. A line beginning "# " is a heading, every other line is a paragraph. Tested against the same vectors.
 */

import { oneLine } from "./particular_act.js";

/**
 * @typedef {Record<string, any>} View the case view; `conditions` are those asked for, or those authorised
 * @typedef {{code: string, distance_m: number | null, words?: string | null}} Condition
 * @typedef {{address: string, postcode: string | null, respondent_lives_here: boolean,
 *   protected_person_lives_here: boolean, respondent_knows_address: boolean}} Premises
 * @typedef {Record<string, string | number | null>} Values
 * @typedef {object} Wording those words that all notices share
 * @property {string} to
 * @property {string} prohibition
 * @property {string[]} months
 *
 * @typedef {object} Own those of one Act
 * @property {string[]} lines
 * @property {Record<string, Record<string, string>>} prohibitions
 * @property {Record<string, string>} missing
 *
 * @typedef {object} Regime
 * @property {string} mandatory
 * @property {{section: string, what: string, says: string[]}[]} statements
 * @property {Own} wording
 */

/** So many letters and digits make a part of an address one that can be looked for: "14highst", but not "flat2". */
const LEAST_MARK = 8;
const LEAST_POSTCODE = 5;

const LINE_BREAKS = /[\n\r\v\f\x85\u2028\u2029]+/;

/** The case does not hold what a notice must state; the message says what is missing. */
export class CannotCompose extends Error {}

/** A condition or the grounds would print an address the respondent is not recorded as knowing. */
export class AddressWithheld extends CannotCompose {
  constructor(message = "The notice would tell the respondent an address they are not recorded as knowing.") {
    super(message);
  }
}

/**
 * The text of the notice, line by line. Throws AddressWithheld rather than print an address the respondent
 * does not know, CannotCompose for any other part that is missing, a statement its regime requires among them
 * (CSA 2010 ss.24(6)-(8), 25(1)-(3); DAA 2021 ss.22(2), 23, 25).
 * @param {View} view
 * @param {{name: string, rank: string, collar_number: string}} authorising the issuing officer
 * @param {{wording: Wording & Record<string, any>, regimes: Record<string, Regime>}} law
 * @param {{name: string}} force
 * @returns {string[]}
 */
export function compose(view, authorising, { wording, regimes }, force) {
  const regime = regimes[view.regime];
  if (!regime) throw new CannotCompose("This force issues no notices under the Act of this case.");
  const respondent = part(view, "respondent");
  const protectedPerson = part(view, "protected_person");
  const proposed = part(view, "conditions");
  /** @type {Values} */
  const values = {
    reference: part(view, "reference"),
    respondent: fullName(respondent),
    born: respondent.born ? dateInWords(respondent.born, wording.months) : "",
    protected: fullName(protectedPerson),
    name: oneLine(authorising.name),
    rank: oneLine(authorising.rank),
    collar_number: oneLine(authorising.collar_number),
    force: oneLine(force.name),
  };
  values.to = fill(respondent.born ? wording["to, date of birth known"] : wording.to, values);

  checkEverythingIsStated(regime);
  return regime.wording.lines.flatMap((line) => {
    if (line === "{grounds}") {
      checkNamesNoAddress("grounds", proposed.grounds, view);
      return grounds(proposed.grounds, regime.wording.missing.grounds);
    }
    if (line === "{prohibitions}")
      return prohibitions(view, values, regime).map((text, index) => fill(wording.prohibition, { number: index + 1, text }));
    return [fill(line, values)];
  });
}

/**
 * SHA-256, in lower-case hexadecimal, of the lines joined by single line feeds, in UTF-8.
 * @param {string[]} lines
 * @returns {Promise<string>}
 */
export async function textHash(lines) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("\n")));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The first 12 digits of a text's hash in groups of 4, to be printed and read aloud.
 * @param {string} digest
 */
export function shortHash(digest) {
  return [digest.slice(0, 4), digest.slice(4, 8), digest.slice(8, 12)].join(" ");
}

/**
 * CSA 2010 s.25(1), DAA 2021 s.25(2): its words hold what each statement says.
 * @param {Regime} regime
 */
function checkEverythingIsStated({ statements, wording }) {
  const lacking = statements.find(({ says }) => !says.every((said) => wording.lines.some((line) => line.includes(said))));
  if (lacking) throw new CannotCompose(fill(wording.missing.statement, { what: lacking.what, section: lacking.section }));
}

/**
 * s.25(1)(a), DAA s.25(2)(a). Typed "#" marks are left off: only the wording makes headings.
 * @param {string} text @param {string} otherwise what is said where there are none
 */
function grounds(text, otherwise) {
  const paragraphs = text.split(LINE_BREAKS).map((paragraph) => oneLine(paragraph).replace(/^[# ]+/, ""));
  if (!paragraphs.some(Boolean)) throw new CannotCompose(otherwise);
  return paragraphs.filter(Boolean);
}

/**
 * The protected person's safety: what an officer types is looked through for the home, and for where the protected
 * person lives, unless that is a home the notice may tell, or their own address.
 * @param {string} which @param {string} text @param {View} view
 */
function checkNamesNoAddress(which, text, view) {
  const { premises: home, respondent, protected_person: person } = view;
  const told = home && mayBeTold(view);
  const known = new Set([...marks(respondent), ...(told ? marks(home) : [])]);
  const unknown = [...marks(person), ...(home && !told ? marks(home) : [])];
  if (unknown.some((mark) => !known.has(mark) && squeezed(text).includes(mark))) {
    throw new AddressWithheld(`The ${which} name an address the respondent is not recorded as knowing. Take it out.`);
  }
}

/** The home's address: the respondent knows it, or whoever authorises the notice has confirmed that it tells it.
 *  @param {View} view */
const mayBeTold = ({ premises, conditions }) =>
  Boolean(premises.respondent_knows_address || conditions.address_confirmed);

/**
 * What an address is known by, squeezed: its postcode, its first line, any line or part with a number in it.
 * @param {any} place anything with `address` and `postcode`
 */
function marks(place) {
  const parts = (place?.address ?? "").split(LINE_BREAKS).flatMap((/** @type {string} */ line) => line.split(","));
  const named = parts.map(squeezed).filter(Boolean);
  const looked = named.filter((/** @type {string} */ part, /** @type {number} */ at) => at === 0 || /[0-9]/.test(part));
  const postcode = squeezed(place?.postcode ?? "");
  return [
    ...looked.filter((/** @type {string} */ part) => part.length >= LEAST_MARK),
    ...(postcode.length >= LEAST_POSTCODE ? [postcode] : []),
  ];
}

/** Letters and digits alone, so that spacing and capitals hide no address. @param {string} text */
const squeezed = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * @param {View} view
 * @param {Values} values
 * @param {Regime} regime
 */
function prohibitions(view, values, { mandatory, wording }) {
  /** @type {Condition[]} */
  const proposed = view.conditions.conditions;
  const codes = proposed.map(({ code }) => code);
  if (!codes.includes(mandatory)) throw new CannotCompose(wording.missing.mandatory);
  const order = Object.keys(wording.prohibitions);
  if (!codes.every((code) => order.includes(code))) throw new CannotCompose(wording.missing.closed);
  return [...proposed]
    .sort((one, other) => order.indexOf(one.code) - order.indexOf(other.code))
    .map((condition) => prohibition(condition, view, values, wording));
}

/**
 * @param {Condition} condition
 * @param {View} view
 * @param {Values} values
 * @param {Own} own
 */
function prohibition(condition, view, values, { prohibitions: all, missing }) {
  const words = all[condition.code];
  /** @type {Premises | null} */
  const premises = view.premises;
  const route = view.conditions.contact_route;
  const metres = condition.distance_m;
  let text = metres === null ? words.text : (words["with a distance"] ?? words.text);
  if (premises?.protected_person_lives_here && !premises.respondent_lives_here && words["living apart"]) {
    text += ` ${words["living apart"]}`;
  }
  if (route && words["with a route"]) {
    checkNamesNoAddress("words on contact", route, view);
    text += ` ${words["with a route"]}`;
  }
  if (text.includes("{distance}") && metres === null) throw new CannotCompose(missing.distance);
  if (text.includes("{words}")) return fill(text, { ...values, words: particularAct(condition.words, view) });
  if (!text.includes("{premises}")) return fill(text, { ...values, distance: metres, route: sentence(route ?? "") });
  if (!premises) throw new CannotCompose(missing.premises);
  if (!mayBeTold(view)) throw new AddressWithheld();
  return fill(text, { ...values, distance: metres, premises: address(premises) });
}

/**
 * @param {View} view
 * @param {string} name
 * @returns {any}
 */
function part(view, name) {
  if (!view[name]) throw new CannotCompose(`The case has no ${name.replaceAll("_", " ")} yet.`);
  return view[name];
}

/** @param {{given_names: string | null, family_name: string}} person */
function fullName(person) {
  return oneLine(`${person.given_names ?? ""} ${person.family_name}`);
}

/** @param {Premises} premises */
function address(premises) {
  const parts = premises.address.split(LINE_BREAKS).map((each) => oneLine(each).replace(/,+$/, ""));
  const lines = parts.filter(Boolean).join(", ");
  const postcode = oneLine(premises.postcode ?? "");
  return lines.includes(postcode) ? lines : `${lines}, ${postcode}`;
}

/** s.24(7): a particular act of molestation, in the words of whoever asked for it or authorised it.
 *  @param {string | null | undefined} words @param {View} view */
function particularAct(words, view) {
  if (!words || !oneLine(words)) throw new CannotCompose("A particular act is not written out (s.24(7)).");
  checkNamesNoAddress("words of a condition", words, view);
  return `${sentence(words)}.`;
}

/** On one line, without its full stop. @param {string} text */
const sentence = (text) => oneLine(text).replace(/[. ]+$/, "");

/**
 * @param {string} date
 * @param {string[]} months
 */
function dateInWords(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

/**
 * @param {string} template
 * @param {Values} values
 */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
