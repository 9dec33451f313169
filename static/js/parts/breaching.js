/** The screens about a breach or an order: which case it is of, on this phone or not. */
import { foundOf } from "../found.js";
import { all, linkCase, readCase, say, show, showCaseLine } from "./screen.js";
import { moment } from "./times.js";
import { IN_FORCE } from "./words.js";

/** @import {Context, View} from "../types.js" */

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
  // Of a case that was looked up this phone may hold what it recorded, and no more.
  const held = Boolean(view?.started);
  if (view && held) showCaseLine(main, view);
  show(main, "[data-elsewhere]", Boolean(caseId && !held && looked));
  say(main, "[data-elsewhere-reference]", looked?.reference ?? "");
  say(main, "[data-elsewhere-name]", looked?.respondent ? ` ${looked.respondent}` : "");
  const copied = held ? undefined : looked?.copied_at;
  show(main, "[data-elsewhere-copied]", Boolean(copied));
  say(main, "[data-elsewhere-copied-at]", copied ? moment(copied) : "");
  show(main, "[data-not-in-force]", Boolean(view && held && !IN_FORCE.includes(view.stage)));
  const isOrder = looked && looked.what !== law.regimes[looked.regime]?.notice_short;
  const of = view?.court.order || isOrder ? "order" : "notice";
  for (const one of all(main, "[data-of]")) one.textContent = of;
  if (!caseId) return null;
  const standing = (view?.decision ?? view?.conditions)?.conditions;
  return {
    caseId,
    view,
    of,
    regime: view?.regime ?? looked?.regime ?? Object.keys(law.regimes)[0],
    codes: standing?.map((/** @type {any} */ { code }) => code) ??
      looked?.condition_codes ??
      law.conditions.map((/** @type {any} */ { code }) => code),
    hearing: view?.court.heard_by ?? looked?.hearing_not_later_than ?? null,
  };
}
