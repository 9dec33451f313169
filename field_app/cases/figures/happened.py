"""What happened in one case, each with its day, hour and place: all that a figure is added up from.

What is counted of a case may be kept beside it; where this module comes to another result from the same entries,
`VERSION` is raised, and every case is counted anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from field_app.cases.case import Case
from field_app.cases.custody import DECIDED, RELEASED
from field_app.cases.entries import Held
from field_app.cases.entries.later import BETWEEN_THEM
from field_app.cases.entries.monitoring import ETHNICITIES, MONITORED
from field_app.cases.force import Force
from field_app.cases.moments import put_right
from field_app.cases.safeguarding.tasks import DONE, called
from field_app.cases.safeguarding.telling import TOLD, to_tell

from .before_court import of_breaches, of_court
from .event import Happened, age_on, band, day_of, each, happening, minutes
from .standing import TOO_LONG, of_waiting

VERSION = 3
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
    of_it = (_authority, _service, of_waiting, of_court, of_breaches, _people, _tasks, _later)
    for one in (found for part in of_it for found in part(case)):
        yield replace(
            one,
            district=place.district,
            town=place.town,
            act=place.act,
            respondent=place.respondent,
            protected_person=place.protected_person,
            age=age_on(respondent, one.day),
        )


def _authority(case: Case) -> Iterator[Happened]:
    for one in case.current.get("authority requested", ()):
        yield happening(case, "requested", put_right(one.entry))
    asked = {one.entry.id: put_right(one.entry) for one in case.held if one.entry.kind == "authority requested"}
    decisions = [*case.current.get("authority refused", ())]
    if case.decision and case.decision.entry.kind != "authority refused":
        decisions.append(case.decision)
    for one in decisions:
        refused, by_telephone = one.entry.kind == "authority refused", hasattr(one.entry.facts, "given_at")
        at: datetime = one.entry.facts.given_at if by_telephone else put_right(one.entry)
        began = next((asked[named.id] for named in one.entry.relies_on if named.id in asked), None)
        took = minutes(began, at) if began else None
        if refused:
            yield happening(case, "refused", at, minutes=took)
            for because in each(one, "because"):
                yield happening(case, "refused because", at, of=because)
            continue
        how = "by telephone" if by_telephone else "with changes" if _is_changed(case, one) else "as asked for"
        yield happening(case, "authorised", at, of=how, minutes=took)
        if _opinion(_views_before(case, put_right(one.entry))) == "opposes":
            yield happening(case, "authorised opposed", at, of=how)
        for condition in getattr(one.entry.facts, "conditions", ()):
            yield happening(case, "condition", at, of=condition.code)
        if case.service is None and case.withdrawal is None:
            yield happening(case, "unserved", at)
    for one in case.current.get("request withdrawn", ()):
        yield happening(case, "request withdrawn", put_right(one.entry))
    for one in case.current.get("authority withdrawn before service", ()):
        yield happening(case, "withdrawn", put_right(one.entry))
    for one in case.current.get("telephone authority differs", ()):
        yield happening(case, "telephone differed", put_right(one.entry))
    for one in case.current.get("considered and not pursued", ()):
        yield happening(case, "not pursued", put_right(one.entry), of=one.entry.facts.reason)


def _views_before(case: Case, at: datetime) -> Held[Any] | None:
    """What the protected person thought of it as it was last recorded by then, whatever was recorded after."""
    every = [
        one for one in case.held if one.entry.kind == "views recorded" and one.entry.facts.whose == "protected person"
    ]
    return max((one for one in every if put_right(one.entry) <= at), key=lambda one: put_right(one.entry), default=None)


def _opinion(views: Held[Any] | None) -> str | None:
    """As it was chosen, or that it is in words alone; None where none was had."""
    if views is None:
        return None
    chosen: str | None = getattr(views.entry.facts, "opinion", None)
    return chosen or ("in words alone" if views.entry.facts.said else None)


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
        yield happening(case, "attempted", put_right(one.entry), of=one.entry.facts.outcome)
    served = case.service
    if served is None:
        return
    at: datetime = served.entry.facts.served_at
    decided = put_right(case.decision.entry) if case.decision else None
    how = "irregular" if case.doubts else "regular"
    yield happening(case, "served", at, of=how, minutes=minutes(decided, at) if decided else None)
    if decided and at - decided > TOO_LONG:
        yield happening(case, "served after a day", at)
    if _in_custody(case, at):
        yield happening(case, "served in custody", at)
    for one in case.current.get(DECIDED, ())[-1:]:
        yield happening(case, "beside bail", at, of=one.entry.facts.decision)


AFTER = ((28, "within 28 days"), (182, "within 6 months"), (365, "within 12 months"))
"""How many days after service something happened, as a figure calls it; the shortest that fits."""


def _later(case: Case) -> Iterator[Happened]:
    served = day_of(case.service.entry.facts.served_at) if case.service else None
    for one in case.current.get("later event recorded", ()):
        facts = one.entry.facts
        yield happening(case, "later", facts.happened_on, of=facts.what)
        if served and facts.what in BETWEEN_THEM and facts.happened_on >= served:
            days = (facts.happened_on - served).days
            after = next((name for most, name in AFTER if days <= most), "more than 12 months")
            yield happening(case, "after service", facts.happened_on, of=f"{facts.what}, {after}")


def _in_custody(case: Case, at: datetime) -> bool:
    """Whether the respondent was at a police station for the incident then."""
    incident = case.latest("incident recorded")
    facts = incident.entry.facts if incident else None
    if facts is None or not facts.detained or facts.arrived_at is None or facts.arrived_at > at:
        return False
    released = [one.entry.facts.released_at for one in case.current.get(RELEASED, ())]
    return not any(facts.arrived_at <= one < at for one in released)


EQUALITY = {
    "respondent": ("respondent's gender", "respondent's ethnicity"),
    "protected person": ("protected person's gender", "protected person's ethnicity"),
}
"""The figures of who the two are, as they say."""


def _equality(case: Case, at: datetime) -> Iterator[Happened]:
    said = {one.entry.facts.whose: one.entry.facts for one in case.current.get(MONITORED, ())}
    for whose, (gender, ethnicity) in EQUALITY.items():
        facts = said.get(whose)
        yield happening(case, gender, at, of=facts.gender if facts else None)
        yield happening(case, ethnicity, at, of=ETHNICITIES.get(facts.ethnicity) if facts else None)


def _people(case: Case) -> Iterator[Happened]:
    relationship = case.latest("relationship recorded")
    violence, children = case.latest("violence recorded"), case.latest("children's welfare recorded")
    if asked := case.latest("authority requested"):
        at = put_right(asked.entry)
        if relationship:
            yield happening(case, "relationship", at, of=relationship.entry.facts.limb)
        if violence and getattr(violence.entry.facts, "counter_allegation", False):
            yield happening(case, "counter-allegation", at)
        incident = case.latest("incident recorded")
        if incident and "firearms certificate" in incident.entry.facts.dangers:
            yield happening(case, "firearms certificate", at)
        yield happening(case, "protected person", at, of=band(age_on(case.person("protected person"), day_of(at))))
        yield from _equality(case, at)
        yield happening(case, "views", at, of=_opinion(case.views("protected person")) or "not had")
        for _ in getattr(children.entry.facts, "children", ()) if children else ():
            yield happening(case, "child", at)
    since = {(one.event, one.entry): one.since for one in to_tell(case)}
    for one in case.current.get(TOLD, ()):
        facts = one.entry.facts
        yield happening(case, "told", facts.contacted_at, of=facts.outcome)
        for of in facts.told_of if facts.outcome == "told" else ():
            began = since.get((of.event, of.entry))
            took = minutes(began, facts.contacted_at) if began else None
            yield happening(case, "told of", facts.contacted_at, of=of.event, minutes=took)
    for one in case.current.get("bail or release decision recorded", ()):
        yield happening(case, "bail decision", one.entry.facts.decided_at, of=one.entry.facts.decision)
    for one in case.current.get("respondent released", ()):
        told = one.entry.facts.protected_person_told
        yield happening(case, "released", one.entry.facts.released_at, of="told before" if told else "not told before")


REFERRALS = {
    "support": "IDVA or local support",
    "marac": "MARAC",
    "social care": "children's social care",
    "housing": "housing for the protected person",
    "respondent support": "a programme for the respondent",
}
"""The tasks that are referrals, as a figure calls them."""


def _tasks(case: Case) -> Iterator[Happened]:
    """What others were told or asked to do, and whether in time; what became of the offer of support."""
    for one in case.current.get(DONE, ()):
        if one.entry.facts.task == "support":
            offer = getattr(one.entry.facts, "offer", None)
            yield happening(case, "support offered", one.entry.facts.done_at, of=offer)
    for task in called(case):
        done = case.by_id.get(task.done) if task.done else None
        if done is None or done.entry.kind != DONE or done.entry.facts.outcome != "done":
            continue
        at = done.entry.facts.done_at
        if name := REFERRALS.get(task.task.id):
            yield happening(case, "referred", at, of=name, minutes=minutes(task.since, at))
        if task.task.id == "school":
            yield happening(case, "school told", at, of="in time" if at <= task.due else "late")
    welfare = case.latest("children's welfare recorded")
    if welfare and getattr(welfare.entry.facts, "social_care", None) == "referred":
        yield happening(case, "referred", put_right(welfare.entry), of=REFERRALS["social care"])


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
