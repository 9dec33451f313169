/**
 * Editing the sections of a case: filled from what is recorded, kept as a draft on every change, saved together.
 * A section that is complete becomes an entry; one that is not stays a draft, and the screen says what it lacks.
 */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { showClearing, startClearing } from "./clearing.js";
import { leaveOut, showDependent } from "./dependent.js";
import { Draft } from "./draft.js";
import { controlsOf, fill, fillSome, read, retype, sayMoments, typed } from "./form.js";
import { isSure, startGroups } from "./groups.js";
import { clearProblems, openAround, showProblem, showProblems } from "./problems.js";
import { all, awaitCase, find, onPress, openScreenCase, readCase, show } from "./screen.js";
import { stateOf } from "./words.js";

/** @typedef {import("./form.js").Problem} Problem */
/** @import {Context, Section, View} from "../types.js" */

/**
 * One section of a screen. `fixed` gives the facts no field asks for; `more` handles fields that `form.js` does not know;
 * `check` finds what is wrong between fields; `suggest` gives what is known from elsewhere, for a section never saved.
 * @typedef {object} Definition
 * @property {string} key
 * @property {string} kind
 * @property {(view: View) => Section | null} current
 * @property {(current: Section | null) => Record<string, any>} [fixed]
 * @property {{fill: (root: HTMLElement, facts: Section | null) => void, read: (root: HTMLElement) => import("./form.js").Reading}} [more]
 * @property {(facts: Record<string, any>, root: HTMLElement) => Problem[]} [check]
 * @property {(view: View, root: HTMLElement) => Record<string, any>} [suggest]
 */

class Editor {
  /** @param {HTMLElement} main @param {string} caseId @param {Definition} definition */
  constructor(main, caseId, definition) {
    this.definition = definition;
    this.root = find(main, `[data-section="${definition.key}"]`);
    this.draft = new Draft(`${caseId}:${definition.key}`, () => this.view && this.showState(this.view));
    /** The case as it was shown last. @type {View | null} */
    this.view = null;
    /** @type {Section | null} */
    this.current = null;
    /** @type {string[]} */
    this.replaces = [];
    this.clean = "";
    /** What was filled in by suggestion, as typed; "" where nothing was. */
    this.suggested = "";
    /** What was read last, as typed. */
    this.saving = "";
    /** Whether saving stopped already at what was suggested and is not enough by itself. */
    this.stopped = false;
  }

  /** Shows what the case holds; what was typed over it is gone. @param {View} view */
  load(view) {
    const { current, more } = this.definition;
    this.current = current(view);
    this.replaces = replacedBy(view, this.current);
    fill(this.root, this.current);
    more?.fill(this.root, this.current);
    showDependent(this.root);
    this.clean = this.now;
    fillSome(this.root, this.suggestions(view));
    this.suggested = this.now === this.clean ? "" : this.now;
  }

  /** What is known from elsewhere, where nothing was ever saved here. @param {View} view */
  suggestions(view) {
    const known = this.current ? {} : (this.definition.suggest?.(view, this.root) ?? {});
    return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined));
  }

  /** @returns {Promise<{focus?: string, at?: number} | null>} where it was typed last, and when */
  async restoreDraft() {
    const kept = await this.draft.load();
    if (!kept) return null;
    retype(this.root, kept.typed);
    this.replaces = kept.replaces;
    showDependent(this.root);
    return kept;
  }

  get now() {
    return JSON.stringify(typed(this.root));
  }

  /** Whether it differs from what is recorded, so that saving keeps it. */
  get touched() {
    return this.now !== this.clean;
  }

  /** Whether there are versions of it that somebody must settle. */
  get rivalled() {
    return this.replaces.length > 1;
  }

  /** Whether somebody typed here: what is only suggested is no draft. */
  get edited() {
    return this.now !== (this.suggested || this.clean);
  }

  /** @param {string} [focus] the id of the control that is typed in */
  keep(focus) {
    if (this.edited) this.draft.save({ typed: typed(this.root), replaces: this.replaces, focus, at: Date.now() });
    else this.draft.drop();
  }

  /**
   * Takes in what arrived since: shown at once where nothing is typed, else settled when this is saved.
   * @param {View} view
   */
  refresh(view) {
    const now = this.definition.current(view);
    if (!this.edited) {
      if (now?._.entry !== this.current?._.entry) this.load(view);
      else this.replaces = replacedBy(view, now);
    }
    if (now?._.entry === this.current?._.entry) this.current = now;
    this.showState(view);
  }

  /** @param {View} view */
  showState(view) {
    this.view = view;
    const state = find(this.root, "[data-state]");
    const said = this.stateLine();
    if (state.textContent !== said) state.textContent = said;
    state.classList.toggle("section-state--draft", this.edited);
    show(this.root, "[data-conflict]", replacedBy(view, this.current).length > 1);
    show(this.root, "[data-put-back]", this.edited && this.current !== null);
    show(this.root, "[data-clear-section]", this.edited && this.current === null);
    showClearing(this.root);
  }

  stateLine() {
    if (this.edited) return `Not saved yet. ${this.draft.said}`;
    if (!this.touched) return stateOf(this.current);
    const rest = this.reading().problems.length ? " Answer the rest to save this." : "";
    return `Filled in from what is recorded already: check it.${rest}`;
  }

  /** What is about to be saved. @returns {import("./form.js").Reading} */
  read() {
    this.saving = this.now;
    return this.reading();
  }

  /** @returns {import("./form.js").Reading} */
  reading() {
    const { more, check, fixed } = this.definition;
    const { facts, problems } = leaveOut(this.root, read(this.root));
    const rest = more?.read(this.root);
    const whole = { ...fixed?.(this.current), ...facts, ...rest?.facts };
    return { facts: whole, problems: [...problems, ...(rest?.problems ?? []), ...(check?.(whole, this.root) ?? [])] };
  }

  /** @param {string} caseId @param {Record<string, any>} facts */
  async save(caseId, facts) {
    const { kind } = this.definition;
    await this.draft.become((draft) => record({ kind, caseId, facts, replaces: this.replaces, draft }));
  }

  /** Shows what was saved; what was typed while it was being saved stays, as a draft. @param {View} view */
  saved(view) {
    if (this.now === this.saving) return this.load(view);
    this.current = this.definition.current(view);
    this.replaces = replacedBy(view, this.current);
    [this.clean, this.suggested] = [this.saving, ""];
    this.keep();
  }

  /** Shows what is recorded, or nothing, in place of what was typed. @param {View} view */
  async putBack(view) {
    this.load(view);
    await this.draft.drop();
  }
}

/**
 * Puts the officer back where they typed last, once the screen takes typing; not if they went elsewhere meanwhile.
 * @param {HTMLElement} main @param {string} id @param {number} [tries]
 */
function returnTo(main, id, tries = 100) {
  const control = document.getElementById(id);
  if (!control || !main.isConnected || !tries) return;
  if (control.closest("[inert]")) {
    setTimeout(() => returnTo(main, id, tries - 1), 20);
  } else if (!main.contains(document.activeElement) || document.activeElement === main) {
    openAround(control);
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  }
}

/**
 * The ids a new version of `current` replaces: it, and any other version not yet settled.
 * @param {View} view
 * @param {Section | null} current
 * @returns {string[]}
 */
export function replacedBy(view, current) {
  if (!current) return [];
  const rivals = (view.conflicts ?? []).filter((/** @type {string[]} */ pair) => pair.includes(current._.entry)).flat();
  return [...new Set([current._.entry, ...rivals])];
}

/**
 * Adds a section that has been put on the screen, and drops one, with its draft, that is about to be taken off.
 * @typedef {{add: (definition: Definition) => Promise<void>, remove: (key: string) => Promise<void>}} Sections
 */

/**
 * Runs a recording screen. `next` is the page to go on to once everything touched is saved; `onLoad` is called with the
 * case before its sections are filled and whenever it changed, `onType` whenever something may have been typed.
 * @param {HTMLElement} main @param {Context} context @param {Definition[]} definitions
 * @param {{next: string, onLoad?: (view: View) => void, onType?: () => void, onStart?: (sections: Sections) => void}} options
 * @returns {Promise<() => void>} what to do before leaving
 */
export async function editSections(main, context, definitions, { next, onLoad, onType, onStart }) {
  const opened = await openScreenCase(main, context);
  const caseId = context.caseId;
  if (!opened || !caseId) {
    show(main, "[data-section], [data-with-case], [data-save-hint], .save, .steps", false);
    return awaitCase(context);
  }
  let view = opened;
  onLoad?.(view);
  /** @type {Editor[]} */
  const editors = [];
  /** @param {Definition} definition */
  const begin = async (definition) => {
    const editor = new Editor(main, caseId, definition);
    editors.push(editor);
    editor.load(view);
    /** @param {Event} [event] */
    const typedIn = (event) => {
      editor.keep(event?.target instanceof Element ? event.target.id : undefined);
      sayMoments(editor.root);
      showDependent(editor.root);
      editor.showState(view);
      onType?.();
    };
    editor.root.addEventListener("input", typedIn);
    editor.root.addEventListener("change", typedIn);
    startGroups(editor.root, typedIn);
    startClearing(editor.root);
    for (const button of all(editor.root, "[data-put-back], [data-clear-section]"))
      onPress(main, button, async () => {
        if (!isSure(/** @type {HTMLButtonElement} */ (button))) return;
        clearProblems(main);
        await editor.putBack(view);
        editor.showState(view);
        onType?.();
        find(editor.root, "h2").focus();
      });
    const kept = await editor.restoreDraft();
    editor.showState(view);
    return kept;
  };
  let last = { focus: "", at: 0 };
  for (const definition of definitions) {
    const kept = await begin(definition);
    if (kept?.focus && (kept.at ?? 0) >= last.at) last = { focus: kept.focus, at: kept.at ?? 0 };
  }
  onStart?.({
    async add(definition) {
      await begin(definition);
      onType?.();
    },
    async remove(key) {
      const removed = editors.find(({ definition }) => definition.key === key);
      if (!removed) return;
      editors.splice(editors.indexOf(removed), 1);
      await removed.draft.drop();
    },
  });
  onType?.();
  if (last.focus) returnTo(main, last.focus);

  onPress(main, find(main, "[data-save]"), async () => {
    clearProblems(main);
    const due = editors.filter((editor) => editor.touched || editor.rivalled);
    const readings = due
      .map((editor) => ({ editor, ...editor.read() }))
      // What is only suggested, and not enough by itself, is asked for once; then it waits for the officer.
      .flatMap(({ editor, facts, problems }) => {
        if (!problems.length || editor.edited || editor.rivalled) return [{ editor, facts, problems }];
        if (editor.stopped) return [];
        editor.stopped = true;
        return [{ editor, facts, problems: problems.slice(0, 1) }];
      });
    /** @type {Editor[]} */
    const saved = [];
    let halfway = false;
    try {
      for (const { editor, facts, problems } of readings) {
        if (problems.length) continue;
        await editor.save(caseId, facts);
        saved.push(editor);
      }
    } catch (error) {
      if (!saved.length) throw error;
      if (/** @type {Error} */ (error).name !== "QuotaExceededError") console.error(error);
      halfway = true;
    } finally {
      // Also where one of them failed: those before it must not be written a second time.
      view = (await readCase(caseId).catch(() => null)) ?? view;
      onLoad?.(view);
      for (const editor of saved) editor.saved(view);
      for (const editor of editors) editor.showState(view);
      if (saved.length) drain().catch(() => {});
    }
    if (halfway) return showProblem(main, "Some of it is recorded: see each section. Save again for the rest.");
    const problems = readings.flatMap((reading) => reading.problems);
    if (problems.length) showProblems(main, problems);
    else await context.go(`/${next}#${caseId}`);
  });

  const stopWatching = context.changed(async () => {
    view = (await readCase(caseId).catch(() => null)) ?? view;
    onLoad?.(view);
    for (const editor of editors) editor.refresh(view);
  });
  return stopWatching;
}

/**
 * The first control of a field, to name a problem at.
 * @param {HTMLElement} root
 * @param {string} field
 * @returns {import("./form.js").Control}
 */
export const controlOf = (root, field) => controlsOf(find(root, `[data-field="${field}"]`))[0];
