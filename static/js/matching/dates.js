// Dates of birth: how near the one that is asked for is to the one on record.
// The twin of field_app/cases/matching/dates.py (tests/vectors/matching.json).

/** @typedef {import("./names.js").Fit} Fit */

/** Every other date that day and month exchanged, one wrong digit, or two digits swapped make of this one. @param {string} born */
export function near(born) {
  const [year, month, day] = [born.slice(0, 4), born.slice(5, 7), born.slice(8)];
  const digits = day + month + year;
  const tried = new Set([month + day + year]);
  for (const [place, right] of [...digits].entries()) {
    for (const wrong of "0123456789")
      if (wrong !== right) tried.add(digits.slice(0, place) + wrong + digits.slice(place + 1));
    if (place < digits.length - 1)
      tried.add(digits.slice(0, place) + digits[place + 1] + right + digits.slice(place + 2));
  }
  tried.delete(digits);
  return [...tried]
    .sort()
    .filter((one) => ["18", "19", "20"].includes(one.slice(4, 6)))
    .map((one) => `${one.slice(4)}-${one.slice(2, 4)}-${one.slice(0, 2)}`)
    .filter(isDay);
}

/** Whether this is a day of the calendar, written as ISO 8601 does. @param {string} written */
export function isDay(written) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return false;
  const day = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written);
}

/** The two years in which somebody of this age on that day may have been born. @param {number} age @param {string} on @returns {[number, number]} */
export function yearsOf(age, on) {
  const year = Number(on.slice(0, 4)) - age;
  return [year - 1, year];
}

/** How well a date of birth fits one on record, and why. @param {string} asked @param {string} known @returns {Fit} */
export function sameDay(asked, known) {
  if (asked === known) return [100, "same date of birth"];
  const [one, other] = [asked, known].map((day) => day.slice(8) + day.slice(5, 7) + day.slice(0, 4));
  if (one === other.slice(2, 4) + other.slice(0, 2) + other.slice(4)) return [90, "day and month of birth exchanged"];
  const wrong = [...one].map((_, place) => place).filter((place) => one[place] !== other[place]);
  if (wrong.length === 1) return [85, "date of birth but for one digit"];
  const [first, second] = wrong;
  if (wrong.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first])
    return [80, "date of birth with two digits swapped"];
  return sameYear(Number(asked.slice(0, 4)), Number(known.slice(0, 4)), 45);
}

/** How well a year of birth fits one on record; `same` is what the same year is worth. @param {number} asked @param {number} known @param {number} [same] @returns {Fit} */
export function sameYear(asked, known, same = 100) {
  const apart = Math.abs(asked - known);
  if (apart === 0) return [same, "born the same year"];
  return apart <= 2 ? [Math.floor((same * (3 - apart)) / 5), "born about the same year"] : [0, ""];
}

/** How well an age on a day fits a year of birth on record. @param {number} age @param {string} on @param {number} known @returns {Fit} */
export function ofAge(age, on, known) {
  const [first, last] = yearsOf(age, on);
  const apart = known < first ? first - known : Math.max(known - last, 0);
  if (apart === 0) return [100, "of that age"];
  return apart <= 5 ? [90 - 15 * apart, "about that age"] : [0, ""];
}
