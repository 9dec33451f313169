// A new version of the app asks before it takes over: a reload in the middle of a statement is lost evidence.

import { loadFully } from "./screens.js";
import { registerWorker } from "./worker.js";

const LOOK_EVERY_MS = 60 * 60_000;

/** Register the worker and watch for newer ones. */
export async function startUpdates() {
  if (!navigator.serviceWorker) return;
  const hadWorker = navigator.serviceWorker.controller !== null;
  let pressed = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (pressed) return location.reload();
    // The first worker only begins to help. A later one was let in by another tab: these files are then the old ones.
    if (!hadWorker) return;
    loadFully();
    ask();
  });
  byId("update-now").addEventListener("click", async () => {
    pressed = true;
    const registration = await navigator.serviceWorker.getRegistration("/");
    if (registration?.waiting) registration.waiting.postMessage("take over");
    else location.reload();
  });

  const registration = await registerWorker();
  navigator.serviceWorker.controller?.postMessage("started");
  if (registration.waiting && hadWorker) ask();
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && navigator.serviceWorker.controller) ask();
    });
  });
  setInterval(() => registration.update().catch(() => {}), LOOK_EVERY_MS);
}

function ask() {
  byId("update-banner").hidden = false;
}

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
