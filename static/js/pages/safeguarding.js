/** For safeguarding: who is to be told, what is to be done, what of it is overdue; tasks recorded with their proof. */
import { getBlob } from "../api.js";
import { listen } from "../channel.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { now } from "../now.js";
import { ask, refill, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { count } from "../parts/words.js";

/** @typedef {Record<string, any>} Line as GET /api/safeguarding has it */

/** Done by a record of another kind, on another screen. */
const ELSEWHERE = ["commanding officer", "risk again"];

/** The stages in which there may be something that a letter can say. */
const GIVEN = ["served", "before the court", "ordered", "ended"];

/** @param {HTMLElement} main */
export async function start(main) {
  let page = 1;
  /** @type {{case: string, task: string} | null} */
  let chosen = null;
  const form = find(main, "[data-form=done]");
  const setting = find(main, "[data-form=set]");
  const taking = find(main, "[data-form=take]");
  /** The case a task is set in, and the task given to somebody: null where it is a new one.
   *  @type {{case: string, given: string | null} | null} */
  let set = null;

  /** @param {Line | null} line @param {Line} [one] */
  const choose = (line, one) => {
    chosen = line && one ? { case: line.case, task: one.id } : null;
    if (chosen) toSet(null);
    clearProblems(main);
    fill(form, null);
    form.hidden = !chosen;
    if (!line || !one) return;
    say(form, "[data-which]", `${one.words}, ${line.reference ?? ""}`);
    show(form, "[data-support]", one.id === "support");
    reach(form, controlsOf(form)[0]);
  };

  /** The form that sets a task, or gives one that is open to somebody: what is said of it already stands there.
   *  @param {Line | null} line @param {Line | null} [one] */
  function toSet(line, one = null) {
    set = line && { case: line.case, given: one && one.id };
    if (set) choose(null);
    clearProblems(main);
    fill(setting, one && { task: one.id, for_whom: one.for_whom, due_at: one.due, to: null, basis: null, why: one.why });
    setting.hidden = !set;
    if (!line) return;
    find(setting, "[data-field=task]").hidden = Boolean(one);
    say(setting, "[data-heading]", one ? `Give to somebody: ${one.words},` : "Set a task:");
    say(setting, "[data-which]", line.reference ?? line.protected_person);
    reach(setting, controlsOf(find(setting, `[data-field=${one ? "to" : "task"}]`))[0]);
  }

  let asked = 0;
  const refresh = async () => {
    const mine = ++asked;
    const answer = await ask(main, `/api/safeguarding?page=${page}`);
    if (mine !== asked) return; // a later question is under way, and its answer knows more
    await showLeft(main, ["task done", "task set"]);
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
    show(made, "[data-letter]", GIVEN.includes(line.stage));
    find(made, "[data-letter] a").setAttribute("href", `/evidence-letter#${line.case}`);
    say(made, "[data-letter-for]", line.reference ?? line.protected_person);
    find(made, "[data-afterwards]").setAttribute("href", `/court#${line.case}`);
    say(made, "[data-afterwards-for]", line.reference ?? line.protected_person);
    onPress(main, find(made, "[data-set]"), async () => toSet(line));
    find(made, "[data-set]").setAttribute("aria-label", `Set a task: ${line.reference ?? line.protected_person}`);
    find(made, "[data-open]").replaceChildren(
      ...line.open.map((/** @type {Line} */ one) => {
        const row = copy(main, "template#open-item");
        say(row, "[data-state]", stateOf(one));
        say(row, "[data-words]", one.what === "tell" ? `Tell them: ${one.words}` : one.words);
        say(row, "[data-basis]", one.what === "tell" ? "" : one.basis);
        const button = find(row, "[data-do]");
        const ways = find(row, "[data-ways]");
        ways.hidden = one.what === "tell" || ELSEWHERE.includes(one.id);
        button.setAttribute("aria-label", `Record it: ${one.words}, ${line.reference ?? ""}`);
        onPress(main, button, async () => choose(line, one));
        say(row, "[data-given]", givenTo(one));
        show(row, "[data-given]", givenTo(one) !== "");
        const give = find(row, "[data-give]");
        give.setAttribute("aria-label", `Give it to somebody: ${one.words}, ${line.reference ?? ""}`);
        onPress(main, give, async () => toSet(line, one));
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
  onPress(main, find(form, "[data-cancel]"), async () => choose(null));
  onPress(main, find(setting, "[data-cancel]"), async () => toSet(null));
  onPress(main, setting, async () => {
    const { facts, problems } = read(setting);
    const lacking = set?.given && !facts.to ? "to" : null;
    if (lacking) problems.push({ at: controlOf(setting, "to"), message: wordsOf(setting, lacking) });
    // A task that is overdue stays so with whoever has it now; a new one has its time ahead.
    if (!set?.given && facts.due_at && Date.parse(facts.due_at) <= now().getTime())
      problems.push({ at: controlOf(setting, "due_at"), message: wordsOf(setting, "past") });
    if (problems.length || !set) return showProblems(main, problems);
    await record({ kind: "task set", caseId: set.case, facts });
    toSet(null);
    await drain();
    await refresh();
  });
  onPress(main, form, async () => {
    const { facts, problems } = read(form);
    const lacking = lackingIn(facts, chosen?.task);
    if (lacking)
      problems.push({
        at: controlOf(form, lacking),
        message: wordsOf(form, lacking),
      });
    if (problems.length || !chosen) return showProblems(main, problems);
    const { case: caseId, task } = chosen;
    await record({ kind: "task done", caseId, facts: { task, ...facts }, happenedAt: facts.done_at });
    choose(null);
    await drain();
    await refresh();
  });
  onPress(main, taking, async () => {
    clearProblems(main);
    show(taking, "[data-taken]", false);
    const { facts, problems } = read(taking);
    if (facts.from && facts.to && facts.to < facts.from) problems.push({ at: controlOf(taking, "to"), message: wordsOf(taking, "order") });
    if (problems.length) return showProblems(main, problems);
    await take(String(taking.dataset.name), facts);
    show(taking, "[data-taken]", true);
  });
  await refresh();
  // The worker may send what was recorded here, and be done later than this page.
  return listen((message) => {
    if (message.type === "sent") void refresh();
  });
}

/** Our notices and orders of these days, saved under this name. @param {string} name @param {Record<string, any>} facts
 *  @throws {import("../api.js").ApiError | import("../api.js").Unreachable} */
async function take(name, { file, ...asked }) {
  const given = Object.entries(asked).filter(([, value]) => value !== null);
  const made = document.createElement("a");
  made.href = URL.createObjectURL(await getBlob(`${file}?${new URLSearchParams(given)}`));
  made.download = `${name}.${file.endsWith(".csv") ? "csv" : "json"}`;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}

/** What proof is missing. @param {Record<string, any>} facts @param {string} [task] */
function lackingIn({ outcome, to, channel, why }, task) {
  if (outcome === "not needed") return why ? null : "why";
  if (outcome !== "done") return null;
  return !to ? "to" : task === "other force" && !channel ? "channel" : null;
}

/** @param {HTMLElement} form @param {HTMLElement} control */
function reach(form, control) {
  form.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
}

/** @param {HTMLElement} form @param {string} field */
const controlOf = (form, field) => controlsOf(find(form, `[data-field=${field}]`))[0];

/** @param {HTMLElement} form @param {string} which */
const wordsOf = (form, which) => find(form, `[data-say=${which}]`).textContent ?? "";

/** What somebody who set it said of a task. @param {Line} one */
const givenTo = (one) =>
  [one.for_whom && `For ${one.for_whom}.`, one.to && `With ${one.to}.`, one.why].filter(Boolean).join(" ");

/** @param {Line} one */
function stateOf(one) {
  if (one.state === "ahead") return `From ${moment(one.since)}:`;
  if (one.state === "due") return `By ${moment(one.due)}:`;
  return one.put_on ? `OVERDUE since ${moment(one.due)}, the duty inspector was told:` : `OVERDUE since ${moment(one.due)}:`;
}
