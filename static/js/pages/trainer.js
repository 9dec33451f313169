/** For the trainer: who did what in every lesson, what it took, what was missed; and the button that begins again. */
import { post } from "../api.js";
import { keepFresh, ask, refill } from "../parts/desk.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { recently } from "../parts/times.js";
import { count } from "../parts/words.js";
import { goOn } from "../training.js";

/** @import {Context} from "../types.js" */
/** @import {Step} from "../lesson.js" */
/** @typedef {Record<string, any>} Lesson as GET /api/training/lessons has it */

const AGAIN_MS = 10_000;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const refresh = async () => {
    const answer = await ask(main, "/api/training/lessons");
    if (!answer) return;
    const steps = /** @type {Step[]} */ (context.law.lesson);
    show(main, "[data-shown]", true);
    show(main, "[data-none]", !answer.lessons.length);
    refill(find(main, "[data-lessons]"), answer.lessons.map((/** @type {Lesson} */ one) => lesson(main, one, steps)));
  };
  const sure = (/** @type {boolean} */ is) => {
    show(main, "[data-sure]", is);
    show(main, "[data-again]", !is);
  };
  onPress(main, find(main, "[data-again]"), async () => {
    sure(true);
    find(main, "[data-not-now]").focus();
  });
  onPress(main, find(main, "[data-not-now]"), async () => sure(false));
  onPress(main, find(main, "[data-again-now]"), async () => {
    const began = performance.now();
    goOn((await post("/api/training/reset", {})).since);
    say(main, "[data-took]", ((performance.now() - began) / 1000).toFixed(1));
    show(main, "[data-done]", true);
    sure(false);
    await refresh();
  });
  await refresh();
  return keepFresh(context, find(main, "[data-lessons]"), AGAIN_MS, refresh);
}

/** @param {HTMLElement} main @param {Lesson} one @param {Step[]} steps */
function lesson(main, one, steps) {
  const made = copy(main, "template#lesson-of");
  const done = new Map(one.steps.map((/** @type {Lesson} */ it) => [it.step, it]));
  say(made, "[data-reference]", one.reference ?? "No reference");
  say(made, "[data-when]", `Begun ${recently(one.started_at)}, last entry ${recently(one.last_at)}`);
  say(made, "[data-did]", Object.entries(one.did).map(([name, number]) => `${name}: ${count(Number(number), "entry", "entries")}`).join(". "));
  say(made, "[data-steps-done]", `${done.size} of ${steps.length} steps done`);
  find(made, "[data-steps]").replaceChildren(
    ...steps.map((step) => {
      const row = copy(main, "template#lesson-step");
      const by = done.get(step.id);
      say(row, "[data-step]", step.heading);
      say(row, "[data-by]", by ? by.by : "Not done");
      say(row, "[data-at]", by ? recently(by.at) : "");
      say(row, "[data-took]", by ? inMinutes(by.took_s) : "");
      return row;
    }),
  );
  show(made, "[data-nothing-missed]", !one.missed.length);
  say(made, "[data-how-many]", String(one.missed.length));
  find(made, "[data-missed]").replaceChildren(
    ...one.missed.map((/** @type {Lesson} */ it) => {
      const item = document.createElement("li");
      item.textContent = `${it.sentence} (${it.section})`;
      return item;
    }),
  );
  return made;
}

/** @param {number} seconds */
function inMinutes(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
