/** For the custody sergeant: who is held, on which clocks, what is to be done before release; bail and the notice. */
import { inWords } from "../clocks.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { now } from "../now.js";
import { alarm, ask, keepFresh, refill, showLeft } from "../parts/desk.js";
import { Draft } from "../parts/draft.js";
import { controlsOf, fill, fillSome, read, retype, sayMoments, typed } from "../parts/form.js";
import { startGroups } from "../parts/groups.js";
import { takeOver } from "../parts/handing_over.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, item, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/** @typedef {Record<string, any>} Line as GET /api/custody has it */

const AGAIN_MS = 2 * 60_000;

/** What each form records, and the fact that says when it happened. */
const FORMS = {
  bail: { kind: "bail or release decision recorded", time: "decided_at" },
  release: { kind: "respondent released", time: "released_at" },
};
const KINDS = Object.values(FORMS).map(({ kind }) => kind);

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {Line | null} */
  let chosen = null;
  /** @type {Draft | null} */
  let draft = null;
  const station = /** @type {HTMLSelectElement} */ (find(main, "#custody-station"));

  /** Opens one form, about one respondent. @param {string} name @param {Line | null} line */
  const choose = async (name, line) => {
    chosen = line;
    clearProblems(main);
    for (const form of all(main, "form")) {
      form.hidden = !line || form.dataset.form !== name;
      fill(form, null);
      say(form, "[data-which]", line?.reference ?? "");
      say(form, "[data-whom]", line?.respondent ?? "");
    }
    if (!line) return;
    const form = find(main, `form[data-form=${name}]`);
    const said = () => say(form, "[data-state]", `Not saved yet. ${draft?.said ?? ""}`);
    draft = new Draft(`${line.case}:${form.dataset.kept}`, said);
    if (name === "release") {
      show(form, "[data-unserved]", line.stage === "authorised");
      fillSome(form, { station: line.station ?? null });
    }
    const kept = await draft.load().catch(() => null);
    if (kept) retype(form, kept);
    form.scrollIntoView({ block: "start" });
    controlsOf(form)[0].focus({ preventScroll: true });
  };

  /** @type {Line[]} */
  let lines = [];
  const list = () => {
    const here = lines.filter((line) => !station.value || place(line) === station.value);
    refill(find(main, "[data-cases]"), here.map(card));
    show(main, "[data-none]", !here.length);
  };
  const refresh = async () => {
    await showLeft(main, KINDS);
    const answer = await ask(main, "/api/custody");
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    lines = answer.cases;
    const stations = [...new Set(lines.map(place).filter(Boolean))].sort();
    const was = station.value;
    station.replaceChildren(new Option("All stations", ""), ...stations.map((one) => new Option(one, one)));
    station.value = stations.includes(was) ? was : "";
    show(main, "[data-stations]", stations.length > 1);
    list();
  };
  station.addEventListener("change", list);

  /** @param {Line} line */
  function card(line) {
    const made = copy(main, "template#held");
    made.classList.toggle("card--attention", line.alarms.length > 0);
    say(made, "[data-reference]", line.reference ?? "No reference");
    say(made, "[data-name]", line.respondent);
    find(made, "[data-alarms]").replaceChildren(...line.alarms.map(alarm));
    show(made, "[data-to-serve]", line.stage === "authorised");
    row(made, "[data-station]", line.station);
    row(made, "[data-stands]", stands(line));
    const { detention, bail } = line;
    row(made, "[data-detention]", detention && `Arrived ${moment(detention.since)}. Ends ${moment(detention.until)}`);
    row(made, "[data-breach]", line.arrests.map(breach).join("\n"));
    row(made, "[data-conditions]", line.conditions.join("\n"));
    row(made, "[data-bail]", bail && [`${bail.decision}, ${moment(bail.decided_at)}`, ...bail.conditions, bail.until && `Surrenders ${moment(bail.until)}`].filter(Boolean).join("\n"));
    row(made, "[data-released]", line.released_at && moment(line.released_at));
    show(made, "[data-compared]", Boolean(bail?.compared.length));
    find(made, "[data-compared-list]").replaceChildren(
      ...(bail?.compared ?? []).map((/** @type {Line} */ one) => item(`${find(main, `[data-how="${one.how}"]`).textContent}: ${one.sentence}`)),
    );
    show(made, "[data-open-line]", line.readable && line.stage !== "requested");
    find(made, "[data-open]").setAttribute("href", `/notice#${line.case}`);
    const mayServe = line.stage === "authorised" && Boolean(context.me?.officer.constable);
    show(made, "[data-take-over]", mayServe);
    onPress(main, find(made, "[data-take-over]"), async () => {
      await takeOver(line.case, null);
      await drain().catch(() => {});
      await context.go(`/notice#${line.case}`);
    });
    for (const name of Object.keys(FORMS)) {
      const button = find(made, `[data-choose=${name}]`);
      button.hidden = name === "release" && Boolean(line.released_at);
      button.setAttribute("aria-label", `${button.textContent}: ${line.reference ?? line.respondent}`);
      onPress(main, button, () => choose(name, line));
    }
    return made;
  }

  for (const cancel of all(main, "[data-cancel]")) onPress(main, cancel, () => choose("", null));
  for (const [name, { kind, time }] of Object.entries(FORMS)) {
    const form = find(main, `form[data-form=${name}]`);
    const keep = () => {
      sayMoments(form);
      void draft?.save(typed(form));
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    startGroups(form, keep);
    onPress(main, find(form, "[data-now]"), async () => {
      fillSome(form, { [time]: now().toISOString() });
      keep();
    });
    onPress(main, form, async () => {
      clearProblems(main);
      const { facts, problems } = read(form);
      if (problems.length) return showProblems(main, problems);
      const { case: caseId, bail } = /** @type {Line} */ (chosen);
      const replaces = name === "bail" && bail ? [bail.entry] : [];
      await draft?.become((key) => record({ kind, caseId, facts, happenedAt: facts[time], replaces, draft: key }));
      await choose("", null);
      await drain().catch(() => {});
      await refresh();
      show(main, "[data-recorded]", true);
      const said = find(main, "[data-recorded]");
      said.focus();
      said.scrollIntoView({ block: "start" });
    });
  }
  await refresh();
  return keepFresh(context, find(main, "[data-cases]"), AGAIN_MS, refresh);
}

/** @param {Line} line */
const place = ({ station }) => (station ?? "").trim();

/** @param {Line} line */
function stands({ what, requested_at: requested, authorised_at: authorised, served_at: served, by_radio: byRadio }) {
  if (requested) return `${what} requested ${moment(requested)}, not decided yet`;
  if (authorised) return `${what} authorised ${moment(authorised)}, not served`;
  if (served) return `${what} served ${moment(served)}${byRadio ? ", REPORTED BY RADIO, NOT CONFIRMED" : ""}`;
  return what;
}

/** @param {Line} arrest */
const breach = ({ of, arrested_at: at, by, custody_number: number }) =>
  `${by ? `By ${inWords(by)}` : "Not known by when"}. Arrested ${moment(at)} for breach of the ${of}${number ? ` (${number})` : ""}. No police bail.`;

/** @param {HTMLElement} made @param {string} selector @param {string | null} text */
function row(made, selector, text) {
  const cell = find(made, selector);
  cell.textContent = text ?? "";
  if (cell.parentElement) cell.parentElement.hidden = !text;
}
