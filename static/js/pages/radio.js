/** At a desk: a constable whose phone is dark says over the radio that the notice is served. */
import { get } from "../api.js";
import { inWords } from "../clocks.js";
import { openSubject } from "../parts/breaching.js";
import { showLeft } from "../parts/desk.js";
import { startEntryForm } from "../parts/entry_form.js";
import { fillSome } from "../parts/form.js";
import { find, onPress, say, show } from "../parts/screen.js";
import { now } from "../now.js";

/** @import {Context} from "../types.js" */

const KIND = "service reported by radio";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const subject = await openSubject(main, context);
  show(main, "[data-forms]", subject !== null);
  show(main, "[data-not-in-force]", false);
  await showLeft(main, [KIND]);
  if (!subject) return;
  const { caseId } = subject;
  const form = find(main, "[data-report]");
  onPress(main, find(form, "[data-heard-now]"), async () => {
    fillSome(form, { heard_at: now().toISOString() });
    form.dispatchEvent(new Event("change"));
  });
  await startEntryForm(main, form, {
    kind: KIND,
    caseId,
    time: "served_at",
    async onRecorded() {
      const waits = await showLeft(main, [KIND]);
      say(main, "[data-deadline]", waits ? "Not known until it is sent" : await deadlineOf(caseId));
      show(main, "[data-recorded]", true);
      const said = find(main, "[data-recorded]");
      said.focus();
      said.scrollIntoView({ block: "start" });
    },
  });
}

/** As the server has it: whoever records on a case may read it from then on. @param {string} caseId */
async function deadlineOf(caseId) {
  const answer = await get(`/api/cases/${caseId}`).catch(() => null);
  const deadline = answer?.case.deadline;
  return deadline ? inWords(deadline.at) : "Not known: ring legal services";
}
