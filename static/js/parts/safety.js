/** What must be seen before anything else: what endangers officers, and when detention without charge ends. */
import { inWords } from "../clocks.js";
import { now } from "../now.js";
import { find, item, say, show } from "./screen.js";
import { ago } from "./times.js";
import { dangersOf } from "./words.js";

/** @import {View} from "../types.js" */

const EVERY_MS = 15_000;

/** @param {ParentNode} root @param {View} view */
export function showDangers(root, view) {
  const { incident } = view;
  const dangers = dangersOf(view);
  const account = incident?.dangers_account ?? "";
  const known = Boolean(dangers || account);
  show(root, "[data-dangers]", known);
  say(root, "[data-dangers-what]", dangers);
  say(root, "[data-dangers-account]", account);
  show(root, "[data-dangers-none]", !known && Boolean(incident?.dangers_checked));
  show(root, "[data-dangers-unknown]", !known && !incident?.dangers_checked);
}

/** What endangers officers in the other cases of the incident: the same door, and the same people.
 *  @param {ParentNode} root @param {{view: View | null}[]} linked */
export function showLinkedDangers(root, linked) {
  const found = linked.flatMap(({ view }) => {
    const account = view?.incident?.dangers_account;
    const said = view && [dangersOf(view), account].filter(Boolean).join(". ");
    return said ? [`Officer safety, in ${view.reference ?? "a linked case"}: ${said}`] : [];
  });
  show(root, "[data-linked-danger]", found.length > 0);
  find(root, "[data-linked-danger]").replaceChildren(...found.map(item));
}

/**
 * Keeps the custody clock running.
 * @param {ParentNode} root @param {() => View | null} current
 * @param {(root: ParentNode, view: View) => void} [showClock] how this screen puts it
 * @returns {() => void} what to do before leaving
 */
export function keepCustody(root, current, showClock = showCustody) {
  const timer = setInterval(() => {
    const view = current();
    if (view) showClock(root, view);
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** How long the respondent may be held without charge, while that decides anything: once the notice is served, the
 *  court's 48 hours do. @param {View} view */
export const heldFor = ({ detention, service }) => (service ? null : detention);

/** @param {ParentNode} root @param {View} view */
export function showCustody(root, view) {
  const detention = heldFor(view);
  show(root, "[data-custody]", Boolean(detention));
  if (!detention) return;
  const { station, until } = detention;
  put(root, "[data-custody-where]", station ? `${station}. ` : "");
  put(root, "[data-custody-until]", inWords(until));
  put(root, "[data-custody-left]", left(until));
}

/** "13 hours 20 minutes left", or how long it is over. @param {string} until @param {Date} [at] */
export function left(until, at = now()) {
  const ahead = Date.parse(until) - at.getTime();
  if (ahead <= 0) return `over since ${ago(until, at).replace(/ ago$/, "")}`.replace("since just now", "now");
  // As far back from now as the end lies ahead.
  const span = ago(new Date(at.getTime() - ahead).toISOString(), at);
  return span === "just now" ? "less than a minute left" : span.replace(/ ago$/, " left");
}

/** Written only when it changed. @param {ParentNode} root @param {string} selector @param {string} text */
function put(root, selector, text) {
  if (find(root, selector).textContent !== text) say(root, selector, text);
}
