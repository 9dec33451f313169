// How often a PIN may be tried. Whoever finds a phone has a few guesses, each slower than the last, and then none: the
// wrapping of the data key is dropped. Entries not sent are sealed to the server too, and stay.

/** @import {PinWrap} from "./types.js" */

/** After this many wrong ones in a row the PIN opens nothing any more. */
export const MOST_WRONG = 10;

/** Seconds to wait after so many wrong ones in a row. */
const WAITS_S = [0, 0, 0, 30, 60, 120, 300, 600, 1_200, 1_800];

/**
 * Seconds until this PIN may be tried again. A clock set back gains nothing, and costs no more than the wait itself.
 * @param {PinWrap} wrap @param {number} now milliseconds
 */
export function secondsToWait({ wrong, tried }, now) {
  const wait = WAITS_S[Math.min(wrong, WAITS_S.length - 1)];
  const since = Math.max(0, (now - tried) / 1000);
  return Math.max(0, Math.ceil(wait - since));
}

/** What is left. @param {PinWrap} wrap */
export const triesLeft = ({ wrong }) => MOST_WRONG - wrong;

/** A wait as it is said. @param {number} seconds */
export function spoken(seconds) {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60 ? `${seconds} seconds` : minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** One of those that most people choose: digits repeated, in pairs, there and back, or as they follow on each other or on
 *  the keys. @param {string} pin */
export const isCommon = (pin) =>
  /^(\d{1,4})\1+$|^(\d)(\d)(\d)\4\3\2$|^(\d)\5(\d)\6(\d)\7/.test(pin) ||
  "01234567890 09876543210 147258369 789456123 159753 159357 123654 142536".includes(pin);
