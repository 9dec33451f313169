/** The authorised notice, word for word and without signal; confirming that it was served; the hearing's deadline. */
import { inWords } from "../clocks.js";
import { officerName } from "../cases.js";
import { missing } from "../missing.js";
import { shortHash, textHash } from "../notice.js";
import { now } from "../now.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { showChanges } from "../parts/changes.js";
import { showAttempts, startAttempt } from "../parts/attempts.js";
import { keepTyped } from "../parts/draft.js";
import { fieldsOf, fillSome, read } from "../parts/form.js";
import { showHandOver, startHandingOver } from "../parts/handing_over.js";
import { showHearing } from "../parts/hearing.js";
import { showLater, startAccepting } from "../parts/later_service.js";
import { linkedCases } from "../parts/linked.js";
import { NoticeIn, showLines } from "../parts/notice_in.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { keepCustody, showCustody, showDangers, showLinkedDangers } from "../parts/safety.js";
import { find, followCase, item, onPress, say, show, showCaseLine } from "../parts/screen.js";
import { byRadioAlone, confirmed, courtLine, isDecided } from "../parts/words.js";
import { day, londonDate, moment } from "../parts/times.js";

/** @import {Context, View} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {View | null} */
  let shown = null;
  const notice = new NoticeIn(main, find(main, "[data-notice]"), context, (lines, words) =>
    showLines(main, lines, shown?.decision?.text, words),
  );
  const stops = [
    await followCase(
      main,
      context,
      (view) => showAll(main, context, (shown = view), notice),
      async (caseId, view, refresh) => {
        startHandingOver(main, caseId, view, refresh);
        await startService(main, context, caseId, view, refresh);
        await startAttempt(main, caseId, view, refresh);
      },
    ),
    keepCustody(main, () => shown),
  ];
  onPress(main, find(main, "[data-show-only]"), () => notice.showToThem());
  return () => stops.forEach((stop) => stop());
}

/**
 * none: nothing to serve; withdrawn: no more; unconfirmed: signed, not yet the server's; authorised: to be served; served.
 * @param {View} view
 */
function standing(view) {
  if (view.service) return "served";
  if (confirmed(view.withdrawal)) return "withdrawn";
  if (!view.decision || view.stage === "refused") return "none";
  return isDecided(view) ? "authorised" : "unconfirmed";
}

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {NoticeIn} notice */
async function showAll(main, context, view, notice) {
  const stands = standing(view);
  showCaseLine(main, view);
  showDangers(main, view);
  showLinkedDangers(main, await linkedCases(view));
  showCustody(main, view);
  show(main, "[data-before-service]", stands === "authorised" && Boolean(view.request));
  if (view.request) say(main, "[data-asker]", await officerName(view.request._.officer));
  for (const one of ["none", "unconfirmed", "withdrawn", "authorised", "served"])
    show(main, `[data-stage-note=${one}]`, one === stands);
  const readable = (stands === "authorised" || stands === "served") && Boolean(view.decision?.text);
  show(main, "[data-notice]", readable);
  const byRadio = byRadioAlone(view);
  show(main, "[data-service], [data-to-service]", stands === "authorised" || byRadio);
  show(main, "[data-attempt]", stands === "authorised");
  show(main, "[data-by-radio], [data-confirm-radio]", byRadio);
  await showAttempts(main, context, view);
  if (view.respondent?.interpreter) /** @type {HTMLDetailsElement} */ (find(main, "[data-more]")).open = true;
  if (readable) {
    const lines = view.decision?.text;
    say(main, "[data-notice-reference]", view.reference);
    say(main, "[data-hash]", shortHash(await textHash(lines)));
    await notice.follow(view);
    await showChanges(main, view, context.law);
  }
  for (const one of ["unconfirmed", "differs"])
    show(main, `[data-telephone=${one}]`, view.telephone?.state === one && stands !== "withdrawn");
  await showHandOver(main, context, view, stands === "authorised");
  if (stands !== "served") return;
  await showDeadline(main, view);
  await showLater(main, context, view);
}

/** @param {HTMLElement} main @param {View} view */
async function showDeadline(main, view) {
  const { deadline, service } = view;
  say(main, "[data-deadline]", deadline ? inWords(deadline.at) : "Not known: ring legal services");
  show(main, "[data-provisional]", Boolean(deadline) && !confirmed(service));
  show(main, "[data-confirmed]", Boolean(deadline) && confirmed(service));
  showHearing(main, deadline);
  say(main, "[data-court-line]", courtLine(view));
  const radio = view.by_radio;
  const signed = Boolean(service) && !byRadioAlone(view);
  show(main, "[data-served-line]", signed);
  say(
    main,
    "[data-served-line]",
    service && signed
      ? `Served ${moment(service.served_at)} at ${service.place}, recorded by ${await officerName(service._.officer)}.`
      : "",
  );
  show(main, "[data-radio-line]", Boolean(radio));
  say(
    main,
    "[data-radio-line]",
    radio
      ? `Reported by radio: served ${moment(radio.served_at)} at ${radio.place} by ${radio.served_by}. ${radio.reported_by} said so ${moment(radio.heard_at)}; heard by ${radio.heard_by ?? (await officerName(radio._.officer))}.`
      : "",
  );
  const reasons = (view.irregular ?? []).filter((one) => one.entry === service?._.entry).flatMap((one) => one.reasons);
  show(main, "[data-irregular]", reasons.length > 0);
  find(main, "[data-irregular-list]").replaceChildren(...reasons.map(item));
}

/**
 * What the law asks of service and the answers given so far do not say: it is recorded all the same. What is not
 * answered yet is asked for by its own field.
 * @param {HTMLElement} main @param {Context} context @param {View} view
 */
function showLacking(main, { law }, view) {
  const form = find(main, "[data-service]");
  const { facts } = read(form);
  const open = fieldsOf(form).filter(({ dataset }) => dataset.required && facts[String(dataset.field)] === null);
  const service = { ...facts, ...Object.fromEntries(open.map(({ dataset }) => [dataset.field, true])) };
  const lacking = missing({ ...view, service }, law.service, londonDate(now()));
  const ahead = Boolean(facts.served_at) && Date.parse(facts.served_at) > now().getTime();
  show(form, "[data-needed]", lacking.length > 0 || ahead);
  find(form, "[data-needed-list]").replaceChildren(
    ...(ahead ? [item(find(form, "[data-say=ahead]").textContent ?? "")] : []),
    ...lacking.map(({ sentence, section, stops }) =>
      item(`${sentence} (${section})${stops ? " It will be marked irregular." : ""}`),
    ),
  );
}

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {string} caseId
 * @param {() => View} current
 * @param {() => Promise<void>} refresh
 */
async function startService(main, context, caseId, current, refresh) {
  await startAccepting(main, caseId, refresh);
  const form = find(main, "[data-service]");
  // The time is never filled in by itself: it would be the one at which this screen was opened.
  const { draft, keep } = await keepTyped(form, `${caseId}:service`, { follow: () => showLacking(main, context, current()) });
  onPress(main, find(form, "[data-now]"), async () => {
    fillSome(form, { served_at: now().toISOString() });
    keep();
  });

  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    const more = /** @type {HTMLDetailsElement} */ (find(form, "[data-more]"));
    if (problems.some(({ at }) => more.contains(at))) more.open = true;
    if (problems.length) return showProblems(main, problems);
    const { decision, by_radio: radio } = current();
    if (!decision) return;
    const confirms = radio && !radio.confirmed ? [radio] : [];
    const reliesOn = [decision, ...confirms].map(({ _ }) => ({ id: _.entry, sha256: _.sha256 }));
    await draft.become((key) =>
      record({
        kind: "notice served",
        caseId,
        facts,
        reliesOn,
        happenedAt: facts.served_at,
        signed: true,
        draft: key,
      }),
    );
    await refresh();
    const deadline = find(main, ".deadline");
    deadline.tabIndex = -1;
    deadline.focus();
    await drain().catch(() => {});
    await refresh();
  });
}
