/** That the server's own clock may be wrong (field_app/cases/server_clock.py), as a screen says it. */
import { find } from "./screen.js";
import { lasting, moment } from "./times.js";

/** @import {ClockDoubt} from "../types.js" */

/** @type {Record<ClockDoubt["by"], string>} */
const SAYS = {
  phones: "officers' phones agree that it is",
  "push service": "by the push service it is",
  backwards: "by what was recorded before it has gone back and is",
  jump: "it was suddenly set, and since then is",
};

/** @param {HTMLElement} main @param {ClockDoubt | null | undefined} doubt */
export function showClockDoubt(main, doubt) {
  const line = find(main, "[data-server-clock]");
  line.hidden = !doubt;
  if (!doubt) return;
  const { by, off_by_s: off, since } = doubt;
  line.textContent =
    `The server's clock may be wrong: ${SAYS[by]} ${lasting(Math.abs(off))} ${off > 0 ? "ahead" : "behind"}. ` +
    `Said first at ${moment(since)} by that clock. Deadlines and alerts are counted on it: ` +
    "check them by another clock, and ring whoever runs the server.";
}
