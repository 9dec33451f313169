/** A form that becomes one entry: kept as a draft on every change, recorded when it is sent, empty again after. */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { now } from "../now.js";
import { keepTyped } from "./draft.js";
import { fillSome, read, sayMoments } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say } from "./screen.js";

/** @import {Named} from "../types.js" */
/** @typedef {import("./form.js").Problem} Problem */

/**
 * `time` is the fact that says when it happened, null where it has not happened yet; `also` facts that nobody types;
 * `check` what is wrong beyond its single fields; `shape` makes the facts of what was typed.
 * @param {HTMLElement} main
 * @param {HTMLElement} form with a `data-kept`, and perhaps a `[data-now]` button that fills in `time`
 * @param {{kind: string, caseId: string, time: string | null, also?: Record<string, any>, signed?: boolean,
 *          onType?: () => void, check?: (facts: Record<string, any>) => Problem[],
 *          shape?: (facts: Record<string, any>) => Record<string, any>,
 *          reliesOn?: () => Named[], onRecorded: () => Promise<unknown>}} options
 */
export async function startEntryForm(main, form, options) {
  const { kind, caseId, time, also = {}, signed = false, onType, check, shape, reliesOn, onRecorded } = options;
  const { draft, keep } = await keepTyped(form, `${caseId}:${form.dataset.kept}`, { follow: onType });
  onType?.();
  const setNow = form.querySelector("[data-now]");
  if (setNow && time)
    onPress(main, /** @type {HTMLElement} */ (setNow), async () => {
      fillSome(form, { [time]: now().toISOString() });
      keep();
    });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (!problems.length) problems.push(...(check?.(facts) ?? []));
    if (problems.length) return showProblems(main, problems);
    await draft.become((key) =>
      record({
        kind,
        caseId,
        facts: { ...also, ...(shape ? shape(facts) : facts) },
        reliesOn: reliesOn?.() ?? [],
        happenedAt: time && facts[time],
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
