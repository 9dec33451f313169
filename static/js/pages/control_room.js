/** For the control room: who is it, is there an order, and the breaches that wait for a unit. */
import { keepSought } from "../found.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { alarm, ask, keepFresh, refill, showLeft } from "../parts/desk.js";
import { Draft } from "../parts/draft.js";
import { controlsOf, fill, read, retype, typed } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, onPress, say, show } from "../parts/screen.js";
import { clock, moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/** @typedef {Record<string, any>} Line as GET /api/control-room has it */

const AGAIN_MS = 60_000;
const KIND = "unit sent or not";
const NOTHING = { sent: false, unit: null, because: null, why_not: null };

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {Line | null} */
  let chosen = null;
  /** @type {Draft | null} */
  let draft = null;
  const forms = all(main, "form[data-form]");

  /** Opens one form, about one breach. @param {string} name @param {Line | null} line */
  const choose = async (name, line) => {
    chosen = line;
    clearProblems(main);
    for (const form of forms) {
      form.hidden = !line || form.dataset.form !== name;
      fill(form, null);
      say(form, "[data-which]", line?.reference ?? "");
      say(form, "[data-whom]", line?.respondent ?? "");
      say(form, "[data-state]", "");
    }
    if (!line) return;
    show(main, "[data-recorded]", false);
    const form = find(main, `form[data-form=${name}]`);
    const said = () => say(form, "[data-state]", `Not saved yet. ${draft?.said ?? ""}`);
    draft = new Draft(`${line.case}:${form.dataset.kept}:${line.entry}`, said);
    const kept = await draft.load().catch(() => null);
    if (kept) retype(form, kept);
    form.scrollIntoView({ block: "start" });
    controlsOf(form)[0].focus({ preventScroll: true });
  };

  let known = false;
  const refresh = async () => {
    await showLeft(main, [KIND]);
    const answer = await ask(main, "/api/control-room");
    // Where the connection goes, what was known stays, with its time; where the server says no, nothing does.
    known = Boolean(answer) || (known && find(main, "[data-forbidden]").hidden === true);
    show(main, "[data-shown]", known);
    if (!known) refill(find(main, "[data-breaches]"), []);
    if (!answer) return;
    say(main, "[data-as-at]", `as at ${clock(answer.as_at)}`);
    say(main, "[data-minutes]", String(answer.minutes));
    refill(find(main, "[data-breaches]"), answer.breaches.map(card));
    show(main, "[data-none]", !answer.breaches.length);
  };

  /** @param {Line} line */
  function card(line) {
    const made = copy(main, "template#breach");
    made.classList.toggle("card--attention", line.alarms.length > 0);
    say(made, "[data-reference]", line.reference ?? "No reference");
    say(made, "[data-name]", line.respondent);
    find(made, "[data-alarms]").replaceChildren(...line.alarms.map(alarm));
    say(made, "[data-what]", `Breach of the ${line.of}: ${line.what}`);
    row(made, "[data-place]", line.place);
    row(made, "[data-occurred]", line.occurred_at && moment(line.occurred_at));
    row(made, "[data-reported]", `${moment(line.reported_at)}, by ${line.reported_by}`);
    row(made, "[data-protected]", line.protected_person);
    row(made, "[data-not-sent]", line.not_sent && `${line.not_sent.why ?? "Why is not said"} (${moment(line.not_sent.at)})`);
    show(made, "[data-look-line]", Boolean(line.reference));
    find(made, "[data-look]").addEventListener("click", () => keepSought(line.reference));
    show(made, "[data-open-line]", line.readable);
    find(made, "[data-open]").setAttribute("href", `/case#${line.case}`);
    for (const form of forms) {
      const name = form.dataset.form ?? "";
      const button = find(made, `[data-choose=${name}]`);
      button.setAttribute("aria-label", `${button.textContent}: ${line.reference ?? line.respondent}`);
      onPress(main, button, () => choose(name, line));
    }
    return made;
  }

  const search = find(main, "form[data-look-up]");
  onPress(main, search, async () => {
    clearProblems(main);
    const { facts, problems } = read(search);
    if (problems.length) return showProblems(main, problems);
    keepSought(facts.name);
    await context.go("/look-up");
  });
  for (const cancel of all(main, "[data-cancel]")) onPress(main, cancel, () => choose("", null));
  for (const form of forms) {
    form.addEventListener("input", () => void draft?.save(typed(form)));
    onPress(main, form, async () => {
      clearProblems(main);
      const { facts, problems } = read(form);
      if (problems.length) return showProblems(main, problems);
      const { case: caseId, entry, sha256 } = /** @type {Line} */ (chosen);
      const said = { ...NOTHING, ...facts, sent: form.dataset.form === "sent" };
      await draft?.become((key) =>
        record({ kind: KIND, caseId, facts: said, reliesOn: [{ id: entry, sha256 }], draft: key }),
      );
      await choose("", null);
      await drain().catch(() => {});
      await refresh();
      show(main, "[data-recorded]", true);
      const recorded = find(main, "[data-recorded]");
      recorded.focus();
      recorded.scrollIntoView({ block: "start" });
    });
  }
  await refresh();
  return keepFresh(context, find(main, "[data-breaches]"), AGAIN_MS, refresh);
}

/** @param {HTMLElement} made @param {string} selector @param {string | null} text */
function row(made, selector, text) {
  const cell = find(made, selector);
  cell.textContent = text ?? "";
  if (cell.parentElement) cell.parentElement.hidden = !text;
}
