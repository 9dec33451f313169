/** An authority taken back before the notice is served: what was withdrawn, and withdrawing it. */
import { officerName } from "../cases.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { keepTyped } from "./draft.js";
import { read } from "./form.js";
import { clearProblems, showProblem, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";
import { confirmed, mayIssue } from "./words.js";

/** @import {Context, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showWithdrawal(main, { law, me }, view) {
  const { withdrawal } = view;
  const mayWithdraw = view.stage === "authorised" && confirmed(view.decision) && mayIssue(law, me?.officer.rank, view.regime);
  show(main, "[data-withdraw]", mayWithdraw);
  show(main, "[data-withdrawn]", Boolean(withdrawal));
  if (!withdrawal) return;
  if (view.stage === "withdrawn" && confirmed(withdrawal)) say(main, "[data-outcome-line]", "Withdrawn");
  const by = `by ${await officerName(withdrawal._.officer)} at ${recently(withdrawal._.made_at)}. Reasons: ${withdrawal.reasons}`;
  const said = view.service ? "Withdrawn, but the notice had been served" : "Withdrawn before service";
  say(main, "[data-withdrawn]", confirmed(withdrawal) ? `${said}, ${by}` : "Withdrawal signed, not sent yet: until it is, the notice may be served. Ring the officer.");
}

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
export async function startWithdrawing(main, caseId, current, refresh) {
  const form = find(main, "[data-withdraw] form");
  const { draft } = await keepTyped(form, `${caseId}:withdrawal`, { yet: "Not signed yet." });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await refresh();
    const { stage, decision } = current();
    if (stage !== "authorised" || !decision) return showProblem(main, find(main, "[data-say='not to withdraw']").textContent ?? "");
    const reliesOn = [{ id: decision._.entry, sha256: decision._.sha256 }];
    await draft.become((key) =>
      record({ kind: "authority withdrawn before service", caseId, facts, reliesOn, signed: true, draft: key }),
    );
    await drain().catch(() => {});
    await refresh();
    find(main, "[data-outcome]").scrollIntoView({ block: "start" });
  });
}
