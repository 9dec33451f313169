/** At a desk: what the court does with one application, recorded as it happened. */
import { get } from "../api.js";
import { inWords } from "../clocks.js";
import { lastDay, nextHearing } from "../court.js";
import { AT_COURT } from "../parts/at_court.js";
import { showLeft } from "../parts/desk.js";
import { startEntryForm } from "../parts/entry_form.js";
import { controlsOf, linesOf, read } from "../parts/form.js";
import { showHearing } from "../parts/hearing.js";
import { all, copy, find, item, say, show } from "../parts/screen.js";
import { saidOf } from "../parts/timeline.js";
import { day, moment } from "../parts/times.js";
import { byRadioAlone, courtLine, nameOf, sentence, stageTag } from "../parts/words.js";

/** @import {Context, Law, Section, View} from "../types.js" */
/** @typedef {import("../parts/form.js").Problem} Problem */

const MOST_CONDITIONS = 30;

/** What the paper for the respondent is called; in another language, with " in Welsh" after it. */
const NOTICE_MADE = "notice of hearing";
const AGAIN_MS = 2_000;

/** What happened, which opens a form; a form may ask what of its own. */
const WHAT = "[data-forms] > [data-field=what] input";

/** The kind each form records, and the fact that says when it happened. */
const FORMS = {
  listed: { kind: "hearing listed", time: null },
  notice: { kind: "notice of hearing given or attempted", time: "given_at" },
  adjourned: { kind: "hearing adjourned", time: "adjourned_at" },
  order: { kind: "order made", time: null },
  changed: { kind: "order changed by the court", time: "decided_at" },
  ended: { kind: "application refused or withdrawn", time: "decided_at" },
  later: { kind: "later event recorded", time: null },
};

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  show(main, "[data-no-case]", !caseId);
  show(main, "[data-forms]", Boolean(caseId));
  if (!caseId) return;
  find(main, "#courts").replaceChildren(...(context.me?.courts?.courts ?? []).map(({ name }) => new Option(name, name)));
  /** Whether the notice of a hearing is on its way from the worker. */
  let awaited = false;
  /** Under the 2021 Act an order may last until something happens, or until further order. */
  let bounded = true;
  const refresh = async () => {
    await showLeft(main, AT_COURT);
    const view = await fetchView(main, caseId);
    show(main, "[data-shown]", Boolean(view));
    if (view) showView(main, view);
    if (view) bounded = context.law.regimes[view.regime]?.longest_order_days != null;
    if (view) showSoFar(main, view);
    awaited = Boolean(view) && showNotice(main, context.law, /** @type {View} */ (view));
  };
  const order = find(main, "form[data-form=order]");
  const ended = find(main, "form[data-form=ended]");
  for (const box of all(main, WHAT))
    box.addEventListener("change", () => open(main, /** @type {HTMLInputElement} */ (box).value));
  for (const [name, { kind, time }] of Object.entries(FORMS)) {
    const form = find(main, `form[data-form=${name}]`);
    const isOrder = name === "order";
    await startEntryForm(main, form, {
      kind,
      caseId,
      time,
      ...(name === "changed" && { check: (facts) => wrongInChange(main, form, facts), shape: asChanged }),
      ...(name === "ended" && { onType: () => show(ended, "[data-court-refused]", refusedIn(ended)), shape: asEnded(ended) }),
      ...(isOrder && { onType: () => sayLastDay(order), check: (facts) => wrongInOrder(main, order, facts, bounded), shape: asOrdered }),
      async onRecorded() {
        await refresh();
        open(main, "");
        show(main, "[data-recorded]", true);
        const said = find(main, "[data-recorded]");
        said.focus();
        said.scrollIntoView({ block: "start" });
      },
    });
  }
  await refresh();
  const timer = setInterval(() => awaited && !document.hidden && void refresh().catch(() => {}), AGAIN_MS);
  const stop = context.changed(() => void showLeft(main, AT_COURT).catch(() => {}));
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** Whether a court refused, as it is typed. @param {HTMLElement} form */
const refusedIn = (form) => read(form).facts.outcome === "refused";

/** What a court was not satisfied of is asked of a refusal alone. @param {HTMLElement} form */
const asEnded = (form) => (/** @type {Record<string, any>} */ facts) => ({ ...facts, because: refusedIn(form) ? facts.because : [] });

/** Shows one of the forms, and no other. @param {HTMLElement} main @param {string} name */
function open(main, name) {
  for (const form of all(main, "form[data-form]")) form.hidden = form.dataset.form !== name;
  for (const box of all(main, WHAT))
    /** @type {HTMLInputElement} */ (box).checked = /** @type {HTMLInputElement} */ (box).value === name;
}

/** The case as the server has it; null where it cannot be asked or says no. @param {HTMLElement} main @param {string} caseId
 *  @returns {Promise<View | null>} */
async function fetchView(main, caseId) {
  const answer = await get(`/api/cases/${caseId}`).catch((/** @type {Error & {status?: number}} */ error) => {
    if (error.name !== "Unreachable" && ![401, 403, 404].includes(error.status ?? 0)) throw error;
    return error;
  });
  show(main, "[data-unreachable]", answer?.name === "Unreachable");
  show(main, "[data-forbidden]", answer?.status === 401 || answer?.status === 403);
  show(main, "[data-no-case]", answer?.status === 404);
  show(main, "[data-joining-left-out]", answer instanceof Error ? false : answer.joining_left_out);
  return answer instanceof Error ? null : answer.case;
}

/** What is recorded of the court, of breaches heard and of what came later, in the order it happened.
 *  @param {HTMLElement} main @param {View} view */
function showSoFar(main, { court, breaches, later }) {
  const { listed, notices, adjourned, order, changed, told, ended } = court;
  const sections = [listed, ...notices, ...adjourned, order, ...changed, ...told, ended, ...breaches.heard, ...later];
  const lines = sections
    .filter((one) => one !== null)
    .map((one) => ({ one, at: happened(one) }))
    .sort((first, second) => moved(first) - moved(second));
  show(main, "[data-so-far]", lines.length > 0);
  const made = lines.map(({ one, at }) => {
    const shown = copy(main, "template#so-far");
    const { kind } = one._;
    say(shown, "[data-text]", sentence(saidOf(/** @type {any} */ ({ kind, facts: one, replaces: [] }))));
    say(shown, "[data-when]", at.includes("T") ? moment(at) : day(at));
    return shown;
  });
  find(main, "[data-so-far-list]").replaceChildren(...made);
}

/** What has a day alone stands by when it was written down, where that was the same day.
 *  @param {{one: Section, at: string}} line */
const moved = ({ one, at }) => Date.parse(one._.made_at.startsWith(at) ? one._.made_at : at);

/** When something happened before the court: its day, where no hour is recorded; of a listing, when it was written down.
 *  @param {Section} one @returns {string} */
const happened = (one) =>
  one.adjourned_at ?? one.given_at ?? one.told_at ?? one.decided_at ?? one.heard_at ?? one.made_on ?? one.happened_on ?? one._.made_at;

/** @param {HTMLElement} main @param {View} view */
function showView(main, view) {
  const { deadline, court, service } = view;
  say(main, "[data-reference]", view.reference);
  say(main, "[data-name]", nameOf(view.respondent));
  const line = courtLine(view);
  say(main, "[data-stands]", line || stageTag(view)?.name);
  say(main, "[data-recorded-line]", line);
  say(main, "[data-deadline]", deadline ? inWords(deadline.at) : "Not known");
  show(main, "[data-before-decision]", !court.order && !court.ended);
  say(main, "[data-address]", byRadioAlone(view) ? "Not known: reported by radio" : (service?.address_given ?? (service ? "None" : "Not served yet")));
  const { order } = court;
  const cell = find(main, "[data-order]");
  cell.textContent = order
    ? [`${order.court}, ${day(order.made_on)}`, order.ends_on && `Last day ${day(order.ends_on)}`, ...order.conditions_now]
        .filter(Boolean)
        .join("\n")
    : "";
  if (cell.parentElement) cell.parentElement.hidden = !order;
  showHearing(main, view.stage === "served" ? deadline : null);
  show(main, "[data-no-court]", view.stage === "served" && Boolean(deadline) && !deadline?.sittings);
  const reasons = view.irregular.filter(({ kind }) => AT_COURT.includes(kind)).flatMap((one) => one.reasons);
  show(main, "[data-irregular]", reasons.length > 0);
  find(main, "[data-irregular-list]").replaceChildren(...reasons.map((why) => item(why.replace(/^facts\.[a-z_]+: /, ""))));
}

/** The paper of the hearing that stands, to be saved; whether it is being made still.
 *  @param {HTMLElement} main @param {Law} law @param {View} view */
function showNotice(main, { languages }, view) {
  const { court } = view;
  const newest = nextHearing(court);
  show(main, "[data-hearing-notice]", Boolean(newest) && !court.order && !court.ended);
  const made = view.documents.filter((one) => one.entry === newest?._.entry && one.document.startsWith(NOTICE_MADE));
  show(main, "[data-being-made]", !made.length);
  show(main, "[data-then]", made.length > 0);
  find(main, "[data-papers]").replaceChildren(
    ...made.map((/** @type {Section} */ one) => {
      const shown = copy(main, "template#paper");
      const link = find(shown, "[data-save]");
      link.setAttribute("href", `/api/cases/${view.id}/documents/${one.sha256}`);
      link.setAttribute("hreflang", languages.find(({ spoken }) => one.document.endsWith(` in ${spoken[0]}`))?.code ?? "en");
      say(link, "[data-made]", `${one.document.slice(NOTICE_MADE.length)} (PDF, ${one.pages} pages)`);
      show(shown, "[data-boxes]", one.unprintable.length > 0);
      say(shown, "[data-boxes]", `Write in by hand where there is an empty box: ${one.unprintable.join(" ")}`);
      return shown;
    }),
  );
  return Boolean(newest) && !made.length;
}

/** The last day that the days come to, as they are typed. @param {HTMLElement} form */
function sayLastDay(form) {
  const { made_on: on, days } = read(form).facts;
  say(form, "[data-last-line]", on && days ? `${days} days from ${day(on)}: the last day is ${day(lastDay({ made_on: on, days }) ?? on)}` : "");
}

/** @param {HTMLElement} main @param {HTMLElement} form @param {Record<string, any>} facts
 *  @param {boolean} bounded whether the Act bounds how long an order lasts @returns {Problem[]} */
function wrongInOrder(main, form, facts, bounded) {
  /** @type {Problem[]} */
  const problems = [];
  /** @param {string} name @param {string} said */
  const wrong = (name, said) =>
    problems.push({
      at: controlsOf(find(form, `[data-field=${name}]`))[0],
      message: find(main, `[data-say=${said}]`).textContent ?? "",
    });
  if (!facts.days && !facts.last_day && (bounded || !facts.end_words)) wrong("days", bounded ? "length" : "open-length");
  if (facts.last_day && facts.last_day < facts.made_on) wrong("last_day", "ends");
  if (linesOf(facts.conditions).length > MOST_CONDITIONS) wrong("conditions", "conditions");
  if (facts.respondent === "not in court, told" && !facts.told_how) wrong("told_how", "told");
  return problems;
}

/** @param {HTMLElement} main @param {HTMLElement} form @param {Record<string, any>} facts @returns {Problem[]} */
function wrongInChange(main, form, facts) {
  /** @type {Problem[]} */
  const problems = [];
  /** @param {string} name @param {string} said */
  const wrong = (name, said) =>
    problems.push({
      at: controlsOf(find(form, `[data-field=${name}]`))[0],
      message: find(main, `[data-say=${said}]`).textContent ?? "",
    });
  const { what, order_now: now } = facts;
  if (["corrected", "varied"].includes(what) && !facts.conditions && !facts.last_day) wrong("last_day", "changed");
  if ((what === "rescinded" && now !== "ended") || (what === "suspended" && now !== "suspended")) wrong("order_now", "fits");
  if (linesOf(facts.conditions ?? "").length > MOST_CONDITIONS) wrong("conditions", "conditions");
  if (facts.respondent === "not in court, told" && !facts.told_how) wrong("told_how", "told");
  return problems;
}

/** @param {Record<string, any>} facts */
const asChanged = (facts) => ({ ...facts, conditions: facts.conditions ? linesOf(facts.conditions) : null });

/** @param {Record<string, any>} facts */
const asOrdered = (facts) => ({ ...facts, conditions: linesOf(facts.conditions) });
