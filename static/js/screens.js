// Moves between screens without leaving the page, so that the key of the open store stays in memory.
//
// A screen is a shell the server renders (and the worker caches) with `<main id="main" data-page="people">`, and the
// module js/pages/people.js that fills it in: `start(main, context)` may return what is to be done before leaving.

import { ApiError, getText } from "./api.js";
import { needsUnlocking } from "./lockscreen.js";
import { Locked } from "./vault.js";

/** @import {Context} from "./types.js" */

/** @typedef {(page: string) => Promise<boolean>} Admit whether a screen may start; may first ask to unlock */

/** @type {Context} */
let context;
/** @type {Admit} */
let admit;
/** @type {() => unknown} */
let leave = () => {};

/** Counts moves: whoever comes second finds that another move overtook it. */
let moves = 0;

/** Another version of the files is being served: only a full load fits them. */
let outdated = false;

/** @param {Context} theContext @param {Admit} mayStart */
export async function startScreens(theContext, mayStart) {
  context = theContext;
  admit = mayStart;
  document.addEventListener("click", follow);
  // Also for a changed fragment, which names the case.
  window.addEventListener("popstate", () => arrive(new URL(location.href), false).catch(console.error));
  await begin(++moves);
}

/** @param {string} path */
export async function go(path) {
  await arrive(new URL(path, location.href), true);
}

/** Start the same screen anew, as after another store was opened. */
export const again = () => arrive(new URL(location.href), false);

/** From now on every move loads the whole page. */
export function loadFully() {
  outdated = true;
}

/** The page the screen that is shown names. */
export const currentPage = () => main().dataset.page ?? "";

/** The case the address names. */
export function caseInAddress() {
  const [id] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(location.hash) ?? [];
  return id ?? null;
}

const main = () => /** @type {HTMLElement} */ (document.getElementById("main"));

/** @param {MouseEvent} event */
function follow(event) {
  const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (event.defaultPrevented || elsewhere) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  event.preventDefault();
  // A link within the screen must not take the case out of the address.
  const anchor = link.pathname === location.pathname && link.hash && document.getElementById(link.hash.slice(1));
  if (anchor) {
    anchor.scrollIntoView();
    anchor.focus();
  } else {
    go(link.href).catch((error) => {
      outOfReach(true);
      if (error.name !== "Unreachable") console.error(error);
    });
  }
}

/** Say that a screen which this phone does not keep could not be fetched. @param {boolean} is */
const outOfReach = (is) => (/** @type {HTMLElement} */ (document.getElementById("out-of-reach")).hidden = !is);


/** @param {URL} url @param {boolean} push */
async function arrive(url, push) {
  const move = ++moves;
  const shell = outdated ? null : await fetchShell(url.pathname);
  if (move !== moves) return;
  if (!shell) return location.assign(url);
  await stop();
  outOfReach(false);
  if (push) history.pushState(null, "", url);
  document.title = shell.title;
  main().replaceWith(shell.main);
  window.scrollTo(0, 0);
  main().focus({ preventScroll: true });
  await begin(move);
}

/** @param {string} path
 *  @returns {Promise<{main: HTMLElement, title: string} | null>} null if it is no screen of ours */
async function fetchShell(path) {
  const text = await getText(path).catch((error) => {
    if (error instanceof ApiError) return "";
    throw error;
  });
  const shell = new DOMParser().parseFromString(text, "text/html");
  const found = shell.getElementById("main");
  return found?.dataset.page ? { main: document.adoptNode(found), title: shell.title } : null;
}

/** @param {number} move */
async function begin(move) {
  const takeTyping = holdBack(main());
  try {
    const page = currentPage();
    if (!(await admit(page)) || move !== moves) return;
    const module = await import(`./pages/${page}.js`);
    if (move !== moves) return;
    const stopPage = await module.start(main(), context);
    const stopAll = () => {
      stopPage?.();
      module.stop?.();
    };
    // It may have been left while it was starting.
    if (move === moves) leave = stopAll;
    else stopAll();
  } catch (error) {
    if (!(error instanceof Locked && needsUnlocking(currentPage()))) throw error;
    // The store was locked while the screen was starting: it starts anew, and waits for the store to be open.
    if (move === moves) return again();
  } finally {
    takeTyping();
  }
}

/** What is typed into a screen before it is filled in would be overwritten by what fills it.
 *  @param {HTMLElement} screen @returns {() => void} to be called once it is filled in */
function holdBack(screen) {
  const parts = [...screen.children].map((part) => /** @type {HTMLElement} */ (part));
  for (const part of parts) part.inert = true;
  return () => {
    for (const part of parts) part.inert = false;
  };
}

async function stop() {
  const last = leave;
  leave = () => {};
  try {
    await last();
  } catch (error) {
    console.error(error);
  }
}
