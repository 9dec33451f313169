/** The hub of a case: what is recorded and what is not, what next, who did what when, and the ways on from here. */
import { officerName, openCase } from "../cases.js";
import { draftsOf } from "../drafts.js";
import { unsentFiles } from "../evidence.js";
import { missing } from "../missing.js";
import { inWords } from "../clocks.js";
import { now } from "../now.js";
import { MAY_ASK } from "../reaching.js";
import { recordAsText } from "../parts/as_text.js";
import { startCopying } from "../parts/copying.js";
import { startEntryForm } from "../parts/entry_form.js";
import { showLinked } from "../parts/linked.js";
import { heldFor, keepCustody, showLinkedDangers } from "../parts/safety.js";
import { all, copy, find, followCase, item, linkCase, say, show, showCaseLine } from "../parts/screen.js";
import { draftedScreens, evidenceTask, tasks } from "../parts/tasks.js";
import { showTimeline, timeline } from "../parts/timeline.js";
import {
  IN_FORCE,
  TELLING,
  confirmed,
  dangersOf,
  decidedBy,
  dutiesOf,
  mayIssue,
  nameOf,
  nextDecision,
  nextDuty,
  nextStep,
  sentence,
  since,
  stillEnded,
} from "../parts/words.js";
import { londonDate, recently } from "../parts/times.js";

/** @import {Context, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {View | null} */
  let shown = null;
  const stops = [
    await followCase(
      main,
      context,
      (view) => showAll(main, context, (shown = view)),
      async (caseId, view, onRecorded) => {
        startCopying(main, async () => recordAsText(copy(main, "template#whole-record"), view(), context.law, officerName));
        await startEntryForm(main, find(main, "[data-note]"), { kind: "note added", caseId, time: null, onRecorded });
      },
    ),
    keepCustody(main, () => shown, showDetention),
  ];
  return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
async function showAll(main, context, view) {
  const gaps = missing(view, context.law.requirements, londonDate(now()), context.me?.checks);
  const [{ entries, unsent }, drafts, files] = await Promise.all([
    openCase(view.id),
    draftsOf(view.id),
    unsentFiles(view.id),
  ]);
  show(main, "[data-view]", true);
  showCaseLine(main, view);
  say(main, "[data-people-line]", nameOf(view.respondent) || "Respondent not recorded yet");
  show(main, "[data-protected]", view.protected_person !== null);
  say(main, "[data-protected-name]", nameOf(view.protected_person));
  const refused = unsent.filter(({ state }) => state.name === "needs attention");
  const { changed } = since(view, entries, view.request?._.entry);
  showNext(main, context, view, gaps, { attention: refused.length, drafted: draftedScreens(drafts), changed, by: decidedBy(context.law, view) });
  showSafety(main, view);
  showDetention(main, view);
  await showEnding(main, view);
  for (const { page, text, needs } of [...tasks(view, gaps, drafts), evidenceTask(view, drafts, files)]) {
    const task = find(main, `[data-task="${page}"]`);
    const state = find(task, "[data-state]");
    state.textContent = text;
    state.classList.toggle("task--needs", needs);
  }
  showWays(main, context, view, { mine: entries.some(({ entry }) => entry.officer === context.me?.officer.id), drafts });
  linkCase(main, view.id);
  showLinkedDangers(main, await showLinked(main, context, view));
  const told = timeline([
    ...entries,
    ...refused.map(({ entry, sha256, state }) => ({
      entry,
      sha256,
      position: null,
      received_at: null,
      reasons: state.reasons,
      state: state.name,
    })),
  ]);
  await showTimeline(find(main, "[data-timeline]"), told, officerName);
}

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {any[]} gaps
 *  @param {Required<import("../parts/words.js").Beside>} beside */
function showNext(main, context, view, gaps, beside) {
  const me = context.me?.officer;
  const decision = mayIssue(context.law, me?.rank, view.regime) ? nextDecision(view, me?.id, beside.changed) : null;
  const duties = dutiesOf(view, context.law, londonDate(now()));
  show(main, "[data-duties]", duties.length > 0);
  find(main, "[data-duties-list]").replaceChildren(...duties.map(({ sentence, section }) => item(`${sentence} (${section})`)));
  const next = decision ?? nextDuty(view, me?.id, duties) ?? nextStep(view, gaps, beside);
  const here = next.page === "case";
  show(main, "[data-next]", here);
  say(main, "[data-next-text]", here ? next.text : "");
  show(main, "[data-next-to]", !here);
  const link = find(main, "[data-next-link]");
  link.textContent = here ? "" : next.text;
  link.setAttribute("href", `/${next.page}#${view.id}`);
}

/** What endangers whoever goes there: before everything else. @param {HTMLElement} main @param {View} view */
function showSafety(main, view) {
  const dangers = dangersOf(view);
  show(main, "[data-danger]", dangers !== null);
  say(main, "[data-dangers]", dangers);
  say(main, "[data-dangers-account]", view.incident?.dangers_account);
}

/** How long the respondent may be held. @param {ParentNode} root @param {View} view */
function showDetention(root, view) {
  const custody = heldFor(view);
  show(root, "[data-custody]", custody !== null);
  if (!custody) return;
  say(root, "[data-station]", custody.station ? ` at ${custody.station}` : "");
  say(root, "[data-since]", recently(custody.since));
  const over = Date.parse(custody.until) <= now().getTime();
  show(root, "[data-ahead]", !over);
  show(root, "[data-over]", over);
  say(root, "[data-until]", inWords(custody.until));
}

/** @param {HTMLElement} main @param {View} view */
async function showEnding(main, view) {
  const ended = stillEnded(view) ? view.not_pursued : null;
  show(main, "[data-not-pursued]", Boolean(ended));
  say(main, "[data-reason]", ended && sentence(ended.reason));
  say(main, "[data-ended-account]", ended?.account);
  const by = ended && `Recorded by ${await officerName(ended._.officer)} at ${recently(ended._.made_at)}.`;
  say(main, "[data-ended-by]", ended && !confirmed(ended) ? `${by} Not sent yet.` : by);
}

/** The ways on, as far as the case has come. @param {HTMLElement} main @param {Context} context @param {View} view
 *  @param {{mine: boolean, drafts: string[]}} own */
function showWays(main, context, view, { mine, drafts }) {
  const asking = MAY_ASK.includes(view.stage);
  const noticeStands = confirmed(view.decision) && view.decision?._.kind === "notice authorised";
  const ways = {
    review: asking,
    read: !asking,
    decision: view.stage === "requested" && mayIssue(context.law, context.me?.officer.rank, view.regime),
    notice: Boolean(view.service) || noticeStands,
    contact: TELLING.includes(view.stage) || view.stage === "requested",
    breach: IN_FORCE.includes(view.stage),
    visit: IN_FORCE.includes(view.stage),
    arrest: IN_FORCE.includes(view.stage),
  };
  for (const way of all(main, "[data-go]")) way.hidden = !ways[/** @type {keyof typeof ways} */ (way.dataset.go)];
  show(main, "[data-more]", mine);
  show(main, "[data-may-end]", asking);
  show(main, "[data-open-case]", !view.sealed.length);
  show(main, "[data-sealed-case]", view.sealed.length > 0);
  show(main, "[data-end-draft]", drafts.includes("not_pursued"));
}
