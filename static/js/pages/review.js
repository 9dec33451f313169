/** Everything recorded, everything missing, the request for authority and what became of it. */
import { missing } from "../missing.js";
import { officerName, openCase } from "../cases.js";
import { draftsOf } from "../drafts.js";
import { sectionIn } from "../law.js";
import { now } from "../now.js";
import { record, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { read } from "../parts/form.js";
import { recordAsText } from "../parts/as_text.js";
import { attentionItem } from "../parts/attention.js";
import { showChanges } from "../parts/changes.js";
import { showConnecting, startDeclaring } from "../parts/connected.js";
import { startCopying } from "../parts/copying.js";
import { keepTyped } from "../parts/draft.js";
import { showLinked } from "../parts/linked.js";
import { showOpenings, startOpening } from "../parts/opening_early.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { keepOnCall, showCall, showQuestions, showTakenBack, startSaying, stepsOf, unanswered, waits } from "../parts/reached.js";
import { MAY_ASK, reached } from "../reaching.js";
import { showRecorded } from "../parts/recorded.js";
import { all, copy, find, followCase, item, linkCase, onPress, say, show, showCaseLine, showDrafted, sinceRequest } from "../parts/screen.js";
import { replacedBy } from "../parts/sections.js";
import { draftedScreens } from "../parts/tasks.js";
import { withChanges } from "../parts/timeline.js";
import { confirmed, isDecided, currentSections, decidedBy, nameOf, nextStep, rivals } from "../parts/words.js";
import { londonDate, recently } from "../parts/times.js";

/** @import {Context, Unsent, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {string | null} */
  let district = null;
  const stops = [
    await followCase(
      main,
      context,
      (view) => {
        district = view.incident?.district ?? null;
        return showAll(main, context, view);
      },
      async (caseId, view, refresh) => {
        await startRequest(main, context, caseId, view, refresh);
        await startAnswer(main, caseId, view, refresh);
        await startOpening(main, caseId, view, refresh);
        await startTakingBack(main, caseId, view, refresh);
        await startDeclaring(main, caseId, refresh);
      },
    ),
    keepOnCall(main, context.caseId, () => district),
  ];
  return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
async function showAll(main, context, view) {
  show(main, "[data-view]", true);
  const gaps = missing(view, context.law.requirements, londonDate(now()), context.me?.checks);
  showCaseLine(main, view);
  const asked = await sinceRequest(view);
  const changed = view.stage === "requested" ? asked.changed : [];
  const drafted = draftedScreens(await draftsOf(view.id));
  const refused = await refusedOf(view.id);
  const next = nextStep(view, gaps, { attention: refused.length, drafted, changed, by: decidedBy(context.law, view) });
  say(main, "[data-next]", next.text);
  say(main, "[data-next-ask] a", next.text);
  show(main, "[data-next]", !next.ask);
  show(main, "[data-next-ask]", Boolean(next.ask));
  const open = MAY_ASK.includes(view.stage) || view.stage === "requested";
  for (const force of ["ACT", "GUIDANCE"]) {
    const rows = open ? gaps.filter((row) => row.stops === (force === "ACT")) : [];
    show(main, `[data-missing-${force.toLowerCase()}]`, rows.length > 0);
    find(main, `[data-missing=${force}]`).replaceChildren(...rows.map((row) => gapItem(row, view, context.law)));
  }
  showDrafted(main, drafted);
  showRequestForm(main, view, { gaps, changed, drafted });
  showRecorded(main, view, context.law);
  await showLinked(main, context, view);
  const torn = rivals(view);
  show(main, "[data-conflicts]", torn.length > 0);
  find(main, "[data-conflict-list]").replaceChildren(...torn.map((one) => rivalItem(main, one)));
  linkCase(main, context.caseId);
  await showTrail(main, context, view, changed);
  await showOpenings(main, view, MAY_ASK.includes(view.stage));
  await showAnswering(main, view);
  await showTakenBack(main, view);
  show(main, "[data-take-back]", waits(view));
  await showConnecting(main, context, view, open && !view.decision);
  show(main, "[data-updated]", view.stage === "requested" && asked.updated);
  await showChanges(find(main, "[data-asked]"), view, context.law);
  showAttention(main, refused);
}

/** @param {any} row @param {View} view @param {import("../types.js").Law} law */
function gapItem(row, view, law) {
  const made = item("");
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = `/${row.screen}#${view.id}`;
  link.textContent = row.sentence;
  const basis = document.createElement("span");
  basis.className = "basis";
  basis.textContent = sectionIn(law, view, row.section);
  made.append(link, " ", basis);
  return made;
}

/** @param {HTMLElement} main @param {import("../parts/words.js").Named} rival */
function rivalItem(main, { name, page, section }) {
  const made = copy(main, "template#conflict-item");
  const link = find(made, "a");
  link.dataset.to = page;
  const who = section._.kind === "person described" ? nameOf(section) : "";
  link.textContent = who ? `${name}, ${who}` : name;
  return made;
}

/** @param {HTMLElement} main @param {View} view @param {{gaps: any[], changed: string[], drafted: string[]}} stand */
function showRequestForm(main, view, { gaps, changed, drafted }) {
  const mayAsk =
    MAY_ASK.includes(view.stage) ||
    (view.stage === "requested" && changed.length > 0 && !view.decision);
  find(main, "[data-request]").hidden = !mayAsk;
  const against = Object.entries({
    not: gaps.some((row) => row.stops),
    drafted: drafted.length > 0,
    torn: view.conflicts.length > 0,
  }).filter(([, stands]) => stands);
  const button = find(main, "[data-ask]");
  button.setAttribute("aria-disabled", String(against.length > 0));
  for (const why of ["not", "drafted", "torn"])
    show(main, `[data-why-${why}]`, against.some(([stands]) => stands === why));
  if (against.length) button.setAttribute("aria-describedby", against.map(([why]) => `request-why-${why}`).join(" "));
  else button.removeAttribute("aria-describedby");
  button.textContent = view.request ? "Request authority again" : "Request authority";
}

/**
 * What became of the request, step by step, saying no more than is known.
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {View} view
 * @param {string[]} changed
 */
async function showTrail(main, { law, me }, view, changed) {
  const { request, decision } = view;
  show(main, "[data-asked]", Boolean(request));
  if (!request) return;
  const steps = [`Signed by ${await officerName(request._.officer)} at ${recently(request._.made_at)}`];
  if (confirmed(request))
    steps.push(`Sent. The server has had it since ${recently(request._.received_at ?? request._.made_at)}`);
  else
    steps.push(
      request._.state === "needs attention"
        ? "The server did not take it: see Needs attention"
        : "NOT SENT. It goes by itself when there is a connection",
    );
  const found = reached((await openCase(view.id)).entries, view);
  steps.push(...(await stepsOf(found, waits(view), view)));
  if (waits(view)) steps.push(`Waiting for ${decidedBy(law, view)}'s decision`);
  if (decision) {
    const who = await officerName(decision._.officer);
    const noted = view.telephone && `Authorised by ${decision.officer.name} by telephone, noted`;
    const what = noted ?? (decision._.kind === "notice authorised" ? await authorised(view) : "Refused");
    const reasons = decision.reasons ? `. Reasons: ${decision.reasons}` : "";
    if (isDecided(view)) steps.push(`${what} by ${who} at ${recently(decision._.made_at)}${reasons}`);
    else steps.push(`A decision is signed by ${who}, not yet confirmed by the server`);
  }
  const { withdrawal } = view;
  if (confirmed(withdrawal) && withdrawal)
    steps.push(`Withdrawn by ${await officerName(withdrawal._.officer)} at ${recently(withdrawal._.made_at)}. Reasons: ${withdrawal.reasons}`);
  find(main, "[data-trail]").replaceChildren(...steps.map(item));
  show(main, "[data-telephone]", Boolean(view.telephone || (me?.telephone_authority && !decision)));
  show(main, "[data-serve]", (view.stage === "authorised" && isDecided(view)) || Boolean(view.service));
  const nobody = found.steps.at(-1)?.officer === null && !found.claim;
  show(main, "[data-ring]", waits(view) && !nobody);
  show(main, "[data-nobody-left]", waits(view) && nobody);
  await showCall(find(main, "[data-asked]"), waits(view) ? found : { ...found, steps: [] });
  show(main, "[data-changed-since]", changed.length > 0);
  say(main, "[data-changed-list]", changed.join(", "));
}

/** @param {HTMLElement} main @param {View} view */
async function showAnswering(main, view) {
  const root = find(main, "[data-answering]");
  const found = reached((await openCase(view.id)).entries, view);
  root.hidden = !found.questions.length;
  await showQuestions(root, found);
  const open = waits(view) || found.openings.some(({ stands }) => stands);
  show(root, "[data-answer]", open && unanswered(found) !== null);
}

/** The oldest question is answered first. @param {HTMLElement} main @param {string} caseId @param {() => View} current
 *  @param {() => Promise<void>} refresh */
async function startAnswer(main, caseId, current, refresh) {
  let first = /** @type {ReturnType<typeof unanswered>} */ (null);
  const known = async () => {
    first = unanswered(reached((await openCase(caseId)).entries, current()));
  };
  await known();
  const about = () =>
    first && {
      kind: "information given",
      caseId,
      reliesOn: [{ id: first.entry, sha256: first.known.sha256 }],
    };
  await startSaying(main, find(main, "[data-answer]"), `${caseId}:answer`, about, refresh, known);
}

/** A request is taken back before anybody decides it. @param {HTMLElement} main @param {string} caseId
 *  @param {() => View} current @param {() => Promise<void>} refresh */
async function startTakingBack(main, caseId, current, refresh) {
  const about = () => {
    const { request } = current();
    return waits(current()) && request
      ? { kind: "request withdrawn", caseId, reliesOn: [{ id: request._.entry, sha256: request._.sha256 }] }
      : null;
  };
  await startSaying(main, find(main, "[data-take-back] form"), `${caseId}:take-back`, about, refresh, refresh);
}

/** @param {View} view */
async function authorised({ id, decision }) {
  const { entries } = await openCase(id);
  const found = entries.find(({ entry }) => entry.id === decision?._.entry);
  return found && withChanges(found.entry, entries) ? "Authorised with changes" : "Authorised";
}

/** What the server did not take of a case. @param {string} caseId */
const refusedOf = async (caseId) =>
  (await unsent()).filter((one) => one.caseId === caseId && one.state.name === "needs attention");

/** @param {HTMLElement} main @param {Unsent[]} refused */
function showAttention(main, refused) {
  const list = find(main, "[data-attention-list]");
  show(main, "[data-attention]", refused.length > 0);
  const shown = refused.map(({ id }) => id).join();
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.replaceChildren(...refused.map((one) => attentionItem(main, one)));
}

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {string} caseId
 * @param {() => View} current
 * @param {() => Promise<void>} refresh
 */
async function startRequest(main, context, caseId, current, refresh) {
  startCopying(main, () => recordAsText(withoutLinks(find(main, "[data-view]")), current(), context.law, officerName));
  const form = find(main, "[data-request]");
  const { draft } = await keepTyped(form, `${caseId}:request`, { yet: "Not sent yet." });

  onPress(main, form, async () => {
    clearProblems(main);
    await refresh();
    const view = current();
    const gaps = missing(view, context.law.requirements, londonDate(now()), context.me?.checks).filter((row) => row.stops);
    if (gaps.length) {
      const links = all(main, "[data-missing=ACT] a");
      links.forEach((link, index) => {
        link.id = `gap-${index}`;
      });
      return showProblems(
        main,
        gaps.map((row, index) => ({ at: links[index], message: row.sentence })),
      );
    }
    const drafted = draftedScreens(await draftsOf(caseId));
    if (drafted.length)
      return showProblems(
        main,
        drafted.map((page) => {
          const at = find(main, `#draft-${page}`);
          return { at, message: `Save or clear what you typed under ${at.textContent}` };
        }),
      );
    if (view.conflicts.length) return showProblem(main, find(form, "[data-why-torn]").textContent ?? "");
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const reliesOn = [view.started, ...currentSections(view).map(({ section }) => section)]
      .filter((section) => section !== null)
      .map(({ _ }) => ({ id: _.entry, sha256: _.sha256 }));
    const replaces = replacedBy(view, view.request);
    await draft.become((key) =>
      record({ kind: "authority requested", caseId, facts, replaces, reliesOn, signed: true, draft: key }),
    );
    say(form, "[data-state]", "");
    await refresh();
    find(main, "[data-asked]").scrollIntoView({ block: "start" });
    await drain().catch(() => {});
    await refresh();
  });
}

/** The layout of the record by itself, without the links to change it. @param {HTMLElement} layout */
function withoutLinks(layout) {
  const alone = /** @type {HTMLElement} */ (layout.cloneNode(true));
  for (const link of all(alone, ".recorded__edit")) link.remove();
  return alone;
}
