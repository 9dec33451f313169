/** Who saw what, for the auditor; asked of the server each time, and on record there. */
import { post } from "../api.js";
import { setConnection } from "../connection.js";
import { read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { count } from "../parts/words.js";
import { moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/** @typedef {{sentence: string, officer: string, times: number, last_at: string, name: string | null, case: string | null}} Alert */
/** @typedef {{at: string, officer: string, action: string, case: string | null, asked: string[], reason: string | null, reason_at: string | null}} Looked */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const form = find(main, "form");
  const allowed = ["auditor", "professional standards"].some((one) => context.me?.officer.postings.includes(one));
  show(main, "[data-forbidden]", !allowed);
  form.hidden = !allowed;
  onPress(main, form, async () => {
    clearProblems(main);
    show(main, "[data-results]", false);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await post("/api/audit", facts).then(
      (answer) => showAnswer(main, answer),
      (error) => failed(main, error),
    );
  });
}

/** @param {HTMLElement} main @param {any} error */
function failed(main, error) {
  if (error.status === 401) setConnection({ signedIn: false });
  show(main, "[data-unreachable]", error.name === "Unreachable");
  if (error.name === "Unreachable") return;
  const { code, message } = error.reasons?.[0] ?? error;
  showProblems(main, [{ at: main.querySelector(`#audit-${code}`) ?? main, message }]);
}

/** @param {HTMLElement} main @param {any} answer */
function showAnswer(main, { as_at, alerts, records, more }) {
  show(main, "[data-unreachable]", false);
  find(main, "[data-alerts]").replaceChildren(...alerts.map((/** @type {Alert} */ one) => alertCard(main, one)));
  find(main, "[data-records]").replaceChildren(...records.map((/** @type {Looked} */ one) => recordCard(main, one)));
  show(main, "[data-no-alerts]", !alerts.length);
  show(main, "[data-no-records]", !records.length);
  show(main, "[data-more]", more > 0);
  say(main, "[data-more]", `${more} older ones are not shown. Ask for fewer days, or for one officer or case.`);
  say(main, "[data-as-at]", `as at ${moment(as_at)}`);
  show(main, "[data-results]", true);
  find(main, "[data-results]").focus();
}

/** @param {HTMLElement} main @param {Alert} one */
function alertCard(main, one) {
  const made = copy(main, "template#alert");
  say(made, "[data-sentence]", one.sentence);
  say(made, "[data-officer]", one.officer);
  say(made, "[data-times]", count(one.times, "time"));
  say(made, "[data-at]", moment(one.last_at));
  say(made, "[data-whom]", one.name ?? one.case ?? "");
  return made;
}

/** @param {HTMLElement} main @param {Looked} one */
function recordCard(main, one) {
  const made = copy(main, "template#record");
  say(made, "[data-action]", main.querySelector(`[data-word="${CSS.escape(one.action)}"]`)?.textContent ?? one.action);
  say(made, "[data-case]", one.case);
  say(made, "[data-asked]", one.asked.join(", "));
  say(made, "[data-officer]", one.officer);
  say(made, "[data-at]", moment(one.at));
  show(made, "[data-reason-line]", Boolean(one.reason));
  say(made, "[data-reason]", one.reason_at ? `${one.reason} (said later, ${moment(one.reason_at)})` : one.reason);
  return made;
}
