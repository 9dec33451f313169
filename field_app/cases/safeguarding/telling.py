"""What the protected person must be told of in this case, since when, and whether they were (P19).

`static/js/telling.js` says the same on the phone (tests/vectors/cases.json). Nothing here reads the clock: an event
that comes by itself, like the end of an order, stands with the time it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from field_app.cases import court
from field_app.cases.custody import RELEASED
from field_app.cases.entries import Held
from field_app.cases.moments import made
from field_app.law.clocks import LONDON

if TYPE_CHECKING:
    from field_app.cases.case import Case

CONTACT, TOLD, NAMED = "safe contact arranged", "protected person told", "contact officer named"

BEFORE_IT_ENDS = timedelta(days=3)
"""So long before an order's last day, or before the respondent leaves prison, the protected person is told (P19)."""


@dataclass(frozen=True)
class ToTell:
    """An event, the entry it goes back to, since when (UTC), and the entry that says they were told, if any does."""

    event: str
    entry: str
    since: datetime
    told: str | None


def to_tell(case: Case) -> list[ToTell]:
    """Everything the protected person is to be told of, and was, by when it happened."""
    told: dict[tuple[str, str], str] = {}
    for one in case.current.get(TOLD, ()):
        if one.entry.facts.outcome == "told":
            for of in one.entry.facts.told_of:
                told.setdefault((of.event, of.entry), one.entry.id)
    incident, release = case.latest("incident recorded"), case.latest(RELEASED)
    if release and release.entry.facts.protected_person_told and not case.detention:
        told.setdefault(("release", first(case, incident or release)), release.entry.id)
    events = [
        ToTell(event, entry, since.astimezone(UTC), told.get((event, entry))) for event, entry, since in _events(case)
    ]
    return sorted(events, key=lambda one: (int(one.since.timestamp()), one.event, one.entry))


def as_json(case: Case) -> list[dict[str, Any]]:
    """As the case view carries it."""
    return [{**vars(one), "since": one.since.isoformat(timespec="seconds")} for one in to_tell(case)]


def first(case: Case, one: Held[Any]) -> str:
    """The entry this one corrects, and that one, back to the first: what happened has happened once."""
    seen = {one.entry.id}
    while True:
        earlier = (case.by_id.get(name) for name in one.entry.replaces)
        before = next((it for it in earlier if it and it.entry.kind == one.entry.kind), None)
        if before is None or before.entry.id in seen:
            return one.entry.id
        seen.add(before.entry.id)
        one = before


Happened = tuple[str, str, datetime]


def _events(case: Case) -> Iterator[Happened]:
    current = case.current
    order, ended, adjourned = court.order(current), court.ended(current), current.get(court.ADJOURNED, ())
    yield from _before_the_court(case, decided=bool(order or ended))
    listed = case.latest(court.LISTED)
    if order is None and ended is None:
        if adjourned:
            yield "adjourned", first(case, adjourned[-1]), adjourned[-1].entry.facts.adjourned_at
        elif listed:
            yield "hearing", listed.entry.id, made(listed)[0]
        if case.service and case.deadline and not adjourned:
            yield "not heard", first(case, case.service), case.deadline.at
    if ended:
        yield "no order", first(case, ended), ended.entry.facts.decided_at
    if order:
        yield from _of_the_order(case, order)
    for one in current.get("breach reported", ()):
        yield "breach", first(case, one), made(one)[0]
    for one in current.get("arrest made", ()):
        yield "arrest", first(case, one), one.entry.facts.arrested_at
    for one in current.get("breach heard", ()):
        yield "breach heard", first(case, one), one.entry.facts.heard_at
        if out := _out_of_prison(one.entry.facts):
            yield "leaving prison", first(case, one), out


def _before_the_court(case: Case, *, decided: bool) -> Iterator[Happened]:
    decision, service, withdrawal = case.decision, case.service, case.withdrawal
    refused = decision is not None and decision.entry.kind == "authority refused"
    if service:
        yield "served", first(case, service), service.entry.facts.served_at
    elif withdrawal:
        yield "withdrawn", withdrawal.entry.id, made(withdrawal)[0]
    elif decision and not decided:
        yield "refused" if refused else "authorised", decision.entry.id, made(decision)[0]
    incident, release = case.latest("incident recorded"), case.latest(RELEASED)
    if not decided and (service or (decision and not refused)):
        if incident and case.detention:
            yield "release", first(case, incident), incident.entry.facts.arrived_at
        elif release:
            yield "release", first(case, incident or release), release.entry.facts.released_at


def _of_the_order(case: Case, order: Held[Any]) -> Iterator[Happened]:
    changed = first(case, order) != order.entry.id
    yield "order changed" if changed else "order made", order.entry.id, made(order)[0]
    for one in court.changes(case.current):
        over = court.left_by(one.entry.facts) != "in force"
        yield "order over" if over else "order changed", first(case, one), one.entry.facts.decided_at
    stands = court.stands(case.current)
    if stands is None or stands.now == "ended":
        return
    if not stands.told:
        news = [one for one in court.changes(case.current) if court.is_new_to_them(one.entry.facts)]
        since = news[-1].entry.facts.decided_at if news else made(order)[0]
        yield "respondent not told", first(case, news[-1] if news else order), since
    if last := stands.last_day:
        # Another last day is something new to tell.
        moved = [first(case, one) for one in court.changes(case.current) if one.entry.facts.last_day]
        said_by = moved[-1] if moved else order.entry.id
        yield "expiring", said_by, _midnight(last - BEFORE_IT_ENDS)
        yield "ended", said_by, _midnight(last + timedelta(days=1))


def _out_of_prison(facts: Any) -> datetime | None:
    """Since when somebody must be told on which day the respondent leaves prison: three days before half of the term,
    the earliest day there is (CJA 2003 s.258, from memory; the prison says which), and not before the court said it."""
    if facts.outcome != "committed" or facts.days is None:
        return None
    heard_at: datetime = facts.heard_at
    heard_on = heard_at.astimezone(LONDON).date()
    return max(heard_at, _midnight(heard_on + timedelta(days=facts.days // 2) - BEFORE_IT_ENDS))


def _midnight(day: date) -> datetime:
    """The beginning of a day in Europe/London."""
    return datetime.combine(day, time(0), LONDON)
