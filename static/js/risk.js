// Question packs: answers -> an indicated level of risk, which is shown and never decides anything. The twin of
// field_app/cases/risk.py, held to the same tests/vectors/risk.json.

/** @import {Law, RiskPack} from "./types.js" */

/** The risk of serious harm, lowest first (field_app/cases/entries/people.py). */
export const LEVELS = ["standard", "medium", "high"];

/**
 * The level these answers indicate; null while no question of the pack is answered.
 * @param {RiskPack} pack
 * @param {Record<string, string>} answers question id -> yes, no, not known
 * @returns {string | null}
 */
export function indicated(pack, answers) {
  const asked = pack.questions.filter(({ id }) => Object.hasOwn(answers, id));
  if (!asked.length) return null;
  const yes = asked.filter(({ id }) => answers[id] === "yes");
  const serious = yes.filter((question) => question.serious).length;
  const reached = pack.levels.find((one) => yes.length >= one.yes || serious >= one.serious);
  return reached?.level ?? "standard";
}

/** Whether `level` is lower than `other`; never, while one of them is not said.
 *  @param {string | null} level @param {string | null} other */
export const isLower = (level, other) =>
  level !== null && other !== null && LEVELS.indexOf(level) < LEVELS.indexOf(other);

/**
 * The pack that recorded answers belong to, or the one to ask now; undefined if this phone does not know it.
 * @param {Law["risk"]} risk
 * @param {{id: string, version: number} | null | undefined} recorded
 * @returns {RiskPack | undefined}
 */
export function packOf(risk, recorded) {
  const { id, version } = recorded ?? risk.current;
  return risk.packs.find((pack) => pack.id === id && pack.version === version);
}
