/** The rota, for administrators and inspectors: who is on call when, its gaps, and whether their phones show alerts. */
import { record } from "../outbox.js";
import { now } from "../now.js";
import { drain } from "../sync.js";
import { ask, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read, sayMoments } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, item, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { sentence } from "../parts/words.js";

/** @import {Context} from "../types.js" */
/** @typedef {{id: string, officer: string, role: string, district: string | null, order: number, starts_at: string,
 *   ends_at: string, covers: string | null, entry: string, recorded_by: string}} Shift */
/** @typedef {{id: string, officer: string, starts_at: string, ends_at: string | null, reason: string | null,
 *   entry: string, recorded_by: string}} OffDuty */
/** @typedef {{device: string | null, since: string, state: string, at: string | null, shown_at: string | null,
 *   why: string | null}} Phone */
/** @typedef {{id: string, name: string, rank: string | null, on_call: boolean, telephone: string | null,
 *   phones: Phone[]}} Officer */

const KINDS = ["shift recorded", "shift withdrawn", "off duty recorded", "telephone recorded"];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const [shiftForm, offForm, numberForm] = ["shift", "off", "number"].map(
    (name) => /** @type {HTMLFormElement} */ (find(main, `form[data-section=${name}]`)),
  );
  /** @type {Map<string, Officer>} */
  let officers = new Map();
  /** @type {Shift | null} */
  let changing = null;
  show(main, "form[data-administrator]", Boolean(context.me?.officer.postings.includes("administrator")));
  for (const form of [shiftForm, offForm]) form.addEventListener("input", () => sayMoments(form));

  /** @param {string} id */
  const nameOf = (id) => officers.get(id)?.name ?? (id === "system" ? "the system" : "an officer who keeps the rota");

  const refresh = async () => {
    await showLeft(main, KINDS);
    const rota = await ask(main, "/api/rota");
    find(main, "[data-rota]").hidden = !rota;
    if (!rota) return;
    officers = new Map(rota.officers.map((/** @type {Officer} */ one) => [one.id, one]));
    fillPicks(rota);
    show(main, "[data-gaps]", rota.gaps.length > 0);
    find(main, "[data-gap-list]").replaceChildren(
      ...rota.gaps.map((/** @type {{starts_at: string, ends_at: string}} */ one) =>
        item(`from ${moment(one.starts_at)} to ${moment(one.ends_at)}`),
      ),
    );
    showNow(rota);
    show(main, "[data-no-texts]", !rota.texts);
    show(main, "[data-no-shifts]", !rota.shifts.length);
    find(main, "[data-shifts]").replaceChildren(...rota.shifts.map(shiftCard));
    show(main, "[data-off-duty]", rota.off_duty.length > 0);
    find(main, "[data-off-list]").replaceChildren(...rota.off_duty.map(offCard));
    const needed = new Set(rota.shifts.map((/** @type {Shift} */ one) => one.officer));
    const reached = rota.officers.filter((/** @type {Officer} */ one) => one.on_call || needed.has(one.id));
    find(main, "[data-officers]").replaceChildren(...reached.map((/** @type {Officer} */ one) => reachedCard(main, one)));
  };

  /** The officers and districts to choose from, and what was chosen. @param {any} rota */
  function fillPicks(rota) {
    const people = rota.officers.map((/** @type {Officer} */ one) => [one.id, `${one.name}, ${one.rank}`]);
    for (const select of all(main, "select")) {
      const field = select.closest("[data-field]")?.getAttribute("data-field");
      const choices =
        field === "officer" || field === "covers"
          ? people
          : field === "district"
            ? rota.districts.map((/** @type {string} */ one) => [one, one])
            : null;
      if (!choices) continue;
      const list = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (select));
      const { value } = list;
      list.replaceChildren(
        ...[["", field === "district" ? "Whole force" : "Choose"], ...choices].map(([id, text]) => new Option(text, id)),
      );
      list.value = value;
    }
  }

  /** @param {any} rota */
  function showNow({ now: { authorising, inspectors, telephone } }) {
    const line = (/** @type {any} */ one, /** @type {string} */ as) =>
      item(`${one.name}${as}${one.district ? `, ${one.district}` : ""}${one.until ? `, until ${moment(one.until)}` : ""}`);
    find(main, "[data-now]").replaceChildren(
      ...authorising.map((/** @type {any} */ one) => line(one, "")),
      ...inspectors.map((/** @type {any} */ one) => line(one, ", duty inspector")),
    );
    show(main, "[data-nobody]", !authorising.length && !inspectors.length);
    show(main, "[data-ring-line]", Boolean(telephone));
    say(main, "[data-ring]", telephone);
  }

  /** @param {Shift} shift */
  function shiftCard(shift) {
    const made = copy(main, "template#shift");
    say(made, "[data-name]", nameOf(shift.officer));
    say(made, "[data-what]", `${sentence(shift.role)}, ${shift.district ?? "whole force"}, asked ${ordinal(shift.order)}`);
    say(made, "[data-when]", `${moment(shift.starts_at)} to ${moment(shift.ends_at)}`);
    show(made, "[data-covers-line]", Boolean(shift.covers));
    say(made, "[data-covers]", shift.covers && nameOf(shift.covers));
    say(made, "[data-by]", nameOf(shift.recorded_by));
    const [change, withdraw] = [find(made, "[data-change-shift]"), find(made, "[data-withdraw]")];
    for (const button of [change, withdraw])
      button.setAttribute("aria-label", `${button.textContent}: ${nameOf(shift.officer)}, ${moment(shift.starts_at)}`);
    onPress(main, change, async () => choose(shift));
    let sure = false;
    onPress(main, withdraw, async () => {
      const said = find(withdraw, "[data-sure]");
      if (!sure) {
        sure = true;
        said.textContent = said.dataset.sure ?? "";
        withdraw.removeAttribute("aria-label");
        return;
      }
      await write("shift withdrawn", { shift: shift.id, reason: null });
    });
    return made;
  }

  /** @param {OffDuty} off */
  function offCard(off) {
    const made = copy(main, "template#off");
    say(made, "[data-name]", nameOf(off.officer));
    say(made, "[data-when]", `From ${moment(off.starts_at)} ${off.ends_at ? `to ${moment(off.ends_at)}` : "until further notice"}`);
    show(made, "[data-reason-line]", Boolean(off.reason));
    say(made, "[data-reason]", off.reason);
    say(made, "[data-by]", nameOf(off.recorded_by));
    const back = find(made, "[data-back]");
    back.hidden = Date.parse(off.starts_at) > now().getTime();
    back.setAttribute("aria-label", `${back.textContent}: ${nameOf(off.officer)}`);
    onPress(main, back, async () => {
      const { id: period, officer, reason } = off;
      const ends_at = now().toISOString().replace(/\.\d+Z/, "+00:00");
      await write("off duty recorded", { period, officer, starts_at: whole(off.starts_at), ends_at, reason }, [off.entry]);
    });
    return made;
  }

  /** @param {Shift | null} shift */
  function choose(shift) {
    changing = shift;
    clearProblems(main);
    fill(shiftForm, shift);
    show(shiftForm, "[data-new]", !shift);
    show(shiftForm, "[data-change], [data-cancel]", Boolean(shift));
    if (!shift) return;
    shiftForm.scrollIntoView({ block: "start" });
    controlsOf(shiftForm)[0].focus({ preventScroll: true });
  }

  /** @param {string} kind @param {Record<string, any>} facts @param {string[]} [replaces] */
  async function write(kind, facts, replaces = []) {
    clearProblems(main);
    await record({ kind, caseId: String(context.me?.installation), facts, replaces });
    await drain().catch(() => {});
    await refresh();
  }

  /** What is wrong with a time that ends before it starts, beside that field. @param {HTMLFormElement} form
   *  @param {Record<string, any>} facts */
  function order(form, { starts_at, ends_at }) {
    const wrong = starts_at && ends_at && Date.parse(ends_at) <= Date.parse(starts_at);
    const [at] = controlsOf(find(form, "[data-field=ends_at]"));
    return wrong ? [{ at, message: "Enter an end that is later than the start" }] : [];
  }

  onPress(main, find(shiftForm, "[data-cancel]"), async () => choose(null));
  onPress(main, shiftForm, async () => {
    const { facts, problems } = read(shiftForm);
    problems.push(...order(shiftForm, facts));
    if (facts.covers && facts.covers === facts.officer) {
      const [at] = controlsOf(find(shiftForm, "[data-field=covers]"));
      problems.push({ at, message: "Choose another officer, or nobody" });
    }
    if (problems.length) return showProblems(main, problems);
    const shift = changing?.id ?? crypto.randomUUID();
    await write("shift recorded", { shift, ...facts }, changing ? [changing.entry] : []);
    choose(null);
  });
  onPress(main, offForm, async () => {
    const { facts, problems } = read(offForm);
    problems.push(...order(offForm, facts));
    if (problems.length) return showProblems(main, problems);
    await write("off duty recorded", { period: crypto.randomUUID(), ...facts });
    fill(offForm, null);
  });
  onPress(main, numberForm, async () => {
    const { facts, problems } = read(numberForm);
    if (facts.telephone && !/^\+?[0-9][0-9 ]{2,19}$/.test(facts.telephone)) {
      const [at] = controlsOf(find(numberForm, "[data-field=telephone]"));
      problems.push({ at, message: "Enter a telephone number, like 07700 900123" });
    }
    if (problems.length) return showProblems(main, problems);
    await write("telephone recorded", facts);
    fill(numberForm, null);
  });
  await refresh();
}

/** @param {HTMLElement} main @param {Officer} officer */
function reachedCard(main, officer) {
  const made = copy(main, "template#reached");
  say(made, "[data-name]", officer.name);
  say(made, "[data-number]", officer.telephone ?? "No telephone number");
  show(made, "[data-standing]", officer.on_call);
  const phones = officer.phones.map(stateOf);
  find(made, "[data-phones]").replaceChildren(
    ...(phones.length ? phones : ["No phone of theirs takes alerts: text or ring them"]).map((text) => {
      const line = item(text);
      line.classList.toggle("task--needs", !text.startsWith("Shows alerts"));
      return line;
    }),
  );
  return made;
}

/** How a phone stands, in a line. @param {Phone} phone */
function stateOf({ state, at, shown_at, why }) {
  const last = shown_at ? `, last ${moment(shown_at)}` : "";
  if (state === "shown") return `Shows alerts${last}`;
  if (state === "failed") return `Does not take alerts (${why})${last ? `; showed one${last}` : ""}`;
  if (state === "taken" && at) return `Has not shown the alert of ${moment(at)}${last ? `; showed one${last}` : ""}`;
  return state === "never" ? "Not tried yet" : "An alert is on its way";
}

/** @param {number} order */
const ordinal = (order) => ["first", "second", "third"][order - 1] ?? `as number ${order}`;

/** To the second, as entries write it. @param {string} iso */
const whole = (iso) => iso.replace(/\.\d+/, "");
