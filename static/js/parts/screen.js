/** What every page module needs: the context it is started with, which case it is about, buttons that work once. */
import { openCase } from "../cases.js";
import { isAltered } from "../held.js";
import { since, stageTag } from "./words.js";
import { showProblem } from "./problems.js";

/** @import {Context, View} from "../types.js" */

/**
 * The element a screen's template promises.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`This screen has no ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/** @param {ParentNode} root @param {string} selector @returns {HTMLElement[]} */
export const all = (root, selector) => [...root.querySelectorAll(/** @type {"div"} */ (selector))];

/** @param {ParentNode} root @param {string} selector @param {boolean} shown */
export function show(root, selector, shown) {
  for (const element of all(root, selector)) element.hidden = !shown;
}

/** @param {ParentNode} root @param {string} selector @param {string | null | undefined} text */
export function say(root, selector, text) {
  find(root, selector).textContent = text ?? "";
}

/**
 * The one element a `<template>` holds, copied.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function copy(root, selector) {
  const template = /** @type {HTMLTemplateElement} */ (find(root, selector));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/** A list item that says one thing. @param {string} text */
export function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

/** Of the answers to a question, offers those of the case's Act, and one already chosen, to be changed.
 *  @param {ParentNode} root @param {string} field @param {string[] | undefined} open */
export function offerOnly(root, field, open) {
  for (const one of all(root, `[data-field=${field}] .govuk-radios__item`)) {
    const input = /** @type {HTMLInputElement} */ (find(one, "input"));
    one.hidden = Boolean(open && !open.includes(input.value) && !input.checked);
  }
}

/** Gives every `data-to` link its case. @param {ParentNode} root @param {string | null} caseId */
export function linkCase(root, caseId) {
  for (const link of all(root, "a[data-to]")) link.setAttribute("href", `/${link.dataset.to}#${caseId ?? ""}`);
}

/**
 * Opens the screen's case and shows which one it is; null (and the screen says so) if it is not on this phone.
 * @param {HTMLElement} main @param {Context} context @returns {Promise<View | null>}
 */
export async function openScreenCase(main, context) {
  linkCase(main, context.caseId);
  const view = await readCase(context.caseId);
  show(main, "[data-no-case]", !view);
  if (view) showCaseLine(main, view);
  return view;
}

/**
 * Starts the screen anew once its case has arrived.
 * @param {Context} context
 * @returns {() => void} what to do before leaving
 */
export const awaitCase = (context) =>
  context.changed(async () => {
    if (await readCase(context.caseId).catch(() => null)) await context.go(location.pathname + location.hash);
  });

/**
 * Keeps a screen about one case true: shown now, and again whenever anything changed.
 *
 * @param {HTMLElement} main @param {Context} context
 * @param {(view: View) => Promise<void>} showAll
 * @param {(caseId: string, view: () => View, refresh: () => Promise<void>) => unknown} startForm
 * @returns {Promise<() => void>} what to do before leaving
 */
export async function followCase(main, context, showAll, startForm) {
  const { caseId } = context;
  let view = /** @type {View} */ (await openScreenCase(main, context));
  if (!view || !caseId) return awaitCase(context);
  const refresh = async () => {
    view = (await readCase(caseId)) ?? view;
    await showAll(view);
  };
  await refresh();
  const warn = async () => show(main, "[data-altered]", await isAltered(caseId));
  await warn();
  await startForm(caseId, () => view, refresh);
  return context.changed(() => void Promise.all([refresh(), warn()]).catch(() => {}));
}

/** @param {string | null} caseId @returns {Promise<View | null>} */
export async function readCase(caseId) {
  if (!caseId) return null;
  const opened = await openCase(caseId).catch((/** @type {Error} */ error) => {
    if (error.name === "Locked") throw error;
    return null;
  });
  return opened && opened.entries.length ? opened.view : null;
}

/**
 * What was saved after authority was requested, or after an earlier request of which the entry is given.
 * @param {View} view @param {string} [request]
 */
export async function sinceRequest(view, request = view.request?._.entry) {
  const { entries } = await openCase(view.id);
  const found = since(view, entries, request);
  const within = entries.find(({ entry }) => entry.id === request)?.entry.relies_on ?? [];
  const takenOff = entries.some(
    ({ entry }) => view.mistaken.includes(entry.facts.person) && within.some(({ id }) => id === entry.id),
  );
  return takenOff ? { ...found, changed: [...found.changed, "somebody recorded by mistake"] } : found;
}

/** @param {ParentNode} root @param {View} view */
export function showCaseLine(root, view) {
  const line = find(root, "[data-case-line]");
  line.hidden = false;
  say(line, "[data-reference]", view.reference ?? "No reference yet");
  showStage(find(line, "[data-stage]"), view);
}

/** Links to where something is typed and not saved. @param {ParentNode} root @param {string[]} drafted screens */
export function showDrafted(root, drafted) {
  show(root, "[data-unsaved]", drafted.length > 0);
  for (const one of all(root, "[data-unsaved-on]")) one.hidden = !drafted.includes(one.dataset.unsavedOn ?? "");
}

/** @param {HTMLElement} tag @param {View} view */
export function showStage(tag, view) {
  const { name, colour } = stageTag(view);
  const unsure = view.telephone && view.telephone.state !== "confirmed";
  tag.textContent = unsure ? `${name}, ${view.telephone?.state === "differs" ? "IN DOUBT" : "unconfirmed"}` : name;
  tag.className = `govuk-tag govuk-tag--${colour}`;
}

/**
 * Runs `work` when `target` is pressed (or a form sent), never twice at once, and shows what went wrong.
 * @param {HTMLElement} main @param {HTMLElement} target @param {(event: Event) => Promise<unknown>} work
 */
export function onPress(main, target, work) {
  let busy = false;
  target.addEventListener(target instanceof HTMLFormElement ? "submit" : "click", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    target.setAttribute("aria-busy", "true");
    try {
      await work(event);
    } catch (error) {
      showProblem(main, failure(/** @type {Error} */ (error)));
    } finally {
      busy = false;
      target.removeAttribute("aria-busy");
    }
  });
}

/** What to tell the officer about an error nobody expected. @param {Error & {reasons?: {message: string}[]}} error */
export function failure(error) {
  if (wasCancelled(error))
    return "Not signed: the passkey was cancelled or took too long. Nothing was recorded. Press again to sign.";
  if (error.name === "Unreachable") return "No connection. Try again when you have signal.";
  if (error.name === "QuotaExceededError")
    return "This phone is full, so this was not saved. Keep this screen open, free some space, and save again.";
  if (error.name === "ApiError")
    return [error.message, ...(error.reasons ?? []).map((reason) => reason.message)].join(" ");
  console.error(error);
  return "That did not work, and nothing was recorded. Try again.";
}

/** @param {Error} error */
export const wasCancelled = (error) =>
  error.name === "SigningCancelled" || error.name === "NotAllowedError" || error.name === "AbortError";

/** The notice's lines as headings and paragraphs. @param {HTMLElement} root @param {readonly string[]} lines */
export function showNotice(root, lines) {
  root.replaceChildren(
    ...lines.map((line, index) => {
      const heading = line.startsWith("# ");
      const made = document.createElement(heading ? (index === 0 ? "h3" : "h4") : "p");
      made.textContent = heading ? line.slice(2) : line;
      return made;
    }),
  );
}
