// The sittings at which an application can be heard in time, as `field_app/law/courts.py` has them; the same vectors.

import { civilMinute, disregarded, iso, weekday, withOffset } from "./clocks.js";

/** @import {Deadline, Holidays} from "./clocks.js" */
/** @typedef {{start: string, end: string, day: string | null, date: string | null, on_holidays: boolean,
 *    remand: boolean}} Sitting times on the clock face */
/** @typedef {{name: string, sittings: Sitting[], remote: boolean, joining: string | null, telephone: string | null,
 *    closed: string[]}} Court */
/** @typedef {{court: string, start: string, until: string, remand: boolean, joining: string | null,
 *    telephone: string | null}} Held times in ISO 8601 with offset */
/** @typedef {{courts: Court[], papers: number, alarm: number}} Courts of a force: minutes until papers are ready, hours of
 *    warning */
/** @typedef {{earliest: Held | null, last: Held | null, alarm_at: string}} Practicable */

const DAY = 24 * 60;
const MINUTE = 60_000;

/** @type {Courts} */
export const NO_COURTS = { courts: [], papers: 0, alarm: 24 };

/**
 * The earliest and the last sitting between the moment papers can be before a court and the deadline. Throws as the
 * clocks do.
 * @param {Court[]} courts
 * @param {string} readyAt ISO 8601 with offset
 * @param {Pick<Deadline, "at">} deadline
 * @param {Holidays} holidays
 * @param {number} [alarmHours]
 * @returns {Practicable}
 */
export function practicable(courts, readyAt, deadline, holidays, alarmHours = 24) {
  const ready = civilMinute(readyAt);
  const latest = civilMinute(deadline.at);
  let earliest = null;
  let last = null;
  for (const court of courts) {
    for (let day = Math.floor(ready / DAY); day * DAY <= latest; day += 1) {
      for (const sitting of court.sittings) {
        const start = day * DAY + minutes(sitting.start);
        const until = Math.min(day * DAY + minutes(sitting.end), latest);
        if (Math.max(start, ready) >= until || !isHeld(court, sitting, day, holidays)) continue;
        if (!earliest || start < earliest.start) earliest = { court, sitting, start, until };
        if (!last || until > last.until) last = { court, sitting, start, until };
      }
    }
  }
  const alarm = last && Math.floor(Date.parse(withOffset(last.start)) / MINUTE) - alarmHours * 60;
  return { earliest: held(earliest), last: held(last), alarm_at: alarm === null ? withOffset(ready) : inLondon(alarm) };
}

/** The sittings of a force's courts once a notice was served, or would be, at `at`.
 *  @param {string} at @param {Deadline} deadline @param {Holidays} holidays @param {Courts} force */
export function sittingsFrom(at, deadline, holidays, { courts, papers, alarm }) {
  const ready = new Date(Date.parse(at) + papers * MINUTE).toISOString();
  return practicable(courts, ready, deadline, holidays, alarm);
}

/** The sittings at which somebody arrested for breach can be brought before a court in time, from the arrest on; null where
 *  no court is known, or no such limit runs.
 *  @param {Court[]} courts @param {import("./breach.js").Limits | null} limits @param {string} arrestedAt
 *  @param {Holidays} holidays */
export function sittingsBefore(courts, limits, arrestedAt, holidays) {
  return limits && courts.length ? practicable(courts, arrestedAt, { at: limits.by }, holidays) : null;
}

/** @param {Court} court @param {Sitting} sitting @param {number} day @param {Holidays} holidays */
function isHeld(court, sitting, day, holidays) {
  const date = iso(day * DAY).slice(0, 10);
  if (sitting.date) return sitting.date === date;
  if (sitting.day !== weekday(day) || court.closed.includes(date)) return false;
  const out = disregarded(day, holidays);
  if (!out || out.name === "Sunday") return true;
  return sitting.on_holidays && out.name !== "Christmas Day";
}

/** @param {{court: Court, sitting: Sitting, start: number, until: number} | null} found @returns {Held | null} */
function held(found) {
  if (!found) return null;
  const { court, sitting, start, until } = found;
  return {
    court: court.name,
    start: withOffset(start),
    until: withOffset(until),
    remand: sitting.remand,
    joining: court.remote ? court.joining : null,
    telephone: court.telephone,
  };
}

/** @param {string} time on the clock face, like 10:00:00 */
function minutes(time) {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** @param {number} minute since 1970 UTC */
const inLondon = (minute) => withOffset(civilMinute(new Date(minute * MINUTE).toISOString()));
