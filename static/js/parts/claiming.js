/** Claiming a request, letting it go, and asking before deciding, also while it is prepared: part of the decision screen. */
import { post } from "../api.js";
import { officerName, openCase } from "../cases.js";
import { now } from "../now.js";
import { record, settle, unsent } from "../outbox.js";
import { claimedBy, reached } from "../reaching.js";
import { drain, pull } from "../sync.js";
import { startDeclaring } from "./connected.js";
import { openedTo } from "./looking_in.js";
import { showCall, showQuestions, startSaying, stepsOf, waits } from "./reached.js";
import { find, item, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";
import { isOwn, mayIssue, steppedBack } from "./words.js";

/** @import {Context, View} from "../types.js" */

/** So long a claim holds; long enough to read and to ring, short enough not to lose a night. */
const MINUTES = 15;

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showClaiming(main, context, view) {
  const root = find(main, "[data-claiming]");
  const me = context.me?.officer;
  root.hidden = !waits(view);
  const { entries } = await openCase(view.id);
  const found = reached(entries, view);
  const early = openedTo(view, entries, me?.id);
  await showAsking(main, found, Boolean(early) || (!root.hidden && mayIssue(context.law, me?.rank) && !isOwn(view, me?.id)));
  if (root.hidden) return;
  const holds = claimedBy(found, now());
  const mine = holds?.officer === me?.id ? holds : null;
  const may = mayIssue(context.law, me?.rank) && !isOwn(view, me?.id) && !steppedBack(view).has(me?.id);
  find(root, "[data-reached]").replaceChildren(...(await stepsOf(found, true, view)).map(item));
  show(root, "[data-theirs]", Boolean(holds) && !mine);
  if (holds && !mine)
    say(root, "[data-claim-line]", `${await officerName(holds.officer)} claimed this at ${recently(holds.at)} and has it until ${recently(holds.until)}.`);
  show(root, "[data-mine]", Boolean(mine));
  say(root, "[data-mine-until]", mine && recently(mine.until));
  show(root, "[data-claim]", may && !holds);
  show(root, "[data-release]", Boolean(mine) && mine?.known.position !== null);
  if (holds && !mine) await letClaimsGo(view.id);
  await showCall(root, !mine && holds ? found : { ...found, steps: [] });
}

/** @param {HTMLElement} main @param {ReturnType<typeof reached>} found @param {boolean} may whether this officer may ask */
async function showAsking(main, found, may) {
  const root = find(main, "[data-asking]");
  root.hidden = !may && !found.questions.length;
  show(root, "details", may);
  await showQuestions(root, found);
}

/** Claims that came second need nobody's attention once it is said here who was first. @param {string} caseId */
async function letClaimsGo(caseId) {
  for (const { id, kind, state, ...one } of await unsent())
    if (one.caseId === caseId && kind === "request claimed" && state.reasons.some(({ code }) => code === "claimed"))
      await settle(id);
}

/** @param {HTMLElement} main @param {Context} context @param {string} caseId @param {() => View} current
 *  @param {() => Promise<void>} refresh */
export async function startClaiming(main, context, caseId, current, refresh) {
  const root = find(main, "[data-claiming]");
  const request = () => {
    const asked = current().request;
    return asked ? [{ id: asked._.entry, sha256: asked._.sha256 }] : [];
  };
  const sent = async () => {
    await refresh();
    await drain().catch(() => {});
    await pull(); // whoever comes second learns at once who was first
    await refresh();
  };
  onPress(main, find(root, "[data-claim]"), async () => {
    await record({ kind: "request claimed", caseId, facts: { minutes: MINUTES }, reliesOn: request() });
    await sent();
  });
  onPress(main, find(root, "[data-release]"), async () => {
    const { claim } = reached((await openCase(caseId)).entries, current());
    if (!claim) return;
    const reliesOn = [{ id: claim.entry, sha256: claim.known.sha256 }];
    await record({ kind: "claim released", caseId, facts: { reason: null }, reliesOn });
    await sent();
  });
  await startDeclaring(main, caseId, refresh);
  // Before there is a request it is asked about what opened the case.
  /** @type {import("../types.js").Named[]} */
  let opening = [];
  const known = async () => {
    if (waits(current())) return;
    const found = openedTo(current(), (await openCase(caseId)).entries, context.me?.officer.id);
    opening = found ? [{ id: found.entry, sha256: found.known.sha256 }] : [];
  };
  await known();
  const about = () => ({ kind: "information asked", caseId, reliesOn: waits(current()) ? request() : opening });
  await startSaying(main, find(main, "[data-ask-question]"), `${caseId}:question`, about, refresh, known);
  // That it is before this officer is a fact the waiting officer wants; without a connection it is none yet.
  if (waits(current()) || opening.length) post(`/api/cases/${caseId}/opened`, {}).catch(() => {});
}
