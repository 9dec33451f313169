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
from field_app.law.clocks import LONDON, in_words
from field_app.law.power import (
    NOTHING_FOUND,
)
from field_app.store import access, jobs, log
from field_app.store.database import reading, stamp, writing
from field_app.store.search import MOST_JUDGED, Found

from .beside import ELSEWHERE, known_people
from .between import between_each
from .in_force import standing, standing_elsewhere
from .installation import Installation
from .officers import NotAllowed
from .reasons import has_open_incident, wants_reason
from .sealed import professional_standards

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
    opened: dict[str, tuple[Case, dict[str, Any]]] = {}
    for most in (MOST_JUDGED, MOST_WHERE_MUCH_IS_OVER):
        likely = installation.index.find(connection, asked, on, LEAST_SCORE, most)
        cases = installation.cases(connection, log.heads_of(connection, [*{one.case_id for one in likely}]))
        matches = []
        for one in likely:
            case = cases[one.case_id]
            if action := is_kept_back(seeker, case, office):
                kept_back[case.id] = action
                continue
            if case.id not in opened:
                opened[case.id] = case, case.view()
            match = _match(case, one, now, opened[case.id][1])
            matches.append(match if may_read(seeker, case, office) or not case.seals else _of_sealed(match))
        over = sum(one["in_force"] in OVER for one in matches)
        if not over or len(likely) < most // 2:
            break
    matches.sort(key=_likeliest)
    # What is over takes nobody's place who may be arrested.
    stands = [one for one in matches if one["in_force"] not in OVER]
    ended = [one for one in matches if one["in_force"] in OVER]
    shown = sorted([*stands, *ended][:MOST_SHOWN], key=_likeliest)
    # Of a case that is sealed to the officer nothing is said beside what they may arrest for.
    between = {one["case"]: opened[one["case"]] for one in shown if not one["sealed"]}
    known = between_each(installation, connection, office, seeker, between, now)
    for match in shown:
        match["between"] = known.get(match["case"], [])
    return _Found(shown, kept_back)


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


def _match(case: Case, found: Found, now: datetime, view: dict[str, Any]) -> dict[str, Any]:
    made_elsewhere, role = found.role.startswith(ELSEWHERE), found.role.removeprefix(ELSEWHERE)
    shown = known_people(case, view)[ELSEWHERE if made_elsewhere else ""]
    person = shown[role.replace(" ", "_")]
    if made_elsewhere and case.elsewhere:
        stands = standing_elsewhere(case, case.elsewhere, now)
    else:
        stands = standing(case, view, now)
    return {
        "role": role,
        "score": found.match.score,
        "why": list(found.match.why),
        "sure": matching.how_sure(found.match),
        "ask": list(found.ask),
        "name": _name(person),
        **{name: person[name] for name in ("born", "address", "postcode")},
        "reference": shown["reference"],
        "respondent": _name(shown["respondent"]),
        "protected_person": _name(shown["protected_person"]),
        **stands,
        "before": [] if made_elsewhere else _before(view),
        "visited": _visited(view),
        "sealed": False,
    }


def _before(view: dict[str, Any]) -> list[str]:
    """What happened under it between these two people already, the last first: breaches reported, arrests, courts."""
    breaches = view["breaches"]
    happened = [
        *((one["occurred_at"] or one["_"]["made_at"], "breach reported") for one in breaches["reported"]),
        *((one["arrested_at"], "arrested for a breach") for one in breaches["arrests"]),
        *((one["heard_at"], f"breach before {one['court']}: {one['outcome']}") for one in breaches["heard"]),
    ]
    dated = sorted(((datetime.fromisoformat(at), what) for at, what in happened), reverse=True)
    return [f"{in_words(at.astimezone(LONDON))}: {what}" for at, what in dated]


def _visited(view: dict[str, Any]) -> str | None:
    """When somebody last looked whether it is kept, and whether the respondent was there; never where."""
    last = max(view["visits"], key=lambda one: datetime.fromisoformat(one["visited_at"]), default=None)
    if last is None:
        return None
    found = {"there": "respondent there", "not there": "respondent not there"}.get(last["respondent"], "no answer")
    seen = ", breach seen" if last["breach_seen"] else ""
    return f"{in_words(datetime.fromisoformat(last['visited_at']).astimezone(LONDON))}: {found}{seen}"


def in_force(case: Case, now: datetime, view: dict[str, Any]) -> dict[str, tuple[matching.Known, dict[str, Any]]]:
    """The respondent of each notice or order on a case that binds, or will once somebody is told, and what a match
    with them says, by who made it; nobody of a case on which nothing does. `view` is the case's.
    """
    found = {}
    for made_by, shown in known_people(case, view).items():
        known = matching.described(shown, "respondent")
        if known is None:
            continue
        match = _match(case, Found(case.id, f"{made_by}respondent", matching.Match(0, ()), ()), now, view)
        if match["in_force"] not in OVER:
            found[made_by] = known, match
    return found


def _name(person: dict[str, Any] | None) -> str | None:
    """Somebody's names as they are read out; None where nobody is named."""
    return " ".join(filter(None, (person["given_names"], person["family_name"]))) or None if person else None
