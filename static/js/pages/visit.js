/** A visit to see whether a notice or an order is kept; a breach that was seen is reported on the next screen. */
import { openSubject } from "../parts/breaching.js";
import { startEntryForm } from "../parts/entry_form.js";
import { find, show } from "../parts/screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const subject = await openSubject(main, context);
  const form = find(main, "[data-visit]");
  form.hidden = !subject;
  if (!subject) return;
  const { caseId, of } = subject;
  let breach = false;
  await startEntryForm(main, form, {
    kind: "compliance visit made",
    caseId,
    also: { of },
    time: "visited_at",
    shape: (facts) => {
      breach = facts.breach_seen;
      return facts;
    },
    async onRecorded() {
      if (!main.isConnected) return;
      if (breach) return context.go(`/breach#${caseId}`);
      show(main, "[data-recorded]", true);
      const said = find(main, "[data-recorded]");
      said.focus();
      said.scrollIntoView({ block: "start" });
    },
  });
}
