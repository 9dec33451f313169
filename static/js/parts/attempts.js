/** What was tried before service: the list of it, and recording one more. */
import { officerName } from "../cases.js";
import { hearingDeadline, inWords, withDays } from "../clocks.js";
import { startEntryForm } from "./entry_form.js";
import { find, item, say, show } from "./screen.js";
import { moment } from "./times.js";
import { count } from "./words.js";

/** @import {Context, Section, View} from "../types.js" */

/** Showing a screen is not service in writing (CSA 2010 s.25(2)). */
const SCREEN = "a screen was shown, and no paper left";

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showAttempts(main, context, view) {
  show(main, "[data-attempts]", view.attempts.length > 0);
  say(main, "[data-attempts-count]", count(view.attempts.length, "time"));
  const lines = await Promise.all(view.attempts.map(async (one) => item(await lineOf(one, context, view))));
  find(main, "[data-attempts-list]").replaceChildren(...lines);
}

/** @param {Section} attempt @param {Context} context @param {View} view */
async function lineOf(attempt, context, view) {
  const { attempted_at: at, place, outcome, account, who_was_there: who } = attempt;
  const told = `${moment(at)}, ${place}, by ${await officerName(attempt._.officer)}: ${outcome}. ${account}`;
  return [told, who && `There: ${who}.`, outcome === SCREEN && wouldBe(at, context, view)].filter(Boolean).join(" ");
}

/** The clock that would run if a court took it for service. @param {string} at @param {Context} context @param {View} view */
function wouldBe(at, { law, me }, view) {
  const days = withDays(law.holidays, me?.holidays ?? []);
  const regime = law.regimes[view.regime];
  return regime ? `Not service. Were it service, the hearing would be not later than ${inWords(hearingDeadline(at, days, regime).at)}.` : "";
}

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
export async function startAttempt(main, caseId, current, refresh) {
  await startEntryForm(main, find(main, "[data-attempt]"), {
    kind: "service attempted",
    caseId,
    time: "attempted_at",
    reliesOn: () => {
      const { decision } = current();
      return decision ? [{ id: decision._.entry, sha256: decision._.sha256 }] : [];
    },
    async onRecorded() {
      await refresh();
      find(main, "#attempts-heading").scrollIntoView({ block: "start" });
    },
  });
}
