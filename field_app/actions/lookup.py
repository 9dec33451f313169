"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from field_app.cases import matching
from field_app.cases.authority import lacks_confirmation
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.section import as_json
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import (
    AUTHORISED_BY_TELEPHONE,
    NOTHING_FOUND,
    no_power_after_the_end,
    no_power_before_service,
    no_power_once_withdrawn,
    power_in_doubt,
    power_not_known_to_be_told,
    power_under,
)
from field_app.law.regimes import REGIMES
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .beside import FOUND_IN
from .installation import Installation

MOST_CANDIDATES = 200
MOST_SHOWN = 20
LEAST_SCORE = 40

BINDS = ("notice", "order")
"""What somebody may be arrested for the breach of."""


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
    sought = matching.Sought(query.name, query.born, query.address, query.postcode, query.reference)
    wanted = [installation.keys.blind(key) for key in matching.keys(sought)]
    with reading(installation.engine) as connection:
        candidates = [
            installation.case(connection, case_id, log.head(connection, case_id))
            for case_id in lists.found_by(connection, wanted, MOST_CANDIDATES)
        ]
    today = now.astimezone(LONDON).date()
    matches = [one for case in candidates if case.stage in FOUND_IN for one in _matches(sought, case, now)]
    matches += [one for case in candidates if case.elsewhere for one in _elsewhere(sought, case, case.elsewhere, today)]
    matches.sort(key=lambda one: (-one["score"], one["in_force"] not in BINDS, one["reference"] or ""))
    return {
        "as_at": stamp(now),
        "matches": matches[:MOST_SHOWN],
        "advice": None if matches else NOTHING_FOUND,
    }


def _matches(sought: matching.Sought, case: Case, now: datetime) -> list[dict[str, Any]]:
    view = case.view()
    found = []
    for key, role in (("respondent", "respondent"), ("protected_person", "protected person")):
        known = matching.described(view[key], case.reference)
        fit = matching.match(sought, known)
        if view[key] and fit.score >= LEAST_SCORE:
            found.append(
                {"role": role, "score": fit.score, "why": list(fit.why), **asdict(known), **_standing(case, view, now)}
            )
    return found


def _standing(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What is in force on a case, in the words a response officer needs."""
    served = case.stage == "served"
    within = timedelta(hours=case.force.clocks.telephone)
    unsure = lacks_confirmation(case.telephone, case.decision, within, now)
    doubts = tuple({why.code: why for why in (*unsure, *case.doubts)}.values())
    if case.stage == "withdrawn":
        in_force, power = "withdrawn", no_power_once_withdrawn()
    elif not served:
        in_force, power = "authorised, not served", no_power_before_service()
    elif doubts:
        in_force, power = "notice in doubt", power_in_doubt(doubts)
    else:
        in_force, power = "notice", power_under(case.regime, "notice")
    deadline = view["deadline"]
    heard_by = in_words(datetime.fromisoformat(deadline["at"])) if deadline else None
    incident = view["incident"] or {}
    if not served and unsure:
        power = f"{power} IN DOUBT: {' '.join(why.message for why in unsure)}"
    elif case.telephone and case.telephone["state"] == "unconfirmed" and not unsure:
        power = f"{power} {AUTHORISED_BY_TELEPHONE}"
    decided = (view["decision"] or {}).get("conditions") or (view["conditions"] or {}).get("conditions", [])
    if case.stage == "withdrawn":
        decided = []
    in_doubt = _in_doubt(case, decided) if unsure else ()
    conditions = sorted(decided, key=lambda one: _ORDER[one["code"]])
    return {
        "case": view["id"],
        "regime": view["regime"],
        "in_force": in_force,
        "power": power,
        "dangers": list(incident.get("dangers", ())),
        "dangers_account": incident.get("dangers_account"),
        "conditions": [_condition(one) + (": IN DOUBT" if one["code"] in in_doubt else "") for one in conditions],
        "condition_codes": [one["code"] for one in conditions],
        "served_at": view["service"]["served_at"] if served else None,
        "hearing_not_later_than": deadline["at"] if deadline else None,
        "ends": f"Until the court has decided; it must hear the case by {heard_by}." if heard_by else None,
        "respondent": matching.described(view["respondent"], None).name,
        "protected_person": matching.described(view["protected_person"], None).name,
        "what": case.regime.notice_short,
        "elsewhere": None,
    }


def _in_doubt(case: Case, decided: list[dict[str, Any]]) -> tuple[str, ...]:
    """The codes of the conditions in doubt: those the officer named, or all of them."""
    named = case.telephone["in_doubt"] if case.telephone else ()
    return tuple(named or (one["code"] for one in decided))


def _elsewhere(sought: matching.Sought, case: Case, recorded: Held[Any], today: date) -> list[dict[str, Any]]:
    """The same of a notice or an order that another force or court made, as it was recorded here."""
    facts = recorded.entry.facts
    people = {"respondent": facts.respondent, "protected person": facts.protected_person}
    named = {role: matching.described(as_json(one), facts.reference) for role, one in people.items()}
    found = []
    for role, known in named.items():
        fit = matching.match(sought, known)
        if people[role] and fit.score >= LEAST_SCORE:
            found.append(
                {
                    "role": role,
                    "score": fit.score,
                    "why": list(fit.why),
                    **asdict(known),
                    **_standing_elsewhere(case.id, facts, today),
                    "respondent": named["respondent"].name,
                    "protected_person": named["protected person"].name,
                }
            )
    return found


def _standing_elsewhere(case_id: str, facts: Any, today: date) -> dict[str, Any]:
    """What is in force under it on this day, a date in Europe/London; its last day is still in it."""
    regime = REGIMES[facts.regime]
    if facts.ends is not None and facts.ends < today:
        in_force, power = "ended", no_power_after_the_end(day_in_words(facts.ends))
    elif facts.told != "served or told":
        in_force, power = "not known to be served", power_not_known_to_be_told(facts.issued_by)
    else:
        in_force, power = facts.what, power_under(regime, facts.what)
    if facts.ends is not None:
        ends = f"{day_in_words(facts.ends)}, the end of that day"
    elif facts.what == "notice":
        ends = f"Until the application for an order is {regime.ends_when}. Ask whoever made it."
    else:
        ends = "No end is recorded. Ask whoever made it."
    return {
        "case": case_id,
        "in_force": in_force,
        "power": power,
        "dangers": [],
        "dangers_account": None,
        "conditions": list(facts.conditions),
        "served_at": None,
        "hearing_not_later_than": None,
        "ends": ends,
        "what": regime.notice_short if facts.what == "notice" else regime.order_short,
        "elsewhere": {
            "issued_by": facts.issued_by,
            "made_on": facts.made_on.isoformat(),
            "source": facts.source,
        },
    }


_ORDER = {code: place for place, code in enumerate(CONDITIONS)}
"""Conditions are read out in the notice's order."""


def _condition(one: dict[str, Any]) -> str:
    condition = CONDITIONS[one["code"]]
    distance = f" ({one['distance_m']} metres)" if one["distance_m"] else ""
    words = f": {one['words']}" if one.get("words") else ""
    return f"{condition.title}{distance}{words}"
