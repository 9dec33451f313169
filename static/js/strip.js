/** The status strip, always true, and the rest of what frames every screen: menu, Lock, the skip link. */
import { listen } from "./channel.js";
import { keepsNothing } from "./connection.js";
import { forgetsAt } from "./forgetting.js";
import { needsUnlocking } from "./lockscreen.js";
import { unsentFiles } from "./evidence.js";
import { clockWrongBy, right } from "./now.js";
import { states } from "./outbox.js";
import { moment, recently } from "./parts/times.js";
import { currentPage } from "./screens.js";
import { status } from "./sync.js";
import { files as filesNotSent } from "./unsent.js";
import { lock } from "./vault.js";

/** @import {Connection, Context, State} from "./types.js" */

/** @param {Context} context */
export function startStrip(context) {
  const strip = byId("status-strip");
  let turn = 0;
  const refresh = async () => {
    const mine = ++turn;
    showMenu(context);
    const all = await states().catch(() => null);
    const storeless = all === null && (await keepsNothing().catch(() => false));
    const files = all ? await unsentFiles().catch(() => 0) : 0;
    const { text, kind, signIn } = storeless ? STORELESS : describe(all, status(), files);
    // What was read later says it.
    if (mine !== turn) return;
    byId("lock-now").hidden = storeless;
    if (strip.textContent !== text) strip.textContent = text; // written only when changed: it is read aloud
    document.body.dataset.strip = kind;
    byId("status-sign-in").hidden = !signIn || location.pathname === "/sign-in";
  };
  byId("lock-now").addEventListener("click", () => lock());
  document.querySelector("[data-skip]")?.addEventListener("click", (event) => {
    event.preventDefault(); // the fragment holds the case
    byId("main").focus();
    byId("main").scrollIntoView();
  });
  // Moving to another screen puts another <main> there.
  new MutationObserver(() => showMenu(context)).observe(/** @type {HTMLElement} */ (byId("main").parentElement), {
    childList: true,
  });
  void refresh();
  context.changed(() => void refresh());
  // It says when the server last answered, too.
  listen(({ type }) => {
    if (type === "connection") void refresh();
  });
}

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Each posting has its own screens at a desk; the screen we are on is marked; where nobody is signed in, nothing need be covered.
 *  @param {Context} context */
function showMenu(context) {
  const postings = context.me?.officer.postings ?? [];
  for (const element of document.querySelectorAll(/** @type {"li"} */ ("[data-posting]")))
    element.hidden = !String(element.dataset.posting).split(", ").some((one) => postings.includes(one));
  byId("cover-now").hidden = !needsUnlocking(currentPage());
  const page = byId("main").dataset.page?.replace("_", "-");
  for (const link of document.querySelectorAll("[data-menu]")) {
    if (/** @type {HTMLElement} */ (link).dataset.menu === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** From so many minutes on, that this phone's clock is wrong is said. */
const WORTH_SAYING_MIN = 5;

/** Signed in where nothing can be kept, so nothing can be locked or wait to be sent either. */
const STORELESS = /** @type {const} */ ({ text: "Signed in. Nothing is kept on this device", kind: "well", signIn: false });

/**
 * What is true of the outbox and the connection, in a line.
 * @param {State["name"][] | null} states of what is in the outbox; null when it cannot be read (locked)
 * @param {Connection} connection
 * @param {number} files photographs and documents that are not sent
 * @returns {{text: string, kind: "well" | "busy" | "offline" | "signed out" | "attention", signIn: boolean}}
 */
export function describe(states, { reached, sending, at, signedIn, busy }, files) {
  const checked = at ? `Checked ${recently(right(Date.parse(at)).toISOString())}` : "Not checked yet";
  if (states === null)
    return { text: signedIn ? "Locked" : "Not signed in", kind: signedIn ? "well" : "signed out", signIn: !signedIn };
  const number = (/** @type {State["name"]} */ name) => states.filter((state) => state === name).length;
  const [notSent, waiting, attention] = [number("not sent"), number("waiting"), number("needs attention")];
  // Whatever else needs attention.
  const signIn = !signedIn && reached !== false;
  const said = [];
  if (attention) said.push(`${attention} ${attention === 1 ? "needs" : "need"} attention`);
  if (notSent) {
    if (signIn) said.push(`Sign in again to send ${notSent}`);
    else if (reached === false) said.push(`${notSent} not sent: no connection`); // also while another try is made
    else if (busy) said.push(`${notSent} not sent: the server asks to wait`);
    else said.push(sending ? `Sending ${notSent}` : `${notSent} not sent`);
  }
  if (files) said.push(filesNotSent(files));
  if (waiting) said.push(`${waiting} at the server, waiting for another entry`);
  if (!notSent && reached === false) said.push("No connection");
  if (!notSent && signIn) said.push("Not signed in");
  if (!notSent && !attention && !waiting && !files) said.push("Everything sent");
  const wrongBy = Math.round(Math.abs(clockWrongBy()) / 60);
  if (wrongBy >= WORTH_SAYING_MIN)
    said.push(`This phone's clock is ${wrongBy} minutes ${clockWrongBy() > 0 ? "slow" : "fast"}: the app puts times right`);
  const forgets = forgetsAt(at, Date.now());
  if (forgets) said.push(`Find signal by ${moment(forgets.toISOString())}, or this phone forgets its drafts`);
  const kind = attention || forgets || wrongBy >= WORTH_SAYING_MIN
    ? "attention"
    : signIn
      ? "signed out"
      : reached === false
        ? "offline"
        : notSent || files
          ? "busy"
          : "well";
  return { text: [...said, checked].join(". "), kind, signIn };
}
