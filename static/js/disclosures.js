/**
 * What the respondent would learn from what they are handed, as far as the record shows: what whoever decides reads again
 * before they sign. It warns and bars nothing, and what it does not find may stand there all the same.
 */

/** @import {View} from "./types.js" */
/**
 * `what`: an address they are not recorded as knowing, a telephone number, a school, that the protected person spoke to
 * the police, or that a witness did. `of`: whose it is, or which. `sentence`: where it stands.
 * @typedef {{what: "address" | "telephone" | "school" | "spoke" | "witness", of: string, sentence: string}} Disclosure
 */

/** What somebody does who tells: after their name, it says where the police have it from. */
const TELLS =
  /^(told|tells|says|said|stated|states|disclosed|discloses|reported|reports|complained|confided|described|describes|explained|confirmed|alleges|alleged|rang|phoned|telephoned)$/;

/** So many words may stand between a name and what they did: "Rachel has since told". */
const BETWEEN = 3;

const A_SCHOOL = /\b(school|nursery|pre-?school|playgroup|childminder|college)\b/i;

/** A telephone number in the grounds, however it is spaced. */
const A_NUMBER = /(?:\+44|\b0)(?:[ -]?\d){9,10}\b/;

/**
 * @param {Pick<View, "respondent" | "protected_person" | "others" | "premises" | "children">} view
 * @param {{grounds: string, conditions: {words?: string | null}[], contact_route?: string | null}} signed what is free
 *   text in the notice
 * @returns {Disclosure[]}
 */
export function disclosures(view, signed) {
  const texts = [signed.grounds, ...signed.conditions.map(({ words }) => words), signed.contact_route];
  const sentences = texts.flatMap((text) => (text ?? "").split(/(?<=[.!?])\s+|\n+/)).filter((one) => one.trim());
  return sentences.flatMap((sentence) => {
    const said = (/** @type {Disclosure["what"]} */ what, /** @type {string[]} */ of) =>
      of.slice(0, 1).map((one) => ({ what, of: one, sentence: sentence.trim() }));
    return [
      ...said("address", addressesIn(sentence, view)),
      ...said("telephone", A_NUMBER.exec(sentence) ?? []),
      ...said("school", schoolsIn(sentence, view)),
      ...said("spoke", tellingIn(sentence, [view.protected_person])),
      ...said("witness", namedIn(sentence, view.others.filter(({ role }) => role === "witness"))),
    ];
  });
}

/** Every address of the record that they are not recorded as knowing. @param {string} sentence
 *  @param {Pick<View, "respondent" | "protected_person" | "others" | "premises">} view */
function addressesIn(sentence, { respondent, protected_person: protectedPerson, others, premises }) {
  const known = [respondent, ...(premises?.respondent_knows_address ? [premises] : [])].flatMap(linesOf);
  const theirs = [protectedPerson, ...others, ...(premises?.respondent_knows_address === false ? [premises] : [])];
  const found = plain(sentence);
  return theirs.flatMap(linesOf).filter((line) => !known.includes(line) && ` ${found} `.includes(` ${line} `));
}

/** What an address is known by: its first line, where that names a street, and its postcode.
 *  @param {Record<string, any> | null} place */
function linesOf(place) {
  const [first] = (place?.address ?? "").split(/[\n,]/);
  return [first, place?.postcode ?? ""].map(plain).filter((line) => /\d/.test(line) && line.length > 4);
}

/** @param {string} sentence @param {Pick<View, "children">} view */
function schoolsIn(sentence, { children }) {
  const found = plain(sentence);
  const schools = /** @type {{school: string | null}[]} */ (children?.children ?? []).flatMap(({ school }) => school ?? []);
  const named = schools.filter((school) => found.includes(plain(school)));
  return [...named, ...(A_SCHOOL.exec(sentence) ?? [])];
}

/** Whoever of these is said to have told something. @param {string} sentence @param {(Record<string, any> | null)[]} people */
function tellingIn(sentence, people) {
  const words = plain(sentence).split(" ");
  return people.flatMap((one) => {
    const names = namesOf(one);
    const tells = words.some((word, at) => {
      if (!names.includes(word)) return false;
      const after = words.slice(at + 1, at + 2 + BETWEEN);
      const end = after.indexOf("and");
      const to = (end < 0 ? after : after.slice(0, end)).some((next) => TELLS.test(next));
      const account = /^(s )?(account|statement|evidence|disclosure|call|report)\b/.test(after.join(" "));
      return to || account || words.slice(0, at).slice(-2 - BETWEEN).join(" ").includes("according to");
    });
    return tells ? [fullName(one)] : [];
  });
}

/** @param {string} sentence @param {Record<string, any>[]} people */
const namedIn = (sentence, people) =>
  people.filter((one) => namesOf(one).some((name) => ` ${plain(sentence)} `.includes(` ${name} `))).map(fullName);

/** @param {Record<string, any> | null} one */
const namesOf = (one) =>
  [one?.given_names, one?.family_name].flatMap((name) => plain(name ?? "").split(" ")).filter((name) => name.length > 1);

/** @param {Record<string, any> | null} one */
const fullName = (one) => [one?.given_names, one?.family_name].filter(Boolean).join(" ");

/** Letters and figures in lower case, one space between. @param {string} text */
const plain = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
