// What time it is: this device's clock, put right by what it was wrong by when the server last answered.

/** Less is no more than the measure itself is off by. */
const LEAST_S = 30;

let offset = 0;

/** @param {number | null | undefined} seconds server minus device; null where it was not measured */
export function setOffset(seconds) {
  if (seconds !== null && seconds !== undefined) offset = Math.abs(seconds) < LEAST_S ? 0 : seconds;
}

/** What this device's clock is wrong by: seconds, server minus device, 0 where that is next to nothing. */
export const clockWrongBy = () => offset;

/** A time this device's clock showed, put right. @param {number} shown milliseconds */
export const right = (shown) => new Date(shown + offset * 1000);

export const now = () => right(Date.now());
