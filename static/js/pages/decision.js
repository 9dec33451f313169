/** The superintendent's screen: the whole request, the exact notice; authorise it, change it first, or refuse. Before there
 *  is a request: what is recorded so far, where it was opened to them. */
import { holidays, officerName } from "../cases.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { recordAsText } from "../parts/as_text.js";
import { Authorising } from "../parts/authorising.js";
import { casesBeside, described, showBeside, showHistory } from "../parts/beside.js";
import { showChanges } from "../parts/changes.js";
import { showClaiming } from "../parts/claiming.js";
import { showConnected } from "../parts/connected.js";
import { showDuty, startTelling } from "../parts/commanding_officer.js";
import { startCopying } from "../parts/copying.js";
import { letGo, sayState, startDecision } from "../parts/deciding.js";
import { Draft } from "../parts/draft.js";
import { showLookingIn } from "../parts/looking_in.js";
import { showLookedUp } from "../parts/looked_up.js";
import { showOutcome } from "../parts/outcome.js";
import { showRecorded } from "../parts/recorded.js";
import { keepCustody, showCustody, showDangers, showLinkedDangers } from "../parts/safety.js";
import { showTakenBack } from "../parts/reached.js";
import { copy, find, followCase, say, show, showCaseLine, showNotice, sinceRequest } from "../parts/screen.js";
import { showServedNow, showWhatIsSigned } from "../parts/to_sign.js";
import { recently } from "../parts/times.js";
import { showWithdrawal, startWithdrawing } from "../parts/withdrawing.js";
import { confirmed, decidedBy, isOwn, mayIssue, steppedBack } from "../parts/words.js";

/** @import {Context, Law, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {View | null} */
  let shown = null;
  const authorising = new Authorising(main, context);
  const draft = new Draft(`${context.caseId}:decision`, () => sayState(main, draft));
  const stops = [
    await followCase(
      main,
      context,
      (view) => showAll(main, context, (shown = view), authorising, draft),
      async (caseId, view, refresh) => {
        await startDecision(main, context, caseId, view, refresh, authorising, draft);
        await startTelling(main, caseId, view, refresh);
        await startWithdrawing(main, caseId, view, refresh);
        startCopying(main, () => recordAsText(copy(main, "template#whole-record"), view(), context.law, officerName));
      },
    ),
    keepAgo(main),
    keepCustody(main, () => shown),
  ];
  return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {Authorising} authorising
 *  @param {Draft} draft */
async function showAll(main, context, view, authorising, draft) {
  const { request, decision } = view;
  const me = context.me?.officer;
  showCaseLine(main, view);
  showDangers(main, view);
  const beside = await casesBeside(view);
  showLinkedDangers(main, beside);
  const early = await showLookingIn(main, context, view);
  await showTakenBack(main, view);
  show(main, "[data-no-request]", !request && !early && !view.taken_back);
  show(main, "[data-view]", Boolean(request) || early);
  show(main, "[data-decide]", Boolean(request));
  await showOutcome(main, view);
  await showWithdrawal(main, context, view);
  await showChanges(find(main, "[data-outcome-changes]"), view, context.law);
  await showClaiming(main, context, view);
  if (confirmed(decision)) await letGo(main, draft);
  await showDuty(main, context, view);
  const back = Boolean(request) && !decision && steppedBack(view).has(me?.id);
  show(main, "[data-stepped-back]", back);
  show(main, "[data-to-decide]", Boolean(request) && !decision && !back);
  if (!request && !early) return;
  await showRequest(main, context.law, view);
  await showConnected(main, view);
  // Not the whole screen: beside it stands another case.
  showRecorded(find(main, "[data-this]"), view, context.law);
  showHistory(main, beside, Boolean(request) && !decision);
  await showBeside(main, beside, context.law);
  if (!request) return;
  const open = !decision && !back;
  if (open) showServedNow(find(main, "[aria-labelledby=hearing-heading]"), context, view.regime, await holidays());
  // It waits for nothing: a look-up takes a connection, and a decision does not.
  if (open && mayIssue(context.law, me?.rank, view.regime) && !isOwn(view, me?.id)) void showLookedUp(main, view);
  show(main, "[data-while-open]", open);
  show(main, "[data-own]", open && isOwn(view, me?.id));
  show(main, "[data-rank]", open && !mayIssue(context.law, me?.rank, view.regime));
  say(main, "[data-decided-by]", decidedBy(context.law, view));
  const { changed, updated } = await sinceRequest(view);
  show(main, "[data-changed]", open && changed.length > 0);
  say(main, "[data-changed-list]", changed.join(", "));
  show(main, "[data-updated]", open && updated);
  if (decision?.text) return showNotice(find(main, "[data-text]"), decision.text);
  await showAskedAnew(main, view, authorising.follow(view));
  showWhatIsSigned(main, context, view, authorising);
}

/** Who asks, for what, and whom it is about. @param {HTMLElement} main @param {Law} law @param {View} view */
async function showRequest(main, law, view) {
  const { request, conditions } = view;
  show(main, "[data-asked-row]", Boolean(request));
  if (request) {
    say(main, "[data-asker]", await officerName(request._.officer));
    say(main, "[data-asked-at]", recently(request._.made_at));
    find(main, "time[data-ago]").setAttribute("datetime", request._.made_at);
    sayAgo(main);
  }
  show(main, "[data-asks-for-row]", Boolean(conditions));
  const titles = (conditions?.conditions ?? []).map(
    (/** @type {any} */ { code, distance_m: metres }) =>
      (law.conditions.find((/** @type {any} */ one) => one.code === code)?.title ?? code) + (metres === null ? "" : ` (${metres} metres)`),
  );
  say(main, "[data-asks-for]", `${law.regimes[view.regime].notice_short}: ${titles.join("; ")}`);
  showCustody(main, view);
  say(main, "[data-respondent]", described(view.respondent));
  say(main, "[data-protected]", described(view.protected_person));
  show(main, "[data-note-row]", Boolean(request?.note));
  say(main, "[data-note]", request?.note);
}

/**
 * Says that it was asked anew and what is another now. It stays until the screen is left: typing on does not make it read.
 * @param {HTMLElement} main @param {View} view @param {{before: string, lost: boolean} | null} asked
 */
async function showAskedAnew(main, view, asked) {
  if (!asked) return;
  const { changed, updated } = await sinceRequest(view, asked.before);
  show(main, "[data-asked-anew]", true);
  show(main, "[data-anew-changed]", changed.length > 0 || updated);
  say(main, "[data-anew-list]", [...changed, ...(updated ? ["incident"] : [])].join(", "));
  show(main, "[data-anew-lost]", asked.lost);
}
