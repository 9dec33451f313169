/** The notice on paper: the PDF to print, its words read out one by one for a pre-printed sheet, and which sheet was used. */
import { nextHearing } from "../court.js";
import { shortHash, textHash } from "../notice.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { Draft, keepTyped } from "../parts/draft.js";
import { NoticeIn } from "../parts/notice_in.js";
import { fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, followCase, onPress, say, show, showCaseLine } from "../parts/screen.js";
import { confirmed } from "../parts/words.js";
import { moment } from "../parts/times.js";

/** @import {Context, Law, Section, View} from "../types.js" */

/** What a document is called where it is saved: "The notice in Welsh". @param {string} document */
const nameOfDocument = (document) => `The ${document}`;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const dictation = new Dictation(main, context.caseId ?? "");
  const notice = new NoticeIn(main, find(main, "[data-dictate]"), context, (lines, words) => dictation.follow(lines, words));
  const stop = await followCase(
    main,
    context,
    (view) => showAll(main, context, view, notice),
    (caseId, view, refresh) => startForms(main, caseId, view, refresh),
  );
  return () => {
    stop();
    dictation.stop();
  };
}

/** @param {View} view */
const authorised = ({ decision }) => decision?._.kind === "notice authorised" && confirmed(decision);

/** @param {HTMLElement} main @param {Context} context @param {View} view @param {NoticeIn} notice */
async function showAll(main, context, view, notice) {
  showCaseLine(main, view);
  show(main, "[data-none]", !authorised(view));
  show(main, "[data-paper]", authorised(view));
  if (!authorised(view)) return;
  const { decision, service, court } = view;
  const from = [decision, service, nextHearing(court)];
  // A translation's sheet is checked against the text that was signed, too.
  say(main, "[data-hash]", shortHash(await textHash(decision?.text ?? [])));
  await notice.follow(view);
  const made = view.documents.filter(({ entry }) => from.some((one) => one?._.entry === entry));
  show(main, "[data-not-yet]", !made.some(({ entry }) => entry === decision?._.entry));
  find(main, "[data-documents]").replaceChildren(...made.map((one) => documentItem(main, context.law, view, one)));
  show(main, "[data-nothing]", !view.printed.length);
  find(main, "[data-sheets]").replaceChildren(...view.printed.map((one) => sheetItem(main, view, one)));
}

/** @param {HTMLElement} main @param {Law} law @param {View} view @param {Section} made */
function documentItem(main, { languages }, view, made) {
  const shown = copy(main, "[data-document]");
  const link = find(shown, "[data-save]");
  link.setAttribute("href", `/api/cases/${view.id}/documents/${made.sha256}`);
  link.setAttribute("hreflang", languages.find(({ spoken }) => made.document.endsWith(` in ${spoken[0]}`))?.code ?? "en");
  link.textContent = `${nameOfDocument(made.document)} (PDF, ${made.pages} pages)`;
  show(shown, "[data-boxes]", made.unprintable.length > 0);
  say(shown, "[data-signs]", made.unprintable.join(" "));
  return shown;
}

/** @param {HTMLElement} main @param {View} view @param {Section} printed */
function sheetItem(main, view, printed) {
  const shown = copy(main, "[data-sheet]");
  const what = nameOf(printed);
  for (const place of shown.querySelectorAll("[data-what]")) place.textContent = what;
  say(shown, "[data-at]", moment(printed._.made_at));
  const spoiled = view.spoiled.find((one) => one.printed === printed._.entry);
  show(shown, "[data-spoil]", !spoiled);
  show(shown, "[data-spoiled-because]", Boolean(spoiled));
  say(shown, "[data-spoiled-because]", spoiled ? `Spoiled: ${spoiled.why}` : "");
  find(shown, "[data-spoil]").addEventListener("click", () => {
    const form = find(main, "[data-form=spoiled]");
    form.hidden = false;
    form.dataset.sheet = printed._.entry;
    say(form, "[data-which]", what);
    find(form, "textarea").focus();
  });
  return shown;
}

/** @param {Section} printed */
const nameOf = ({ how, number }) => (how === "printed" ? "Printed" : `Sheet ${number ?? "without a number"}`);

/**
 * @param {HTMLElement} main @param {string} caseId
 * @param {() => View} current @param {() => Promise<void>} refresh
 */
async function startForms(main, caseId, current, refresh) {
  await startForm(main, "printed", caseId, refresh, (form, facts, problems) => {
    const at = find(form, "#printed-number");
    const used = current().printed.some(({ number }) => number && number === facts.number);
    if (facts.how === "pre-printed pad" && !facts.number) problems.push({ at, message: told(form, "number") });
    else if (used) problems.push({ at, message: told(form, "used") });
    return { kind: "notice printed", facts, on: current().decision };
  });
  await startForm(main, "spoiled", caseId, refresh, (form, facts) => {
    const sheet = current().printed.find(({ _ }) => _.entry === form.dataset.sheet) ?? null;
    return { kind: "notice spoiled", facts: { ...facts, printed: sheet?._.entry }, on: sheet };
  });
}

/** @param {HTMLElement} form @param {string} what */
const told = (form, what) => find(form, `[data-say=${what}]`).textContent ?? "";

/** @typedef {import("../parts/form.js").Problem} Problem */

/**
 * @param {HTMLElement} main @param {string} name @param {string} caseId @param {() => Promise<void>} refresh
 * @param {(form: HTMLElement, facts: Record<string, any>, problems: Problem[]) =>
 *   {kind: string, facts: Record<string, any>, on: Section | null}} entry what to record, and on what it rests
 */
async function startForm(main, name, caseId, refresh, entry) {
  const form = find(main, `[data-form=${name}]`);
  const { draft } = await keepTyped(form, `${caseId}:${name}`);
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    const { on, ...written } = entry(form, facts, problems);
    if (problems.length) return showProblems(main, problems);
    if (!on) return;
    const { entry: id, sha256 } = on._;
    await draft.become((key) => record({ ...written, caseId, reliesOn: [{ id, sha256 }], draft: key }));
    fill(form, {});
    say(form, "[data-state]", "Saved.");
    if (name === "spoiled") form.hidden = true;
    await refresh();
    await drain().catch(() => {});
    await refresh();
  });
}

/** The notice's lines, one at a time in large type; how far it came is kept, and the screen stays awake meanwhile. */
class Dictation {
  /** @type {string[]} */
  #lines = [];
  #hash = "";
  /** @type {import("../languages.js").Words | null} */
  #words = null;
  #at = -1;
  /** @type {WakeLockSentinel | null} */
  #awake = null;

  /** @param {HTMLElement} main @param {string} caseId */
  constructor(main, caseId) {
    this.main = main;
    this.draft = new Draft(`${caseId}:dictation`);
    find(main, "[data-begin]").addEventListener("click", () => this.#go(Math.max(0, this.#at) % this.#lines.length));
    find(main, "[data-next]").addEventListener("click", () => this.#go(this.#at + 1));
    find(main, "[data-back]").addEventListener("click", () => this.#go(this.#at - 1));
    document.addEventListener("visibilitychange", this.#waken);
  }

  /** Takes up where it was left, if that was this very text.
   *  @param {string[]} lines @param {import("../languages.js").Words | null} words the language they are in */
  async follow(lines, words) {
    const hash = await textHash(lines);
    this.#words = words;
    if (hash === this.#hash) return;
    this.#hash = hash;
    this.#lines = lines;
    const kept = await this.draft.load().catch(() => null);
    this.#at = kept?.hash === hash ? kept.at : -1;
    this.#show();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#waken);
    this.#sleep();
  }

  /** @param {number} at */
  #go(at) {
    this.#at = Math.min(Math.max(at, 0), this.#lines.length);
    void this.draft.save({ hash: this.#hash, at: this.#at });
    this.#show();
    if (this.#dictating) find(this.main, "[data-place]").focus();
    void this.#waken();
  }

  get #dictating() {
    return this.#at >= 0 && this.#at < this.#lines.length;
  }

  #show() {
    const { main } = this;
    show(main, "[data-dictating]", this.#dictating);
    show(main, "[data-begin]", !this.#dictating);
    show(main, "[data-written]", this.#at === this.#lines.length);
    if (!this.#dictating) return;
    const line = this.#lines[this.#at] ?? "";
    const heading = line.startsWith("# ");
    say(main, "[data-place]", `${heading ? "Heading" : "Line"}, ${this.#at + 1} of ${this.#lines.length}`);
    say(main, "[data-line]", heading ? line.slice(2) : line);
    Object.assign(find(main, "[data-line]"), { lang: this.#words?.language ?? "en", dir: this.#words?.dir ?? "ltr" });
    find(main, "[data-back]").toggleAttribute("disabled", this.#at === 0);
  }

  #waken = async () => {
    if (!this.#dictating || document.visibilityState !== "visible") return this.#sleep();
    if (this.#awake && !this.#awake.released) return;
    const held = await navigator.wakeLock?.request("screen").catch(() => null);
    this.#awake = held ?? null;
  };

  #sleep() {
    this.#awake?.release().catch(() => {});
    this.#awake = null;
  }
}
