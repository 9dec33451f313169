/** An order made in absence: a constable served or explained it, and signs for that. */
import { foundOf } from "../found.js";
import { openSubject } from "../parts/breaching.js";
import { dayIn } from "../languages.js";
import { startEntryForm } from "../parts/entry_form.js";
import { plain, said, startPlain } from "../parts/languages.js";
import { find, item, say, show } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const subject = await openSubject(main, context);
  show(main, "[data-forms]", subject !== null);
  show(main, "[data-not-in-force]", false);
  if (!subject) return;
  const { caseId, view } = subject;
  const looked = foundOf(caseId);
  const conditions = looked?.conditions ?? view?.court.order?.conditions_now ?? [];
  show(main, "[data-order]", conditions.length > 0);
  say(main, "[data-order-line]", looked?.ends ?? "");
  find(main, "[data-order-conditions]").replaceChildren(...conditions.map(item));
  const order = view?.court.order;
  await startPlain(main, context, [view?.respondent?.language], (words, level) => [
    ...plain(words.pages[`order ${subject.regime}`] ?? "", level),
    ...(order?.ends_on ? [said("p", `${words.says.until} ${dayIn(words, order.ends_on)}`)] : []),
    ...(conditions.length ? [said(`h${level + 1}`, words.says["as ordered"]), ...conditions.map((one) => said("p", one, "en"))] : []),
  ]);
  await startEntryForm(main, find(main, "[data-told]"), {
    kind: "order served or explained",
    caseId,
    time: "told_at",
    signed: true,
    async onRecorded() {
      show(main, "[data-recorded]", true);
      const said = find(main, "[data-recorded]");
      said.focus();
      said.scrollIntoView({ block: "start" });
    },
  });
}
