"""What happened in one case, each with its day, hour and place: all that a figure is added up from.

What is counted of a case may be kept beside it; where this module comes to another result from the same entries,
`VERSION` is raised, and every case is counted anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from field_app.cases import court
from field_app.cases.breaches import reported_at, units_of
from field_app.cases.case import Case
from field_app.cases.custody import DECIDED, RELEASED
from field_app.cases.entries import Held
from field_app.cases.entries.later import BETWEEN_THEM
from field_app.cases.force import Force
from field_app.cases.moments import put_right
from field_app.cases.safeguarding.tasks import DONE, called
from field_app.cases.safeguarding.telling import TOLD, to_tell
from field_app.law.clocks import LONDON


@dataclass(frozen=True)
class Happened:
    """One thing that happened. `what` names the figure; day and hour are London's, the hour None where only a day is
    known. `of` tells like from like (an outcome, a length); `minutes` what it took; `amount` pounds or days.

    `act`: what a notice is called under the case's Act. `respondent` and `protected_person` are the same wherever name
    and date of birth are the same, and say neither: 48 bits. `age`: the respondent's whole years on that day.
    """

    what: str
    day: date
    hour: int | None
    case: str
    district: str | None
    town: str | None
    act: str | None = None
    court: str | None = None
    of: str | None = None
    minutes: int | None = None
    amount: int | None = None
    age: int | None = None
    respondent: int | None = None
    protected_person: int | None = None


VERSION = 2
"""Of what is counted of a case."""


def basis(force: Force) -> str:
    """What the counting hangs on besides a case's entries and the holidays: the same while that is the same."""
    return sha256(f"{VERSION} {force.marac}".encode()).hexdigest()


def happened(case: Case) -> Iterator[Happened]:
    """Everything of this case that is counted, in no order; nothing of a sealed one.

    Who somebody in a sealed case is could be known from a place and an hour.
    """
    if case.seals:
        return
    incident, premises = case.latest("incident recorded"), case.latest("premises recorded")
    respondent = case.person("respondent")
    place = Happened(
        "",
        date.min,
        None,
        case.id,
        getattr(incident.entry.facts, "district", None) if incident else None,
        _town(premises.entry.facts.address) if premises else None,
        case.regime.notice_short,
        respondent=_same(respondent),
        protected_person=_same(case.person("protected person")),
    )
    of_it = (_authority, _service, _court, _breaches, _people, _tasks, _later)
    for one in (found for part in of_it for found in part(case)):
        yield replace(
            one,
            district=place.district,
            town=place.town,
            act=place.act,
            respondent=place.respondent,
            protected_person=place.protected_person,
            age=_age(respondent, one.day),
        )


def _at(case: Case, what: str, at: datetime | date, **more: Any) -> Happened:
    if isinstance(at, datetime):
        return Happened(what, _day(at), at.astimezone(LONDON).hour, case.id, None, None, **more)
    return Happened(what, at, None, case.id, None, None, **more)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _authority(case: Case) -> Iterator[Happened]:
    for one in case.current.get("authority requested", ()):
        yield _at(case, "requested", put_right(one.entry))
    asked = {one.entry.id: put_right(one.entry) for one in case.held if one.entry.kind == "authority requested"}
    decisions = [*case.current.get("authority refused", ())]
    if case.decision and case.decision.entry.kind != "authority refused":
        decisions.append(case.decision)
    for one in decisions:
        refused, by_telephone = one.entry.kind == "authority refused", hasattr(one.entry.facts, "given_at")
        at: datetime = one.entry.facts.given_at if by_telephone else put_right(one.entry)
        began = next((asked[named.id] for named in one.entry.relies_on if named.id in asked), None)
        took = _minutes(began, at) if began else None
        if refused:
            yield _at(case, "refused", at, minutes=took)
            continue
        how = "by telephone" if by_telephone else "with changes" if _is_changed(case, one) else "as asked for"
        yield _at(case, "authorised", at, of=how, minutes=took)
        for condition in getattr(one.entry.facts, "conditions", ()):
            yield _at(case, "condition", at, of=condition.code)
        if case.service is None and case.withdrawal is None:
            yield _at(case, "unserved", at)
    for one in case.current.get("request withdrawn", ()):
        yield _at(case, "request withdrawn", put_right(one.entry))
    for one in case.current.get("authority withdrawn before service", ()):
        yield _at(case, "withdrawn", put_right(one.entry))
    for one in case.current.get("telephone authority differs", ()):
        yield _at(case, "telephone differed", put_right(one.entry))
    for one in case.current.get("considered and not pursued", ()):
        yield _at(case, "not pursued", put_right(one.entry), of=one.entry.facts.reason)


def _is_changed(case: Case, decision: Held[Any]) -> bool:
    proposed = case.latest("conditions proposed")
    if proposed is None:
        return False
    asked, given = (
        {(one.code, one.distance_m) for one in held.entry.facts.conditions} for held in (proposed, decision)
    )
    return bool(asked != given)


def _service(case: Case) -> Iterator[Happened]:
    for one in case.current.get("service attempted", ()):
        yield _at(case, "attempted", put_right(one.entry), of=one.entry.facts.outcome)
    served = case.service
    if served is None:
        return
    at: datetime = served.entry.facts.served_at
    decided = put_right(case.decision.entry) if case.decision else None
    how = "irregular" if case.doubts else "regular"
    yield _at(case, "served", at, of=how, minutes=_minutes(decided, at) if decided else None)
    if decided and at - decided > timedelta(hours=24):
        yield _at(case, "served after a day", at)
    if _in_custody(case, at):
        yield _at(case, "served in custody", at)
    for one in case.current.get(DECIDED, ())[-1:]:
        yield _at(case, "beside bail", at, of=one.entry.facts.decision)


AFTER = ((28, "within 28 days"), (182, "within 6 months"), (365, "within 12 months"))
"""How many days after service something happened, as a figure calls it; the shortest that fits."""


def _later(case: Case) -> Iterator[Happened]:
    served = _day(case.service.entry.facts.served_at) if case.service else None
    for one in case.current.get("later event recorded", ()):
        facts = one.entry.facts
        yield _at(case, "later", facts.happened_on, of=facts.what)
        if served and facts.what in BETWEEN_THEM and facts.happened_on >= served:
            days = (facts.happened_on - served).days
            after = next((name for most, name in AFTER if days <= most), "more than 12 months")
            yield _at(case, "after service", facts.happened_on, of=f"{facts.what}, {after}")


def _in_custody(case: Case, at: datetime) -> bool:
    """Whether the respondent was at a police station for the incident then."""
    incident = case.latest("incident recorded")
    facts = incident.entry.facts if incident else None
    if facts is None or not facts.detained or facts.arrived_at is None or facts.arrived_at > at:
        return False
    released = [one.entry.facts.released_at for one in case.current.get(RELEASED, ())]
    return not any(facts.arrived_at <= one < at for one in released)


def _court(case: Case) -> Iterator[Happened]:
    current = case.current
    for one in current.get("hearing adjourned", ()):
        yield _at(case, "adjourned", one.entry.facts.adjourned_at, court=one.entry.facts.court)
    made, over = court.order(current), court.ended(current)
    sat = [
        *(one.entry.facts.sitting_at for one in current.get(court.LISTED, ())[:1]),
        *(one.entry.facts.adjourned_at for one in current.get(court.ADJOURNED, ())[:1]),
        *((over.entry.facts.decided_at,) if over else ()),
    ]
    if case.deadline and sat:
        first = min(sat)
        late = first > case.deadline.at
        left = _minutes(first, case.deadline.at)
        yield _at(case, "first hearing", first, of="late" if late else "in time", minutes=left)
    if made:
        facts = made.entry.facts
        days = facts.days or ((facts.last_day - facts.made_on).days + 1 if facts.last_day else None)
        length = f"{days} days" if days in (14, 28) else "another length"
        yield _at(case, "ordered", facts.made_on, court=facts.court, of=length, amount=days)
        yield _at(case, "respondent at court", facts.made_on, court=facts.court, of=facts.respondent)
        for one in court.changes(current):
            changed = one.entry.facts
            yield _at(case, "order changed", changed.decided_at, court=changed.court, of=changed.what)
        if not court.is_told(current):
            yield _at(case, "order not told", facts.made_on, court=facts.court)
    elif over:
        facts = over.entry.facts
        yield _at(case, f"application {facts.outcome}", facts.decided_at, court=facts.court)


def _breaches(case: Case) -> Iterator[Happened]:
    current = case.current
    reported = {one.entry.id: reported_at(case, one) for one in current.get("breach reported", ())}
    for one in current.get("breach reported", ()):
        since, of = reported[one.entry.id], one.entry.facts.of
        yield _at(case, "breach reported", since, of=of)
        answers = [(put_right(unit.entry), unit.entry.facts.sent) for unit in units_of(case, one)]
        sent = [at for at, was_sent in answers if was_sent]
        if sent:
            yield _at(case, "unit sent", min(sent), of=of, minutes=_minutes(since, min(sent)))
        elif answers:
            yield _at(case, "no unit sent", max(answers)[0], of=of)
    heard_of = {
        named.id: one.entry.facts.heard_at for one in current.get("breach heard", ()) for named in one.entry.relies_on
    }
    for one in current.get("arrest made", ()):
        at: datetime = one.entry.facts.arrested_at
        before = [then for then in reported.values() if then <= at]
        took = _minutes(max(before), at) if before else None
        yield _at(case, "arrested", at, of=one.entry.facts.of, minutes=took)
        if heard := heard_of.get(one.entry.id):
            in_time = heard - at <= timedelta(hours=24)
            yield _at(case, "brought to court", at, of="within 24 hours" if in_time else "not within 24 hours")
    for one in current.get("breach heard", ()):
        facts = one.entry.facts
        amount = facts.pounds if facts.outcome == "sum ordered" else facts.days
        yield _at(case, "breach heard", facts.heard_at, court=facts.court, of=facts.outcome, amount=amount)


def _people(case: Case) -> Iterator[Happened]:
    relationship = case.latest("relationship recorded")
    violence, children = case.latest("violence recorded"), case.latest("children's welfare recorded")
    if asked := case.latest("authority requested"):
        at = put_right(asked.entry)
        if relationship:
            yield _at(case, "relationship", at, of=relationship.entry.facts.limb)
        if violence and getattr(violence.entry.facts, "counter_allegation", False):
            yield _at(case, "counter-allegation", at)
        incident = case.latest("incident recorded")
        if incident and "firearms certificate" in incident.entry.facts.dangers:
            yield _at(case, "firearms certificate", at)
        views = case.views("protected person")
        yield _at(case, "protected person", at, of=band(_age(case.person("protected person"), _day(at))))
        yield _at(case, "views", at, of="given" if views and views.entry.facts.said else "not had")
        for _ in getattr(children.entry.facts, "children", ()) if children else ():
            yield _at(case, "child", at)
    since = {(one.event, one.entry): one.since for one in to_tell(case)}
    for one in case.current.get(TOLD, ()):
        facts = one.entry.facts
        yield _at(case, "told", facts.contacted_at, of=facts.outcome)
        for of in facts.told_of if facts.outcome == "told" else ():
            began = since.get((of.event, of.entry))
            took = _minutes(began, facts.contacted_at) if began else None
            yield _at(case, "told of", facts.contacted_at, of=of.event, minutes=took)
    for one in case.current.get("bail or release decision recorded", ()):
        yield _at(case, "bail decision", one.entry.facts.decided_at, of=one.entry.facts.decision)
    for one in case.current.get("respondent released", ()):
        told = one.entry.facts.protected_person_told
        yield _at(case, "released", one.entry.facts.released_at, of="told before" if told else "not told before")


REFERRALS = {
    "support": "IDVA or local support",
    "marac": "MARAC",
    "social care": "children's social care",
    "housing": "housing for the protected person",
    "respondent support": "a programme for the respondent",
}
"""The tasks that are referrals, as a figure calls them."""


def _tasks(case: Case) -> Iterator[Happened]:
    """What others were told or asked to do, and whether in time."""
    for task in called(case):
        done = case.by_id.get(task.done) if task.done else None
        if done is None or done.entry.kind != DONE or done.entry.facts.outcome != "done":
            continue
        at = done.entry.facts.done_at
        if name := REFERRALS.get(task.task.id):
            yield _at(case, "referred", at, of=name, minutes=_minutes(task.since, at))
        if task.task.id == "school":
            yield _at(case, "school told", at, of="in time" if at <= task.due else "late")
    welfare = case.latest("children's welfare recorded")
    if welfare and getattr(welfare.entry.facts, "social_care", None) == "referred":
        yield _at(case, "referred", put_right(welfare.entry), of=REFERRALS["social care"])


def _minutes(first: datetime, then: datetime) -> int:
    """Whole minutes: times that somebody writes down are no more exact."""
    return round((then - first).total_seconds() / 60)


def _town(address: str | None) -> str | None:
    """The last line of the address as it was recorded; None where it has one line only."""
    lines = [one.strip() for one in (address or "").splitlines() if one.strip()]
    return lines[-1] if len(lines) > 1 else None


def _same(described: Held[Any] | None) -> int | None:
    """The same for two descriptions with the same names and date of birth (or believed age)."""
    if described is None:
        return None
    facts = described.entry.facts
    parts = (facts.family_name, facts.given_names or "", str(facts.born or facts.believed_age))
    return int.from_bytes(sha256("\n".join(one.strip().casefold() for one in parts).encode()).digest()[:6])


def _age(described: Held[Any] | None, day: date) -> int | None:
    if described is None:
        return None
    born: date | None = described.entry.facts.born
    if born is None:
        believed: int | None = described.entry.facts.believed_age
        return believed
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band(age: int | None) -> str | None:
    """The ages a figure tells together; None where none is known."""
    if age is None:
        return None
    return (
        "under 18"
        if age < 18
        else next((f"{low} to {high}" for low, high in BANDS if low <= age <= high), "60 and over")
    )


BANDS = ((18, 24), (25, 34), (35, 44), (45, 59))
