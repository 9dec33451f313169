/** An arrest for breach of a notice or an order: both limits as soon as the time is in, without signal too. */
import { limits, nextSteps } from "../breach.js";
import { inWords, withDays } from "../clocks.js";
import { sittingsBefore } from "../courts.js";
import { showBreaches, showLimits } from "../parts/breaches.js";
import { openSubject } from "../parts/breaching.js";
import { startEntryForm } from "../parts/entry_form.js";
import { read } from "../parts/form.js";
import { find, item, readCase, say, show } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const subject = await openSubject(main, context);
  show(main, "[data-forms]", subject !== null);
  if (!subject) return;
  const { caseId, hearing, regime, of } = subject;
  const { law, me } = context;
  const breach = law.regimes[regime].breach[of];
  const holidays = withDays(law.holidays, me?.holidays ?? []);
  const form = find(main, "[data-arrest]");
  let view = subject.view;
  const refresh = async () => {
    view = (await readCase(caseId).catch(() => null)) ?? view;
    if (view) await showBreaches(main, view, law);
  };
  await refresh();
  await startEntryForm(main, form, {
    kind: "arrest made",
    caseId,
    also: { of },
    time: "arrested_at",
    reliesOn: () => (view?.breaches.reported ?? []).slice(-1).map(({ _ }) => ({ id: _.entry, sha256: _.sha256 })),
    onType() {
      const { arrested_at: at } = read(form).facts;
      const found = at ? limits(breach, at, hearing, holidays) : null;
      show(form, "[data-limits]", Boolean(found));
      show(form, "[data-limits-none]", !at);
      const sittings = at ? sittingsBefore(me?.courts?.courts ?? [], found, at, holidays) : null;
      showLimits(find(form, "[data-limits]"), found, sittings);
      say(form, "[data-limits-by]", found ? inWords(found.by) : "");
      find(form, "[data-limits-next]").replaceChildren(...(found ? nextSteps(breach, found, law.breach.steps) : []).map(item));
    },
    async onRecorded() {
      await refresh();
      show(form, "[data-limits]", false);
      show(main, "[data-recorded]", true);
      const said = find(main, "[data-recorded]");
      said.focus();
      said.scrollIntoView({ block: "start" });
    },
  });
  return context.changed(() => void refresh().catch(() => {}));
}
