// Alerts that wake the phone. They say nothing; what is new is fetched when the app is opened.

import { del, post } from "./api.js";
import { fromBase64Url, same } from "./bytes.js";
import { getSetting, setSetting } from "./db.js";
import { opened } from "./vault.js";

/** Some networks block the push service; the browser's own promise then never settles. */
const TIME_OUT_MS = 10_000;

/** The browser, its settings or this network do not let alerts through. */
export class PushUnavailable extends Error {
  name = "PushUnavailable";
}

/** @returns {Promise<"on" | "off" | "blocked" | "unavailable">} */
export async function pushState() {
  const manager = await pushManager();
  if (!manager) return "unavailable";
  if (Notification.permission === "denied") return "blocked";
  return (await inTime(manager.getSubscription())) ? "on" : "off";
}

/** To be called on a press: browsers ask the officer only then.
 *  @throws {PushUnavailable | import("./api.js").Unreachable} */
export async function turnOnPush() {
  const manager = await pushManager();
  if (!manager) throw new PushUnavailable("This browser has no alerts.");
  if ((await Notification.requestPermission()) !== "granted") throw new PushUnavailable("Alerts are not allowed.");
  await tellServer(await subscription(manager, await inTime(manager.getSubscription())));
  await setSetting("alerts", true);
}

/** @throws {import("./api.js").Unreachable} the server does not know yet, and alerts stay on */
export async function turnOffPush() {
  const subscription = await inTime((await pushManager())?.getSubscription() ?? Promise.resolve(null));
  if (!subscription) return;
  await setSetting("alerts", false);
  await del("/api/push-subscriptions", { endpoint: subscription.endpoint });
  await inTime(subscription.unsubscribe());
}

/** Tell the server again where this officer's alerts go: another officer may have used this browser in between. A
 *  subscription that the browser dropped, or that is bound to a key the server no longer has, is made anew. */
export async function renewPush() {
  const manager = await pushManager();
  if (!manager || Notification.permission !== "granted") return;
  const old = await inTime(manager.getSubscription());
  if (old || (await getSetting("alerts"))) await tellServer(await subscription(manager, old));
}

/** One that is bound to the server's key: the old one where it fits. @param {PushManager} manager
 *  @param {PushSubscription | null} old */
async function subscription(manager, old) {
  const key = fromBase64Url(opened().me.vapid_public_key);
  const fits = old?.options.applicationServerKey && same(new Uint8Array(old.options.applicationServerKey), key);
  if (old && fits) return old;
  if (old) await inTime(old.unsubscribe());
  return inTime(manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

/** From this rank on somebody may be woken: to decide, or by an alarm. Below it alerts are shown without a sound, for
 *  the phone may lie beside the respondent. Nothing personal: the worker reads it while the store is locked.
 *  @param {string[]} ranks lowest first @param {string} rank */
export const keepQuietBelowInspector = (ranks, rank) =>
  setSetting("quiet", ranks.includes(rank) && ranks.indexOf(rank) < ranks.indexOf("inspector"));

/** @param {PushSubscription} subscription */
async function tellServer(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  await post("/api/push-subscriptions", { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } });
}

/** @returns {Promise<PushManager | null>} */
async function pushManager() {
  if (!("Notification" in window) || !("PushManager" in window)) return null;
  return (await navigator.serviceWorker?.getRegistration("/"))?.pushManager ?? null;
}

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
async function inTime(promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new PushUnavailable("The push service did not answer.")), TIME_OUT_MS);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } catch (cause) {
    throw cause instanceof PushUnavailable ? cause : new PushUnavailable("Alerts could not be set up.", { cause });
  } finally {
    clearTimeout(timer);
  }
}
