"""What stands of a case for whoever looks somebody up: in force or not, may they arrest, on which conditions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from field_app.cases import court
from field_app.cases.authority import given_at, lacks_confirmation
from field_app.cases.case import Case
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.power import (
    AUTHORISED_BY_TELEPHONE,
    SERVICE_BY_RADIO,
    no_power_after_the_court,
    no_power_after_the_end,
    no_power_before_service,
    no_power_once_ended_by_court,
    no_power_once_withdrawn,
    no_power_while_suspended,
    power_in_doubt,
    power_not_known_to_be_told,
    power_not_yet_told,
    power_under,
)
from field_app.law.regimes import REGIMES


def standing(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What is in force on a case, in the words a response officer needs."""
    standing = _of_notice(case, view, now)
    if case.stage in ("ordered", "ended"):
        standing |= _after_the_court(case, view, now)
    return standing


def changes_by_itself(case: Case, now: datetime) -> list[datetime]:
    """When what stands of a case will be another although nobody records anything, soonest first."""
    moments = []
    if case.telephone and case.decision:
        moments.append(given_at(case.decision) + timedelta(hours=case.force.clocks.telephone))
    last_days = [case.elsewhere.entry.facts.ends] if case.elsewhere else []
    if order := court.stands(case.current, now):
        last_days.append(order.last_day)
        moments += [order.until] if order.until else []
    moments += [datetime.combine(one + timedelta(days=1), time.min, LONDON) for one in last_days if one]
    return sorted({one for one in moments if one > now})


def _after_the_court(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What differs once the court has decided: the order, in its own words, or that there is none."""
    order, over, today = view["court"]["order"], view["court"]["ended"], now.astimezone(LONDON).date()
    stands = court.stands(case.current, now)
    none = {"hearing_not_later_than": None, "condition_codes": list(case.regime.conditions)}
    if order is None or stands is None:
        day = day_in_words(datetime.fromisoformat(over["decided_at"]).astimezone(LONDON).date())
        over_with = over["outcome"] == "refused" or "withdrawn" in case.regime.ends_when
        in_force = "ended" if over_with else "notice in doubt"
        power = no_power_after_the_court(over["outcome"], day, in_doubt=not over_with)
        return {**none, "in_force": in_force, "power": power, "ends": f"Application {over['outcome']} on {day}"}
    last, change = stands.last_day, stands.by.entry.facts if stands.by else None
    if stands.now == "ended" and change:
        day = day_in_words(change.decided_at.astimezone(LONDON).date())
        in_force, power = "ended", no_power_once_ended_by_court(change.what, day)
    elif last is not None and last < today:
        in_force, power = "ended", no_power_after_the_end(day_in_words(last))
    elif stands.now == "suspended":
        until = in_words(stands.until) if stands.until else None
        in_force, power = "order suspended", no_power_while_suspended(until)
    elif not stands.told:
        in_force, power = "order not yet told", power_not_yet_told()
    else:
        in_force, power = "order", power_under(case.regime, "order")
    ends = "No end is recorded. Ask the court."
    if stands.now == "ended":
        ends = "Ended by the court."
    elif last is not None:
        ends = f"{'Ended on' if last < today else 'In force until'} {day_in_words(last)}, the end of that day."
    return {
        **none,
        "in_force": in_force,
        "power": power,
        "conditions": list(stands.conditions),
        "ends": " ".join(filter(None, (ends, _said_of_its_end(case, order), change and _done_since(change)))),
        "what": case.regime.order_short,
        "ordered": {"court": order["court"], "made_on": order["made_on"]},
    }


def _said_of_its_end(case: Case, order: dict[str, Any]) -> str | None:
    """The order's own words of its end, while the court has said nothing else of it since."""
    since = (one.entry.facts for one in court.changes(case.current))
    as_made = not any(change.last_day or change.order_now == "ended" for change in since)
    return f"The order says: {order['end_words']}" if as_made and order["end_words"] else None


def _done_since(change: Any) -> str:
    """The last thing the court did to the order, in words: an appeal that was lodged suspends nothing by itself."""
    done = f"{change.what.capitalize()} on {day_in_words(change.decided_at.astimezone(LONDON).date())}"
    return f"{done}: the order stands meanwhile." if change.what == "appeal lodged" else f"{done}."


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


def standing_elsewhere(case_id: str, facts: Any, today: date) -> dict[str, Any]:
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
