"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from field_app.cases import matching
from field_app.cases.audit import SOUGHT_ONESELF
from field_app.cases.authority import lacks_confirmation
from field_app.cases.case import Case
from field_app.cases.conflict import is_kept_back
from field_app.cases.rules import may_read
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import (
    AUTHORISED_BY_TELEPHONE,
    NOTHING_FOUND,
    SERVICE_BY_RADIO,
    no_power_after_the_court,
    no_power_after_the_end,
    no_power_before_service,
    no_power_once_withdrawn,
    power_in_doubt,
    power_not_known_to_be_told,
    power_not_yet_told,
    power_under,
)
from field_app.law.regimes import REGIMES
from field_app.store import access, jobs, log
from field_app.store.database import reading, stamp, writing
from field_app.store.search import Found

from .beside import ELSEWHERE, known_people
from .installation import Installation
from .sealed import professional_standards

MOST_SHOWN = 20

LEAST_SCORE = 60
"""Nobody who fits less is shown. What lies between is in docs/lookup.md."""

BINDS = ("notice", "order")
"""What somebody may be arrested for the breach of."""


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
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer,
            action="look-up",
            detail=json.dumps(asdict(query), ensure_ascii=False),
        )
    on = now.astimezone(LONDON).date().isoformat()
    asked = matching.asked_card(query.sought(on))
    kept_back: dict[str, str] = {}
    matches = []
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        seeker = office.officers[officer]
        for one in installation.index.find(connection, asked, on, LEAST_SCORE):
            case = installation.case(connection, one.case_id, log.head(connection, one.case_id))
            if action := is_kept_back(seeker, case, office):
                kept_back[case.id] = action
            elif may_read(seeker, case, office) or not case.seals:
                matches.append(_match(case, one, now))
            else:
                matches.append(_of_sealed(_match(case, one, now)))
    if kept_back:
        _alert(installation, officer, kept_back, now)
    matches.sort(key=lambda one: (-one["score"], one["in_force"] not in BINDS, one["reference"] or ""))
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
        _alert(installation, officer, kept_back, at)


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


def _alert(installation: Installation, officer: str, kept_back: dict[str, str], now: datetime) -> None:
    """Put on record, for professional standards alone, that somebody sought what was kept from them, and tell them."""
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        for case_id, action in sorted(kept_back.items()):
            access.keep(connection, installation.keys, at=stamp(now), officer=officer, action=action, case_id=case_id)
            if action != SOUGHT_ONESELF:
                continue
            case = installation.case(connection, case_id, log.head(connection, case_id))
            told = [
                {"officer": one, "about": f"{case_id} sought {stamp(now)}"}
                for one in professional_standards(case, office)
            ]
            jobs.enqueue(connection, "tell officer", told, now)


def _match(case: Case, found: Found, now: datetime) -> dict[str, Any]:
    view, today = case.view(), now.astimezone(LONDON).date()
    made_elsewhere, role = found.role.startswith(ELSEWHERE), found.role.removeprefix(ELSEWHERE)
    shown = known_people(case, view)[ELSEWHERE if made_elsewhere else ""]
    person = shown[role.replace(" ", "_")]
    if made_elsewhere and case.elsewhere:
        standing = _standing_elsewhere(case.id, case.elsewhere.entry.facts, today)
    else:
        standing = _standing(case, view, now)
    return {
        "role": role,
        "score": found.match.score,
        "why": list(found.match.why),
        "name": _name(person),
        **{name: person[name] for name in ("born", "address", "postcode")},
        "reference": shown["reference"],
        "respondent": _name(shown["respondent"]),
        "protected_person": _name(shown["protected_person"]),
        **standing,
        "sealed": False,
    }


def in_force(case: Case, now: datetime) -> Iterator[tuple[matching.Known, dict[str, Any]]]:
    """The respondent of each notice or order on a case that binds, or will once somebody is told, and what a match
    with them says; nobody of a case on which nothing does.
    """
    for made_by, shown in known_people(case, case.view()).items():
        known = matching.described(shown, "respondent")
        if known is None:
            continue
        found = _match(case, Found(case.id, f"{made_by}respondent", matching.Match(0, ())), now)
        if found["in_force"] not in OVER:
            yield known, found


OVER = ("withdrawn", "ended")
"""What binds nobody and will not."""


def _name(person: dict[str, Any] | None) -> str | None:
    """Somebody's names as they are read out; None where nobody is named."""
    return " ".join(filter(None, (person["given_names"], person["family_name"]))) if person else None


def _standing(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What is in force on a case, in the words a response officer needs."""
    standing = _of_notice(case, view, now)
    if case.stage in ("ordered", "ended"):
        standing |= _after_the_court(case, view, now.astimezone(LONDON).date())
    return standing


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


def _of_notice(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    served = case.service is not None
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
    at_court = view["court"]
    ends = f"it must hear the case by {in_words(datetime.fromisoformat(deadline['at']))}" if deadline else None
    if at_court["adjourned"]:
        until = at_court["next"]
        ends = f"adjourned to {in_words(datetime.fromisoformat(until))}" if until else "adjourned, no day recorded"
    incident = view["incident"] or {}
    if not served and unsure:
        power = f"{power} IN DOUBT: {' '.join(why.message for why in unsure)}"
    elif case.telephone and case.telephone["state"] == "unconfirmed" and not unsure:
        power = f"{power} {AUTHORISED_BY_TELEPHONE}"
    by_radio = view["by_radio"]
    if by_radio and not by_radio["confirmed"]:
        power = f"{power} {SERVICE_BY_RADIO}"
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
        "hearing_not_later_than": at_court["heard_by"] if served else None,
        "ends": f"Until the court has decided; {ends}." if served and ends else None,
        "what": case.regime.notice_short,
        "ordered": None,
        "elsewhere": None,
    }


def _in_doubt(case: Case, decided: list[dict[str, Any]]) -> tuple[str, ...]:
    """The codes of the conditions in doubt: those the officer named, or all of them."""
    named = case.telephone["in_doubt"] if case.telephone else ()
    return tuple(named or (one["code"] for one in decided))


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
        "regime": facts.regime,
        "in_force": in_force,
        "power": power,
        "dangers": [],
        "dangers_account": None,
        "conditions": list(facts.conditions),
        "condition_codes": [],
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
