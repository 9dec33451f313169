/** The lesson, step by step: what is done and by whom, what is next, in which part, and the screen it is done on. */
import { listCases, officerName } from "../cases.js";
import { doneBy, isTheirs, lessonOf, nextStep } from "../lesson.js";
import { copy, find, say, show } from "../parts/screen.js";
import { recently } from "../parts/times.js";
import { since } from "../training.js";

/** @import {Context} from "../types.js" */
/** @import {Step} from "../lesson.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const refresh = () => showAll(main, context);
  await refresh();
  main.querySelector("[aria-current=step]")?.scrollIntoView({ block: "center" }); // below all that is done
  return context.changed(() => void refresh().catch(() => {}));
}

/** @param {HTMLElement} main @param {Context} context */
async function showAll(main, context) {
  const { me, law } = context;
  if (!me) return;
  const steps = /** @type {Step[]} */ (law.lesson);
  const one = lessonOf(await listCases(), context.caseId, since());
  const entries = one?.entries ?? [];
  const next = nextStep(steps, entries);
  show(main, "[data-none]", !one);
  show(main, "[data-of]", Boolean(one));
  say(main, "[data-reference]", one?.view.reference);
  show(main, "[data-finished]", next === null);
  const items = steps.map(async (step, at) => {
    const made = copy(main, "template#step");
    const by = doneBy(step, entries);
    const mine = isTheirs(step, me);
    const link = /** @type {HTMLAnchorElement} */ (find(made, "[data-go]"));
    say(made, "[data-number]", String(at + 1));
    say(made, "[data-heading]", step.heading);
    say(made, "[data-words]", step.words);
    made.classList.toggle("card--attention", step === next);
    if (step === next) made.setAttribute("aria-current", "step");
    show(made, "[data-done]", by !== null);
    if (by) say(made, "[data-done-text]", `${await officerName(by.entry.officer)}, ${recently(by.entry.made_at)}`);
    show(made, "[data-words]", by === null);
    show(made, "[data-next]", step === next);
    show(made, "[data-be]", step === next && !mine);
    say(made, "[data-who]", find(main, `[data-who-of="${step.who}"]`).textContent);
    show(made, "[data-way]", by === null && mine && (Boolean(one) || step === next));
    link.href = one ? `/${step.screen}#${one.view.id}` : "/";
    say(link, "[data-what]", step.heading);
    return made;
  });
  find(main, "[data-steps]").replaceChildren(...(await Promise.all(items)));
}
