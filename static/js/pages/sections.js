/**
 * Editing the sections of a case: filled from what is recorded, kept as a draft on every change, saved together.
 * A section that is complete becomes an entry; one that is not stays a draft, and the screen says what it lacks.
 */
import { record } from "../outbox.js";
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";
import { drain } from "../sync.js";
import { controlsOf, fill, read, retype, sayMoments, typed } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { awaitCase, find, onPress, openScreenCase, readCase, show } from "./screen.js";
import { stateOf } from "./words.js";

/** @typedef {import("./form.js").Problem} Problem */
/** @import {Context, Section, View} from "../types.js" */

/**
 * One section of a screen. `fixed` gives the facts no field asks for; `more` handles fields that `form.js` does not know;
 * `check` finds what is wrong between fields.
 * @typedef {object} Definition
 * @property {string} key
 * @property {string} kind
 * @property {(view: View) => Section | null} current
 * @property {(current: Section | null) => Record<string, any>} [fixed]
 * @property {{fill: (root: HTMLElement, facts: Section | null) => void, read: (root: HTMLElement) => import("./form.js").Reading}} [more]
 * @property {(facts: Record<string, any>, root: HTMLElement) => Problem[]} [check]
 */

class Editor {
  /** @param {HTMLElement} main @param {string} caseId @param {Definition} definition */
  constructor(main, caseId, definition) {
    this.definition = definition;
    this.root = find(main, `[data-section="${definition.key}"]`);
    this.draft = new Draft(`${caseId}:${definition.key}`);
    /** @type {Section | null} */
    this.current = null;
    /** @type {string[]} */
    this.replaces = [];
    this.clean = "";
  }

  /** Shows what the case holds; what was typed over it is gone. @param {View} view */
  load(view) {
    const { current, more } = this.definition;
    this.current = current(view);
    this.replaces = replacedBy(view, this.current);
    fill(this.root, this.current);
    more?.fill(this.root, this.current);
    this.clean = JSON.stringify(typed(this.root));
  }

  async restoreDraft() {
    const kept = await this.draft.load();
    if (!kept) return;
    retype(this.root, kept.typed);
    this.replaces = kept.replaces;
  }

  get touched() {
    return JSON.stringify(typed(this.root)) !== this.clean;
  }

  keep() {
    if (this.touched) this.draft.save({ typed: typed(this.root), replaces: this.replaces });
    else this.draft.drop();
  }

  /**
   * Takes in what arrived since: shown at once where nothing is typed, else settled when this is saved.
   * @param {View} view
   */
  refresh(view) {
    const now = this.definition.current(view);
    if (!this.touched) {
      if (now?._.entry !== this.current?._.entry) this.load(view);
      else this.replaces = replacedBy(view, now);
    }
    if (now?._.entry === this.current?._.entry) this.current = now;
    this.showState(view);
  }

  /** @param {View} view */
  showState(view) {
    const state = find(this.root, "[data-state]");
    state.textContent = this.touched ? "Not saved yet. Kept on this phone as a draft." : stateOf(this.current);
    state.classList.toggle("section-state--draft", this.touched);
    show(this.root, "[data-conflict]", replacedBy(view, this.current).length > 1);
  }

  /** @returns {import("./form.js").Reading} */
  read() {
    const { more, check, fixed } = this.definition;
    const { facts, problems } = read(this.root);
    const rest = more?.read(this.root);
    const whole = { ...fixed?.(this.current), ...facts, ...rest?.facts };
    return { facts: whole, problems: [...problems, ...(rest?.problems ?? []), ...(check?.(whole, this.root) ?? [])] };
  }

  /** @param {string} caseId @param {Record<string, any>} facts */
  async save(caseId, facts) {
    await record({ kind: this.definition.kind, caseId, facts, replaces: this.replaces });
    await this.draft.drop();
  }
}

/** The writes of one draft, one after another, the last one winning. */
class Draft {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** @returns {Promise<any>} */
  load() {
    return loadDraft(this.key);
  }

  /** @param {object} value */
  save(value) {
    return this.#then(() => saveDraft(this.key, value));
  }

  drop() {
    return this.#then(() => dropDraft(this.key));
  }

  /** @param {() => Promise<unknown>} write */
  #then(write) {
    this.last = this.last.then(write, write);
    return this.last.catch((error) => console.error("A draft was not kept", error.name));
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
 * Runs a recording screen. `next` is the page to go on to once everything touched is saved.
 * @param {HTMLElement} main @param {Context} context @param {Definition[]} definitions
 * @param {{next: string, onLoad?: (view: View) => void, onType?: () => void}} options
 * @returns {Promise<() => void>} what to do before leaving
 */
export async function editSections(main, context, definitions, { next, onLoad, onType }) {
  const opened = await openScreenCase(main, context);
  const caseId = context.caseId;
  if (!opened || !caseId) {
    show(main, "[data-section], [data-save-hint], .save, .steps", false);
    return awaitCase(context);
  }
  let view = opened;
  onLoad?.(view);
  const editors = definitions.map((definition) => new Editor(main, caseId, definition));
  for (const editor of editors) {
    editor.load(view);
    await editor.restoreDraft();
    editor.showState(view);
    const typedIn = () => {
      editor.keep();
      sayMoments(editor.root);
      editor.showState(view);
      onType?.();
    };
    editor.root.addEventListener("input", typedIn);
    editor.root.addEventListener("change", typedIn);
  }
  onType?.();

  onPress(main, find(main, "[data-save]"), async () => {
    clearProblems(main);
    const touched = editors.filter((editor) => editor.touched);
    const readings = touched.map((editor) => ({ editor, ...editor.read() }));
    for (const { editor, facts, problems } of readings) if (!problems.length) await editor.save(caseId, facts);
    const saved = readings.filter(({ problems }) => !problems.length).map(({ editor }) => editor);
    view = (await readCase(caseId)) ?? view;
    for (const editor of saved) editor.load(view);
    for (const editor of editors) editor.showState(view);
    if (saved.length) drain().catch(() => {});
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
 * @returns {HTMLElement}
 */
export const controlOf = (root, field) => controlsOf(find(root, `[data-field="${field}"]`))[0];
