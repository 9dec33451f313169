/**
 * The clocks, as `field_app/law/clocks.py` has them: the hearing within 48 hours of service, the court within
 * 24 hours of arrest, detention before charge. Tested against the same vectors; the phone's own time zone plays no part.
 *
 * A time on the clock face in Europe/London is held here as minutes since 1 January 1970 00:00 on that face.
 */

/** @typedef {{date: string, name: string, doubtful: boolean}} Holiday */
/** @typedef {{years: number[], days: Holiday[]}} Holidays `holidays` of law.json */
/** @typedef {{date: string, name: string, counted: boolean}} Excluded */
/** @typedef {{at: string, other: string | null, excluded: Excluded[]}} Deadline times in ISO 8601 with offset */

const MINUTE = 60_000;
const DAY = 24 * 60;
const HEARING_HOURS = 48;
const CUSTODY_HOURS = 24;
const DETENTION_HOURS = 24;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONDON = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  calendar: "gregory",
  numberingSystem: "latn",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
});

/** The table does not reach this year, so no deadline that touches it may be computed. */
export class NoHolidays extends RangeError {
  /** @param {number} year */
  constructor(year) {
    super(`The bank holidays of ${year} are not in the table (field_app/law/holidays.py).`);
    this.year = year;
  }
}

/**
 * The table and an administrator's own days; one of the same date takes the place of the table's.
 * @param {Holidays} holidays
 * @param {Holiday[]} extra
 * @returns {Holidays}
 */
export function withDays(holidays, extra) {
  const dates = new Set(extra.map((day) => day.date));
  return { years: holidays.years, days: [...holidays.days.filter((day) => !dates.has(day.date)), ...extra] };
}

/**
 * When the application for an order must be heard at the latest, the exact minute being in time (CSA 2010
 * s.27(3)-(4); DAA 2021 s.29(2)-(3)). Throws RangeError for a time without offset, NoHolidays outside the table's years.
 * @param {string} servedAt the moment of personal service, ISO 8601 with offset
 * @param {Holidays} holidays
 * @param {number} [hours] `hearing_hours` of the case's regime; those of the CSA 2010 unless said
 * @returns {Deadline}
 */
export function hearingDeadline(servedAt, holidays, hours = HEARING_HOURS) {
  return deadline(servedAt, hours, holidays);
}

/**
 * When a person arrested for breach must be before the court at the latest (CSA 2010 ss.26 and 29; DAA 2021 s.26). The
 * hearing of the application, if earlier, comes first; that is not looked at here. Throws as above.
 * @param {string} arrestedAt the moment of arrest, ISO 8601 with offset
 * @param {Holidays} holidays
 * @param {number} [hours] `custody_hours` of the case's regime; those of the CSA 2010 unless said
 * @returns {Deadline}
 */
export function custodyDeadline(arrestedAt, holidays, hours = CUSTODY_HOURS) {
  return deadline(arrestedAt, hours, holidays);
}

/**
 * When detention at a police station without charge ends unless it is extended (PACE 1984 s.41(1)): 24 hours as
 * they pass, down to the minute. Throws RangeError for a time without offset.
 * @param {string} arrivedAt the arrival at the station, ISO 8601 with offset
 * @returns {string} ISO 8601 with offset, in Europe/London
 */
export function detentionLimit(arrivedAt) {
  civilMinute(arrivedAt);
  const ends = Math.floor(Date.parse(arrivedAt) / MINUTE) + DETENTION_HOURS * 60;
  const face = faceAt(ends * MINUTE);
  return iso(face) + (face === ends ? "+00:00" : "+01:00");
}

/**
 * A deadline as people say it: "Tue 7 Apr 2026, 16:00", or "end of Tue 13 Jan 2026 (24:00)" for midnight.
 * @param {string} at ISO 8601 with offset; said in Europe/London
 * @returns {string}
 */
export function inWords(at) {
  const minute = civilMinute(at);
  if (minute % DAY === 0) return `end of ${dayInWords(minute / DAY - 1)} (24:00)`;
  return `${dayInWords(Math.floor(minute / DAY))}, ${iso(minute).slice(11, 16)}`;
}

/**
 * Where the law can be read two ways: the earlier deadline to work to, the later to show.
 * @param {string} start
 * @param {number} hours
 * @param {Holidays} holidays
 * @returns {Deadline}
 */
function deadline(start, hours, holidays) {
  const working = count(civilMinute(start), hours, holidays, true);
  const other = count(civilMinute(start), hours, holidays, false);
  return {
    at: withOffset(working.at),
    other: other.at === working.at ? null : withOffset(other.at),
    excluded: working.excluded,
  };
}

/**
 * Count the hours day by day; when they run out, and the days left out.
 * @param {number} start
 * @param {number} hours
 * @param {Holidays} holidays
 * @param {boolean} doubtfulDaysCount
 * @returns {{at: number, excluded: Excluded[]}}
 */
function count(start, hours, holidays, doubtfulDaysCount) {
  const excluded = [];
  let minute = start;
  let left = hours * 60;
  for (;;) {
    const midnight = (Math.floor(minute / DAY) + 1) * DAY;
    const day = disregarded(Math.floor(minute / DAY), holidays, doubtfulDaysCount);
    if (day) excluded.push(day);
    if (!day || day.counted) {
      // Hours that run out exactly at the end of a day run out then, whatever day comes next.
      if (left <= midnight - minute) return { at: minute + left, excluded };
      left -= midnight - minute;
    }
    minute = midnight;
  }
}

/**
 * s.27(4): Christmas Day, Good Friday, any Sunday, and any bank holiday in England and Wales.
 * @param {number} day days since 1 January 1970
 * @param {Holidays} holidays
 * @param {boolean} doubtfulDaysCount
 * @returns {Excluded | null}
 */
function disregarded(day, holidays, doubtfulDaysCount) {
  const date = iso(day * DAY).slice(0, 10);
  const year = Number(date.slice(0, 4));
  if (!holidays.years.includes(year)) throw new NoHolidays(year);
  if (date.endsWith("-12-25")) return { date, name: "Christmas Day", counted: false };
  if (day === easterSunday(year) - 2) return { date, name: "Good Friday", counted: false };
  if (weekday(day) === "Sun") return { date, name: "Sunday", counted: false };
  const holiday = holidays.days.find((each) => each.date === date);
  return holiday ? { date, name: holiday.name, counted: holiday.doubtful && doubtfulDaysCount } : null;
}

/**
 * Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876).
 * @param {number} year
 * @returns {number} days since 1 January 1970
 */
function easterSunday(year) {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const m = (32 + 2 * e + 2 * i - h - k) % 7;
  const n = Math.floor((a + 11 * h + 22 * m) / 451);
  const monthAndDay = h + m - 7 * n + 114;
  return Date.UTC(year, Math.floor(monthAndDay / 31) - 1, (monthAndDay % 31) + 1) / (DAY * MINUTE);
}

/**
 * The clock face in Europe/London, down to the minute, so that seconds never lengthen a deadline.
 * @param {string} at
 * @returns {number}
 */
function civilMinute(at) {
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(at)) throw new RangeError("A time without a time zone: give its offset.");
  return faceAt(Date.parse(at));
}

/**
 * @param {number} instant milliseconds since 1970 UTC
 * @returns {number}
 */
function faceAt(instant) {
  /** @type {Record<string, number>} */
  const part = {};
  for (const { type, value } of LONDON.formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) / MINUTE;
}

/**
 * A deadline is never within an hour of a clock change, so the face read as UTC finds the right offset.
 * @param {number} minute
 * @returns {string}
 */
function withOffset(minute) {
  return iso(minute) + (faceAt(minute * MINUTE) === minute ? "+00:00" : "+01:00");
}

/**
 * @param {number} minute
 * @returns {string} the clock face, like 2026-04-07T16:00:00
 */
function iso(minute) {
  return new Date(minute * MINUTE).toISOString().slice(0, 19);
}

/** @param {number} day days since 1 January 1970, a Thursday */
function weekday(day) {
  return DAYS[(day + 4) % 7];
}

/** @param {number} day days since 1 January 1970 */
function dayInWords(day) {
  const [year, month, date] = iso(day * DAY).slice(0, 10).split("-").map(Number);
  return `${weekday(day)} ${date} ${MONTHS[month - 1]} ${year}`;
}
