/** For safeguarding: who is to be told, what is to be done, what of it is overdue; tasks recorded with their proof. */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { ask, refill, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { count } from "../parts/words.js";

/** @typedef {Record<string, any>} Line as GET /api/safeguarding has it */

/** Done by a record of another kind, on another screen. */
const ELSEWHERE = ["commanding officer", "risk again"];

/** @param {HTMLElement} main */
export async function start(main) {
  let page = 1;
  /** @type {{case: string, task: string} | null} */
  let chosen = null;
  const form = find(main, "[data-form=done]");

  /** @param {Line | null} line @param {Line} [one] */
  const choose = (line, one) => {
    chosen = line && one ? { case: line.case, task: one.id } : null;
    clearProblems(main);
    fill(form, null);
    form.hidden = !chosen;
    if (!line || !one) return;
    say(form, "[data-which]", `${one.words}, ${line.reference ?? ""}`);
    form.scrollIntoView({ block: "start" });
    controlsOf(form)[0].focus({ preventScroll: true });
  };

  const refresh = async () => {
    await showLeft(main, ["task done"]);
    const answer = await ask(main, `/api/safeguarding?page=${page}`);
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    say(main, "[data-total]", `${count(answer.total, "case")}.`);
    show(main, "[data-none]", !answer.total);
    refill(find(main, "[data-cases]"), answer.cases.map(card));
    show(main, "[data-paging]", answer.pages > 1);
    show(main, "[data-earlier]", answer.page > 1);
    show(main, "[data-later]", answer.page < answer.pages);
  };

  /** @param {Line} line */
  function card(line) {
    const made = copy(main, "template#to-tell-case");
    made.classList.toggle("card--attention", line.open.some((/** @type {Line} */ one) => one.state === "overdue"));
    say(made, "[data-reference]", line.reference ?? "No reference");
    say(made, "[data-name]", line.protected_person);
    say(made, "[data-for]", line.reference ?? line.protected_person);
    say(made, "[data-respondent]", line.respondent ?? "not recorded");
    say(made, "[data-responsible]", line.contact_officer ?? "nobody named yet");
    find(made, "[data-contact]").setAttribute("href", `/contact#${line.case}`);
    find(made, "[data-open]").replaceChildren(
      ...line.open.map((/** @type {Line} */ one) => {
        const row = copy(main, "template#open-item");
        say(row, "[data-state]", stateOf(one));
        say(row, "[data-words]", one.what === "tell" ? `Tell them: ${one.words}` : one.words);
        say(row, "[data-basis]", one.what === "tell" ? "" : one.basis);
        const button = find(row, "[data-do]");
        button.hidden = one.what === "tell" || ELSEWHERE.includes(one.id);
        button.setAttribute("aria-label", `Record it: ${one.words}, ${line.reference ?? ""}`);
        onPress(main, button, async () => choose(line, one));
        return row;
      }),
    );
    return made;
  }

  /** @param {number} by */
  const turn = async (by) => {
    page += by;
    await refresh();
  };
  onPress(main, find(main, "[data-earlier]"), () => turn(-1));
  onPress(main, find(main, "[data-later]"), () => turn(1));
  onPress(main, find(main, "[data-cancel]"), async () => choose(null));
  onPress(main, form, async () => {
    const { facts, problems } = read(form);
    const lacking = facts.outcome === "done" && !facts.to ? "to" : facts.outcome === "not needed" && !facts.why ? "why" : null;
    if (lacking)
      problems.push({
        at: controlsOf(find(form, `[data-field=${lacking}]`))[0],
        message: find(form, `[data-say=${lacking}]`).textContent ?? "",
      });
    if (problems.length || !chosen) return showProblems(main, problems);
    const { case: caseId, task } = chosen;
    await record({ kind: "task done", caseId, facts: { task, ...facts }, happenedAt: facts.done_at });
    choose(null);
    await drain();
    await refresh();
  });
  await refresh();
}

/** @param {Line} one */
function stateOf(one) {
  if (one.state === "ahead") return `From ${moment(one.since)}:`;
  if (one.state === "due") return `By ${moment(one.due)}:`;
  return one.put_on ? `OVERDUE since ${moment(one.due)}, the duty inspector was told:` : `OVERDUE since ${moment(one.due)}:`;
}
