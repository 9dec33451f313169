// A phone that has not reached the server for too long forgets what it can: it may be in the wrong hands, and nobody
// could tell it so. What is not sent stays, sealed to the server alone, and is sent when its officer signs in.
//
// Measured by the latest time this browser has ever seen since the server last answered: setting the clock back gains
// nothing. Looked at when the app starts and while it is open: the worker is only ever woken by a network.

import { get } from "./api.js";
import { tell } from "./channel.js";
import { dropOldSnapshots } from "./copy_db.js";
import { allVaults, changeSetting, forgetAll, getSetting } from "./db.js";

const HOUR_MS = 3_600_000;
const LONGEST_MS = 72 * HOUR_MS;

/** From here on the strip says when it will be. */
const WARN_AFTER_MS = 48 * HOUR_MS;

const LOOK_EVERY_MS = 60_000;

/** Look now and again, for as long as this page lives. */
export async function startForgetting() {
  await forgetIfDark();
  setInterval(() => void forgetIfDark().catch(console.error), LOOK_EVERY_MS);
}

/** Forget, if it is time. The server is asked once more before: any word from it is a contact. */
async function forgetIfDark() {
  await dropOldSnapshots(Math.max(Date.now(), (await getSetting("clock"))?.latest ?? 0));
  if (!(await isDark()) || !(await allVaults()).some(({ closed }) => !closed)) return;
  await get("/api/me").catch(() => {});
  if (!(await isDark())) return;
  await forgetAll("dark");
  tell({ type: "lock" });
}

/** When a phone that the server last answered at `at` will forget; null while that is far off.
 *  @param {string | null} at @param {number} now milliseconds @returns {Date | null} */
export function forgetsAt(at, now) {
  const since = Date.parse(at ?? "");
  return now - since > WARN_AFTER_MS ? new Date(since + LONGEST_MS) : null;
}

/** The latest time is written down once a minute. */
async function isDark() {
  const last = await getSetting("clock");
  if (!last) return false;
  const latest = Math.max(last.latest, Date.now());
  if (latest - last.latest >= LOOK_EVERY_MS)
    await changeSetting("clock", (clock) => clock && { ...clock, latest: Math.max(clock.latest, latest) });
  return latest - Date.parse(last.at) > LONGEST_MS;
}
