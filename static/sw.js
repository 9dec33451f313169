// The service worker: the app without a network, the outbox without a page, and alerts.
//
// It holds the shells and the static files of one version, which carry no personal data, and nothing else. /api and
// the desk screens it never touches.

import { files, shells, version } from "./assets.js";
import { tell } from "./js/channel.js";
import { drain } from "./js/drain.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const PREFIX = "field ";
const CACHE = PREFIX + version;
const held = new Set([...files, ...shells]);

worker.addEventListener("install", (event) => event.waitUntil(fill()));

// Takes over only when the officer says so (js/updates.js).
worker.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(worker.skipWaiting());
});

worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin || search || !held.has(pathname)) return;
  event.respondWith(answer(event.request, pathname));
});

worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(drainOrAgain()));

worker.addEventListener("push", (event) => {
  // Every push shows something (browsers withdraw the right otherwise), and it says nothing.
  const shown = worker.registration.showNotification("Field", {
    body: "Update: open the app",
    icon: "/static/icons/icon-192.png",
    badge: "/static/icons/icon-192.png",
    tag: "field",
  });
  tell({ type: "pull" });
  event.waitUntil(Promise.all([shown, drain()]));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showApp());
});

/** All of it or nothing: an app with a file missing must not replace one that works. */
async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([...held].map((path) => fetchInto(cache, path)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** @param {Cache} cache @param {string} path */
async function fetchInto(cache, path) {
  const response = await fetch(path, { cache: "reload" });
  // A page that was reached by a redirect is another page, and browsers refuse to show it.
  if (!response.ok || response.redirected) throw new Error(`${path} answered ${response.status}`);
  await cache.put(path, response);
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request @param {string} path */
async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** A sync event that fails is repeated by the browser. */
async function drainOrAgain() {
  const { left } = await drain();
  if (left) throw new Error("Not everything could be sent.");
}

async function showApp() {
  const [open] = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open) await open.focus();
  else await worker.clients.openWindow("/");
}
