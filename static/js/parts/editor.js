/**
 * One section on a recording screen: filled from what is recorded, kept as a draft on every change, read and saved as
 * an entry that replaces what it was filled from.
 */
import { record } from "../outbox.js";
import { showClearing } from "./clearing.js";
import { leaveOut, showDependent } from "./dependent.js";
import { Draft } from "./draft.js";
import { fill, fillSome, read, retype, typed } from "./form.js";
import { find, show } from "./screen.js";
import { showVersions } from "./versions.js";
import { stateOf } from "./words.js";

/** @typedef {import("./form.js").Problem} Problem */
/** @import {Section, View} from "../types.js" */

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
 * @property {() => import("../types.js").Prepared | null} [file] the photograph or document it names
 */

export class Editor {
  /** @param {HTMLElement} main @param {string} caseId @param {Definition} definition */
  constructor(main, caseId, definition) {
    this.definition = definition;
    this.caseId = caseId;
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
    const rivals = replacedBy(view, this.current);
    show(this.root, "[data-conflict]", rivals.length > 1);
    // What is typed here is a further version, and settles them by being saved.
    void showVersions(this.root, this.caseId, this.edited ? [] : rivals).catch(console.error);
    show(this.root, "[data-put-back]", this.edited && this.current !== null);
    show(this.root, "[data-clear-section]", this.edited && this.current === null);
    showClearing(this.root);
  }

  stateLine() {
    if (this.edited) return `Not saved yet. ${this.draft.said}`;
    if (this.draft.torn) return `${this.draft.said} ${stateOf(this.current)}`;
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
    const { kind, file } = this.definition;
    const { replaces } = this;
    await this.draft.become((draft) => record({ kind, caseId, facts, replaces, draft, file: file?.() }));
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
