// Question packs: answers -> an indicated level of risk, which is shown and never decides anything. The twin of
// field_app/cases/risk.py, held to the same tests/vectors/risk.json.

/** @import {Law, RiskPack} from "./types.js" */
/** @typedef {Record<string, string | null>} Answers question id -> answer */

/** The risk of serious harm, lowest first (field_app/cases/entries/people.py). */
export const LEVELS = ["standard", "medium", "high"];

/** Whether this answer is a yes. @param {RiskPack["questions"][number]} question @param {string | null | undefined} answer */
const counts = ({ kind = "yes no", counted = [] }, answer) =>
  Boolean(answer) && (kind === "choice" ? counted : ["yes"]).includes(String(answer));

/** @param {Answers} answers @param {string} id */
const answerTo = (answers, id) => (Object.hasOwn(answers, id) ? answers[id] : null);

/** The questions that were answered yes. @param {RiskPack} pack @param {Answers} answers */
export const answeredYes = (pack, answers) =>
  pack.questions.filter((question) => counts(question, answerTo(answers, question.id)));

/**
 * The level these answers indicate; null while no question of the pack is answered.
 * @param {RiskPack} pack with the force's thresholds, where it has its own
 * @param {Answers} answers
 * @returns {string | null}
 */
export function indicated(pack, answers) {
  if (!pack.questions.some(({ id }) => answerTo(answers, id) !== null)) return null;
  const yes = answeredYes(pack, answers);
  const serious = yes.filter((question) => question.serious).length;
  const reached = pack.levels.find((one) => yes.length >= one.yes || serious >= one.serious);
  return reached?.level ?? LEVELS[0];
}

/**
 * Why a MARAC is suggested: "yes", "judgement", "events"; none where nothing reaches its threshold.
 * @param {Law["risk"]["referral"]} by @param {number} yes answers of yes @param {string | null} level the judgement
 * @param {number | null} events of 12 months
 */
export function referral(by, yes, level, events) {
  const high = by.level !== null && level !== null && LEVELS.indexOf(level) >= LEVELS.indexOf(by.level);
  const reached = {
    yes: by.yes !== null && yes >= by.yes,
    judgement: high,
    events: by.events !== null && events !== null && events >= by.events,
  };
  return Object.entries(reached).filter(([, isSo]) => isSo).map(([why]) => why);
}

/** Whether `level` is lower than `other`; never, while one of them is not said.
 *  @param {string | null} level @param {string | null} other */
export const isLower = (level, other) =>
  level !== null && other !== null && LEVELS.indexOf(level) < LEVELS.indexOf(other);

/**
 * The pack that recorded answers belong to, or the one to ask now; undefined if this phone does not know it.
 * @param {Pick<Law["risk"], "current" | "packs">} risk
 * @param {{id: string, version: number} | null | undefined} recorded
 * @returns {RiskPack | undefined}
 */
export function packOf(risk, recorded) {
  const { id, version } = recorded ?? risk.current;
  return risk.packs.find((pack) => pack.id === id && pack.version === version);
}
