"""What stands of a case for whoever looks somebody up: in force or not, may they arrest, on which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from field_app.cases import court
from field_app.cases.authority import given_at, lacks_confirmation
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.law.clocks import LONDON, day_in_words, hearing_deadline, in_words, last_day_of_order
from field_app.law.conditions import CONDITIONS
from field_app.law.holidays import Holidays, NoHolidays
from field_app.law.power import (
    AUTHORISED_BY_TELEPHONE,
    SERVICE_BY_RADIO,
    no_power_after_the_court,
    no_power_after_the_end,
    no_power_before_service,
    no_power_once_ended_by_court,
    no_power_once_withdrawn,
    no_power_while_suspended,
    power_after_the_hearing_was_due,
    power_in_doubt,
    power_not_known_to_be_told,
    power_not_yet_told,
    power_of_another_kind,
    power_under,
    power_with_no_hearing_recorded,
)
from field_app.law.regimes import REGIMES, Regime


def standing(case: Case, view: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is in force on a case, in the words a response officer needs."""
    standing = standing_of_notice(case, view, now)
    if case.stage in ("ordered", "ended"):
        standing |= _after_the_court(case, view, now)
    return standing


def changes_by_itself(case: Case, now: datetime) -> list[datetime]:
    """When what stands of a case will be another although nobody records anything, soonest first."""
    moments = []
    if unheard := _unheard_from(case):
        moments.append(unheard)
    if case.telephone and case.decision:
        moments.append(given_at(case.decision) + timedelta(hours=case.force.clocks.telephone))
    last_days: list[date | None] = []
    if case.elsewhere:
        facts = case.elsewhere.entry.facts
        last_days.append(_last_day(facts, REGIMES[facts.regime] if facts.regime else None))
        due = _hearing_due(facts, case.holidays)
        moments += [due + A_MINUTE] if due else []
    if order := court.stands(case.current, now):
        last_days.append(order.last_day)
        moments += [order.until] if order.until else []
    for change in (one.entry.facts for one in court.changes(case.current)):
        if change.decided_at > now:  # by a clock that is ahead of this one
            moments += [one for one in (change.decided_at, change.until) if one]
            last_days.append(change.last_day)
    moments += [datetime.combine(one + timedelta(days=1), time.min, LONDON) for one in last_days if one]
    return sorted({one for one in moments if one > now})


def _after_the_court(case: Case, view: Mapping[str, Any], now: datetime) -> dict[str, Any]:
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


def standing_of_notice(case: Case, view: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What stands of the notice, before whatever the court decided."""
    served = case.service is not None
    within = timedelta(hours=case.force.clocks.telephone)
    unheard = _unheard_from(case)
    overdue = unheard is not None and unheard <= now
    unsure = lacks_confirmation(case.telephone, case.decision, within, now)
    doubts = tuple({why.code: why for why in (*unsure, *case.doubts)}.values())
    if case.stage == "withdrawn":
        in_force, power = "withdrawn", no_power_once_withdrawn()
    elif not served:
        in_force, power = "authorised, not served", no_power_before_service()
    elif doubts:
        in_force, power = "notice in doubt", power_in_doubt(doubts)
    elif overdue and case.deadline:
        in_force, power = "notice in doubt", power_with_no_hearing_recorded(in_words(case.deadline.at))
    else:
        in_force, power = "notice", power_under(case.regime, "notice")
    deadline = view["deadline"]
    at_court = view["court"]
    ends = f"it must hear the case by {in_words(datetime.fromisoformat(deadline['at']))}" if deadline else None
    if overdue and ends:
        ends = f"{ends.replace('must hear', 'had to hear')}, and no hearing is recorded"
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


A_MINUTE = timedelta(minutes=1)
"""The minute of a deadline is in time."""


def _unheard_from(case: Case) -> datetime | None:
    """From when on a served notice is in doubt, if no court is recorded until then to have begun to hear it."""
    waits = case.stage in court.UNDECIDED and not case.current.get(court.ADJOURNED)
    return case.deadline.at + A_MINUTE if waits and case.deadline else None


def _in_doubt(case: Case, decided: list[dict[str, Any]]) -> tuple[str, ...]:
    """The codes of the conditions in doubt: those the officer named, or all of them."""
    named = case.telephone["in_doubt"] if case.telephone else ()
    return tuple(named or (one["code"] for one in decided))


def standing_elsewhere(case: Case, held: Held[Any], now: datetime) -> dict[str, Any]:
    """What is in force now under what another force or court made; its last day is still in it."""
    facts, today = held.entry.facts, now.astimezone(LONDON).date()
    regime = REGIMES[facts.regime] if facts.regime else None
    last, due = _last_day(facts, regime), _hearing_was_due(facts, case.holidays, now)
    told = facts.told == "served or told"
    if last is not None and last < today:
        in_force, power = "ended", no_power_after_the_end(day_in_words(last))
    elif not regime:
        in_force, power = "also known", power_of_another_kind(facts.other_kind, told=told)
    elif not told:
        in_force, power = "not known to be served", power_not_known_to_be_told(facts.issued_by)
    elif due:
        in_force, power = "notice in doubt", power_after_the_hearing_was_due(facts.issued_by, due)
    else:
        in_force, power = facts.what, power_under(regime, facts.what)
    if last is not None:
        ends = f"{day_in_words(last)}, the end of that day"
        ends += "" if facts.ends else ": none under its Act lasts longer. Ask whoever made it."
    elif facts.what == "notice" and regime:
        ends = f"Until the application for an order is {regime.ends_when}. Ask whoever made it."
    else:
        ends = "No end is recorded. Ask whoever made it."
    served_at = getattr(facts, "served_at", None)
    return {
        "case": case.id,
        "regime": facts.regime,
        "in_force": in_force,
        "power": power,
        "dangers": [],
        "dangers_account": None,
        "conditions": list(facts.conditions),
        "condition_codes": list(regime.conditions) if regime else [],
        "served_at": served_at.isoformat() if served_at else None,
        "hearing_not_later_than": None,
        "ends": ends,
        "ordered": None,
        "what": _short(facts),
        "elsewhere": {
            "issued_by": facts.issued_by,
            "made_on": facts.made_on.isoformat(),
            "source": _source(held),
        },
    }


def _last_day(facts: Any, regime: Regime | None) -> date | None:
    """Its last day, if it says one; of an order whose Act lets none last longer, the last it can have."""
    last: date | None = facts.ends
    if last is None and facts.what == "order" and regime and regime.longest_order_days:
        return last_day_of_order(facts.made_on, regime.longest_order_days)
    return last


def _hearing_due(facts: Any, holidays: Holidays) -> datetime | None:
    """By when the application of an imported notice without an end had to be heard.

    Where only the day of service is known it ran from the end of that day at the latest.
    """
    if facts.what != "notice" or facts.ends or not getattr(facts, "served_on", None):
        return None
    at: datetime = facts.served_at or datetime.combine(facts.served_on, time(23, 59), LONDON)
    try:
        return hearing_deadline(at, holidays).at
    except NoHolidays:
        return at + timedelta(days=7)  # beyond the table: long ago, and no feast is that long


def _hearing_was_due(facts: Any, holidays: Holidays, now: datetime) -> str | None:
    """The same in words, once it is past; None before."""
    due = _hearing_due(facts, holidays)
    return in_words(due) if due and due + A_MINUTE <= now else None


def _source(held: Held[Any]) -> str:
    """Where it is known from; of what was imported, from whose list and since when."""
    source: str = held.entry.facts.source
    if held.entry.kind != "order imported":
        return source
    return f"Imported on {day_in_words(held.entry.made_at.astimezone(LONDON).date())} from {source}"


def _short(facts: Any) -> str:
    """What it is called for short."""
    if not facts.regime:
        return str(facts.other_kind)
    regime = REGIMES[facts.regime]
    return regime.notice_short if facts.what == "notice" else regime.order_short


_ORDER = {code: place for place, code in enumerate(CONDITIONS)}
"""Conditions are read out in the notice's order."""


def _condition(one: dict[str, Any]) -> str:
    condition = CONDITIONS[one["code"]]
    distance = f" ({one['distance_m']} metres)" if one["distance_m"] else ""
    words = f": {one['words']}" if one.get("words") else ""
    return f"{condition.title}{distance}{words}"
