"""`orders export`: the force's own notices and orders as a list, for PNC or LEDS entry and for other systems.

In the columns of `orders import`, so that what one force takes out another takes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Literal

from field_app.cases import court
from field_app.cases.audit import IN_IT, TAKEN
from field_app.cases.authority import given_at
from field_app.cases.case import Case
from field_app.cases.order_list import OVER, write_list
from field_app.cases.section import as_json
from field_app.law.clocks import LONDON
from field_app.store import access
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .beside import FOUND_IN
from .in_force import standing, standing_of_notice
from .installation import Installation

State = Literal["in force", "over", "all"]

STATES: tuple[State, ...] = ("in force", "over", "all")
"""What may be taken: what binds or will once somebody is told, what is over, or both."""

Form = Literal["csv", "json"]

CLOCKS_APART = timedelta(days=2)
"""How much later than the server a phone may have said that authority was given, and the case still be found."""


@dataclass(frozen=True)
class OrderFile:
    """The list as it leaves: `rows` notices and orders; `withheld`, how many sealed cases were left out."""

    body: bytes
    rows: int
    withheld: int


def export_orders(
    installation: Installation,
    officer: str,
    form: Form,
    now: datetime,
    *,
    state: State = "in force",
    first: date | None = None,
    last: date | None = None,
) -> OrderFile:
    """Our own notices and orders that were made from `first` to `last` (London's days, both included; None: no bound).

    Sealed cases are left out and counted, whoever asks. No address of the protected person is in it but that of the
    home which the respondent is recorded as knowing, and nothing of how they are reached. Who took it, how much, and
    the file's SHA-256 are on record, committed, before it is answered.
    """
    since = stamp(datetime.combine(first, time(), LONDON) - CLOCKS_APART) if first else ""
    rows: list[dict[str, Any]] = []
    withheld = 0
    with reading(installation.engine) as connection:
        force = installation.office(connection)[0].force
        for head, sealed in lists.at_stages(connection, FOUND_IN, since):
            of_case = [
                row
                for row in _rows(installation.case(connection, head.case_id, head), now)
                if (state == "all" or (row["in_force"] in OVER) == (state == "over"))
                and (not first or row["made_on"] >= first.isoformat())
                and (not last or row["made_on"] <= last.isoformat())
            ]
            if sealed:
                withheld += bool(of_case)
            else:
                rows += of_case
    if form == "csv":
        body = write_list(rows).encode("utf-8-sig")
    else:
        about = {"as_at": stamp(now), "force": force, "state": state, "first": first, "last": last}
        found = {**about, "withheld": withheld, "orders": rows}
        body = json.dumps(found, default=date.isoformat, ensure_ascii=False).encode()
    with writing(installation.engine) as connection:
        for case_id in dict.fromkeys(row["case"] for row in rows):
            access.keep(connection, installation.keys, at=stamp(now), officer=officer, action=IN_IT, case_id=case_id)
        detail = _said(state, first, last, form, rows, withheld, body)
        access.keep(connection, installation.keys, at=stamp(now), officer=officer, action=TAKEN, detail=detail)
    return OrderFile(body, len(rows), withheld)


def _said(
    state: State, first: date | None, last: date | None, form: Form, rows: list[Any], withheld: int, body: bytes
) -> str:
    days = f"made {first or 'at any time'} to {last or 'now'}"
    return f"{state}, {days}, {form}: {len(rows)} rows, {withheld} withheld, SHA-256 {sha256(body).hexdigest()}"


def _rows(case: Case, now: datetime) -> Iterator[dict[str, Any]]:
    """A case's notice, and its order where a court made one."""
    view = case.view()
    order = court.order(case.current)
    if case.decision and case.decision.entry.kind != "authority refused":
        yield {**_of_both(case, view), **_notice(case, view, now)}
    if order:
        yield {**_of_both(case, view), **_order(case, view, order.entry.facts, now)}


def _of_both(case: Case, view: dict[str, Any]) -> dict[str, Any]:
    """What a notice and the order after it have alike."""
    respondent, protected = view["respondent"] or {}, view["protected_person"] or {}
    home = view["premises"] or {}
    known = home.get("protected_person_lives_here") and home.get("respondent_knows_address")
    given = (view["service"] or {}).get("address_given")
    lives = [one for one in (_address(respondent), given) if one]
    return {
        "case": case.id,
        "reference": case.reference or case.id,
        "regime": case.regime.id,
        "respondent_given": respondent.get("given_names"),
        "respondent_family": respondent.get("family_name", "Not recorded"),
        "respondent_aliases": list(respondent.get("aliases", ())),
        "respondent_born": respondent.get("born"),
        "respondent_addresses": list(dict.fromkeys(lives)),
        "protected_given": protected.get("given_names"),
        "protected_family": protected.get("family_name"),
        "protected_addresses": [_address(home)] if known else [],
    }


def _address(said: dict[str, Any]) -> str:
    """An address as a list writes it, ending in its postcode."""
    return ", ".join(" ".join(one.split()) for one in (said.get("address"), said.get("postcode")) if one)


def _notice(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    assert case.decision
    stands, ends = standing_of_notice(case, view, now), None
    in_force = stands["in_force"]
    if case.withdrawal:
        ends = case.withdrawal.entry.made_at.astimezone(LONDON).date()
    if case.stage in ("ordered", "ended"):
        over = court.ended(case.current)
        ends = court.determined_on(case.current)
        in_force = "ended"
        if over and not ends:  # the application was withdrawn: what that does to the notice, its Act says
            in_force = standing(case, view, now)["in_force"]
            ends = over.entry.facts.decided_at.astimezone(LONDON).date() if in_force in OVER else None
    return {
        "kind": "notice",
        "what": case.regime.notice_short,
        "in_force": in_force,
        "served_at": case.served_at.astimezone(LONDON).isoformat() if case.served_at else None,
        "made_on": given_at(case.decision).astimezone(LONDON).date().isoformat(),
        "ends_on": ends.isoformat() if ends else None,
        "court": None,
        "hearing_not_later_than": None if in_force in OVER else stands["hearing_not_later_than"],
        "conditions": stands["conditions"] or ["None: withdrawn, or not recorded here yet."],
    }


def _order(case: Case, view: dict[str, Any], facts: Any, now: datetime) -> dict[str, Any]:
    stands, order = standing(case, view, now), court.stands(case.current, now)
    assert order
    ends = order.last_day
    if order.now == "ended" and order.by:
        decided = order.by.entry.facts.decided_at.astimezone(LONDON).date()
        ends = min(ends, decided) if ends else decided
    told = [one.entry.facts.told_at.astimezone(LONDON) for one in case.current.get(court.TOLD, ())]
    in_court = facts.made_on if facts.respondent != court.NOT_TOLD else None
    told_at = in_court or max(told, default=None) if order.told else None
    return {
        "kind": "order",
        "what": stands["what"],
        "in_force": stands["in_force"],
        "served_at": as_json(told_at),
        "made_on": facts.made_on.isoformat(),
        "ends_on": ends.isoformat() if ends else None,
        "court": facts.court,
        "hearing_not_later_than": None,
        "conditions": list(order.conditions),
    }
