/** For administrators: who may sign in, with what rank; enrolment links; who is on call. */
import { post } from "../api.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { ask, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, failure, find, onPress, say, show } from "../parts/screen.js";
import { moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/**
 * @typedef {{id: string, name: string, collar_number: string, rank: string | null, postings: string[], on_call:
 * boolean, enrolled: boolean, line_manager: string | null, team: string | null, district: string | null,
 * link_ends_at: string | null, waiting: Waiting | null, directory: {said: string, rank: string | null, at: string} |
 * null}} Officer
 * @typedef {{entry: string, sha256: string, rank: string, postings: string[], recorded_by: string, recorded_at: string, confirmed_by: string[]}} Waiting
 */

const SIGNED = ["rank and posting recorded", "rank confirmed", "translation approved"];
const OFFICE_KINDS = ["officer added", "on call recorded", "line management recorded", ...SIGNED];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const me = context.me;
  const { ranks, regimes } = context.law;
  /** The lowest rank that may authorise here. */
  const authorisingFrom = Object.values(regimes)
    .map(({ issuing_rank }) => issuing_rank)
    .sort((one, other) => ranks.indexOf(one) - ranks.indexOf(other))[0];
  const form = /** @type {HTMLFormElement} */ (find(main, "form[data-section=officer]"));
  /** @type {Officer | null} */
  let changing = null;

  /**
   * What was wrong before does not stand over what is done next.
   * @param {HTMLElement} target @param {() => Promise<unknown>} work
   */
  const press = (target, work) =>
    onPress(main, target, async () => {
      clearProblems(main);
      await work();
    });

  /** @param {Officer | null} officer */
  const choose = (officer) => {
    changing = officer;
    show(form, "[data-new], [data-add-title]", !officer);
    show(form, "[data-change-title], [data-cancel]", Boolean(officer));
    say(form, "[data-changing]", officer?.name);
    fill(form, officer);
    if (officer) form.scrollIntoView({ block: "start" });
    if (officer) controlsOf(find(form, "[data-field=rank]"))[0].focus({ preventScroll: true });
  };

  let waiting = 0;

  /** Says what the server has not taken yet. @returns {Promise<boolean>} whether it took something since last time */
  const showWaiting = async () => {
    const left = await showLeft(main, OFFICE_KINDS);
    const fewer = left < waiting;
    waiting = left;
    return fewer;
  };

  const refresh = async () => {
    await showWaiting();
    await showOfficers();
  };

  const line = find(main, "form[data-section=line]");
  /** @type {Officer[]} */
  let listed = [];

  const showOfficers = async () => {
    const answer = await ask(main, "/api/officers");
    form.hidden = !answer;
    line.hidden = !answer;
    listed = answer?.officers ?? [];
    if (answer) find(main, "[data-officers]").replaceChildren(...answer.officers.map(officerItem));
    if (answer) await showTranslation();
  };

  const translation = find(main, "form[data-section=translation]");
  /** @type {{language: string, name: string, wording: string, explanation: string, approved: boolean} | null} */
  let words = null;

  const showTranslation = async () => {
    /** @type {NonNullable<typeof words>[]} */
    const all = (await ask(main, "/api/translations"))?.translations ?? [];
    words = all.find(({ approved }) => !approved) ?? all[0] ?? null;
    say(translation, "[data-language]", words?.name ?? "");
    say(translation, "[data-in]", all.map(({ name }) => name).join(", "));
    translation.hidden = !words;
    show(translation, "[data-approved]", Boolean(words?.approved));
    show(translation, "[data-draft]", !words?.approved);
    say(translation, "[data-words]", words && `${words.wording.slice(0, 8)} ${words.explanation.slice(0, 8)}`);
  };

  /** @param {string} kind @param {Record<string, any>} facts @param {{id: string, sha256: string}[]} [reliesOn] */
  const write = (kind, facts, reliesOn = []) =>
    record({ kind, caseId: String(me?.installation), facts, reliesOn, signed: SIGNED.includes(kind) });

  /** @param {Officer} officer */
  function officerItem(officer) {
    const made = copy(main, "template#officer");
    say(made, "[data-name]", `${officer.name}, ${officer.collar_number}`);
    say(made, "[data-rank]", [officer.rank ?? "No rank recorded", ...officer.postings].join(", "));
    const manager = listed.find(({ id }) => id === officer.line_manager);
    const works = [manager && `answers to ${manager.name}`, officer.team, officer.district].filter(Boolean).join(", ");
    show(made, "[data-line]", works !== "");
    say(made, "[data-line-said]", works);
    show(made, "[data-enrolled]", officer.enrolled);
    show(made, "[data-not-enrolled]", !officer.enrolled);
    show(made, "[data-on-call-line], [data-call-off]", officer.on_call);
    show(made, "[data-call-on]", !officer.on_call);
    showWaits(made, officer);
    const said = officer.directory;
    show(made, "[data-directory]", said !== null);
    show(made, "[data-directory-known]", Boolean(said?.rank));
    show(made, "[data-directory-unknown]", !said?.rank);
    say(made, "[data-directory-said]", said?.said);
    say(made, "[data-directory-at]", said && moment(said.at));
    for (const button of made.querySelectorAll("button"))
      button.setAttribute("aria-label", `${button.textContent}: ${officer.name}`);
    press(find(made, "[data-link]"), async () => {
      const { link, expires_at } = await post(`/api/officers/${officer.id}/enrolment-link`, {});
      say(made, "[data-link-text]", new URL(link, location.href).href);
      say(made, "[data-expires]", moment(expires_at));
      show(made, "[data-link-made], [data-link-open]", true);
      show(made, "[data-code-made]", false);
    });
    show(made, "[data-link-open]", officer.link_ends_at !== null);
    press(find(made, "[data-code]"), async () => {
      const { code, expires_at } = await post(`/api/officers/${officer.id}/enrolment-code`, {});
      say(made, "[data-code-digits]", `${code.slice(0, 4)} ${code.slice(4)}`);
      say(made, "[data-code-expires]", moment(expires_at));
      show(made, "[data-code-made]", true);
    });
    const setOnCall = (/** @type {boolean} */ onCall) => async () => {
      await write("on call recorded", { officer: officer.id, on_call: onCall });
      await drain().catch(() => {});
      await refresh();
    };
    press(find(made, "[data-call-on]"), setOnCall(true));
    press(find(made, "[data-call-off]"), setOnCall(false));
    press(find(made, "[data-change]"), async () => choose(officer));
    return made;
  }

  /** The rank that waits for a second administrator, and whether this one may be it. @param {HTMLElement} made @param {Officer} officer */
  function showWaits(made, { id, name, waiting: waits }) {
    show(made, "[data-waits]", Boolean(waits));
    if (!waits) return;
    const others = listed.filter((one) => waits.confirmed_by.includes(one.id)).map(({ name }) => name);
    const mayConfirm = waits.confirmed_by.includes(String(me?.officer.id));
    const by = listed.find((one) => one.id === waits.recorded_by)?.name;
    say(made, "[data-waits-rank]", [waits.rank, ...waits.postings].join(", "));
    say(made, "[data-waits-by]", `Recorded by ${by ?? "somebody"}, ${moment(waits.recorded_at)}.`);
    show(made, "[data-waits-other]", others.length > 0 && !mayConfirm);
    say(made, "[data-waits-who]", others.join(" or "));
    show(made, "[data-waits-alone]", !others.length);
    show(made, "[data-confirm]", mayConfirm);
    press(find(made, "[data-confirm]"), async () => {
      await write("rank confirmed", { officer: id, rank: waits.rank }, [{ id: waits.entry, sha256: waits.sha256 }]);
      await drain().catch(() => {});
      await refresh();
    });
  }

  press(find(form, "[data-cancel]"), async () => choose(null));
  press(form, async () => {
    const { facts, problems } = read(changing ? find(form, "[data-rank-fields]") : form);
    if (problems.length) return showProblems(main, problems);
    const { name, collar_number, ...rank } = facts;
    /** @type {{id: string, sha256: string}[]} */
    const reliesOn = [];
    const officer = changing?.id ?? crypto.randomUUID();
    if (!changing) reliesOn.push(await write("officer added", { officer, name, collar_number }));
    // From here on the officer exists: a cancelled signature is made good by choosing the officer below.
    if (!changing)
      choose(/** @type {any} */ ({ id: officer, name, collar_number, ...rank, on_call: false, enrolled: false, link_ends_at: null, waiting: null, directory: null }));
    await write("rank and posting recorded", { officer, ...rank, authorising_from: authorisingFrom }, reliesOn);
    choose(null);
    await drain().catch(() => {});
    await refresh();
  });

  press(line, async () => {
    const { facts, problems } = read(line);
    /** The officer with the number in this field. @param {string} field */
    const numbered = (field) => {
      const number = facts[field]?.trim().toLowerCase();
      const found = listed.find((one) => one.collar_number.toLowerCase() === number);
      if (number && !found)
        problems.push({ at: controlsOf(find(line, `[data-field=${field}]`))[0], message: `${facts[field]} ${find(line, "[data-say=nobody]").textContent}` });
      return found?.id ?? null;
    };
    const [officer, line_manager] = [numbered("collar_number"), numbered("manager")];
    if (problems.length) return showProblems(main, problems);
    await write("line management recorded", { officer, line_manager, team: facts.team, district: facts.district });
    fill(line, null);
    await drain().catch(() => {});
    await refresh();
  });

  press(translation, async () => {
    const { facts, problems } = read(translation);
    if (problems.length) return showProblems(main, problems);
    if (!words) return;
    const { language, wording, explanation } = words;
    await write("translation approved", { language, wording, explanation, ...facts });
    await drain().catch(() => {});
    await refresh();
  });

  choose(null);
  await refresh().catch((error) => console.error(failure(error)));
  return context.changed(
    () =>
      void showWaiting()
        .then((fewer) => (fewer ? showOfficers() : null))
        .catch(() => {}),
  );
}
