/** For safeguarding and legal services: the letter with which the protected person asks for legal aid. */
import { get } from "../api.js";
import { unsent } from "../outbox.js";
import { showLeft } from "../parts/desk.js";
import { startEntryForm } from "../parts/entry_form.js";
import { copy, find, linkCase, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";

/** @import {Context, Law, Section} from "../types.js" */

const LETTER = "evidence letter asked for";

/** What it is then called; in another language, with " in Welsh" after it. */
const LETTER_MADE = "evidence letter";
const AGAIN_MS = 1_500;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  linkCase(main, caseId);
  const may = ["safeguarding", "legal services"].some((one) => context.me?.officer.postings.includes(one));
  show(main, "[data-forbidden]", !may);
  show(main, "[data-no-case]", may && !caseId);
  if (!may || !caseId) return;
  /** How many there will be once the one asked for here is made; null where none is on its way. @type {number | null} */
  let expected = null;
  let made = 0;
  const look = async () => {
    await showLeft(main, [LETTER]);
    if ((await unsent()).some(({ kind, state }) => kind === LETTER && state.name === "needs attention")) expected = null;
    const answer = await get(`/api/cases/${caseId}`).catch((/** @type {Error & {status?: number}} */ error) => {
      if (error.name !== "Unreachable" && error.status !== 404 && error.status !== 401) throw error;
      return error;
    });
    const failed = answer instanceof Error;
    show(main, "[data-unreachable]", failed && answer.name === "Unreachable");
    show(main, "[data-no-case]", failed && answer.name !== "Unreachable");
    show(main, "[data-shown]", !failed);
    if (failed) return;
    /** @type {Section[]} */
    const letters = answer.case.documents.filter((/** @type {Section} */ one) => one.document.startsWith(LETTER_MADE));
    made = letters.filter((/** @type {Section} */ one) => one.document === LETTER_MADE).length;
    if (expected !== null && made >= expected) expected = null;
    say(main, "[data-reference]", answer.case.reference);
    show(main, "[data-progress]", expected !== null);
    show(main, "[data-none]", !made && expected === null);
    find(main, "[data-made]").replaceChildren(...letters.reverse().map((one) => madeItem(main, context.law, caseId, one)));
  };
  await look();
  await startEntryForm(main, find(main, "[data-letter]"), {
    kind: LETTER,
    caseId,
    time: null,
    async onRecorded() {
      expected ??= made + 1;
      await look();
      find(main, "#made-heading").scrollIntoView({ block: "start" });
    },
  });
  // Only while something is on its way is there anything new to be asked for.
  const timer = setInterval(() => expected !== null && !document.hidden && void look().catch(() => {}), AGAIN_MS);
  return () => clearInterval(timer);
}

/** @param {HTMLElement} main @param {Law} law @param {string} caseId @param {Section} one */
function madeItem(main, { languages }, caseId, one) {
  const shown = copy(main, "template#made");
  const link = find(shown, "[data-save]");
  link.setAttribute("href", `/api/cases/${caseId}/documents/${one.sha256}`);
  link.textContent = `Save the letter${one.document.slice(LETTER_MADE.length)} of ${moment(one._.made_at)} (PDF)`;
  const language = languages.find(({ spoken }) => one.document.endsWith(` in ${spoken[0]}`));
  link.setAttribute("hreflang", language?.code ?? "en");
  show(shown, "[data-boxes]", one.unprintable.length > 0);
  say(shown, "[data-boxes]", `Write in by hand where there is an empty box: ${one.unprintable.join(" ")}`);
  return shown;
}
