/** Times as officers read and enter them: always Europe/London, whatever zone the phone is in. */

import { now } from "../now.js";

const LONDON = "Europe/London";

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: LONDON, ...options });

const CLOCK = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const PARTS = format({
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** "14:02". @param {string} iso */
export const clock = (iso) => CLOCK.format(new Date(iso));

/** "Tue 13 Jan 2026", from a time or a bare date. @param {string} iso */
export const day = (iso) => DAY.format(new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso)).replace(",", "");

/** "Tue 13 Jan 2026, 14:02". @param {string} iso */
export const moment = (iso) => `${day(iso)}, ${clock(iso)}`;

/** "14:02" today, else "Tue 13 Jan 2026, 14:02". @param {string} iso @param {Date} [at] */
export const recently = (iso, at = now()) =>
  londonDate(new Date(iso)) === londonDate(at) ? clock(iso) : moment(iso);

/**
 * How long ago it was: "just now", "3 minutes ago", "2 hours 5 minutes ago", "3 days ago".
 * @param {string} iso @param {Date} [at]
 */
export function ago(iso, at = now()) {
  const minutes = Math.floor((at.getTime() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "just now";
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / (24 * 60))];
  if (days) return `${number(days, "day")} ago`;
  const parts = [hours && number(hours, "hour"), minutes % 60 && number(minutes % 60, "minute")];
  return `${parts.filter(Boolean).join(" ")} ago`;
}

/** How long something took: "45 s", "3 min 20 s", "2 h 5 min". @param {number} seconds */
export function lasting(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** @param {number} number @param {string} noun */
const number = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/**
 * "1 Jan 1999 (27)": a date of birth with the age in whole years. Born on 29 February: a year older on 1 March.
 * @param {string} date @param {Date} [at]
 */
export function born(date, at = now()) {
  const today = londonDate(at);
  const years = +today.slice(0, 4) - +date.slice(0, 4) - (today.slice(5) < date.slice(5) ? 1 : 0);
  return `${day(date).replace(/^\w+ /, "")} (${years})`;
}

/** @param {Date} date @returns {Record<string, string>} */
const parts = (date) => Object.fromEntries(PARTS.formatToParts(date).map((part) => [part.type, part.value]));

/** "2026-01-13" in London. @param {Date} date */
export function londonDate(date) {
  const { year, month, day } = parts(date);
  return `${year}-${month}-${day}`;
}

/** "14:02" in London. @param {Date} date */
export const londonTime = (date) => clock(date.toISOString());

/** Minutes by which London's clocks are ahead of UTC at `date`. @param {Date} date */
function offset(date) {
  const { year, month, day, hour, minute, second } = parts(date);
  const face = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  return Math.round((face - Math.floor(date.getTime() / 1000) * 1000) / 60_000);
}

/**
 * The date and time on a London clock as ISO 8601 with offset; null where no such time exists (an hour in March).
 * Where it exists twice (an hour in October) the earlier is meant, so that no deadline comes out later than it may be.
 * @param {string} date "2026-01-13" @param {string} time "14:02"
 */
export function londonIso(date, time) {
  const face = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(face)) return null;
  for (const ahead of [60, 0]) {
    const instant = new Date(face - ahead * 60_000);
    if (offset(instant) === ahead) return `${date}T${time}:00+${ahead ? "01" : "00"}:00`;
  }
  return null;
}

/**
 * A time typed on the 24-hour clock, "01:49", "0149", "01.49" or "1:49", as "01:49"; null if it is none.
 * @param {string} typed
 */
export function readTime(typed) {
  const [, hour, minute] = /^(\d{1,2})[:. ](\d{2})$/.exec(typed.trim()) ?? /^(\d{2})(\d{2})$/.exec(typed.trim()) ?? [];
  return hour && +hour < 24 && +minute < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;
}

/**
 * The day as ISO 8601 if it is a real one, else null.
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
export function realDay(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1000 ? date.toISOString().slice(0, 10) : null;
}
