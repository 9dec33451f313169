/** A later time of service (P3): what the deadline runs from meanwhile, and how legal services accept the later. */
import { officerName, openCase } from "../cases.js";
import { NoHolidays, hearingDeadline, inWords, withDays } from "../clocks.js";
import { record } from "../outbox.js";
import { laterService } from "../served.js";
import { drain } from "../sync.js";
import { keepTyped } from "./draft.js";
import { read } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";
import { moment } from "./times.js";

/** @import {Context, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context @param {View} view */
export async function showLater(main, { law, me }, view) {
  const found = laterService((await openCase(view.id)).entries);
  const legal = Boolean(me?.officer.postings.includes("legal services"));
  show(main, "[data-later]", Boolean(found));
  show(main, "[data-accept]", Boolean(found && !found.accepted) && legal);
  show(main, "[data-accepting]", Boolean(found?.accepted));
  if (!found) return;
  const { first, later } = found;
  say(main, "[data-later-first]", moment(first.entry.facts.served_at));
  say(main, "[data-later-time]", moment(later.entry.facts.served_at));
  say(main, "[data-later-who]", await officerName(later.entry.officer));
  const days = withDays(law.holidays, me?.holidays ?? []);
  say(main, "[data-later-deadline]", until(later.entry.facts.served_at, days, law.regimes[view.regime]));
}

/** @param {string} at @param {import("../clocks.js").Holidays} days @param {import("../clocks.js").Hours} regime */
function until(at, days, regime) {
  try {
    return inWords(hearingDeadline(at, days, regime).at);
  } catch (error) {
    if (error instanceof NoHolidays) return "not known";
    throw error;
  }
}

/** @param {HTMLElement} main @param {string} caseId @param {() => Promise<void>} refresh */
export async function startAccepting(main, caseId, refresh) {
  const form = find(main, "[data-accept]");
  const { draft } = await keepTyped(form, `${caseId}:later-service`);
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const found = laterService((await openCase(caseId)).entries);
    if (!found) return;
    const { entry, sha256 } = found.later;
    const reliesOn = [{ id: entry.id, sha256 }];
    await draft.become((key) =>
      record({ kind: "legal accepted", caseId, facts: { ...facts, entry: entry.id }, reliesOn, draft: key }),
    );
    await refresh();
    find(main, "#deadline-heading").focus();
    await drain().catch(() => {});
    await refresh();
  });
}
