// What the protected person must be told of, since when, and whether they were (P19). The twin of
// field_app/cases/safeguarding/telling.py (tests/vectors/cases.json); like it, this reads no clock.

import { isNewToThem, leftBy, orderChanges } from "./court.js";
import { civilMinute, iso, withOffset } from "./clocks.js";

/** @import {Known, ToTell, View} from "./types.js" */
/** @import {AtCourt} from "./court.js" */

const DAY = 24 * 60;

/** Days before an order's last day, or before the respondent leaves prison. */
const BEFORE_IT_ENDS = 3;

/**
 * @param {Known[]} current oldest first @param {Known[]} entries all of the case
 * @param {{decision: Known | null, service: Known | null, withdrawal: Known | null, detention: View["detention"],
 *          deadline: string | null, court: AtCourt}} stands
 * @returns {ToTell[]} by when it happened
 */
export function telling(current, entries, stands) {
  /** @type {Map<string, string>} */
  const told = new Map();
  for (const { entry } of current)
    if (entry.kind === "protected person told" && entry.facts.outcome === "told")
      for (const of of entry.facts.told_of) {
        const key = `${of.event} ${of.entry}`;
        if (!told.has(key)) told.set(key, entry.id);
      }
  // Whoever lets somebody go says whether the protected person had been told.
  const release = current.filter(({ entry }) => entry.kind === "respondent released").at(-1);
  const before = release?.entry.facts.protected_person_told && !stands.detention ? release.entry.id : null;
  return [...events(current, entries, stands)]
    .map(([event, entry, since]) => ({ event, entry, since: utc(since), told: told.get(`${event} ${entry}`) ?? (event === "release" ? before : null) }))
    .sort((one, other) => order(one.since, other.since) || order(one.event, other.event) || order(one.entry, other.entry));
}

/** What they have not been told of by now. @param {View} view @param {Date} at */
export const untold = (view, at) => view.telling.filter(({ told, since }) => !told && Date.parse(since) <= at.getTime());

/**
 * @param {Known[]} current @param {Known[]} entries @param {Parameters<typeof telling>[2]} stands
 * @returns {Generator<[event: string, entry: string, since: number]>}
 */
function* events(current, entries, { decision, service, withdrawal, detention, deadline, court }) {
  const byId = new Map(entries.map((one) => [one.entry.id, one]));
  /** The entry this one corrects, and that one, back to the first. @param {Known} one @returns {string} */
  const first = (one) => {
    const seen = new Set([one.entry.id]);
    for (;;) {
      const before = one.entry.replaces
        .map((id) => byId.get(id))
        .find((it) => it && it.entry.kind === one.entry.kind);
      if (!before || seen.has(before.entry.id)) return one.entry.id;
      seen.add(before.entry.id);
      one = before;
    }
  };
  /** @param {string} kind */
  const every = (kind) => current.filter(({ entry }) => entry.kind === kind);
  /** @param {string} kind @returns {Known | undefined} */
  const latest = (kind) => every(kind).at(-1);
  const order = latest("order made");
  const ended = order ? undefined : latest("application refused or withdrawn");
  const adjourned = latest("hearing adjourned");
  const listed = latest("hearing listed");
  const decided = Boolean(order || ended);
  const refused = decision?.entry.kind === "authority refused";

  if (service) yield ["served", first(service), Date.parse(service.entry.facts.served_at)];
  else if (withdrawal) yield ["withdrawn", withdrawal.entry.id, made(withdrawal)];
  else if (decision && !decided) yield [refused ? "refused" : "authorised", decision.entry.id, made(decision)];
  const incident = latest("incident recorded");
  const release = latest("respondent released");
  if (!decided && (service || (decision && !refused))) {
    if (incident && detention) yield ["release", first(incident), Date.parse(incident.entry.facts.arrived_at)];
    else if (release) yield ["release", first(incident ?? release), Date.parse(release.entry.facts.released_at)];
  }

  if (!decided) {
    if (adjourned) yield ["adjourned", first(adjourned), Date.parse(adjourned.entry.facts.adjourned_at)];
    else if (listed) yield ["hearing", listed.entry.id, made(listed)];
    if (service && deadline && !adjourned) yield ["not heard", first(service), Date.parse(deadline)];
  }
  if (ended) yield ["no order", first(ended), Date.parse(ended.entry.facts.decided_at)];
  if (order) {
    yield [first(order) === order.entry.id ? "order made" : "order changed", order.entry.id, made(order)];
    const changes = orderChanges(current);
    for (const one of changes) {
      const what = leftBy(one.entry.facts) === "in force" ? "order changed" : "order over";
      yield [what, first(one), Date.parse(one.entry.facts.decided_at)];
    }
    const over = court.order?.now === "ended";
    const news = changes.filter(({ entry }) => isNewToThem(entry.facts)).at(-1);
    if (!over && !court.order?.told)
      yield ["respondent not told", first(news ?? order), news ? Date.parse(news.entry.facts.decided_at) : made(order)];
    const last = court.order?.ends_on;
    if (!over && last) {
      const moved = changes.filter(({ entry }) => entry.facts.last_day).at(-1);
      const saidBy = moved ? first(moved) : order.entry.id; // another last day is something new to tell
      yield ["expiring", saidBy, midnight(last, -BEFORE_IT_ENDS)];
      yield ["ended", saidBy, midnight(last, 1)];
    }
  }
  for (const one of every("breach reported")) yield ["breach", first(one), made(one)];
  for (const one of every("arrest made")) yield ["arrest", first(one), Date.parse(one.entry.facts.arrested_at)];
  for (const one of every("breach heard")) {
    const { heard_at: at, outcome, days } = one.entry.facts;
    yield ["breach heard", first(one), Date.parse(at)];
    // Half of the term is the earliest day out of prison.
    if (outcome === "committed" && days !== null) {
      const told = midnight(iso(civilMinute(at)).slice(0, 10), Math.floor(days / 2) - BEFORE_IT_ENDS);
      yield ["leaving prison", first(one), Math.max(Date.parse(at), told)];
    }
  }
}

/** The beginning of a day in Europe/London, so many days after this one. @param {string} day @param {number} after */
const midnight = (day, after) => Date.parse(withOffset(Date.parse(`${day}T00:00Z`) / 60_000 + after * DAY));

/** @param {Known} one */
const made = ({ entry }) => Date.parse(entry.made_at) + (entry.clock_offset_s ?? 0) * 1000;

/** @param {number} instant */
const utc = (instant) => `${new Date(instant).toISOString().slice(0, 19)}+00:00`;

/** @param {string} one @param {string} other */
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
