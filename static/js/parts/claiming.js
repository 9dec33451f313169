/** Claiming a request, letting it go, and asking before deciding: part of the decision screen. */
import { post } from "../api.js";
import { officerName, openCase } from "../cases.js";
import { now } from "../now.js";
import { record, settle, unsent } from "../outbox.js";
import { claimedBy, reached } from "../reaching.js";
import { drain, pull } from "../sync.js";
import { showCall, showQuestions, startSaying, stepsOf, waits } from "./reached.js";
import { find, item, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";
import { isOwn, mayIssue } from "./words.js";

/** @import {Context, View} from "../types.js" */

/** So long a claim holds; long enough to read and to ring, short enough not to lose a night. */
const MINUTES = 15;

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showClaiming(main, context, view) {
  const root = find(main, "[data-claiming]");
  const me = context.me?.officer;
  root.hidden = !waits(view);
  if (root.hidden) return;
  const { entries } = await openCase(view.id);
  const found = reached(entries, view.request?._.entry);
  const holds = claimedBy(found, now());
  const mine = holds?.officer === me?.id ? holds : null;
  const may = mayIssue(context.law, me?.rank) && !isOwn(view, me?.id);
  find(root, "[data-reached]").replaceChildren(...(await stepsOf(found, true)).map(item));
  show(root, "[data-theirs]", Boolean(holds) && !mine);
  if (holds && !mine)
    say(root, "[data-claim-line]", `${await officerName(holds.officer)} claimed this at ${recently(holds.at)} and has it until ${recently(holds.until)}.`);
  show(root, "[data-mine]", Boolean(mine));
  say(root, "[data-mine-until]", mine && recently(mine.until));
  show(root, "[data-claim]", may && !holds);
  show(root, "[data-release]", Boolean(mine) && mine?.known.position !== null);
  show(root, "details", may);
  if (holds && !mine) await letClaimsGo(view.id);
  await showQuestions(root, found);
  await showCall(root, !mine && holds ? found : { ...found, steps: [] });
}

/** Claims that came second need nobody's attention once it is said here who was first. @param {string} caseId */
async function letClaimsGo(caseId) {
  for (const { id, kind, state, ...one } of await unsent())
    if (one.caseId === caseId && kind === "request claimed" && state.reasons.some(({ code }) => code === "claimed"))
      await settle(id);
}

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
export async function startClaiming(main, caseId, current, refresh) {
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
    const { claim } = reached((await openCase(caseId)).entries, current().request?._.entry);
    if (!claim) return;
    const reliesOn = [{ id: claim.entry, sha256: claim.known.sha256 }];
    await record({ kind: "claim released", caseId, facts: { reason: null }, reliesOn });
    await sent();
  });
  const about = () => ({ kind: "information asked", caseId, reliesOn: request() });
  await startSaying(main, find(root, "[data-ask-question]"), `${caseId}:question`, about, refresh);
  const declared = () => ({ kind: "connection declared", caseId, reliesOn: [] });
  await startSaying(main, find(root, "[data-declare]"), `${caseId}:connection`, declared, refresh);
  // That the request is before this officer is a fact the waiting officer wants; without a connection it is none yet.
  if (waits(current())) post(`/api/cases/${caseId}/opened`, {}).catch(() => {});
}
