/** Deciding: what is typed is kept, what stands against it is said, and what is decided is signed. */
import { status } from "../connection.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { startClaiming } from "./claiming.js";
import { fill, read, retype, typed } from "./form.js";
import { clearProblems, showProblem, showProblems } from "./problems.js";
import { find, onPress, say, sinceRequest } from "./screen.js";
import { showWhatIsSigned, toSign } from "./to_sign.js";

/** @import {Context, View} from "../types.js" */
/** @import {Authorising} from "./authorising.js" */
/** @import {Draft} from "./draft.js" */

/** Where the reasons are given and the decision is signed. */
const SIGN = "[aria-labelledby=sign-heading]";

/** Where what a decision lacks of its own is put right. @type {Record<string, string>} */
const AT = {
  "address-confirmed": "#confirmed-address_confirmed",
  "service-accommodation-believed": "#confirmed-service_accommodation",
};

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {string} caseId
 * @param {() => View} current
 * @param {() => Promise<void>} refresh
 * @param {Authorising} authorising
 * @param {Draft} draft
 */
export async function startDecision(main, context, caseId, current, refresh, authorising, draft) {
  await startClaiming(main, context, caseId, current, refresh);
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
    const against = (await whyNotNow(view, authorising.seen)) ?? tooFar(kind, authorising);
    authorising.seen = view.request._.entry;
    if (against) return showProblem(main, find(main, `[data-say="${against}"]`).textContent ?? "");
    const { facts, problems } = read(find(form, SIGN));
    const { because, ...reasoned } = facts;
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
      facts: kind === "notice authorised" ? { text, ...signed, ...reasoned } : { because, ...reasoned },
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
export const sayState = (main, draft) => say(main, "[data-decide] [data-state]", `Not signed yet. ${draft.said}`);

/** Lets go of what was typed, which is kept until the server has a decision: it may refuse one.
 *  @param {HTMLElement} main @param {Draft} draft */
export async function letGo(main, draft) {
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

/** Unseen by the officer a change might meet one of theirs: without a connection it is as asked, or refused.
 *  @param {string} kind @param {Authorising} authorising @returns {"no connection" | null} */
const tooFar = (kind, authorising) =>
  kind === "notice authorised" && status().reached === false && authorising.changes().length ? "no connection" : null;

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
