/** At a desk: which cases are sealed, who may read one, sealing, opening it to one more officer, taking the seal off. */
import { post } from "../api.js";
import { setConnection } from "../connection.js";
import { ask, showLeft } from "../parts/desk.js";
import { startDeskForm } from "../parts/desk_form.js";
import { controlsOf, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, item, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { STAGES } from "../parts/words.js";

/** @import {Context} from "../types.js" */
/** @typedef {{id: string, sha256: string, at: string, by: string | null, whose: string | null, reason: string | null}} Seal */
/** @typedef {{case: string, reference: string | null, stage: string, respondent: string | null, readable: boolean,
 *   seals: Seal[]}} Line */
/** @typedef {Line & {open_to: {name: string, collar_number: string, as_what: string}[], may_seal: boolean,
 *   may_open: boolean, may_unseal: boolean}} Sealing as POST /api/sealing answers */

/** What each form records. */
const KINDS = { seal: "case sealed", open: "sealed case opened", unseal: "case unsealed" };

/** As what somebody may read it, after their name. @type {Record<string, string>} */
const AS_WHAT = {
  "recorded it": "recorded it",
  "has a part in it": "decided, served or recorded on it",
  "handed or opened to them": "it was handed or opened to them",
  "asked to decide": "was asked to decide, until it is decided",
  "opened to them before the request": "it was opened to them before the request",
  "seals it": "if you seal it",
};

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  if (!caseId) return startList(main, context);
  /** @type {Sealing | null} */
  let known = null;
  const refresh = async () => {
    await showLeft(main, Object.values(KINDS));
    known = await sealingOf(main, caseId);
    show(main, "[data-case]", Boolean(known));
    if (known) showCase(main, known);
  };
  for (const [name, kind] of Object.entries(KINDS))
    await startDeskForm(main, find(main, `[data-form=${name}]`), {
      caseId,
      writing: (facts) => ({ kind, caseId, facts, reliesOn: name === "unseal" ? (known?.seals ?? []) : [] }),
      refresh,
    });
  await refresh();
}

/** The cases that are sealed, and the way to one by its reference. @param {HTMLElement} main @param {Context} context */
async function startList(main, context) {
  const form = find(main, "[data-form=find]");
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const found = await post("/api/sealing", facts).catch((error) => {
      if (error.status !== 404) throw error;
      return null;
    });
    if (found) return context.go(`/sealing#${found.case}`);
    showProblems(main, [{ at: controlsOf(form)[0], message: "There is no case of this reference that you may seal. Check it, like 7QF-012-K" }]);
  });
  const answer = await ask(main, "/api/sealed");
  show(main, "[data-list]", Boolean(answer));
  if (!answer) return;
  show(main, "[data-none]", !answer.cases.length);
  find(main, "[data-cases]").replaceChildren(...answer.cases.map((/** @type {Line} */ one) => card(main, one)));
}

/** @param {HTMLElement} main @param {Line} one */
function card(main, one) {
  const made = copy(main, "template#sealed-case");
  say(made, "[data-reference]", one.reference ?? "No reference");
  say(made, "[data-name]", one.respondent);
  const tag = STAGES[/** @type {keyof typeof STAGES} */ (one.stage)];
  say(made, "[data-stage]", tag.name);
  find(made, "[data-stage]").classList.add(`govuk-tag--${tag.colour}`);
  find(made, "[data-seals]").replaceChildren(...one.seals.map(sealLine));
  find(made, "[data-open]").setAttribute("href", `/sealing#${one.case}`);
  return made;
}

/** @param {Seal} one */
const sealLine = ({ by, at, whose, reason }) =>
  item(`${by ?? "an officer"}, ${moment(at)}: ${whose ? `the ${whose} works for the police` : reason}`);

/** @param {HTMLElement} main @param {Sealing} one */
function showCase(main, one) {
  const sealed = one.seals.length > 0;
  const root = find(main, "[data-case]");
  say(root, "[data-reference]", one.reference ?? "No reference");
  say(root, "[data-name]", one.respondent);
  show(root, "[data-not-sealed], [data-readers-then]", !sealed);
  show(root, "[data-sealed], [data-readers-now]", sealed);
  find(root, "[data-seals]").replaceChildren(...one.seals.map(sealLine));
  find(root, "[data-readers]").replaceChildren(
    ...one.open_to.map(({ name, collar_number, as_what }) => item(`${name}, ${collar_number}: ${AS_WHAT[as_what] ?? as_what}`)),
  );
  show(root, "[data-form=seal]", one.may_seal);
  show(root, "[data-form=open]", one.may_open);
  show(root, "[data-form=unseal]", one.may_unseal);
  show(root, "[data-may-not-open]", sealed && !one.may_open);
  show(root, "[data-may-not-unseal]", sealed && !one.may_unseal);
}

/** @param {HTMLElement} main @param {string} caseId @returns {Promise<Sealing | null>} */
async function sealingOf(main, caseId) {
  const answer = await post("/api/sealing", { case: caseId }).catch((/** @type {Error & {status?: number}} */ error) => {
    if (error.name !== "Unreachable" && ![401, 404].includes(error.status ?? 0)) throw error;
    return error;
  });
  if (answer?.status === 401) setConnection({ signedIn: false });
  show(main, "[data-unreachable]", answer?.name === "Unreachable");
  show(main, "[data-forbidden]", answer?.status === 401);
  show(main, "[data-no-case]", answer?.status === 404);
  return answer instanceof Error ? null : answer;
}
