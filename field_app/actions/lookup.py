"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.law.clocks import in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import NOTHING_FOUND, no_power_before_service, power_in_doubt, power_under_notice
from field_app.law.regimes import REGIMES
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .beside import FOUND_IN
from .installation import Installation

MOST_CANDIDATES = 200
MOST_SHOWN = 20
LEAST_SCORE = 40


@dataclass(frozen=True)
class Query:
    """A look-up as it was asked. `reason` is the officer's own, and optional."""

    name: str | None
    born: str | None
    address: str | None
    postcode: str | None
    reference: str | None
    reason: str | None


def look_up(installation: Installation, officer: str, query: Query, now: datetime) -> dict[str, Any]:
    """Ranked matches with what is in force, its conditions and end, and the power (docs/api.md).

    The question, and which cases it shows, are on record, committed, before it is answered.
    """
    with writing(installation.engine) as connection:
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer,
            action="look-up",
            detail=json.dumps(asdict(query), ensure_ascii=False),
        )
    sought = matching.Sought(query.name, query.born, query.address, query.postcode, query.reference)
    wanted = [installation.keys.blind(key) for key in matching.keys(sought)]
    with reading(installation.engine) as connection:
        candidates = [
            installation.case(connection, case_id, log.head(connection, case_id))
            for case_id in lists.found_by(connection, wanted, MOST_CANDIDATES)
        ]
    matches = [one for case in candidates if case.stage in FOUND_IN for one in _matches(sought, case)]
    matches.sort(key=lambda one: (-one["score"], one["in_force"] != "notice", one["reference"] or ""))
    shown = matches[:MOST_SHOWN]
    if shown:
        with writing(installation.engine) as connection:
            for case_id in sorted({one["case"] for one in shown}):
                access.keep(
                    connection, installation.keys, at=stamp(now), officer=officer, action="found", case_id=case_id
                )
    return {
        "as_at": stamp(now),
        "matches": shown,
        "advice": None if matches else NOTHING_FOUND,
    }


def _matches(sought: matching.Sought, case: Case) -> list[dict[str, Any]]:
    view = case.view()
    found = []
    for key, role in (("respondent", "respondent"), ("protected_person", "protected person")):
        known = matching.described(view[key], case.reference)
        fit = matching.match(sought, known)
        if view[key] and fit.score >= LEAST_SCORE:
            found.append(
                {"role": role, "score": fit.score, "why": list(fit.why), **asdict(known), **_standing(case, view)}
            )
    return found


def _standing(case: Case, view: dict[str, Any]) -> dict[str, Any]:
    """What is in force on a case, in the words a response officer needs."""
    served = case.stage == "served"
    if not served:
        in_force, power = "authorised, not served", no_power_before_service()
    elif case.doubts:
        in_force, power = "notice in doubt", power_in_doubt(case.doubts)
    else:
        in_force, power = "notice", power_under_notice(REGIMES[case.regime])
    deadline = view["deadline"]
    heard_by = in_words(datetime.fromisoformat(deadline["at"])) if deadline else None
    incident = view["incident"] or {}
    conditions = (view["decision"] or view["conditions"] or {}).get("conditions", [])
    return {
        "case": view["id"],
        "in_force": in_force,
        "power": power,
        "dangers": list(incident.get("dangers", ())),
        "dangers_account": incident.get("dangers_account"),
        "conditions": [_condition(one) for one in sorted(conditions, key=lambda one: _ORDER[one["code"]])],
        "served_at": view["service"]["served_at"] if served else None,
        "hearing_not_later_than": deadline["at"] if deadline else None,
        "ends": f"Until the court has decided; it must hear the case by {heard_by}." if heard_by else None,
        "respondent": matching.described(view["respondent"], None).name,
        "protected_person": matching.described(view["protected_person"], None).name,
    }


_ORDER = {code: place for place, code in enumerate(CONDITIONS)}
"""Conditions are read out in the notice's order."""


def _condition(one: dict[str, Any]) -> str:
    condition = CONDITIONS[one["code"]]
    distance = f" ({one['distance_m']} metres)" if one["distance_m"] else ""
    return f"{condition.title}{distance}"
