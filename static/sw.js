// The service worker: the app without a network, the outbox without a page, and alerts.
//
// It holds the shells and the static files of one version, which carry no personal data, and nothing else. /api and
// the desk screens it never touches.

import { alone, shells, title, version } from "./assets.js";
import { tell } from "./js/channel.js";
import { getSetting } from "./js/db.js";
import { drain } from "./js/drain.js";
import { upload } from "./js/uploads.js";
import { PUT_AWAY, SYNC_TAG, numberUnsent, sayUnsent, takeAwayOnceSent } from "./js/unsent.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const PREFIX = "field ";

/** All that an alert ever says (field_app/adapters/push.py). */
const UPDATE = "Update: open the app";
const PREPARED = `${UPDATE}. It is being prepared`;

const CACHE = PREFIX + version;
const screens = new Set(shells);

/** All the worker keeps in one answer; in the cache, the list that it begins with. */
const EVERYTHING = "/static/everything.txt";

/** Where the words are that people are shown in their languages (field_app/web/words.py). */
const WORDS = "/static/words/";

// All of it or nothing: an app with a file missing must not replace one that works.
worker.addEventListener("install", (event) =>
  event.waitUntil(
    fill().catch(async (error) => {
      await caches.delete(CACHE);
      throw error;
    }),
  ),
);

worker.addEventListener("message", (event) => {
  // Takes over only when the officer says so (js/updates.js).
  if (event.data === "take over") event.waitUntil(worker.skipWaiting());
  if (event.data === PUT_AWAY) event.waitUntil(sayAndSend());
  if (event.data === "started") event.waitUntil(fillGaps().catch(() => {})); // again at the next start
});

worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin || search) return;
  if (!screens.has(pathname) && !pathname.startsWith("/static/")) return;
  event.respondWith(answer(event.request, pathname));
});

worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(drainOrAgain(event.lastChance));
});

worker.addEventListener("push", (event) => {
  // Every push shows something (browsers withdraw the right otherwise), and it says nothing.
  tell({ type: "pull" });
  const { token, text } = toldIn(event.data);
  const shown = sayUpdate(token, text?.endsWith(PREPARED) ? PREPARED : UPDATE).then(() => sayToServer("delivered", token));
  event.waitUntil(Promise.all([shown, drain().then(upload)]).then(() => takeAwayOnceSent(worker.registration)));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([showApp(), sayToServer("opened", event.notification.data)]));
});

/** What a push carries so that the server knows it came, and what it says; it names nobody.
 *  @param {PushMessageData | null} data @returns {{token: string | null, text?: string}} */
function toldIn(data) {
  try {
    const { token, text } = data?.json() ?? {};
    return { token: token ?? null, text };
  } catch {
    return { token: null };
  }
}

/** Counts once, so it may be said again where no answer came. @param {"delivered" | "opened"} what
 *  @param {string | null} token */
async function sayToServer(what, token) {
  for (const wait of token ? [0, 2_000, 8_000] : []) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const body = JSON.stringify({ token });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`/api/pushes/${what}`, { method: "POST", headers, body, redirect: "error" }).catch(() => null);
    if (answer && answer.status < 500) return;
  }
}

/** With a sound only where somebody may have to be woken (js/push.js), and then each time.
 *  @param {string | null} token @param {string} body */
async function sayUpdate(token, body) {
  const silent = Boolean(await getSetting("quiet").catch(() => false));
  await worker.registration.showNotification(title, {
    body,
    icon: "/static/icons/icon-192.png",
    badge: "/static/icons/icon-192.png",
    tag: "field",
    data: token,
    silent,
    ...(silent ? {} : { renotify: true }),
  });
}

async function fill() {
  const cache = await caches.open(CACHE);
  const [list] = await Promise.all([unpack(cache), ...Object.entries(alone).map(([path, hash]) => keep(cache, path, hash))]);
  for (const path of await keptWords()) {
    const response = await fetch(path, { cache: "no-cache" });
    if (response.ok) await cache.put(path, response);
  }
  await cache.put(EVERYTHING, new Response(list));
}

/** A browser that was killed, or that ran out of space, may have lost of this what it had answered for. Looked at with
 *  each start, and only a network can mend it. */
async function fillGaps() {
  const cache = await caches.open(CACHE);
  const list = await (await cache.match(EVERYTHING))?.json();
  const held = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  if (![...Object.keys(alone), ...(list?.parts ?? [[EVERYTHING]]).map((/** @type {[string]} */ [path]) => path)].every((path) => held.has(path)))
    await fill();
}

/** Everything but what the page and this worker load by themselves comes in one answer, which begins with a list of it.
 *  @param {Cache} cache @returns {Promise<string>} that list */
async function unpack(cache) {
  const response = await fetch(EVERYTHING, { cache: "no-store" });
  if (!response.ok) throw new Error(`${EVERYTHING} answered ${response.status}`);
  const whole = await response.text();
  let at = whole.indexOf("\n") + 1;
  const list = whole.slice(0, at);
  const told = JSON.parse(list);
  if (told.version !== version) throw new Error("The server has another version by now.");
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag", "Vary"]) headers.delete(name);
  await Promise.all(
    told.parts.map((/** @type {[string, string, number]} */ [path, type, length]) => {
      const content = whole.slice(at, (at += length));
      headers.set("Content-Type", type);
      const body = type === "image/png" ? Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0)) : content;
      return cache.put(path, new Response(body, { headers }));
    }),
  );
  return list;
}

/** A file that was loaded a moment ago is still in the browser's own cache; its hash says whether it is the one.
 *  @param {Cache} cache @param {string} path @param {string} integrity */
async function keep(cache, path, integrity) {
  const response = await fetch(path, { cache: "force-cache", integrity }).catch(() =>
    fetch(path, { cache: "reload", integrity }),
  );
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  await cache.put(path, response);
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A language is kept from its first use on. @param {Request} request @param {string} path */
async function answer(request, path) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(path);
  if (held) return held;
  const response = await fetch(request);
  if (response.ok && path.startsWith(WORDS)) await cache.put(path, response.clone());
  return response;
}

/** The languages the version before this one kept. */
async function keptWords() {
  const before = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const held = await Promise.all(before.map(async (name) => (await caches.open(name)).keys()));
  return new Set(held.flat().map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(WORDS)));
}

/** A sync event that fails is repeated by the browser, until it gives up: then nobody but the officer can send. What
 *  is left is counted, not believed: a page that was sending may have been put away in the middle of it.
 *  @param {boolean} lastChance */
async function drainOrAgain(lastChance) {
  await drain();
  await upload();
  await (lastChance ? sayUnsent : takeAwayOnceSent)(worker.registration, title);
  if (await numberUnsent()) throw new Error("Not everything could be sent.");
}

/** Said at once, for there may be no signal; then tried, and said again as it stands. */
async function sayAndSend() {
  await sayUnsent(worker.registration, title);
  await drain();
  await upload();
  await sayUnsent(worker.registration, title);
}

async function showApp() {
  const [open] = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open) await open.focus();
  else await worker.clients.openWindow("/");
}
