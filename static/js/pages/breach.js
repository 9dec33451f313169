/** A breach of a notice: what was reported, and what the court did about it, beside what is recorded already. */
import { showBreaches } from "../parts/breaches.js";
import { openSubject } from "../parts/breaching.js";
import { startEntryForm } from "../parts/entry_form.js";
import { fillSome } from "../parts/form.js";
import { copy, find, readCase, show } from "../parts/screen.js";

/** @import {Context, View} from "../types.js" */
/** @typedef {import("../parts/breaching.js").Subject} Subject */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const subject = await openSubject(main, context);
  show(main, "[data-forms]", subject !== null);
  if (!subject) return;
  const { caseId } = subject;
  layOutConditions(main, context, subject);
  layOutOutcomes(main, context, subject);
  let view = subject.view;
  const refresh = async () => {
    view = (await readCase(caseId).catch(() => null)) ?? view;
    show(main, "[data-court]", Boolean(view?.breaches.arrests.some(({ heard }) => !heard)));
    if (view) await showBreaches(main, view, context.law);
  };
  await refresh();
  const onRecorded = async () => {
    await refresh();
    show(main, "[data-recorded]", true);
    const said = find(main, "[data-recorded]");
    said.focus();
    said.scrollIntoView({ block: "start" });
  };
  const seen = seenOnAVisit(view, context.me?.officer.id);
  show(main, "[data-from-visit]", Boolean(seen));
  // Before what is typed already comes back: that goes before.
  if (seen) fillSome(find(main, "[data-report]"), seen);
  await startEntryForm(main, find(main, "[data-report]"), {
    kind: "breach reported",
    caseId,
    also: { of: subject.of },
    time: "occurred_at",
    onRecorded,
  });
  await startEntryForm(main, find(main, "[data-court]"), {
    kind: "breach heard",
    caseId,
    also: { of: subject.of },
    time: "heard_at",
    // Whatever is not dealt with yet was before the court together.
    reliesOn: () =>
      (view?.breaches.arrests ?? []).filter(({ heard }) => !heard).map(({ _ }) => ({ id: _.entry, sha256: _.sha256 })),
    onRecorded,
  });
  return context.changed(() => void refresh().catch(() => {}));
}

/** What an officer knows of a breach they saw on their last visit, and nobody has reported since.
 *  @param {View | null} view @param {string | undefined} officer */
function seenOnAVisit(view, officer) {
  const visit = view?.visits.at(-1);
  if (!view || !visit?.breach_seen || visit._.officer !== officer) return null;
  const since = Date.parse(visit._.made_at);
  if (view.breaches.reported.some(({ _ }) => Date.parse(_.made_at) >= since)) return null;
  return { occurred_at: visit.visited_at, place: visit.place, what: visit.said, reported_by: "Seen by me on a visit" };
}

/** A box for each condition of the notice. @param {HTMLElement} main @param {Context} context @param {Subject} subject */
function layOutConditions(main, context, { codes }) {
  /** @type {{code: string, title: string}[]} */
  const conditions = context.law.conditions;
  const boxes = conditions.filter(({ code }) => codes.includes(code));
  find(main, "[data-field=conditions] .govuk-checkboxes").replaceChildren(
    ...boxes.map(({ code, title }, place) => {
      const made = copy(main, "template#condition-box");
      const [box, label] = [/** @type {HTMLInputElement} */ (find(made, "input")), find(made, "label")];
      Object.assign(box, { id: `breach-conditions-${place}`, value: code });
      label.setAttribute("for", box.id);
      label.textContent = title;
      return made;
    }),
  );
}

/** What a court may do first; what else it may have said after it. @param {HTMLElement} main @param {Context} context @param {Subject} subject */
function layOutOutcomes(main, context, { regime, of }) {
  const { outcomes } = context.law.regimes[regime].breach[of];
  const others = Object.keys(context.law.breach.outcomes).filter((code) => !outcomes.includes(code));
  const groups = [
    ["What the Act provides", outcomes],
    ["Said all the same: recorded as irregular", others],
  ].map(([label, codes]) => {
    const group = document.createElement("optgroup");
    group.label = String(label);
    for (const code of codes) group.append(new Option(context.law.breach.outcomes[code], code));
    return group;
  });
  find(main, "[data-field=outcome] select").append(...groups);
}
