// The one way the service worker is registered, for the first page and for updates alike.

export const registerWorker = () =>
  navigator.serviceWorker.register("/static/sw.js", {
    type: "module",
    scope: "/",
    // What the worker imports (the list of files) is its version: never from the HTTP cache.
    updateViaCache: "none",
  });
