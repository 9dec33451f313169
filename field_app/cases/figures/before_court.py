"""What happened before a court, and of breaches, in one case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from field_app.cases import court
from field_app.cases.breaches import reported_at, units_of
from field_app.cases.case import Case
from field_app.cases.moments import put_right

from .event import Happened, each, happening, minutes


def of_court(case: Case) -> Iterator[Happened]:
    """The application, and the order."""
    current = case.current
    for one in current.get("hearing adjourned", ()):
        yield happening(case, "adjourned", one.entry.facts.adjourned_at, court=one.entry.facts.court)
    made, over = court.order(current), court.ended(current)
    sat = [
        *(one.entry.facts.sitting_at for one in current.get(court.LISTED, ())[:1]),
        *(one.entry.facts.adjourned_at for one in current.get(court.ADJOURNED, ())[:1]),
        *((over.entry.facts.decided_at,) if over else ()),
    ]
    if case.deadline and sat:
        first = min(sat)
        late = first > case.deadline.at
        left = minutes(first, case.deadline.at)
        yield happening(case, "first hearing", first, of="late" if late else "in time", minutes=left)
    if made:
        facts = made.entry.facts
        days = facts.days or ((facts.last_day - facts.made_on).days + 1 if facts.last_day else None)
        length = f"{days} days" if days in (14, 28) else "another length"
        yield happening(case, "ordered", facts.made_on, court=facts.court, of=length, amount=days)
        yield happening(case, "respondent at court", facts.made_on, court=facts.court, of=facts.respondent)
        for one in court.changes(current):
            changed = one.entry.facts
            yield happening(case, "order changed", changed.decided_at, court=changed.court, of=changed.what)
        if not court.is_told(current):
            yield happening(case, "order not told", facts.made_on, court=facts.court)
    elif over:
        facts = over.entry.facts
        yield happening(case, f"application {facts.outcome}", facts.decided_at, court=facts.court)
        for because in each(over, "because") if facts.outcome == "refused" else ():
            yield happening(case, "court refused because", facts.decided_at, court=facts.court, of=because)


def of_breaches(case: Case) -> Iterator[Happened]:
    """Breaches, from the report to what a court made of them."""
    current = case.current
    reported = {one.entry.id: reported_at(case, one) for one in current.get("breach reported", ())}
    for one in current.get("breach reported", ()):
        since, of = reported[one.entry.id], one.entry.facts.of
        yield happening(case, "breach reported", since, of=of)
        answers = units_of(case, one)
        sent = [put_right(unit.entry) for unit in answers if unit.entry.facts.sent]
        if sent:
            yield happening(case, "unit sent", min(sent), of=of, minutes=minutes(since, min(sent)))
        elif answers:
            last = max(answers, key=lambda unit: put_right(unit.entry))
            yield happening(case, "no unit sent", put_right(last.entry), of=of)
            because = getattr(last.entry.facts, "because", None)
            yield happening(case, "no unit because", put_right(last.entry), of=because)
    heard_of = {
        named.id: one.entry.facts.heard_at for one in current.get("breach heard", ()) for named in one.entry.relies_on
    }
    for one in current.get("arrest made", ()):
        at: datetime = one.entry.facts.arrested_at
        before = [then for then in reported.values() if then <= at]
        took = minutes(max(before), at) if before else None
        yield happening(case, "arrested", at, of=one.entry.facts.of, minutes=took)
        if heard := heard_of.get(one.entry.id):
            in_time = heard - at <= timedelta(hours=24)
            yield happening(case, "brought to court", at, of="within 24 hours" if in_time else "not within 24 hours")
    for one in current.get("breach heard", ()):
        facts = one.entry.facts
        amount = facts.pounds if facts.outcome == "sum ordered" else facts.days
        yield happening(case, "breach heard", facts.heard_at, court=facts.court, of=facts.outcome, amount=amount)
