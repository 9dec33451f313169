/** The superintendent's screen: the whole request, the exact notice, authorise or refuse. */
import { compose } from "../notice.js";
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";
import { officerName } from "../cases.js";
import { record, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { read, retype, typed } from "./form.js";
import { keepAgo, sayAgo } from "./ago.js";
import { clearProblems, showProblem, showProblems } from "./problems.js";
import { showRecorded } from "./recorded.js";
import { changedSinceRequest, find, followCase, item, onPress, say, show, showCaseLine, showNotice } from "./screen.js";
import { confirmed, mayIssue, nameOf } from "./words.js";
import { born, recently } from "./times.js";

/** @import {Context, Section, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const stops = [
    await followCase(
      main,
      context,
      (view) => showAll(main, context, view),
      (caseId, view, refresh) => startDecision(main, context, caseId, view, refresh),
    ),
    keepAgo(main),
  ];
  return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
async function showAll(main, context, view) {
  const { request, decision } = view;
  const me = context.me?.officer;
  showCaseLine(main, view);
  show(main, "[data-no-request]", !request);
  show(main, "[data-view]", Boolean(request));
  await showOutcome(main, view);
  if (!request) return;
  say(main, "[data-asker]", await officerName(request._.officer));
  say(main, "[data-asked-at]", recently(request._.made_at));
  find(main, "time[data-ago]").setAttribute("datetime", request._.made_at);
  sayAgo(main);
  say(main, "[data-respondent]", describe(view.respondent));
  say(main, "[data-protected]", describe(view.protected_person));
  show(main, "[data-note-row]", Boolean(request.note));
  say(main, "[data-note]", request.note);
  showRecorded(main, view, context.law);
  const open = !decision;
  show(main, "[data-decide], [data-to-decide]", open);
  show(main, "[data-own]", open && request._.officer === me?.id);
  show(main, "[data-rank]", open && !mayIssue(context.law, me?.rank));
  show(main, "[data-changed]", open && (await changedSinceRequest(view)).length > 0);
  const text = decision?.text ?? textOf(view, context);
  showNotice(find(main, "[data-text]"), Array.isArray(text) ? text : [`The notice cannot be written: ${text}`]);
}

/** @param {Section | null} person */
function describe(person) {
  if (!person) return "Not recorded";
  const age = person.born
    ? `born ${born(person.born)}`
    : person.believed_age === null
      ? "age not recorded"
      : `believed ${person.believed_age}`;
  return `${nameOf(person)}, ${age}`;
}

/**
 * The notice's lines, or the sentence that says why it cannot be written.
 * @param {View} view
 * @param {Context} context
 * @returns {string[] | string}
 */
function textOf(view, context) {
  const { me, law } = context;
  if (!me) return "nobody is signed in.";
  try {
    return compose(view, me.officer, law.wording, me.force);
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/**
 * A decision is shown as made once the server has confirmed it; refused by the server, with its reasons.
 * @param {HTMLElement} main
 * @param {View} view
 */
async function showOutcome(main, view) {
  const { decision } = view;
  const refused = (await unsent()).filter(
    (one) =>
      one.caseId === view.id &&
      one.state.name === "needs attention" &&
      /^(notice authorised|authority refused)$/.test(one.kind),
  );
  show(main, "[data-outcome]", Boolean(decision) || refused.length > 0);
  const reasons = refused.flatMap((one) => one.state.reasons.map(({ message }) => message));
  find(main, "[data-outcome-refusals]").replaceChildren(...(decision ? [] : reasons).map(item));
  if (!decision) {
    say(main, "[data-outcome-line]", refused.length ? "The server did not take your decision" : "");
    say(main, "[data-outcome-state]", refused.length ? "No decision was made. The reasons:" : "");
    say(main, "[data-outcome-reasons]", "");
    return;
  }
  const what = decision._.kind === "notice authorised" ? "Authorised" : "Refused";
  say(main, "[data-outcome-line]", confirmed(decision) ? what : "Signed, not yet confirmed by the server");
  say(
    main,
    "[data-outcome-state]",
    confirmed(decision)
      ? `By ${await officerName(decision._.officer)} at ${recently(decision._.made_at)}. The server has it.`
      : "Nothing is decided until the server has it. It goes by itself when there is a connection.",
  );
  say(main, "[data-outcome-reasons]", `Reasons: ${decision.reasons}`);
}

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {string} caseId
 * @param {() => View} current
 * @param {() => Promise<void>} refresh
 */
async function startDecision(main, context, caseId, current, refresh) {
  const form = find(main, "[data-decide]");
  const draft = `${caseId}:decision`;
  const keep = () => {
    say(form, "[data-state]", "Not signed yet. Kept on this phone as a draft.");
    void saveDraft(draft, typed(form)).catch(() => {});
  };
  form.addEventListener("input", keep);
  const kept = await loadDraft(draft).catch(() => null);
  if (kept) retype(form, kept);

  onPress(main, form, async (event) => {
    clearProblems(main);
    const kind = /** @type {SubmitEvent} */ (event).submitter?.dataset.decision ?? "";
    const view = current();
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const text = textOf(view, context);
    if (kind === "notice authorised" && !Array.isArray(text))
      return showProblem(main, `The notice cannot be written: ${text}`);
    if (!view.request || !kind) return;
    const { entry: id, sha256 } = view.request._;
    const authorised = { text, conditions: view.conditions?.conditions, reasons: facts.reasons };
    await record({
      kind,
      caseId,
      facts: kind === "notice authorised" ? authorised : facts,
      reliesOn: [{ id, sha256 }],
      signed: true,
    });
    await dropDraft(draft).catch(() => {});
    await refresh();
    find(main, "[data-outcome]").scrollIntoView({ block: "start" });
    await drain().catch(() => {});
    await refresh();
  });
}
