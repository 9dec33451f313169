/** What is read beside a request that is decided: linked cases, and those that may be the other way round (P5). */
import { officerName, openCase, toldBeside } from "../cases.js";
import { standing } from "../copies.js";
import { linkedCases } from "./linked.js";
import { showRecorded } from "./recorded.js";
import { all, copy, find, item, say, show, showStage } from "./screen.js";
import { STAGES, confirmed, nameOf, stageOf } from "./words.js";
import { born, recently } from "./times.js";

/** @import {View} from "../types.js" */

/**
 * A case beside this one. `why`: what links them, or "crosswise" where only the server found that it may be the same two
 * people the other way round. `view` where this phone holds it.
 * @typedef {{why: string, how: string | null, reference: string | null, view: View | null}} Beside
 */

/** What each screen shows. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/**
 * Every case to be read beside this one, once: linked ones first, then possible ones.
 * @param {View} view
 * @returns {Promise<Beside[]>}
 */
export async function casesBeside(view) {
  const linked = await linkedCases(view);
  const told = await toldBeside(view.id);
  const further = told.filter(({ other }) => !linked.some(({ link }) => link.case === other));
  const found = await Promise.all(further.map(async ({ other }) => (await openCase(other)).view));
  return [
    ...linked.map(({ link, view: other }) => beside(view, other, link.why, link.reference)),
    // The other one names this one, or nobody has linked them.
    ...found.map((other) => {
      const link = other.links.filter((one) => one.case === view.id).at(-1);
      return beside(view, other, link?.why ?? "crosswise", null);
    }),
  ].sort((one, another) => Number(one.why === "crosswise") - Number(another.why === "crosswise"));

  /** @param {View} from @param {View | null} other @param {string} why @param {string | null} reference @returns {Beside} */
  function beside(from, other, why, reference) {
    const possible = told.some((one) => one.other === other?.id && one.crosswise);
    const how = (other && standing(from, other)) ?? (possible ? "possible" : null);
    return { why, how, reference: other?.reference ?? reference, view: other };
  }
}

/** Which other cases there are: those somebody has linked first, those that may be of the same people apart.
 *  @param {HTMLElement} main @param {Beside[]} cases
 *  @param {boolean} searched whether the server has told of what it found: it does while a request waits */
export function showHistory(main, cases, searched) {
  const root = find(main, "[data-history]");
  const lines = (/** @type {boolean} */ possible) => cases.filter(({ why }) => (why === "crosswise") === possible);
  for (const [name, found] of /** @type {const} */ ([["linked", lines(false)], ["possible", lines(true)]])) {
    show(root, `[data-${name}]`, found.length > 0);
    find(root, `[data-${name}-list]`).replaceChildren(
      ...found.map(({ reference, view }) =>
        item([reference ?? "Reference not known", view ? STAGES[stageOf(view)].name : "not on this phone"].join(": ")),
      ),
    );
  }
  root.hidden = !searched && !cases.length;
  show(root, "[data-none-beside]", searched && !cases.length);
}

/** @param {HTMLElement} main @param {Beside[]} cases @param {any} law */
export async function showBeside(main, cases, law) {
  const side = find(main, "[data-others]");
  // Somebody may be reading there: put anew only when there is something new.
  const now = JSON.stringify(cases);
  if (now === shown.get(side)) return;
  shown.set(side, now);
  const blocks = await Promise.all(cases.map((one) => (one.view ? otherBlock(main, one, one.view, law) : awayBlock(main, one))));
  const held = cases.flatMap((one) => (one.view ? [otherLine(main, one, one.view)] : []));
  side.hidden = !blocks.length;
  show(main, "[data-to-others]", held.length > 0);
  find(main, "[data-to-others]").replaceChildren(...(await Promise.all(held)));
  side.replaceChildren(...blocks);
}

/** The line at the top that leads to it. @param {HTMLElement} main @param {Beside} beside @param {View} other */
async function otherLine(main, beside, other) {
  const made = copy(main, "template#to-other");
  await showStanding(made, beside, other);
  return made;
}

/** @param {HTMLElement} main @param {Beside} beside @param {View} other @param {any} law */
async function otherBlock(main, beside, other, law) {
  const made = copy(main, "template#other");
  await showStanding(made, beside, other);
  showStage(find(made, "[data-stage]"), other);
  for (const line of all(made, "[data-how]")) line.hidden = beside.why === "crosswise" || line.dataset.how !== beside.how;
  const decision = confirmed(other.decision) ? other.decision : null;
  show(made, "[data-other-reasons]", Boolean(decision));
  say(made, "[data-reasons]", decision?.reasons);
  say(made, "[data-respondent]", described(other.respondent));
  say(made, "[data-protected]", described(other.protected_person));
  // Of a notice, the conditions it has; of a request, those asked for.
  const authorised = decision?.conditions ? { ...other, conditions: decision } : other;
  show(made, "[data-as-authorised]", authorised !== other);
  showRecorded(made, authorised, law);
  const link = find(made, "[data-other-link]");
  link.hidden = !other.request;
  link.setAttribute("href", `/decision#${other.id}`);
  return made;
}

/** Why it is here, its reference, and how far it has come, by whom and when.
 *  @param {HTMLElement} made @param {Beside} beside @param {View} other */
async function showStanding(made, { why, reference }, other) {
  for (const words of all(made, "[data-why]")) if (words.dataset.why !== why) words.remove();
  for (const one of all(made, "[data-other-reference]")) one.textContent = reference;
  for (const line of all(made, "[data-stands]")) line.hidden = line.dataset.stands !== stageOf(other);
  const { request, service } = other;
  const decision = confirmed(other.decision) ? other.decision : null;
  show(made, "[data-when-decided]", Boolean(decision));
  await sayWho(made, "[data-asker]", request);
  await sayWho(made, "[data-decider]", decision);
  sayAll(made, "[data-asked-at]", request && recently(request._.made_at));
  sayAll(made, "[data-decided-at]", decision && recently(decision._.made_at));
  sayAll(made, "[data-served-at]", service && recently(service.served_at));
}

/** @param {HTMLElement} made @param {string} selector @param {import("../types.js").Section | null} section */
async function sayWho(made, selector, section) {
  sayAll(made, selector, section && (await officerName(section._.officer)));
}

/** @param {HTMLElement} made @param {string} selector @param {string | null} text */
function sayAll(made, selector, text) {
  for (const one of all(made, selector)) one.textContent = text ?? "";
}

/** @param {HTMLElement} main @param {Beside} beside */
function awayBlock(main, { reference }) {
  const made = copy(main, "template#other-away");
  say(made, "[data-other-reference]", reference ?? "Reference not known");
  return made;
}

/** Who somebody is, in a line. @param {import("../types.js").Section | null} person */
export function described(person) {
  if (!person) return "Not recorded";
  const age = person.born
    ? `born ${born(person.born)}`
    : person.believed_age === null
      ? "age not recorded"
      : `believed ${person.believed_age}`;
  return `${nameOf(person)}, ${age}`;
}
