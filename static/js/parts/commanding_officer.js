/** The respondent's commanding officer, to be told of a notice that keeps them out of service accommodation (s.24(10)-(11)). */
import { officerName } from "../cases.js";
import { sectionIn } from "../law.js";
import { now } from "../now.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { keepTyped } from "./draft.js";
import { read } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";
import { londonDate, recently } from "./times.js";
import { confirmed, dutiesOf } from "./words.js";

/** @import {Context, View} from "../types.js" */

/** What is to be done, or what was. @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showDuty(main, { law }, view) {
  const told = view.commanding_officer;
  const [open] = dutiesOf(view, law, londonDate(now()));
  show(main, "[data-duty]", Boolean(open || told));
  show(main, "[data-duty-open], [data-told]", Boolean(open));
  show(main, "[data-duty-done]", Boolean(told));
  say(main, "[data-duty-sentence]", open ? `${open.sentence} (${sectionIn(law, view, open.section)}).` : "");
  if (!told) return;
  const what = told.outcome === "told" ? "Told" : "Nobody was reached";
  const by = `Recorded by ${await officerName(told._.officer)} at ${recently(told._.made_at)}.`;
  say(main, "[data-duty-done]", `${what}: ${told.who}. ${told.how} ${by}${confirmed(told) ? "" : " Not sent yet."}`);
}

/**
 * @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh
 */
export async function startTelling(main, caseId, current, refresh) {
  const form = find(main, "[data-told]");
  const { draft } = await keepTyped(form, `${caseId}:commanding-officer`);
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const { decision } = current();
    if (!decision) return;
    const { told_at: happenedAt, ...said } = facts;
    const { entry: id, sha256 } = decision._;
    await draft.become((key) =>
      record({ kind: "commanding officer told", caseId, facts: said, reliesOn: [{ id, sha256 }], happenedAt, draft: key }),
    );
    await refresh();
    find(main, "#duty-heading").focus();
    await drain().catch(() => {});
    await refresh();
  });
}
