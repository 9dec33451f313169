// What becomes of unsent entries when this page is put away. Where the browser can, it wakes the worker when there is
// signal (Background Sync: not on iOS, not in Firefox). Where it cannot, an alert says that something is not sent.

import { listen } from "./channel.js";
import { PUT_AWAY, SYNC_TAG, numberUnsent, takeAwayOnceSent } from "./unsent.js";

/** Whether the browser took it upon itself to send later; not known before it was asked. */
let willWake = false;

/** Watch, for as long as this page lives. */
export function startBackground() {
  if (!navigator.serviceWorker) return;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") putAway();
  });
  listen((message) => {
    if (message.type === "changed") void takeAway().catch(console.error);
  });
  void start().catch(console.error);
}

/** Left from last time: the browser tries some times and then no more. */
async function start() {
  if (await numberUnsent()) await askForSync();
  await takeAway();
}

/** Have the browser wake the worker when there is signal again, where it can. */
export async function askForSync() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  /** @type {{register(tag: string): Promise<void>} | undefined} */
  const sync = /** @type {any} */ (registration)?.sync;
  // Refused where the browser forbids work in the background; the page's own timer sends then.
  willWake = sync
    ? await sync.register(SYNC_TAG).then(
        () => true,
        () => false,
      )
    : false;
}

/** This may be the last moment of this page: the worker, which outlives it, counts and shows. */
function putAway() {
  if (willWake) void start().catch(() => {});
  else navigator.serviceWorker.controller?.postMessage(PUT_AWAY);
}

async function takeAway() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  if (registration) await takeAwayOnceSent(registration);
}
