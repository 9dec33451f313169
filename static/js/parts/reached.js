/** Says whom a request was put to and what came of it, who has it, what was asked; and rings them. */
import { get } from "../api.js";
import { officerName } from "../cases.js";
import { now } from "../now.js";
import { record } from "../outbox.js";
import { claimedBy } from "../reaching.js";
import { drain } from "../sync.js";
import { keepTyped } from "./draft.js";
import { read, retype, typed } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { PASSED_OVER } from "./timeline.js";
import { all, copy, find, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";
import { confirmed, steppedBack } from "./words.js";

/** @import {View} from "../types.js" */
/** @typedef {ReturnType<typeof import("../reaching.js").reached>} Reached */

/** So often it is asked anew who is on call, while the screen is there. */
const EVERY_MS = 60_000;

/** Each step of the way to somebody who may decide, in a line. @param {Reached} found
 *  @param {boolean} open whether it still waits: a claim ends with the decision @param {View} view
 *  @returns {Promise<string[]>} */
export async function stepsOf(found, open, view) {
  const back = steppedBack(view);
  const lines = await Promise.all(
    found.steps.map(async ({ officer, role, at, telephone, delivered_at, texted_at, opened_at }) => {
      if (!officer) return `${recently(at)}: nobody ${found.steps.length > 1 ? "else " : ""}is on call`;
      const came = [
        `asked ${recently(at)}`,
        ...(delivered_at ? [`on their phone ${recently(delivered_at)}`] : []),
        ...(texted_at ? [`text message sent ${recently(texted_at)}`] : []),
        ...(opened_at ? [`opened ${recently(opened_at)}`] : []),
        ...(back.has(officer) ? ["stepped back, another officer decides"] : []),
      ];
      return `${await officerName(officer)}${role === "duty inspector" ? ", duty inspector" : ""}: ${came.join(", ")}`;
    }),
  );
  for (const { officer, why } of found.passed_over) lines.push(`${await officerName(officer)} is on call and not asked: ${PASSED_OVER[why]}`);
  const { claim } = found;
  if (!claim || back.has(claim.officer)) return lines;
  const who = await officerName(claim.officer);
  const holds = claimedBy(found, now());
  if (claim.known.position === null) return [...lines, `${who} is claiming it: not sent yet`];
  if (!open) return [...lines, `Claimed by ${who} ${recently(claim.at)}`];
  const said = holds ? `, and has it until ${recently(claim.until)}` : `, and the claim ended ${recently(claim.until)}`;
  return [...lines, `Claimed by ${who} ${recently(claim.at)}${said}`];
}

/** One tap to ring whoever has it, or was asked last, or is rung where nobody was.
 *  @param {HTMLElement} root
 *  @param {{steps: {officer: string | null, telephone: string | null}[], claim: Reached["claim"]}} found */
export async function showCall(root, { steps, claim }) {
  const asked = [...steps].reverse();
  const step = asked.find(({ officer }) => claim && officer === claim.officer) ?? asked[0];
  const link = find(root, "[data-call]");
  link.hidden = !step?.telephone;
  if (!step?.telephone) return;
  link.setAttribute("href", `tel:${step.telephone.replaceAll(" ", "")}`);
  link.textContent = `Ring ${step.officer ? await officerName(step.officer) : step.telephone}`;
}

/** What was asked and answered. @param {HTMLElement} root @param {Reached} found */
export async function showQuestions(root, { questions }) {
  show(root, "[data-questions]", questions.length > 0);
  const items = await Promise.all(
    questions.map(async (one) => {
      const made = copy(root, "template#question-item");
      say(made, "[data-asked-by]", `${await officerName(one.officer)}, ${recently(one.at)}`);
      say(made, "[data-question]", one.question);
      show(made, "[data-answered]", one.answer !== null);
      show(made, "[data-unanswered]", one.answer === null);
      say(made, "[data-answer-text]", one.answer);
      if (one.answered_at && one.answered_by)
        say(made, "[data-answered-by]", `${await officerName(one.answered_by)}, ${recently(one.answered_at)}`);
      return made;
    }),
  );
  find(root, "[data-question-list]").replaceChildren(...items);
}

/**
 * A form with one text that becomes an entry relying on another; what is typed is kept until it does.
 * @param {HTMLElement} main @param {HTMLElement} form @param {string} draftKey
 * @param {() => {kind: string, caseId: string, reliesOn: import("../types.js").Named[]} | null} about
 * @param {() => Promise<void>} refresh @param {() => Promise<void>} [first] what `about` needs to know
 */
export async function startSaying(main, form, draftKey, about, refresh, first = async () => {}) {
  const { draft } = await keepTyped(form, draftKey, { yet: "Not sent yet." });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await first();
    const what = about();
    if (!what) return;
    await draft.become((key) => record({ ...what, facts, draft: key }));
    retype(form, Object.fromEntries(Object.keys(typed(form)).map((id) => [id, ""])));
    say(form, "[data-state]", "");
    await refresh();
    await drain().catch(() => {});
    await refresh();
  });
}

/** That the request was taken back, once the server has it. @param {HTMLElement} main @param {View} view */
export async function showTakenBack(main, { taken_back: back }) {
  show(main, "[data-taken-back]", Boolean(back));
  if (!back) return;
  const by = `by ${await officerName(back._.officer)} at ${recently(back._.made_at)}: ${back.reasons}`;
  say(main, "[data-taken-back]", confirmed(back) ? `Request withdrawn ${by}` : "Withdrawn, NOT SENT: until it is, the request may be decided. Ring whoever was asked.");
}

/** The oldest question that waits for an answer. @param {Reached} found */
export const unanswered = ({ questions }) =>
  questions.find(({ answer, known }) => answer === null && known.position !== null) ?? null;

/**
 * Who would be asked now, kept true while the screen is there. Not from `refresh`: a request changes the connection's
 * state, which would ask for a refresh again.
 * @param {HTMLElement} main @param {string | null} caseId the case authority would be asked for in
 * @param {() => string | null | undefined} district of the incident, whose own are asked first
 * @returns {() => void} what to do before leaving
 */
export function keepOnCall(main, caseId, district) {
  const ask = () => void showOnCall(main, caseId, district() ?? null).catch(console.error);
  ask();
  const timer = setInterval(ask, EVERY_MS);
  return () => clearInterval(timer);
}

/** @param {HTMLElement} main @param {string | null} caseId @param {string | null} district */
async function showOnCall(main, caseId, district) {
  const block = find(main, "[data-would-be-asked]");
  const found = await get(`/api/on-call${caseId ? `?case=${caseId}` : ""}`).catch(() => null);
  show(block, "[data-unknown]", !found);
  const authorising = firstOf(district, found?.authorising);
  const inspectors = firstOf(district, found?.inspectors);
  show(block, "[data-asked-in-order]", authorising.length > 0);
  show(block, "[data-nobody]", Boolean(found) && !authorising.length);
  const names = (/** @type {any[]} */ list) => list.map(({ name }) => name).join(", then ");
  say(block, "[data-names]", names(authorising));
  show(block, "[data-then]", Boolean(authorising.length && inspectors.length));
  show(block, "[data-only-inspector]", Boolean(!authorising.length && inspectors.length));
  for (const one of all(block, "[data-inspector]")) one.textContent = names(inspectors);
  const passed = found?.passed_over ?? [];
  show(block, "[data-passed-over]", passed.length > 0);
  say(block, "[data-passed-names]", passed.map((/** @type {any} */ { name, why }) => `${name} (${PASSED_OVER[why]})`).join("; "));
  const link = find(block, "[data-ring-nobody]");
  const telephone = found?.telephone;
  link.hidden = !telephone || authorising.length > 0;
  if (telephone) link.setAttribute("href", `tel:${telephone.replaceAll(" ", "")}`);
  link.textContent = `Ring ${telephone ?? ""}`;
}

/** In the order in which they are asked about an incident in this district (field_app/cases/rota.py).
 *  @param {string | null} district @param {{district: string | null}[]} [onCall] */
const firstOf = (district, onCall = []) => {
  const own = onCall.filter((one) => district !== null && one.district === district);
  return [...own, ...onCall.filter((one) => !own.includes(one))];
};

/** Whether the request waits, as the server has it. @param {View} view */
export const waits = ({ request, decision }) => confirmed(request) && !decision;
