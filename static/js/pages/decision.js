/** The superintendent's screen: the whole request, the exact notice; authorise it, change it first, or refuse. */
import { considered, missing } from "../missing.js";
import { compose } from "../notice.js";
import { holidays, officerName } from "../cases.js";
import { NoHolidays, hearingDeadline, inWords } from "../clocks.js";
import { sittingsFrom } from "../courts.js";
import { sectionIn } from "../law.js";
import { now } from "../now.js";
import { record, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { fill, read, retype, typed } from "../parts/form.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { Authorising } from "../parts/authorising.js";
import { showDuty, startTelling } from "../parts/commanding_officer.js";
import { excludes } from "../parts/condition_rows.js";
import { casesBeside, described, showBeside } from "../parts/beside.js";
import { fillChanges, showChanges } from "../parts/changes.js";
import { showClaiming, startClaiming } from "../parts/claiming.js";
import { Draft } from "../parts/draft.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { showRecorded } from "../parts/recorded.js";
import { showHearing } from "../parts/hearing.js";
import { keepCustody, showCustody, showDangers, showLinkedDangers } from "../parts/safety.js";
import { copy, find, followCase, item, onPress, say, show, showCaseLine, showNotice, sinceRequest } from "../parts/screen.js";
import { showWithdrawal, startWithdrawing } from "../parts/withdrawing.js";
import { confirmed, decidedBy, isOwn, mayIssue } from "../parts/words.js";
import { londonDate, recently } from "../parts/times.js";

/** @import {Context, Law, View} from "../types.js" */

/** Where it is said what the authorising officer believes and confirms. */
const CONFIRM = "[data-consider]";
/** Where the reasons are given and the decision is signed. */
const SIGN = "[aria-labelledby=sign-heading]";

/** Where what a decision lacks of its own is put right. @type {Record<string, string>} */
const AT = {
  "address-confirmed": "#confirmed-address_confirmed",
  "service-accommodation-believed": "#confirmed-service_accommodation",
};

/** What is asked of the officer before, and here of whoever decides: once is enough. */
const ASKED_HERE = { "service-accommodation": true, "premises-known-to-respondent": true };

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
  show(main, "[data-no-request]", !request);
  show(main, "[data-view]", Boolean(request));
  await showOutcome(main, view);
  await showWithdrawal(main, context, view);
  await showChanges(find(main, "[data-outcome-changes]"), view, context.law);
  await showClaiming(main, context, view);
  if (confirmed(decision)) await letGo(main, draft);
  await showDuty(main, context, view);
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
  await showBeside(main, beside, context.law);
  const open = !decision;
  if (open) showServedNow(find(main, "[aria-labelledby=hearing-heading]"), context, view.regime, await holidays());
  show(main, "[data-while-open], [data-to-decide]", open);
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

/** Until when the case must be heard, and where it can be, if the notice were served now.
 *  @param {HTMLElement} section @param {Context} context @param {string} regime @param {import("../clocks.js").Holidays} days */
function showServedNow(section, context, regime, days) {
  const at = now().toISOString();
  const courts = context.me?.courts;
  try {
    const deadline = hearingDeadline(at, days, context.law.regimes[regime]);
    say(section, "[data-heard-by]", inWords(deadline.at));
    const sittings = courts?.courts.length ? sittingsFrom(at, deadline, days, courts) : null;
    showHearing(section, { ...deadline, sittings });
  } catch (error) {
    if (!(error instanceof NoHolidays)) throw error;
    say(section, "[data-heard-by]", "is not known: ring legal services");
    showHearing(section, null);
  }
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

/**
 * What the superintendent is about to sign: the changes, what the law asks of them, and the exact text.
 * @param {HTMLElement} main @param {Context} context @param {View} view @param {Authorising} authorising
 */
function showWhatIsSigned(main, context, view, authorising) {
  const found = authorising.changes();
  const { signed, needed, asks, text, changed } = toSign(context, view, authorising);
  const { law } = context;
  fillChanges(find(main, "[data-your-changes] [data-changes]"), found, context.law);
  show(main, "[data-sign-as-asked]", !found.length);
  show(main, "[data-sign-changed]", found.length > 0);
  show(main, "[data-needed]", needed.length > 0);
  find(main, "[data-needed-list]").replaceChildren(
    ...needed.map(({ sentence, section }) => item(`${sentence} (${sectionIn(law, view, section)})`)),
  );
  show(main, "[data-ring]", needed.some(({ screen }) => screen !== "decision"));
  showConsidered(main, context, changed, authorising);
  show(main, "[data-asks]", asks.length > 0);
  find(main, "[data-asks-list]").replaceChildren(
    ...asks.map(({ sentence, section }) => item(`${sentence} (${sectionIn(law, view, section)})`)),
  );
  show(main, `${CONFIRM} [data-service-accommodation]`, excludes(signed.conditions, context.law));
  show(main, "[data-confirm-address]", tellsUnknown(changed, context.law));
  say(main, "[data-home-address]", [view.premises?.address.replaceAll("\n", ", "), view.premises?.postcode].filter(Boolean).join(", "));
  showNotice(find(main, "[data-text]"), Array.isArray(text) ? text : [`The notice cannot be written: ${text}`]);
}

/** Ticks off, by what the record says, what must be considered of the notice as it is authorised.
 *  @param {HTMLElement} main @param {Context} context @param {View} changed @param {Authorising} authorising */
function showConsidered(main, { law }, changed, authorising) {
  const made = considered(changed, law, londonDate(now())).map(({ id, title, section, state }) => {
    const again = id === "residents" && state === "recorded" && authorising.addsAboutTheHome;
    const line = copy(find(main, CONFIRM), `template[data-matter='${again ? "asked again" : state}']`);
    say(line, "[data-title]", title);
    say(line, "[data-basis]", sectionIn(law, changed, section));
    return line;
  });
  find(main, "[data-matters]").replaceChildren(...made);
}

/** Whether the notice would tell a home the respondent is not recorded as knowing. @param {View} view @param {Law} law */
const tellsUnknown = ({ premises, conditions }, law) =>
  premises?.respondent_knows_address === false &&
  law.conditions.some(
    (/** @type {any} */ one) =>
      one.shared_premises && conditions?.conditions.some((/** @type {any} */ { code }) => code === one.code),
  );

/**
 * The grounds and conditions as they are authorised, what the law misses in the case with them, and the notice's lines,
 * or the sentence that says why it cannot be written.
 * @param {Context} context @param {View} view @param {Authorising} authorising
 */
function toSign({ me, law }, view, authorising) {
  const provisions = authorising.provisions();
  const { service_accommodation, address_confirmed } = read(find(authorising.main, CONFIRM)).facts;
  const signed = {
    ...provisions,
    service_accommodation: excludes(provisions.conditions, law) ? service_accommodation : null,
    address_confirmed,
  };
  const changed = { ...view, conditions: /** @type {any} */ (signed) };
  if (!tellsUnknown(changed, law)) signed.address_confirmed = null;
  const lacking = missing(changed, [...law.requirements, ...law.decision], londonDate(now()), me?.checks);
  const needed = lacking.filter((row) => row.stops);
  const asks = lacking.filter((row) => !row.stops && !(row.id in ASKED_HERE));
  /** @type {string[] | string} */
  let text = "nobody is signed in.";
  try {
    if (me) text = compose(changed, me.officer, law, me.force);
  } catch (error) {
    text = /** @type {Error} */ (error).message;
  }
  return { signed, needed, asks, text, changed };
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
  show(main, "[data-by-telephone]", Boolean(view.telephone));
  const signed = decision._.kind === "notice authorised" ? "Authorised" : "Refused";
  const what = view.telephone ? "Noted as authorised by telephone" : signed;
  say(main, "[data-outcome-line]", confirmed(decision) ? what : "Signed, not yet confirmed by the server");
  say(
    main,
    "[data-outcome-state]",
    confirmed(decision)
      ? `By ${await officerName(decision._.officer)} at ${recently(decision._.made_at)}. The server has it.`
      : "Nothing is decided until the server has it. It goes by itself when there is a connection.",
  );
  say(main, "[data-outcome-reasons]", decision.reasons ? `Reasons: ${decision.reasons}` : "");
}

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {string} caseId
 * @param {() => View} current
 * @param {() => Promise<void>} refresh
 * @param {Authorising} authorising
 * @param {Draft} draft
 */
async function startDecision(main, context, caseId, current, refresh, authorising, draft) {
  await startClaiming(main, caseId, current, refresh);
  const form = find(main, "[data-decide]");
  const settle = () => {
    authorising.settle();
    showWhatIsSigned(main, context, current(), authorising);
  };
  form.addEventListener("input", () => {
    settle();
    sayState(main, draft);
    void draft.save({ typed: typed(form), from: authorising.from });
  });
  if (await putBack(form, draft, authorising)) sayState(main, draft);
  settle();

  onPress(main, form, async (event) => {
    clearProblems(main);
    const kind = /** @type {SubmitEvent} */ (event).submitter?.dataset.decision ?? "";
    await refresh();
    const view = current();
    if (!view.request || !kind) return;
    const against = await whyNotNow(view, authorising.seen);
    authorising.seen = view.request._.entry;
    if (against) return showProblem(main, find(main, `[data-say="${against}"]`).textContent ?? "");
    const { facts, problems } = read(find(form, SIGN));
    const { signed, needed, text } = toSign(context, view, authorising);
    if (kind === "notice authorised") {
      const wrong = authorising.read().problems;
      if (wrong.length) authorising.open(true);
      problems.unshift(...wrong);
      problems.push(...needed.map(({ id, sentence }) => ({ at: find(form, AT[id] ?? "#change-conditions"), message: sentence })));
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
    await refresh();
    find(main, "[data-outcome]").scrollIntoView({ block: "start" });
    await drain().catch(() => {});
    await refresh();
  });
}

/** @param {HTMLElement} main @param {Draft} draft */
const sayState = (main, draft) => say(main, "[data-decide] [data-state]", `Not signed yet. ${draft.said}`);

/** Lets go of what was typed, which is kept until the server has a decision: it may refuse one.
 *  @param {HTMLElement} main @param {Draft} draft */
async function letGo(main, draft) {
  fill(find(main, SIGN), null);
  say(main, "[data-decide] [data-state]", "");
  await draft.drop();
}

/**
 * What stands against deciding on the case as it is now; null where nothing does.
 * @param {View} view @param {string | null} seen the request that was read
 * @returns {Promise<"asked anew" | "decided" | "changed" | null>}
 */
async function whyNotNow(view, seen) {
  if (view.decision) return "decided";
  if (view.request?._.entry !== seen) return "asked anew";
  return (await sinceRequest(view)).changed.length ? "changed" : null;
}

/**
 * The draft, if there is one. Changes to what another request asked for stay behind: put back, they would look like
 * changes to this one.
 * @param {HTMLElement} form @param {Draft} draft @param {Authorising} authorising
 * @returns {Promise<boolean>} whether there is one
 */
async function putBack(form, draft, authorising) {
  const kept = await draft.load().catch(() => null);
  if (!kept) return false;
  const values = Object.entries(kept.typed ?? kept);
  const same = kept.from === authorising.from;
  retype(form, Object.fromEntries(values.filter(([id]) => same || !id.startsWith("authorised-"))));
  if (authorising.changes().length) authorising.open(true);
  return true;
}
