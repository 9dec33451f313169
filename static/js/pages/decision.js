/** The superintendent's screen: the whole request, the exact notice; authorise it, change it first, or refuse. */
import { missing } from "../missing.js";
import { compose } from "../notice.js";
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";
import { officerName } from "../cases.js";
import { record, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { read, retype, typed } from "./form.js";
import { keepAgo, sayAgo } from "./ago.js";
import { Authorising } from "./authorising.js";
import { described, showBeside } from "./beside.js";
import { fillChanges, showChanges } from "./changes.js";
import { clearProblems, showProblem, showProblems } from "./problems.js";
import { showRecorded } from "./recorded.js";
import { keepCustody, showCustody, showDangers } from "./safety.js";
import { changedSinceRequest, find, followCase, item, onPress, say, show, showCaseLine, showNotice } from "./screen.js";
import { confirmed, mayIssue } from "./words.js";
import { londonDate, recently } from "./times.js";

/** @import {Context, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {View | null} */
  let shown = null;
  const authorising = new Authorising(main, context);
  const stops = [
    await followCase(
      main,
      context,
      (view) => showAll(main, context, (shown = view), authorising),
      (caseId, view, refresh) => startDecision(main, context, caseId, view, refresh, authorising),
    ),
    keepAgo(main),
    keepCustody(main, () => shown),
  ];
  return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {Authorising} authorising */
async function showAll(main, context, view, authorising) {
  const { request, decision } = view;
  const me = context.me?.officer;
  showCaseLine(main, view);
  showDangers(main, view);
  show(main, "[data-no-request]", !request);
  show(main, "[data-view]", Boolean(request));
  await showOutcome(main, view);
  await showChanges(find(main, "[data-outcome-changes]"), view, context.law);
  if (!request) return;
  say(main, "[data-asker]", await officerName(request._.officer));
  say(main, "[data-asked-at]", recently(request._.made_at));
  find(main, "time[data-ago]").setAttribute("datetime", request._.made_at);
  sayAgo(main);
  showCustody(main, view);
  say(main, "[data-respondent]", described(view.respondent));
  say(main, "[data-protected]", described(view.protected_person));
  show(main, "[data-note-row]", Boolean(request.note));
  say(main, "[data-note]", request.note);
  // Not the whole screen: beside it stands another case.
  showRecorded(find(main, "[data-this]"), view, context.law);
  await showBeside(main, view, context.law);
  const open = !decision;
  show(main, "[data-while-open], [data-to-decide]", open);
  show(main, "[data-own]", open && request._.officer === me?.id);
  show(main, "[data-rank]", open && !mayIssue(context.law, me?.rank));
  show(main, "[data-changed]", open && (await changedSinceRequest(view)).length > 0);
  if (decision?.text) return showNotice(find(main, "[data-text]"), decision.text);
  authorising.follow(view);
  showWhatIsSigned(main, context, view, authorising);
}

/**
 * What the superintendent is about to sign: the changes, what the law asks of them, and the exact text.
 * @param {HTMLElement} main @param {Context} context @param {View} view @param {Authorising} authorising
 */
function showWhatIsSigned(main, context, view, authorising) {
  const found = authorising.changes();
  const { needed, text } = toSign(context, view, authorising);
  fillChanges(find(main, "[data-your-changes] [data-changes]"), found, context.law);
  show(main, "[data-sign-as-asked]", !found.length);
  show(main, "[data-sign-changed]", found.length > 0);
  show(main, "[data-needed]", needed.length > 0);
  find(main, "[data-needed-list]").replaceChildren(
    ...needed.map(({ sentence, section }) => item(`${sentence} (${section})`)),
  );
  showNotice(find(main, "[data-text]"), Array.isArray(text) ? text : [`The notice cannot be written: ${text}`]);
}

/**
 * The grounds and conditions as they are authorised, what the law misses in the case with them, and the notice's lines,
 * or the sentence that says why it cannot be written.
 * @param {Context} context @param {View} view @param {Authorising} authorising
 */
function toSign({ me, law }, view, authorising) {
  const signed = authorising.provisions();
  const changed = { ...view, conditions: /** @type {any} */ (signed) };
  const needed = missing(changed, law.requirements, londonDate(new Date())).filter((row) => row.force === "ACT");
  /** @type {string[] | string} */
  let text = "nobody is signed in.";
  try {
    if (me) text = compose(changed, me.officer, law.wording, me.force);
  } catch (error) {
    text = /** @type {Error} */ (error).message;
  }
  return { signed, needed, text };
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
 * @param {Authorising} authorising
 */
async function startDecision(main, context, caseId, current, refresh, authorising) {
  const form = find(main, "[data-decide]");
  const draft = `${caseId}:decision`;
  const settle = () => {
    authorising.settle();
    showWhatIsSigned(main, context, current(), authorising);
  };
  const keep = () => {
    settle();
    show(main, "[data-asked-anew]", false);
    say(form, "[data-state]", "Not signed yet. Kept on this phone as a draft.");
    void saveDraft(draft, { typed: typed(form), from: authorising.from }).catch(() => {});
  };
  form.addEventListener("input", keep);
  await putBack(form, draft, authorising);
  settle();

  onPress(main, form, async (event) => {
    clearProblems(main);
    const kind = /** @type {SubmitEvent} */ (event).submitter?.dataset.decision ?? "";
    await refresh();
    const view = current();
    if (!view.request || !kind) return;
    const { facts, problems } = read(find(form, "[aria-labelledby=sign-heading]"));
    const { signed, needed, text } = toSign(context, view, authorising);
    if (kind === "notice authorised") {
      const wrong = authorising.read().problems;
      if (wrong.length) authorising.open(true);
      problems.unshift(...wrong);
      const at = find(form, "#change-conditions");
      problems.push(...needed.map(({ sentence }) => ({ at, message: sentence })));
    }
    if (problems.length) return showProblems(main, problems);
    if (kind === "notice authorised" && !Array.isArray(text))
      return showProblem(main, `The notice cannot be written: ${text}`);
    const { entry: id, sha256 } = view.request._;
    await record({
      kind,
      caseId,
      facts: kind === "notice authorised" ? { text, ...signed, ...facts } : facts,
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

/**
 * The draft, if there is one. Changes to what another request asked for stay behind: put back, they would look like
 * changes to this one.
 * @param {HTMLElement} form @param {string} draft @param {Authorising} authorising
 */
async function putBack(form, draft, authorising) {
  const kept = await loadDraft(draft).catch(() => null);
  if (!kept) return;
  const values = Object.entries(kept.typed ?? kept);
  const same = kept.from === authorising.from;
  retype(form, Object.fromEntries(values.filter(([id]) => same || !id.startsWith("authorised-"))));
  if (authorising.changes().length) authorising.open(true);
}
