// What an officer may not write as a particular act of molestation: the twin of field_app/law/conditions.py, whose
// patterns are `refusals` of law.json. Tested against the same vectors.

/** @typedef {{id: string, pattern: string, sentence: string, section: string}} Refusal */

/** Every reason why a notice may not say this (CSA 2010 s.24(7)); none if it may.
 *  @param {string} words @param {Refusal[]} refusals */
export const whyRefused = (words, refusals) => refusals.filter(({ pattern }) => matches(pattern, words));

/** Whether these words, on one line and capitals aside, say what a refusal looks for.
 *  @param {string} pattern @param {string} words */
export const matches = (pattern, words) => new RegExp(pattern, "i").test(oneLine(words.replaceAll("\xA0", " ")));

/** Every run of blanks and line breaks as one blank, none at either end. @param {string} text */
export const oneLine = (text) => text.replace(/[ \t\n\r\v\f\x85\u2028\u2029]+/g, " ").replace(/^ | $/g, "");
