/** The screens about a breach: which case it is of, on this phone or not; a form that becomes one entry. */
import { record } from "../outbox.js";
import { foundOf } from "../found.js";
import { drain } from "../sync.js";
import { Draft } from "./draft.js";
import { fillSome, read, retype, sayMoments, typed } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { all, find, linkCase, onPress, readCase, say, show, showCaseLine } from "./screen.js";
import { now } from "../now.js";
import { IN_FORCE } from "./words.js";

/** @import {Context, Named, View} from "../types.js" */

/**
 * What a breach is recorded of. `view` is null where the case is not on this phone: it was looked up, or is only named
 * by the address. `hearing`: not later than when the application is heard, null where that is not known.
 * `of`: what is in force, or was last.
 * @typedef {{caseId: string, view: View | null, of: "notice" | "order", regime: string, codes: string[], hearing: string | null}} Subject
 */

/** @param {HTMLElement} main @param {Context} context @returns {Promise<Subject | null>} null where no case is named */
export async function openSubject(main, context) {
  const { caseId, law } = context;
  linkCase(main, caseId);
  const view = await readCase(caseId);
  const looked = foundOf(caseId);
  show(main, "[data-no-case]", !caseId);
  if (view) showCaseLine(main, view);
  show(main, "[data-elsewhere]", Boolean(caseId && !view));
  say(main, "[data-elsewhere-reference]", looked?.reference ?? "");
  say(main, "[data-elsewhere-name]", looked?.respondent ? ` ${looked.respondent}` : "");
  show(main, "[data-not-in-force]", Boolean(view && !IN_FORCE.includes(view.stage)));
  const of = view?.court.order || looked?.in_force.startsWith("order") ? "order" : "notice";
  for (const one of all(main, "[data-of]")) one.textContent = of;
  if (!caseId) return null;
  const standing = (view?.decision ?? view?.conditions)?.conditions;
  return {
    caseId,
    view,
    of,
    regime: view?.regime ?? looked?.regime ?? "CSA2010",
    codes: standing?.map((/** @type {any} */ { code }) => code) ??
      looked?.condition_codes ??
      law.conditions.map((/** @type {any} */ { code }) => code),
    hearing: view?.court.heard_by ?? looked?.hearing_not_later_than ?? null,
  };
}

/**
 * Starts a form: kept as a draft on every change, recorded when it is sent.
 * @param {HTMLElement} main @param {HTMLElement} form with a `[data-now]` button beside the field it names
 * @param {{kind: string, caseId: string, of?: "notice" | "order", time: string, signed?: boolean, onType?: () => void,
 *          reliesOn?: () => Named[], onRecorded: () => Promise<unknown>}} options
 */
export async function startBreachForm(main, form, { kind, caseId, of, time, signed = false, onType, reliesOn, onRecorded }) {
  const draft = new Draft(`${caseId}:${form.dataset.kept}`, sayState);
  function sayState() {
    say(form, "[data-state]", `Not saved yet. ${draft.said}`);
  }
  const keep = () => {
    sayMoments(form);
    sayState();
    onType?.();
    void draft.save(typed(form));
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  const kept = await draft.load().catch(() => null);
  if (kept) {
    retype(form, kept);
    sayState();
  }
  onType?.();
  onPress(main, find(form, "[data-now]"), async () => {
    fillSome(form, { [time]: now().toISOString() });
    keep();
  });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await draft.become((key) =>
      record({
        kind,
        caseId,
        facts: of ? { of, ...facts } : facts,
        reliesOn: reliesOn?.() ?? [],
        happenedAt: facts[time],
        signed,
        draft: key,
      }),
    );
    form.querySelectorAll(/** @type {"input"} */ ("input, textarea, select")).forEach((control) => {
      if (control.type === "radio" || control.type === "checkbox") control.checked = false;
      else control.value = "";
    });
    sayMoments(form);
    say(form, "[data-state]", "");
    await onRecorded();
    await drain().catch(() => {});
    await onRecorded();
  });
}
