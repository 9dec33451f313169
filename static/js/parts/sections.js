/**
 * Editing the sections of a case: filled from what is recorded, kept as a draft on every change, saved together.
 * A section that is complete becomes an entry; one that is not stays a draft, and the screen says what it lacks.
 */
import { drain } from "../sync.js";
import { startClearing } from "./clearing.js";
import { showDependent } from "./dependent.js";
import { Editor } from "./editor.js";
import { controlsOf, sayMoments } from "./form.js";
import { isSure, startGroups } from "./groups.js";
import { clearProblems, openAround, showProblem, showProblems } from "./problems.js";
import { all, awaitCase, find, onPress, openScreenCase, readCase, show } from "./screen.js";

export { replacedBy } from "./editor.js";

/** @typedef {import("./editor.js").Definition} Definition */
/** @import {Context, View} from "../types.js" */

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
