"""The legal desk: every served notice whose application is not decided, the earliest deadline first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.cases import court
from field_app.cases.case import Case
from field_app.cases.served import REPORTED, SERVED
from field_app.law.answers import NotMet
from field_app.law.countdown import MARKS, mark, minutes_left, moment_with_left
from field_app.law.holidays import NoHolidays
from field_app.store import access, jobs, log
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from . import telling
from .installation import Installation
from .sealed import alarmed, closed_to

PAGE = 50
"""Cases on one page."""

LIVE = court.UNDECIDED
"""The stages in which a notice has been served and the court has not decided."""


def legal_desk(installation: Installation, officer: str, page: int, now: datetime) -> dict[str, Any]:
    """One page of the desk, from 1 (docs/api.md). That it was read is on record before it is answered."""
    with writing(installation.engine) as connection:
        access.keep(
            connection, installation.keys, at=stamp(now), officer=officer, action="legal desk", detail=str(page)
        )
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        closed = closed_to(installation, connection, office, office.officers[officer])
        total = lists.count_in(connection, LIVE, closed)
        cases = [
            installation.case(connection, case_id, head)
            for case_id, head in lists.by_service(connection, LIVE, PAGE, (page - 1) * PAGE, closed)
        ]
    return {
        "as_at": stamp(now),
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PAGE)),
        "cases": [_line(case, now) for case in cases],
        "courts": [one.as_json() for one in installation.force.courts],
        "server_clock": office.server_clock,
    }


def hearing_alarm(case: Case, now: datetime) -> dict[str, Any]:
    """How near the hearing deadline of a served case is: minutes left that count, the mark reached, whether missed.

    A hearing that was adjourned was begun: nothing is left to miss. A listing is no hearing: the marks run on until
    the court's result is recorded.
    """
    deadline = case.deadline
    begun = bool(case.current.get(court.ADJOURNED))
    decided = case.stage not in LIVE
    if deadline is None or begun or decided:
        return {"minutes_left": None, "mark": None, "missed": False}
    try:
        left = minutes_left(now, deadline.at, case.holidays)
    except NoHolidays:
        return {"minutes_left": None, "mark": None, "missed": now > deadline.at}
    missed = now > deadline.at
    return {"minutes_left": left, "mark": None if missed else mark(left), "missed": missed}


LAST_SITTING = 0
"""Beside the marks: the last practicable sitting is near (P23)."""

LOOKED_AT = timedelta(hours=6)
"""How long an alarm sleeps at most: a holiday taken back makes a deadline earlier."""


def watch_hearing(connection: Connection, case: Case, now: datetime) -> None:
    """Have the worker watch the deadline of a case whose notice was served."""
    jobs.enqueue(connection, "hearing alarm", [{"case": case.id, "told": []}], now)


def raise_hearing_alarm(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """Tell legal services and the inspectors on call where a mark is reached that they were not told of, and watch on.

    The marks: 24, 12, 6 and 2 hours that count, and at once when the last practicable sitting is near (P23).
    """
    jobs.finish(connection, job, now)
    case_id, told = job.payload["case"], {*job.payload["told"]}
    office, _ = installation.office(connection)
    case = installation.case(connection, case_id, log.head(connection, case_id))
    left = hearing_alarm(case, now)["minutes_left"]
    if left is None or case.deadline is None:
        return
    reached = {hours for hours in MARKS if left <= hours * 60}
    sittings = case.sittings
    if sittings and sittings.alarm_at <= now:
        reached.add(LAST_SITTING)
    if reached - told:
        about = f"{case_id} hearing {min(reached - told)}"
        to = sorted({*alarmed(telling.alarmed(office, now), case, office)})
        jobs.enqueue(connection, "tell officer", [{"officer": one, "about": about} for one in to], now)
    # A mark that a clock ahead, or a holiday not yet known, seemed to have reached is told of again once it is reached.
    ahead = [moment_with_left(hours, case.deadline.at, case.holidays) for hours in MARKS if hours not in reached]
    if sittings and LAST_SITTING not in reached:
        ahead.append(sittings.alarm_at)
    if ahead or office.clock_doubted:
        watched = {"case": case_id, "told": sorted(reached)}
        jobs.enqueue(connection, "hearing alarm", [watched], min([*ahead, now + LOOKED_AT]))


def _line(case: Case, now: datetime) -> dict[str, Any]:
    respondent, service = case.person("respondent"), case.service
    facts = respondent.entry.facts if respondent else None
    listed = case.latest(court.LISTED)
    at = court.next_hearing(case.current)
    sittings = case.sittings
    alarm = hearing_alarm(case, now)
    last_near = bool(sittings and sittings.last is not None and sittings.alarm_at <= now)
    return {
        "case": case.id,
        "reference": case.reference,
        "what": case.regime.notice_short,
        "stage": case.stage,
        "respondent": " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None,
        "served_at": case.served_at.isoformat() if case.served_at else None,
        "by_radio": service is not None and service.entry.kind == REPORTED,
        "deadline": case.deadline.as_json() if case.deadline else None,
        "last_sitting": sittings.last.as_json() if sittings and sittings.last else None,
        "last_near": last_near and not alarm["missed"] and alarm["minutes_left"] is not None,
        **alarm,
        "hearing": {"at": at.isoformat(), "court": listed.entry.facts.court if listed else None} if at else None,
        "hearing_passed": at is not None and at < now,
        "adjourned": bool(case.current.get(court.ADJOURNED)),
        "notice_given": any(
            one.entry.facts.outcome != "attempted" and not one.reasons for one in case.current.get(court.NOTICE, ())
        ),
        "address_given": getattr(service.entry.facts, "address_given", None) if service else None,
        "irregular": [_said(why) for one in case.held if one.entry.kind in _SHOWN for why in one.reasons],
    }


_SHOWN = frozenset({SERVED, REPORTED, court.LISTED, court.NOTICE, court.ADJOURNED})
"""The kinds whose irregularities the desk shows."""


def _said(why: NotMet) -> str:
    return f"{why.message} ({why.section})" if why.section else why.message
