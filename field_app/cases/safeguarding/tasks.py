"""Which tasks a case calls for, since when, and what became of each: computed from the record, never written down.

A task is called for by what is recorded, or set by hand. It is open until somebody records it as done or not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from field_app.cases import authority, court
from field_app.cases.entries import Held
from field_app.cases.matching.places import POSTCODE
from field_app.cases.moments import made
from field_app.cases.risk import PACKS, Pack, referral, yes_count
from field_app.law.clocks import LONDON, disregarded
from field_app.law.holidays import Holidays, NoHolidays

from .tables import TASKS, Task
from .telling import TOLD, first

if TYPE_CHECKING:
    from field_app.cases.case import Case

SET, DONE, VISITED = "task set", "task done", "compliance visit made"

SCHOOL_BEGINS = time(8, 30)
"""By then a child who comes to school is met by somebody who knows."""


@dataclass(frozen=True)
class Called:
    """A task this case calls for: the entry that does, since when (UTC), and the entry that says what became of it.

    `given`: the newest entry that set it by hand, which says for whom it is and who does it.
    """

    task: Task
    entry: str
    since: datetime
    due: datetime
    done: str | None
    given: Held[Any] | None


Call = tuple[str, datetime]
"""The entry that calls for a task, and since when."""


def called(case: Case) -> list[Called]:
    """Every task this case calls for, done or not, as the table has them."""
    found = []
    for task in TASKS.values():
        by_hand = [one for one in case.current.get(SET, ()) if one.entry.facts.task == task.id]
        given = by_hand[-1] if by_hand else None
        set_at = made(given)[0] if given else None
        calls = [(given.entry.id, set_at)] if given and set_at else []
        rule = _RULES.get(task.id)
        if rule and (call := rule(case)):
            calls.append(call)
        if not calls:
            continue
        entry, since = max(calls, key=lambda one: one[1])
        since = since.astimezone(UTC)
        if task.id == "other force" and (forces := _not_told(case)):
            task = replace(task, words=f"Tell {' and '.join(forces)}: who owns a breach there, acknowledged by name")
        due = said_due(given) if given and given.entry.id == entry else None
        due = due or _due(task, since, case.holidays)
        found.append(Called(task, entry, since, due, _done(case, task, since, set_at), given))
    return found


def said_due(given: Held[Any]) -> datetime | None:
    """By when (UTC) whoever set a task by hand wants it done, where they said so."""
    due = getattr(given.entry.facts, "due_at", None)
    return due.astimezone(UTC) if due else None


def given_to(case: Case) -> frozenset[str]:
    """The collar numbers, casefolded, of whom a task of this case is given to now."""
    newest = {one.entry.facts.task: getattr(one.entry.facts, "to", None) for one in case.current.get(SET, ())}
    return frozenset(to.strip().casefold() for to in newest.values() if to)


def school_morning(at: datetime, holidays: Holidays) -> datetime:
    """When the next school day begins, in Europe/London: 08:30 of a weekday that is no bank holiday.

    School holidays are the school's own: the Act says as soon as reasonably practicable (DAA 2021 s.49A).
    """
    local = at.astimezone(LONDON)
    day = local.date() if local.time() < SCHOOL_BEGINS else local.date() + timedelta(days=1)
    while day.weekday() > 4 or _is_holiday(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, SCHOOL_BEGINS, LONDON)


def _is_holiday(day: Any, holidays: Holidays) -> bool:
    try:
        return disregarded(day, holidays) is not None
    except NoHolidays:
        return False


def _due(task: Task, since: datetime, holidays: Holidays) -> datetime:
    if task.id == "school":
        return school_morning(since, holidays).astimezone(UTC)
    return since + timedelta(hours=task.hours)


def _done(case: Case, task: Task, since: datetime, set_at: datetime | None) -> str | None:
    """What became of it: after it was last set by hand, and for a risk assessment after what called for it."""
    if task.id == "commanding officer":
        told = case.latest("commanding officer told")
        return told.entry.id if told else None
    if task.id == "risk again":
        risk = case.latest("risk assessed")
        return risk.entry.id if risk and made(risk)[0] > since else None
    if task.id == "compliance visit" and (visit := _visited(case, set_at)):
        return visit
    records = [one for one in case.current.get(DONE, ()) if one.entry.facts.task == task.id]
    if task.id == "other force":
        # Told and not acknowledged, nobody there owns it yet; and somebody who moved may be in a further force's area.
        records = [one for one in records if _is_settled(one) and (set_at or made(one)[0] >= since)]
    if task.id == "order marker on" and any(map(_to_mark, court.changes(case.current))):
        # What was put on before the court changed it shows what no longer holds.
        records = [one for one in records if made(one)[0] >= since]
    if records and (set_at is None or made(records[-1])[0] > set_at):
        return records[-1].entry.id
    return None


def _visited(case: Case, set_at: datetime | None) -> str | None:
    """The last visit at which somebody was seen: of the order, or of what somebody set by hand since they did.

    Where nobody answered, nobody knows whether it is kept.
    """
    since = set_at.replace(second=0, microsecond=0) if set_at else None  # an officer says the minute
    seen = [
        one
        for one in case.current.get(VISITED, ())
        if (one.entry.facts.respondent, one.entry.facts.protected_person) != ("no answer", "not seen")
        and (one.entry.facts.visited_at >= since if since else one.entry.facts.of == "order")
    ]
    return seen[-1].entry.id if seen else None


# --- What calls for each ---------------------------------------------------------------------------------------


def _children(case: Case) -> Call | None:
    """Somebody under 18 is described, or their welfare is recorded."""
    welfare = case.latest("children's welfare recorded")
    children = [one for one in case.current.get("person described", ()) if one.entry.facts.role == "child"]
    one = welfare if welfare and welfare.entry.facts.any_children else next(iter(children), None)
    return (first(case, one), made(one)[0]) if one else None


def _social_care(case: Case) -> Call | None:
    welfare = case.latest("children's welfare recorded")
    settled = welfare is not None and getattr(welfare.entry.facts, "social_care", None) in ("referred", "not needed")
    return None if settled else _children(case)


def _served(case: Case) -> Call | None:
    return (first(case, case.service), case.service.entry.facts.served_at) if case.service else None


def _marac(case: Case) -> Call | None:
    """The force's threshold is reached, or the protected person says that the risk is higher."""
    risk = case.latest("risk assessed")
    if risk and referral(case.force.marac, *_indicators(risk.entry.facts)):
        return first(case, risk), made(risk)[0]
    higher = _contacts(case, "higher")
    return (higher[-1].entry.id, higher[-1].entry.facts.contacted_at) if higher else None


def _indicators(facts: Any) -> tuple[int, str | None, int | None]:
    pack: Pack | None = PACKS.get((facts.pack.id, facts.pack.version)) if getattr(facts, "pack", None) else None
    answers = {one.question: one.answer for one in getattr(facts, "answers", ())}
    return yes_count(pack, answers) if pack else 0, getattr(facts, "level", None), getattr(facts, "events", None)


def _risk_again(case: Case) -> Call | None:
    """At each contact the risk is asked about again; what has changed is assessed."""
    changed = _contacts(case, "higher", "lower")
    return (changed[-1].entry.id, changed[-1].entry.facts.contacted_at) if changed else None


def _contacts(case: Case, *risks: str) -> list[Held[Any]]:
    return [one for one in case.current.get(TOLD, ()) if one.entry.facts.risk in risks]


def _keeps_them_out(case: Case) -> Call | None:
    """The notice served keeps the respondent out of a home."""
    return _served(case) if any(one.code in ("leave", "enter") for one in _conditions(case)) else None


def _authorised(case: Case) -> Any:
    return authority.provisions(case.by_id, case.request, case.decision)


def _conditions(case: Case) -> Sequence[Any]:
    return getattr(_authorised(case), "conditions", ())


def _at_risk_there(case: Case) -> Call | None:
    """Somebody is at risk where the respondent said, when the notice was served, that they will stay (P6)."""
    return _served(case) if case.service and getattr(case.service.entry.facts, "at_risk_there", None) else None


def _firearms(case: Case) -> Call | None:
    incident = case.latest("incident recorded")
    if incident and {"firearms", "firearms certificate"} & {*incident.entry.facts.dangers}:
        return first(case, incident), made(incident)[0]
    return None


def _service_accommodation(case: Case) -> Call | None:
    """Reasonable efforts to tell the commanding officer (s.24(11)), however the notice was authorised."""
    decision = case.decision
    if decision and getattr(_authorised(case), "service_accommodation", None):
        return decision.entry.id, made(decision)[0]
    return None


def _notice_in_force(case: Case) -> Call | None:
    return _served(case) if court.order(case.current) is None and _ended(case) is None else None


def _to_mark(change: Held[Any]) -> bool:
    return court.is_new_to_them(change.entry.facts)


def _order(case: Case) -> Call | None:
    order, stands = court.order(case.current), court.stands(case.current)
    if order is None or stands is None or stands.now == "ended":
        return None
    # A marker shows the conditions and the last day: what the court changed goes on anew.
    if news := [one for one in court.changes(case.current) if _to_mark(one)]:
        return first(case, news[-1]), news[-1].entry.facts.decided_at
    return first(case, order), made(order)[0]


def _order_to_visit(case: Case) -> Call | None:
    """Somebody looks whether an order is kept (guidance, Appendix B), once the respondent knows of it."""
    order, stands = court.order(case.current), court.stands(case.current)
    if order is None or stands is None or stands.now != "in force" or not stands.told:
        return None
    return first(case, order), made(order)[0]


def _ended(case: Case) -> Call | None:
    """Nothing is in force any more: no order was made, the court ended it, or its last day has passed.

    A last day may be to come: the call then lies ahead.
    """
    order, ended, stands = court.order(case.current), court.ended(case.current), court.stands(case.current)
    if stands and stands.now == "ended" and stands.by:
        return first(case, stands.by), stands.by.entry.facts.decided_at
    if order and stands:
        last = stands.last_day
        over = datetime.combine(last + timedelta(days=1), time(0), LONDON) if last else None
        return (order.entry.id, over) if over else None
    return (first(case, ended), ended.entry.facts.decided_at) if ended else None


def _is_settled(done: Held[Any]) -> bool:
    """Whether another force has acknowledged that it was told, or need not be; version 1 did not say."""
    facts = done.entry.facts
    return facts.outcome == "not needed" or getattr(facts, "acknowledged_by", "unsaid") is not None


def _in_other_forces(case: Case) -> list[tuple[str, str, datetime]]:
    """Each other force in whose area one of the two lives, or a place is that a notice or an order names: its name, the
    entry that says so first, and since when it is to be told: once something is in force."""
    served, order = case.service, court.order(case.current)
    begins = served.entry.facts.served_at if served else made(order)[0] if order else None
    if begins is None or not case.force.neighbours:
        return []
    found: dict[str, tuple[str, str, datetime]] = {}
    for one, postcode in _places(case):
        for force in case.force.neighbours:
            if force.polices(postcode):
                # Correcting what else it says tells nothing new: since the first entry that had them there.
                there = [it for it in case.held if force.polices(getattr(it.entry.facts, "postcode", None) or "")]
                earliest = min([*there, one], key=made)
                found.setdefault(
                    force.name, (force.name, earliest.entry.id, max(begins.astimezone(UTC), made(earliest)[0]))
                )
    return list(found.values())


def _places(case: Case) -> Iterator[tuple[Held[Any], str]]:
    """The postcodes of where the two live, of the home, and in conditions, each with the entry that says it."""
    home = case.latest("premises recorded")
    for one in (case.person("respondent"), case.person("protected person"), home):
        if one and one.entry.facts.postcode:
            yield one, one.entry.facts.postcode
    if case.decision:
        for condition in _conditions(case):
            for at in POSTCODE.finditer(getattr(condition, "words", None) or ""):
                yield case.decision, at[0]
    if order := court.order(case.current):
        for at in POSTCODE.finditer(" ".join(order.entry.facts.conditions)):
            yield order, at[0]


def _not_told(case: Case) -> list[str]:
    """The names of those that have not acknowledged that they were told since they were to be."""
    told = [
        made(one)[0] for one in case.current.get(DONE, ()) if one.entry.facts.task == "other force" and _is_settled(one)
    ]
    return [name for name, _, since in _in_other_forces(case) if not any(at >= since for at in told)]


def _other_force(case: Case) -> Call | None:
    """The last of them that is to be told."""
    last = max(_in_other_forces(case), key=lambda one: one[2], default=None)
    return (last[1], last[2]) if last and _ended(case) is None else None


def _marked(case: Case) -> Call | None:
    """What was put on is taken off."""
    on = {"marker on", "local marker on", "order marker on"}
    put = [one for one in case.current.get(DONE, ()) if one.entry.facts.task in on]
    return _ended(case) if any(one.entry.facts.outcome == "done" for one in put) else None


_RULES: dict[str, Callable[[Case], Call | None]] = {
    "school": _children,
    "social care": _social_care,
    "support": _served,
    "marac": _marac,
    "risk again": _risk_again,
    "respondent housing": _keeps_them_out,
    "respondent support": _served,
    "others at risk": _at_risk_there,
    "firearms licensing": _firearms,
    "commanding officer": _service_accommodation,
    "other force": _other_force,
    "marker on": _notice_in_force,
    "local marker on": _notice_in_force,
    "order marker on": _order,
    "compliance visit": _order_to_visit,
    "marker off": _marked,
}
