/** For administrators: days added to the table of holidays, and taken back. */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { ask, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { day } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/** @typedef {{date: string, name: string, source: string, doubtful: boolean}} Added */

const KINDS = ["holiday recorded", "holiday withdrawn"];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const form = /** @type {HTMLFormElement} */ (find(main, "form[data-section=holiday]"));
  const back = /** @type {HTMLFormElement} */ (find(main, "form[data-section=withdrawn]"));
  /** @type {Added | null} */
  let leaving = null;

  /** @param {Added | null} added */
  const choose = (added) => {
    leaving = added;
    clearProblems(main);
    back.hidden = !added;
    fill(back, null);
    say(back, "[data-which]", added && `${day(added.date)}, ${added.name}`);
    if (added) back.scrollIntoView({ block: "start" });
    if (added) controlsOf(back)[0].focus({ preventScroll: true });
  };

  const refresh = async () => {
    await showLeft(main, KINDS);
    const answer = await ask(main, "/api/holidays");
    form.hidden = !answer;
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    say(main, "[data-first]", String(answer.years[0]));
    say(main, "[data-last]", String(answer.years[1]));
    show(main, "[data-none]", !answer.added.length);
    find(main, "[data-holidays]").replaceChildren(...answer.added.map(card));
  };

  /** @param {Added} added */
  function card(added) {
    const made = copy(main, "template#holiday");
    say(made, "[data-day]", day(added.date));
    say(made, "[data-name]", added.name);
    say(made, "[data-source]", added.source);
    show(made, "[data-doubtful]", added.doubtful);
    const button = find(made, "[data-take-back]");
    button.setAttribute("aria-label", `${button.textContent}: ${day(added.date)}, ${added.name}`);
    onPress(main, button, async () => choose(added));
    return made;
  }

  /** @param {string} kind @param {Record<string, any>} facts */
  const write = async (kind, facts) => {
    await record({ kind, caseId: String(context.me?.installation), facts });
    await drain().catch(() => {});
    await refresh();
  };

  onPress(main, find(back, "[data-cancel]"), async () => choose(null));
  onPress(main, back, async () => {
    const { facts, problems } = read(back);
    if (problems.length || !leaving) return showProblems(main, problems);
    const { date } = leaving;
    choose(null);
    await write("holiday withdrawn", { date, ...facts });
  });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    fill(form, null);
    await write("holiday recorded", facts);
  });
  await refresh();
  return context.changed(() => void showLeft(main, KINDS).catch(() => {}));
}
