"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from field_app.cases import matching
from field_app.cases.audit import SOUGHT_ONESELF
from field_app.cases.case import Case
from field_app.cases.conflict import is_kept_back
from field_app.cases.office import Office, Officer
from field_app.cases.order_list import BINDS, OVER
from field_app.cases.rules import may_look_up, may_read
from field_app.law.clocks import LONDON
from field_app.law.power import (
    NOTHING_FOUND,
)
from field_app.store import access, jobs, log
from field_app.store.database import reading, stamp, writing
from field_app.store.search import MOST_JUDGED, Found

from .beside import ELSEWHERE, known_people
from .between import between_each
from .installation import Installation
from .officers import NotAllowed
from .reasons import has_open_incident, wants_reason
from .sealed import professional_standards
from .shown import Shown, read_shown, shown_of, stands_now

MOST_SHOWN = 20

MOST_WHERE_MUCH_IS_OVER = 8 * MOST_JUDGED
"""The shortlist where what has ended may have crowded out what is in force."""

LEAST_SCORE = 60
"""Nobody who fits less is shown. What lies between is in docs/lookup.md."""


@dataclass(frozen=True)
class Query:
    """A look-up as it was asked. `reason` is the officer's own, and optional.

    `name` is the one box: whatever else is typed there is read as what it is, unless its own field says otherwise.
    """

    name: str | None
    born: str | None
    address: str | None
    postcode: str | None
    reference: str | None
    reason: str | None
    age: int | None = None
    telephone: str | None = None
    number_plate: str | None = None
    handle: str | None = None

    def sought(self, on: str) -> matching.Sought:
        """Whom it asks for, on this day (ISO 8601)."""
        said = {name: value for name, value in asdict(self).items() if name not in ("name", "reason")}
        given = {name: value for name, value in said.items() if value is not None}
        return replace(matching.read_box(self.name or "", on), **given)


def look_up(installation: Installation, officer: str, query: Query, now: datetime) -> dict[str, Any]:
    """Ranked matches with what is in force, its conditions and end, and the power (docs/api.md).

    The question, and which cases it shows, are on record, committed, before it is answered.

    :raise NotAllowed: this officer runs the service alone.
    """
    asked_for = {**asdict(query), "look": str(uuid.uuid4())}
    found, allowed = _Found([], {}), True
    try:
        with reading(installation.engine) as connection:
            office, _ = installation.office(connection)
            seeker = office.officers[officer]
            if query.reason is None and has_open_incident(connection, officer, now):
                asked_for["incident"] = True
            if allowed := may_look_up(seeker):
                found = _find(installation, connection, office, seeker, query, now)
    finally:  # also where no answer was found for want of a database, that it was asked: one commit for all of it
        with writing(installation.engine) as connection:
            access.keep(
                connection,
                installation.keys,
                at=stamp(now),
                officer=officer,
                action="look-up" if allowed else "look-up refused",
                detail=json.dumps(asked_for, ensure_ascii=False),
            )
            _alert(installation, connection, officer, found.kept_back, now)
            access.keep_each(connection, at=stamp(now), officer=officer, action="found", case_ids=found.cases())
    if not allowed:
        raise NotAllowed("Whoever runs the service looks nobody up. Ask an officer who works on cases.")
    return {
        "as_at": stamp(now),
        "matches": found.shown,
        "advice": None if found.shown else NOTHING_FOUND,
        "look": asked_for["look"],
        "wants_reason": wants_reason(asked_for),
    }


@dataclass(frozen=True)
class _Found:
    """What a look-up shows, and what is kept from whoever asked: by case, what is put on record of it."""

    shown: list[dict[str, Any]]
    kept_back: dict[str, str]

    def cases(self) -> list[str]:
        """Each case that is shown."""
        others = (other["case"] for one in self.shown for other in one["between"])
        return sorted({*(one["case"] for one in self.shown), *others})


def _find(
    installation: Installation, connection: Connection, office: Office, seeker: Officer, query: Query, now: datetime
) -> _Found:
    on = now.astimezone(LONDON).date().isoformat()
    asked = matching.asked_card(query.sought(on))
    kept_back: dict[str, str] = {}
    matches: list[dict[str, Any]] = []
    shown: dict[tuple[str, str], Shown] = {}
    for most in (MOST_JUDGED, MOST_WHERE_MUCH_IS_OVER):
        likely = installation.index.find(connection, asked, on, LEAST_SCORE, most)
        written, others = read_shown(installation, connection, [*{one.case_id for one in likely}], now)
        cases = installation.cases(connection, others)
        matches = []
        for one in likely:
            if one.case_id in written:  # which is of no sealed case
                shown[one.case_id, ""] = written[one.case_id]
                matches.append(_match(one, written[one.case_id], now))
                continue
            case = cases[one.case_id]
            if action := is_kept_back(seeker, case, office):
                kept_back[case.id] = action
                continue
            made_by = _made_by(one)
            if (case.id, made_by) not in shown:
                shown[case.id, made_by] = shown_of(case, case.view(), now, made_by)
            match = _match(one, shown[case.id, made_by], now)
            matches.append(match if may_read(seeker, case, office) or not case.seals else _of_sealed(match))
        over = sum(one["in_force"] in OVER for one in matches)
        if not over or len(likely) < most // 2:
            break
    matches.sort(key=_likeliest)
    # What is over takes nobody's place who may be arrested.
    stands = [one for one in matches if one["in_force"] not in OVER]
    ended = [one for one in matches if one["in_force"] in OVER]
    found = sorted([*stands, *ended][:MOST_SHOWN], key=_likeliest)
    # Of a case that is sealed to the officer nothing is said beside what they may arrest for.
    open_to_them = {one["case"] for one in found if not one["sealed"]}
    couples = {case_id: one["couple"] for (case_id, _), one in shown.items() if case_id in open_to_them}
    known = between_each(installation, connection, office, seeker, couples, written, now)
    for match in found:
        match["between"] = known.get(match["case"], [])
    return _Found(found, kept_back)


def _likeliest(match: dict[str, Any]) -> tuple[int, bool, str]:
    """The order of the answer: by how like they are; of two as like, first whom somebody may be arrested for."""
    return -match["score"], match["in_force"] not in BINDS, match["reference"] or ""


def alert_if_kept_back(installation: Installation, officer: str, query: Query, at: datetime) -> None:
    """Where a look-up that was made at this moment, on a phone, would have touched what is kept from its officer."""
    on = at.astimezone(LONDON).date().isoformat()
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        kept_back = {}
        for one in installation.index.find(connection, matching.asked_card(query.sought(on)), on, LEAST_SCORE):
            case = installation.case(connection, one.case_id, log.head(connection, one.case_id))
            if action := is_kept_back(office.officers[officer], case, office):
                kept_back[case.id] = action
    if kept_back:
        with writing(installation.engine) as connection:
            _alert(installation, connection, officer, kept_back, at)


def _of_sealed(match: dict[str, Any]) -> dict[str, Any]:
    """What an officer is told to whom the case is closed: whether they may arrest, for what, and whom to ring."""
    kept = {name: match[name] for name in _SHOWN_OF_SEALED}
    nothing = {name: () if isinstance(value, list | tuple) else None for name, value in match.items()}
    return {**nothing, **kept, "power": f"{match['power']} {RING}", "sealed": True}


_SHOWN_OF_SEALED = (
    *("role", "score", "case", "regime", "what", "in_force", "conditions", "condition_codes"),
    *("ends", "hearing_not_later_than"),
)
"""What of a sealed case's match the others are shown; `case` is what a breach of it is recorded under."""

RING = "Ring the duty inspector before you do anything else about it."


def _alert(
    installation: Installation, connection: Connection, officer: str, kept_back: dict[str, str], now: datetime
) -> None:
    """Put on record, for professional standards alone, that somebody sought what was kept from them, and tell them."""
    if not kept_back:
        return
    office, _ = installation.office(connection)
    for case_id, action in sorted(kept_back.items()):
        access.keep(connection, installation.keys, at=stamp(now), officer=officer, action=action, case_id=case_id)
        if action != SOUGHT_ONESELF:
            continue
        case = installation.case(connection, case_id, log.head(connection, case_id))
        told = [
            {"officer": one, "about": f"{case_id} sought {stamp(now)}"} for one in professional_standards(case, office)
        ]
        jobs.enqueue(connection, "tell officer", told, now)


def _made_by(found: Found) -> str:
    """By whom that was made by which they are found, as `shown_of` is told."""
    return ELSEWHERE if found.role.startswith(ELSEWHERE) else ""


def _match(found: Found, shown: Shown, now: datetime) -> dict[str, Any]:
    role, people = found.role.removeprefix(ELSEWHERE), shown["people"]
    person = people[role.replace(" ", "_")]
    return {
        "role": role,
        "score": found.match.score,
        "why": list(found.match.why),
        "sure": matching.how_sure(found.match),
        "ask": list(found.ask),
        **person,
        "reference": shown["reference"],
        **{role: one["name"] if one else None for role, one in people.items()},
        **stands_now(shown, now),
        "before": shown["before"],
        "visited": shown["visited"],
        "sealed": False,
    }


def in_force(case: Case, now: datetime, view: dict[str, Any]) -> dict[str, tuple[matching.Known, dict[str, Any]]]:
    """The respondent of each notice or order on a case that binds, or will once somebody is told, and what a match
    with them says, by who made it; nobody of a case on which nothing does. `view` is the case's.
    """
    found = {}
    for made_by, shown in known_people(case, view).items():
        known = matching.described(shown, "respondent")
        if known is None:
            continue
        found_by = Found(case.id, f"{made_by}respondent", matching.Match(0, ()), ())
        match = _match(found_by, shown_of(case, view, now, made_by), now)
        if match["in_force"] not in OVER:
            found[made_by] = known, match
    return found
