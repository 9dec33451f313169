"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.section import as_json
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import (
    NOTHING_FOUND,
    no_power_after_the_court,
    no_power_after_the_end,
    no_power_before_service,
    power_in_doubt,
    power_not_known_to_be_told,
    power_not_yet_told,
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
    matches = [one for case in candidates if case.stage in FOUND_IN for one in _matches(sought, case, today)]
    matches += [one for case in candidates if case.elsewhere for one in _elsewhere(sought, case, case.elsewhere, today)]
    matches.sort(key=lambda one: (-one["score"], one["in_force"] not in BINDS, one["reference"] or ""))
    return {
        "as_at": stamp(now),
        "matches": matches[:MOST_SHOWN],
        "advice": None if matches else NOTHING_FOUND,
    }


def _matches(sought: matching.Sought, case: Case, today: date) -> list[dict[str, Any]]:
    view = case.view()
    found = []
    for key, role in (("respondent", "respondent"), ("protected_person", "protected person")):
        known = matching.described(view[key], case.reference)
        fit = matching.match(sought, known)
        if view[key] and fit.score >= LEAST_SCORE:
            fitting = {"role": role, "score": fit.score, "why": list(fit.why)}
            found.append({**fitting, **asdict(known), **_standing(case, view, today)})
    return found


def _standing(case: Case, view: dict[str, Any], today: date) -> dict[str, Any]:
    """What is in force on a case on this day in Europe/London, in the words a response officer needs."""
    if case.stage in ("ordered", "ended"):
        return {**_of_notice(case, view), **_after_the_court(case, view, today)}
    return _of_notice(case, view)


def _after_the_court(case: Case, view: dict[str, Any], today: date) -> dict[str, Any]:
    """What differs once the court has decided: the order, in its own words, or that there is none."""
    order, over = view["court"]["order"], view["court"]["ended"]
    none = {"hearing_not_later_than": None, "condition_codes": list(case.regime.conditions)}
    if order is None:
        day = day_in_words(datetime.fromisoformat(over["decided_at"]).astimezone(LONDON).date())
        over_with = over["outcome"] == "refused" or "withdrawn" in case.regime.ends_when
        in_force = "ended" if over_with else "notice in doubt"
        power = no_power_after_the_court(over["outcome"], day, in_doubt=not over_with)
        return {**none, "in_force": in_force, "power": power, "ends": f"Application {over['outcome']} on {day}"}
    last = date.fromisoformat(order["ends_on"]) if order["ends_on"] else None
    if last is not None and last < today:
        in_force, power = "ended", no_power_after_the_end(day_in_words(last))
    elif not order["told"]:
        in_force, power = "order not yet told", power_not_yet_told()
    else:
        in_force, power = "order", power_under(case.regime, "order")
    ends = "No end is recorded. Ask the court."
    if last is not None:
        ends = f"{'Ended on' if last < today else 'In force until'} {day_in_words(last)}, the end of that day."
    return {
        **none,
        "in_force": in_force,
        "power": power,
        "conditions": order["conditions"],
        "ends": " ".join(filter(None, (ends, order["end_words"] and f"The order says: {order['end_words']}"))),
        "what": case.regime.order_short,
        "ordered": {"court": order["court"], "made_on": order["made_on"]},
    }


def _of_notice(case: Case, view: dict[str, Any]) -> dict[str, Any]:
    served = case.service is not None
    if not served:
        in_force, power = "authorised, not served", no_power_before_service()
    elif case.doubts:
        in_force, power = "notice in doubt", power_in_doubt(case.doubts)
    else:
        in_force, power = "notice", power_under(case.regime, "notice")
    deadline = view["deadline"]
    at_court = view["court"]
    ends = f"it must hear the case by {in_words(datetime.fromisoformat(deadline['at']))}" if deadline else None
    if at_court["adjourned"]:
        until = at_court["next"]
        ends = f"adjourned to {in_words(datetime.fromisoformat(until))}" if until else "adjourned, no day recorded"
    incident = view["incident"] or {}
    decided = (view["decision"] or view["conditions"] or {}).get("conditions", [])
    conditions = sorted(decided, key=lambda one: _ORDER[one["code"]])
    return {
        "case": view["id"],
        "regime": view["regime"],
        "in_force": in_force,
        "power": power,
        "dangers": list(incident.get("dangers", ())),
        "dangers_account": incident.get("dangers_account"),
        "conditions": [_condition(one) for one in conditions],
        "condition_codes": [one["code"] for one in conditions],
        "served_at": view["service"]["served_at"] if served else None,
        "hearing_not_later_than": at_court["heard_by"] if served else None,
        "ends": f"Until the court has decided; {ends}." if served and ends else None,
        "respondent": matching.described(view["respondent"], None).name,
        "protected_person": matching.described(view["protected_person"], None).name,
        "what": case.regime.notice_short,
        "ordered": None,
        "elsewhere": None,
    }


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
        "ordered": None,
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
