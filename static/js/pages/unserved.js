/** Authorised and not served, handed over and not accepted: the longest waiting first; handing over, withdrawing. */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { ask, refill, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, onPress, say, show } from "../parts/screen.js";
import { count } from "../parts/words.js";
import { moment } from "../parts/times.js";

/**
 * @typedef {{case: string, reference: string | null, respondent: string | null, since: string, late: boolean,
 * readable: boolean, authorised_by?: string | null, held_by?: string | null, may_withdraw?: boolean,
 * attempts?: {count: number, last_at: string | null}, decision?: {id: string, sha256: string}, handed_by?: string | null, to?: string}} Waits
 */

/** @param {HTMLElement} main */
export async function start(main) {
  /** @type {Waits | null} */
  let chosen = null;

  /** Opens one form, about one case. @param {string} name @param {Waits | null} one */
  const choose = (name, one) => {
    chosen = one;
    clearProblems(main);
    for (const form of all(main, "form")) {
      form.hidden = !one || form.dataset.form !== name;
      fill(form, null);
      say(form, "[data-which]", one?.reference ?? "");
    }
    if (!one) return;
    const form = find(main, `[data-form=${name}]`);
    form.scrollIntoView({ block: "start" });
    controlsOf(form)[0].focus({ preventScroll: true });
  };

  const refresh = async () => {
    await showLeft(main, ["handed over", "authority withdrawn before service"]);
    const answer = await ask(main, "/api/unserved");
    show(main, "[data-lists]", Boolean(answer));
    if (!answer) return;
    say(main, "[data-hours]", count(answer.hours, "hour"));
    say(main, "[data-minutes]", count(answer.minutes, "minute"));
    for (const name of ["unserved", "hand_overs"]) {
      show(main, `[data-none=${name}]`, !answer[name].length);
      refill(find(main, `[data-list=${name}]`), answer[name].map(card));
    }
    sayAgo(main);
  };

  /** @param {Waits} one */
  function card(one) {
    const made = copy(main, "template#waits");
    const { decision, respondent } = one;
    made.classList.toggle("card--attention", one.late);
    say(made, "[data-reference]", one.reference);
    say(made, "[data-respondent]", respondent ? `, ${respondent}` : "");
    show(made, "[data-late]", one.late);
    find(made, "time").setAttribute("datetime", one.since);
    say(made, "[data-since]", moment(one.since));
    show(made, "[data-authority]", Boolean(decision));
    show(made, "[data-handing]", !decision);
    say(made, "[data-authorised-by]", one.authorised_by ?? "");
    say(made, "[data-held-by]", one.held_by ?? "nobody known");
    show(made, "[data-attempts]", Boolean(one.attempts?.count));
    say(made, "[data-attempts-count]", count(one.attempts?.count ?? 0, "time"));
    say(made, "[data-attempts-last]", one.attempts?.last_at ? moment(one.attempts.last_at) : "");
    say(made, "[data-handed-by]", one.handed_by ?? "");
    say(made, "[data-to-whom]", one.to ?? "");
    const open = find(made, "[data-open]");
    open.hidden = !one.readable;
    open.setAttribute("href", `/notice#${one.case}`);
    for (const [name, may] of /** @type {[string, boolean][]} */ ([
      ["hand-over", true],
      ["withdraw", Boolean(decision && one.may_withdraw)],
    ])) {
      const button = find(made, `[data-choose=${name}]`);
      button.hidden = !may;
      button.setAttribute("aria-label", `${button.textContent}: ${one.reference}`);
      onPress(main, button, async () => choose(name, one));
    }
    return made;
  }

  for (const cancel of all(main, "[data-cancel]")) onPress(main, cancel, async () => choose("", null));
  for (const form of all(main, "form"))
    onPress(main, form, async () => {
      const { facts, problems } = read(form);
      if (problems.length) return showProblems(main, problems);
      const { case: caseId, decision } = /** @type {Waits} */ (chosen);
      if (form.dataset.form === "hand-over") await record({ kind: "handed over", caseId, facts });
      else {
        const reliesOn = decision ? [decision] : [];
        await record({ kind: "authority withdrawn before service", caseId, facts, reliesOn, signed: true });
      }
      choose("", null);
      await drain();
      await refresh();
    });
  await refresh();
  return keepAgo(main);
}
