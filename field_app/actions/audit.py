"""Who saw what, for the auditor: the access records of a time, and what stands out among them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.cases.audit import GIVEN_LATER, KEPT_BACK, LOOK_UPS, OTHER_HASH, SOUGHT_ONESELF, WHY, Alert, alerts
from field_app.cases.audit import Looked as Judged
from field_app.cases.matching import Known, Sought, asked_card, card, match
from field_app.cases.office import Office
from field_app.law.clocks import LONDON
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.access import Looked
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed
from .reasons import GivenLater, read_given_later, wants_reason, what_was_asked
from .sealed import closed_to

DAYS = 7
"""How far back is looked where nothing is said."""

MOST_READ, MOST_SHOWN = 50_000, 500
"""So many of the newest are judged, and so many shown; the answer says how many more there are than those shown."""

LIKE = 80
AS_ASKED = ("look-up", "look-up offline", "look-up refused", GIVEN_LATER, "audit", "audit refused")
"""The actions whose detail is what was asked, as a JSON object."""

"""The least score at which a name that was looked up is the one asked for."""


@dataclass(frozen=True)
class AuditQuery:
    """What of the record is asked for: an officer's (name or collar number), a case's (reference or id), the look-ups
    of a person (name); days are whole, in London.
    """

    officer: str | None = None
    case: str | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None


def report_receipt(
    installation: Installation, officer: str, case_id: str, position: int, told: str, now: datetime
) -> None:
    """Record that this officer's phone was told the hash `told` for an entry that now has another."""
    with writing(installation.engine) as connection:
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer,
            action=OTHER_HASH,
            case_id=case_id,
            detail=f"Entry {position} was {told}.",
        )


def audit(installation: Installation, auditor: str, query: AuditQuery, now: datetime) -> dict[str, Any]:
    """The records asked for, newest first, and the alerts among them. That they were asked for is on record first.

    :raise NotAllowed: the officer is no auditor.
    :raise NobodyOfThatName: there is no such officer, or case.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[auditor]
        allowed = officer.is_auditor or officer.is_professional_standards
        detail = json.dumps({name: str(value) for name, value in asdict(query).items() if value}, ensure_ascii=False)
        action = "audit" if allowed else "audit refused"
        access.keep(connection, installation.keys, at=stamp(now), officer=auditor, action=action, detail=detail)
    if not allowed:
        raise NotAllowed("Only an auditor or professional standards may see who looked at what.")
    with reading(installation.engine) as connection:
        closed = closed_to(installation, connection, office, officer)
        case_id = _case(connection, query.case, closed)
        officers = _officers(office, query.officer)
        rows: deque[Looked] = deque(maxlen=MOST_READ)
        count = 0
        for one in _rows(installation, connection, office, query, officers, case_id, closed, now):
            rows.append(one)
            count += 1
        found = _changes(connection, query, officers, case_id, now)
        since, _ = _between(query, now)
        given = read_given_later(installation, connection, office.id, since, officers)
        judged = [_judged(one, given) for one in rows]
        explained_by = now - timedelta(hours=installation.force.clocks.reason)
        stands_out = alerts(judged, office.officers, lambda case: lists.on_case(connection, case), explained_by)
        references = lists.references(connection, {one.case_id for one in [*rows, *found] if one.case_id})
    everything = sorted([*rows, *found], key=lambda one: (one.at, one.number), reverse=True)
    return {
        "as_at": stamp(now),
        "alerts": [_alert(one, office, references) for one in stands_out],
        "records": [_record(one, office, references, given) for one in everything[:MOST_SHOWN]],
        "more": count + len(found) - min(len(everything), MOST_SHOWN),
    }


def _rows(
    installation: Installation,
    connection: Connection,
    office: Office,
    query: AuditQuery,
    officers: set[str] | None,
    case_id: str | None,
    closed: Collection[str],
    now: datetime,
) -> Iterator[Looked]:
    """The records asked for; none of a sealed case that is closed to the auditor, nor of a search it was kept from."""
    since, until = _between(query, now)
    kept_back = access.kept_back(connection, closed, (SOUGHT_ONESELF, KEPT_BACK)) if closed else set()
    looks: set[str] = set()  # those an auditor from whom something is kept may see
    names = {*closed, *(one.lower() for one in lists.references(connection, closed).values())} if closed else set()
    for one in access.read(
        connection, installation.keys, office.id, since=since, until=until, officers=officers, case_id=case_id
    ):
        if one.case_id in closed or (one.at, one.officer) in kept_back:
            continue
        look = what_was_asked(one).get("look")
        if one.action == GIVEN_LATER and closed and look not in looks:
            continue
        looks |= {look} if look else set()
        if names and str(_asked(one).get("case")).lower() in names:
            continue
        asked = _asked(one).get("name")
        if query.person is None or (asked and _alike(query.person, asked, one.at)):
            yield one


def _alike(person: str, asked: str, at: str) -> bool:
    """Whether whoever was looked up then may be this person."""
    return match(asked_card(Sought(name=person)), card(Known(name=asked)), at[:10]).score >= LIKE


def _changes(
    connection: Connection, query: AuditQuery, officers: set[str] | None, case_id: str | None, now: datetime
) -> list[Looked]:
    """What was recorded on the case asked for: each entry is itself the record that it was made."""
    if case_id is None or query.person is not None:
        return []
    since, until = _between(query, now)
    return [
        Looked(0, received_at, officer, "recorded", case_id, None, None)
        for received_at, officer in log.received(connection, case_id)
        if since <= received_at < until and (officers is None or officer in officers)
    ]


def _between(query: AuditQuery, now: datetime) -> tuple[str, str]:
    today = now.astimezone(LONDON).date()
    last = query.until or today
    first = query.since or last - timedelta(days=DAYS)
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> str:
    return stamp(datetime.combine(day, time(), LONDON))


class NobodyOfThatName(Exception):
    """The officer or case asked for is not known here; `field` says which was asked."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _officers(office: Office, said: str | None) -> set[str] | None:
    if said is None:
        return None
    wanted = said.casefold()
    found = {
        one.id
        for one in office.officers.values()
        if wanted in (one.id, one.collar_number.casefold()) or wanted in one.name.casefold()
    }
    if not found:
        raise NobodyOfThatName("officer", f"Officer: nobody here has the name or collar number {said}.")
    return found


def _case(connection: Connection, said: str | None, closed: Collection[str]) -> str | None:
    if said is None:
        return None
    found = lists.named(connection, said)
    if found is None or found in closed:
        raise NobodyOfThatName("case", f"Case: there is no case {said}; give its reference, such as 7QF-012-K.")
    return found


def _asked(one: Looked) -> dict[str, Any]:
    """What a look-up, or an audit, asked; nothing of any other record."""
    if one.action not in AS_ASKED or one.detail is None:
        return {}
    asked: dict[str, Any] = json.loads(one.detail)
    return asked


def _judged(one: Looked, given: dict[tuple[str, str], GivenLater]) -> Judged:
    asked, later = _asked(one), _given(one, given)
    at = datetime.fromisoformat(one.at)
    reason = asked.get("reason") or (later.reason if later else None)
    unexplained = one.action in LOOK_UPS and wants_reason(asked) and later is None
    return Judged(at, one.officer, one.action, one.case_id, asked.get("name"), reason, unexplained)


def _given(one: Looked, given: dict[tuple[str, str], GivenLater]) -> GivenLater | None:
    """The reason that was given later for a look-up."""
    return given.get((one.officer, _asked(one).get("look", ""))) if one.action in LOOK_UPS else None


def _record(
    one: Looked, office: Office, references: dict[str, str], given: dict[tuple[str, str], GivenLater]
) -> dict[str, Any]:
    asked, later = _asked(one), _given(one, given)
    return {
        "at": one.at,
        "officer": _name(office, one.officer),
        "action": one.action,
        "case": references.get(one.case_id or "", one.case_id),
        "asked": [f"{value}" for name, value in asked.items() if value and name not in ("reason", "look", "incident")]
        if one.action in AS_ASKED
        else [one.detail] * (one.detail is not None),
        "reason": asked.get("reason") or (later.reason if later else None),
        "reason_at": later.at if later and not asked.get("reason") else None,
    }


def _alert(one: Alert, office: Office, references: dict[str, str]) -> dict[str, Any]:
    return {
        "why": one.why,
        "sentence": WHY[one.why],
        "officer": _name(office, one.officer),
        "times": one.times,
        "last_at": stamp(one.last_at),
        "name": one.name,
        "case": references.get(one.case or "", one.case),
    }


def _name(office: Office, officer: str) -> str:
    known = office.officers.get(officer)
    return f"{known.name}, {known.collar_number}" if known else officer
