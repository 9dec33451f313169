/** How soon requests for authority were shown, opened and decided, by the hour of the day they were signed in. */
import { ask } from "../parts/desk.js";
import { fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { day, lasting } from "../parts/times.js";
import { count } from "../parts/words.js";

/** @typedef {{number: number, median_s: number | null, p90_s: number | null}} Within */
/** @typedef {{hour: number | null, requests: number, delivered: Within, opened: Within, decided: Within}} Hour */

const FIGURES = /** @type {const} */ (["delivered", "opened", "decided"]);

/** @param {HTMLElement} main */
export async function start(main) {
  const form = find(main, "[data-section=days]");
  /** @param {string} path */
  const refresh = async (path) => {
    const answer = await ask(main, path);
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    const { first, last, hours, definitions } = answer;
    fill(form, { from: first, to: last });
    const all = hours[hours.length - 1];
    say(main, "[data-period]", `${day(first)} to ${day(last)}`);
    say(main, "[data-requests]", count(all.requests, "request"));
    say(main, "[data-requests-are]", definitions.requests);
    say(main, "[data-half-is]", definitions.half);
    show(main, "[data-none]", !all.requests);
    show(main, "[data-tables]", all.requests > 0);
    for (const name of FIGURES) {
      say(main, `[data-is=${name}]`, definitions[name]);
      find(main, `[data-rows=${name}]`).replaceChildren(...hours.map((/** @type {Hour} */ one) => row(main, one, one[name])));
    }
  };
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await refresh(`/api/reaching?from=${facts.from}&to=${facts.to}`);
  });
  await refresh("/api/reaching");
}

/** @param {HTMLElement} main @param {Hour} hour @param {Within} within */
function row(main, { hour, requests }, { number, median_s, p90_s }) {
  const made = copy(main, "template#figure-row");
  say(made, "[data-hour]", hour === null ? "All hours" : `${two(hour)}:00 to ${two((hour + 1) % 24)}:00`);
  say(made, "[data-number]", `${number} of ${requests}`);
  say(made, "[data-half]", median_s === null ? "None" : lasting(median_s));
  say(made, "[data-nine]", p90_s === null ? "None" : lasting(p90_s));
  return made;
}

/** @param {number} hour */
const two = (hour) => String(hour).padStart(2, "0");
