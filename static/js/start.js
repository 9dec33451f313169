// Starts the app on every page. The first time, the worker fetches all of it first, in one answer, and the app then
// comes from there: file by file it would be asked for twice, and take ten times as long on a bad line.

import { registerWorker } from "./worker.js";

/** Longer than this nobody should wait for the worker: the app works without it, only not without a network. */
const LONGEST_MS = 20_000;

const workers = navigator.serviceWorker;
if (workers && !workers.controller) await Promise.race([takenOver(), failed(), later(LONGEST_MS)]);
await import("./main.js");

function takenOver() {
  return new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
}

/** Resolves when there will be no worker for now: refused, or what it fetches did not arrive. */
async function failed() {
  try {
    const { installing } = await registerWorker();
    // A page that was reloaded without the worker has one that is long installed, and does not take it over.
    if (!installing) return;
    await new Promise((done) => {
      installing.addEventListener("statechange", () => installing.state === "redundant" && done(undefined));
    });
  } catch (error) {
    console.error(error);
  }
}

/** @param {number} ms */
function later(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
