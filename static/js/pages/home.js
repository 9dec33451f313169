/** The cases: those waiting for this officer's decision, those on this phone; on call; alerts. */
import { get } from "../api.js";
import { listCases, officerName, openCase, startCase, toldBeside } from "../cases.js";
import { draftsOf } from "../drafts.js";
import { inForce } from "../law.js";
import { missing } from "../missing.js";
import { now } from "../now.js";
import { record, unsent } from "../outbox.js";
import { pushState, turnOffPush, turnOnPush } from "../push.js";
import { drain } from "../sync.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { exportUnsent } from "../parts/export.js";
import { startReasons } from "../parts/reasons.js";
import { openedTo } from "../parts/looking_in.js";
import { startSignOut } from "../parts/signed_in.js";
import { showTrouble } from "../parts/trouble.js";
import { all, copy, failure, find, onPress, say, show, showStage } from "../parts/screen.js";
import { showClockDoubt } from "../parts/server_clock.js";
import { draftedScreens } from "../parts/tasks.js";
import { dutiesOf, nextDuty, currentSections, decidedBy, mayIssue, nameOf, nextDecision, nextStep, since, stageOf } from "../parts/words.js";
import { londonDate, recently } from "../parts/times.js";

/** @import {Context, Me, Section, View} from "../types.js" */
/** @typedef {Awaited<ReturnType<typeof listCases>>[number]} Listed */

/** The address of the installed app's shortcut to a new case (manifest.webmanifest). */
const NEW_CASE = "#new";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  onPress(main, find(main, "[data-start]"), async () => {
    const chosen = /** @type {HTMLInputElement | undefined} */ (all(main, "[data-acts] input:checked")[0]);
    const { id } = await startCase(chosen?.value);
    await context.go(`/incident#${id}`);
  });
  showActs(main, context);
  showWho(main, context);
  const showReasons = startReasons(main);
  const refresh = async () => {
    await showReasons();
    await showCases(main, context);
    await showOnCall(main, context, known);
    await showTrouble(main, context);
    const left = (await unsent()).filter(({ state }) => state.name === "not sent" || state.name === "waiting");
    show(main, "[data-export]", left.length > 0);
  };
  onPress(main, find(main, "[data-export-now]"), async () => show(main, "[data-exported]", (await exportUnsent()) > 0));
  let known = context.me;
  await refresh();
  // Not in `refresh`: a request changes the connection's state, which would ask for a refresh again.
  const ask = async () => {
    known = await get("/api/me").catch(() => known);
    await showOnCall(main, context, known);
    showClockDoubt(main, known?.server_clock);
    const made = (known?.new_authority ?? []).map((one) => `${one.name}, recorded by ${one.recorded_by}, confirmed by ${one.confirmed_by} (${recently(one.at)})`);
    show(main, "[data-made]", made.length > 0);
    say(main, "[data-made-who]", `${made.join("; ")}.`);
  };
  startOnCall(main, context, ask);
  showClockDoubt(main, known?.server_clock);
  if (mayIssue(context.law, known?.officer.rank) || known?.officer.postings.includes("administrator")) void ask();
  startPush(main);
  // Only iOS says whether a page was opened from the Home Screen, and only there does it matter.
  show(main, "[data-home-screen]", "standalone" in navigator && !navigator.standalone);
  if (location.hash === NEW_CASE) {
    // Once: neither a reload nor the back button starts another.
    history.replaceState(null, "", "/");
    find(main, "[data-start]").click();
  }
  const stops = [context.changed(() => void refresh().catch(() => {})), keepAgo(main)];
  return () => stops.forEach((stop) => stop());
}

/** Under which Act a new case is: asked only where the force has more than one in force today.
 *  @param {HTMLElement} main @param {Context} context */
function showActs(main, { law }) {
  const open = inForce(law, now());
  show(main, "[data-acts]", open.length > 1);
  if (open.length < 2) return;
  find(main, "[data-acts-list]").replaceChildren(
    ...open.map((id, at) => {
      const made = copy(main, "template#act");
      const input = /** @type {HTMLInputElement} */ (find(made, "input"));
      Object.assign(input, { id: `act-${id}`, value: id, checked: at === 0 });
      find(made, "label").setAttribute("for", input.id);
      say(made, "label", `${law.regimes[id].act} (${law.regimes[id].notice_short})`);
      return made;
    }),
  );
}

/** @param {HTMLElement} main @param {Context} context */
function showWho(main, context) {
  const officer = context.me?.officer;
  show(main, "[data-who]", Boolean(officer));
  const { ranks } = context.law;
  const answers = ranks.indexOf(officer?.rank ?? "") >= ranks.indexOf("inspector");
  for (const one of ["[data-to-rota]", "[data-inspector]"]) show(main, one, answers);
  const administrator = Boolean(officer?.postings.includes("administrator"));
  show(main, "[data-seals]", answers || Boolean(officer?.postings.includes("professional standards")));
  show(main, "[data-to-reaching]", answers || administrator);
  const keeps = ["auditor", "professional standards", "legal services"].some((one) => officer?.postings.includes(one));
  show(main, "[data-keeps]", keeps);
  show(main, "[data-to-figures]", answers || administrator || Boolean(officer?.postings.includes("auditor")));
  if (officer) say(main, "[data-who-name]", `${officer.name}, ${officer.rank} ${officer.collar_number}`);
  startSignOut(main, context);
}

/** @param {HTMLElement} main @param {Context} context */
async function showCases(main, context) {
  /** @type {Listed[]} */
  const listed = await listCases();
  const officer = context.me?.officer;
  const decides = mayIssue(context.law, officer?.rank);
  const waiting = listed.filter((one) => mayIssue(context.law, officer?.rank, one.view.regime) && toDecide(one, officer?.id)).sort(longestWaiting);
  const prepared = listed.filter((one) => openedTo(one.view, one.entries, officer?.id)).sort(newestFirst);
  const apart = [...waiting, ...prepared];
  const yours = listed.filter((one) => isCase(one) && !apart.includes(one) && !one.compared).sort(newestFirst);
  show(main, "[data-waiting]", decides);
  show(main, "[data-waiting-none]", !waiting.length);
  show(main, "[data-cases-none]", !yours.length);
  show(main, "[data-prepared]", prepared.length > 0);
  fillList(main, "[data-prepared-list]", await Promise.all(prepared.map((one) => preparedCard(main, context, one))));
  fillList(main, "[data-waiting-list]", await Promise.all(waiting.map((one) => waitingCard(main, context, one))));
  fillList(main, "[data-cases]", await Promise.all(yours.map(async (one) => card(main, one, await next(context, one)))));
}

/** @param {Listed} listed */
const changedSince = ({ view, entries }) => since(view, entries, view.request?._.entry).changed;

/** @param {Listed} listed @param {string | undefined} officer */
const toDecide = (listed, officer) => nextDecision(listed.view, officer, changedSince(listed));

/** What another force made is no case of this one: the look-up shows it. @param {Listed} listed */
const isCase = ({ view, entries }) => entries.length > 0 && view.stage !== "elsewhere";

/** @param {Context} context @param {Listed} listed */
async function next({ law, me }, listed) {
  const { view, attention } = listed;
  const drafted = draftedScreens(await draftsOf(view.id));
  const today = londonDate(now());
  const duty = nextDuty(view, me?.officer.id, dutiesOf(view, law, today));
  if (duty) return duty;
  const gaps = missing(view, law.requirements, today, me?.checks);
  return nextStep(view, gaps, { attention, drafted, changed: changedSince(listed), by: decidedBy(law, view) });
}

/** @param {Listed} one @param {Listed} other */
const longestWaiting = (one, other) => askedAt(one.view) - askedAt(other.view);

/** @param {View} view */
const askedAt = (view) => Date.parse(view.request?._.made_at ?? "");

/** @param {Listed} one @param {Listed} other */
const newestFirst = (one, other) => latest(other.view).localeCompare(latest(one.view));

/** @param {View} view */
const sectionsOf = (view) => currentSections(view).map(({ section }) => section);

/** @param {View} view */
const latest = (view) =>
  [view.service, view.decision, view.request, view.not_pursued, view.started, ...sectionsOf(view)]
    .map((section) => (section ? new Date(section._.made_at).toISOString() : ""))
    .reduce((newest, at) => (at > newest ? at : newest), "");

/**
 * Replaces a list's items and keeps the focus where it was.
 * @param {HTMLElement} main
 * @param {string} selector
 * @param {HTMLElement[]} items
 */
function fillList(main, selector, items) {
  const list = find(main, selector);
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  list.replaceChildren(...items);
  if (focused)
    all(list, "a")
      .find((link) => link.getAttribute("href") === focused)
      ?.focus();
}

/**
 * @param {HTMLElement} main
 * @param {Listed} listed
 * @param {{text: string, page: string}} next
 */
function card(main, { view, unsent: notSent, attention }, next) {
  const made = copy(main, "template#case-card");
  const page = stageOf(view) === "recording" && !attention ? "case" : next.page;
  find(made, "[data-open]").setAttribute("href", `/${page}#${view.id}`);
  say(made, "[data-reference]", view.reference ?? "No reference yet");
  showStage(find(made, "[data-stage]"), view);
  say(made, "[data-name]", nameOf(view.respondent) || "Respondent not recorded yet");
  say(made, "[data-next]", next.text);
  show(made, "[data-unsent]", notSent > 0);
  say(made, "[data-unsent]", `${notSent} not sent`);
  return made;
}

/**
 * A card that says who asked, when, and how long ago.
 * @param {HTMLElement} main @param {Context} context @param {Listed} listed
 */
async function waitingCard(main, context, listed) {
  const next = /** @type {{text: string, page: string}} */ (toDecide(listed, context.me?.officer.id));
  const made = card(main, listed, next);
  const { officer, made_at } = /** @type {Section} */ (listed.view.request)._;
  show(made, "[data-asked]", true);
  say(made, "[data-asker]", await officerName(officer));
  say(made, "[data-asked-at]", recently(made_at));
  find(made, "time[data-ago]").setAttribute("datetime", made_at);
  sayAgo(made);
  await showBesideOf(made, listed.view.id);
  return made;
}

/**
 * A card of what is only being prepared: who opened it, and nothing to decide.
 * @param {HTMLElement} main @param {Context} context @param {Listed} listed
 */
async function preparedCard(main, context, listed) {
  const made = card(main, listed, { text: "Is being prepared: nothing to decide yet", page: "decision" });
  find(made, "[data-open]").setAttribute("href", `/decision#${listed.view.id}`);
  const opening = openedTo(listed.view, listed.entries, context.me?.officer.id);
  show(made, "[data-opened]", true);
  say(made, "[data-opener]", opening && (await officerName(opening.officer)));
  say(made, "[data-opened-at]", opening && recently(opening.at));
  return made;
}

/** That this is not to be decided alone. @param {HTMLElement} made @param {string} caseId */
async function showBesideOf(made, caseId) {
  const told = await toldBeside(caseId);
  for (const [selector, which] of /** @type {[string, typeof told][]} */ ([
    ["[data-linked]", told.filter(({ linked }) => linked)],
    ["[data-crosswise]", told.filter(({ linked }) => !linked)],
  ])) {
    const references = await Promise.all(which.map(async ({ other }) => (await openCase(other)).view.reference ?? ""));
    show(made, selector, which.length > 0);
    find(made, `${selector} [data-references]`).replaceChildren(...references.flatMap((one) => [unbroken(one), " "]));
  }
}

/** @param {string} reference */
function unbroken(reference) {
  const made = document.createElement("span");
  made.className = "unbroken";
  made.textContent = reference;
  return made;
}

/** @param {HTMLElement} main @param {Context} context @param {Me | null} me What was last known of this officer. */
async function showOnCall(main, context, me) {
  const section = find(main, "[data-on-call]");
  section.hidden = !mayIssue(context.law, me?.officer.rank);
  if (!me || section.hidden) return;
  const written = (await unsent()).filter(
    (one) => one.kind === "on call recorded" && one.state.name !== "needs attention",
  );
  const known = written.at(-1)?.entry.facts.on_call ?? me.officer.on_call;
  show(section, "[data-when-on], [data-go-off]", known);
  show(section, "[data-when-off], [data-go-on]", !known);
  show(section, "[data-on-call-unsent]", written.length > 0);
}

/** @param {HTMLElement} main @param {Context} context @param {() => Promise<void>} ask */
function startOnCall(main, context, ask) {
  for (const [selector, onCall] of /** @type {[string, boolean][]} */ ([
    ["[data-go-on]", true],
    ["[data-go-off]", false],
  ])) {
    onPress(main, find(main, selector), async () => {
      const me = context.me;
      if (!me) return;
      await record({
        kind: "on call recorded",
        caseId: me.installation,
        facts: { officer: me.officer.id, on_call: onCall },
      });
      await drain().catch(() => {});
      await ask();
    });
  }
}

/** @param {HTMLElement} main */
function startPush(main) {
  const showState = async () => {
    const state = await pushState();
    for (const block of all(main, "[data-push]")) block.hidden = block.dataset.push !== state;
  };
  const press = (/** @type {string} */ selector, /** @type {() => Promise<unknown>} */ work) =>
    onPress(main, find(main, selector), async () => {
      say(main, "[data-push-failed]", "");
      await work().catch((error) => say(main, "[data-push-failed]", pushFailure(error)));
      await showState();
    });
  press("[data-push-on]", turnOnPush);
  press("[data-push-off]", turnOffPush);
  showState().catch((error) => say(main, "[data-push-failed]", failure(error)));
}

/** @param {Error} error */
const pushFailure = (error) =>
  error.name === "Unreachable"
    ? "Alerts were not changed: no connection. Try again when you have signal."
    : "Alerts were not changed. This network may block them. Rely on the telephone and radio.";
