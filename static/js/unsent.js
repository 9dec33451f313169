// How much waits to be sent, and the alert that says so where nobody looks: in a page and in the worker, locked or
// not, since that can be counted without a key.

import { attachmentKeys, getSession, getSetting, outboxOf } from "./db.js";

/** What the worker wakes for. */
export const SYNC_TAG = "field outbox";

/** What a page tells the worker when nobody may be looking any more. */
export const PUT_AWAY = "put away";

/** One alert, replaced by the next; apart from those a push shows. */
const TAG = "field unsent";

/** How many entries, photographs and documents are not sent yet. */
export async function numberUnsent() {
  const { entries, files } = await countUnsent();
  return entries + files;
}

/** What of this browser's officer is not sent yet: of the one signed in, else of the store the lock screen names. */
async function countUnsent() {
  const [current, session] = await Promise.all([getSetting("current"), getSession()]);
  const vaults = session && (!current || session.vaults.includes(current)) ? session.vaults : current ? [current] : [];
  const entries = (await outboxOf(vaults)).filter(({ state }) => state.name === "not sent").length;
  return { entries, files: (await attachmentKeys(vaults)).length };
}

/** @param {number} number */
export const files = (number) =>
  `${number} ${number === 1 ? "photograph or document" : "photographs or documents"} not sent`;

/**
 * Show how many entries are not sent, or take that away once there are none. It names nobody.
 * @param {ServiceWorkerRegistration} registration @param {string} title
 */
export async function sayUnsent(registration, title) {
  if (!mayShow()) return;
  const { entries, files: number } = await countUnsent();
  if (!entries && !number) return takeAway(registration);
  const said = entries ? [`${entries} ${entries === 1 ? "entry" : "entries"} not sent`] : [];
  if (number) said.push(files(number));
  await registration.showNotification(title, {
    body: `${said.join(", ")}: open to send`,
    icon: "/static/icons/icon-192.png",
    badge: "/static/icons/icon-192.png",
    tag: TAG,
    silent: true,
  });
}

/** @param {ServiceWorkerRegistration} registration */
export async function takeAwayOnceSent(registration) {
  if (mayShow() && !(await numberUnsent())) await takeAway(registration);
}

/** @param {ServiceWorkerRegistration} registration */
async function takeAway(registration) {
  for (const shown of await registration.getNotifications({ tag: TAG })) shown.close();
}

const mayShow = () => "Notification" in globalThis && Notification.permission === "granted";
