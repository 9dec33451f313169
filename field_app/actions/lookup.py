"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.law.clocks import LONDON, in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import NOTHING_FOUND, no_power_before_service, power_in_doubt, power_under_notice
from field_app.law.regimes import REGIMES
from field_app.store import access, log
from field_app.store.database import reading, stamp, writing
from field_app.store.search import Found

from .installation import Installation

MOST_SHOWN = 20

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
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        access.keep(
            connection,
            installation.keys,
            office.id,
            at=stamp(now),
            officer=officer,
            action="look-up",
            detail=json.dumps(asdict(query), ensure_ascii=False),
        )
    on = now.astimezone(LONDON).date().isoformat()
    asked = matching.asked_card(query.sought(on))
    with reading(installation.engine) as connection:
        matches = [
            _match(installation.case(connection, one.case_id, log.head(connection, one.case_id)), one)
            for one in installation.index.find(connection, asked, on, LEAST_SCORE)
        ]
    matches.sort(key=lambda one: (-one["score"], one["in_force"] != "notice", one["reference"] or ""))
    return {
        "as_at": stamp(now),
        "matches": matches[:MOST_SHOWN],
        "advice": None if matches else NOTHING_FOUND,
    }


def _match(case: Case, found: Found) -> dict[str, Any]:
    view = case.view()
    person = view[found.role.replace(" ", "_")]
    return {
        "role": found.role,
        "score": found.match.score,
        "why": list(found.match.why),
        "name": _name(person),
        **{name: person[name] for name in ("born", "address", "postcode")},
        "reference": case.reference,
        **_standing(case, view),
    }


def _name(person: dict[str, Any] | None) -> str | None:
    """Somebody's names as they are read out; None where nobody is named."""
    return " ".join(filter(None, (person["given_names"], person["family_name"]))) if person else None


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
        "respondent": _name(view["respondent"]),
        "protected_person": _name(view["protected_person"]),
    }


_ORDER = {code: place for place, code in enumerate(CONDITIONS)}
"""Conditions are read out in the notice's order."""


def _condition(one: dict[str, Any]) -> str:
    condition = CONDITIONS[one["code"]]
    distance = f" ({one['distance_m']} metres)" if one["distance_m"] else ""
    return f"{condition.title}{distance}"
