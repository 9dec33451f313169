"""What a request for a notice must hold: a table, evaluated alike here and in `static/js/missing.js`.

Each row says what is wanted and where the law asks for it. `force` ACT stops the request; GUIDANCE asks and
never stops it; FORCE does what the force has set. A row counts only if its `when` holds (None: always), and is
met if its `test` holds. `later` has further tables: of a decision, of a record of service. Tests are nested lists
over the case view:

    ["filled", field]             the field is there: not null, not blank, not an empty list
    ["is", field, value]          the field is exactly this value
    ["adult", born, age, years]   not known to be under so many years old today: `born` decides, else `age`
    ["condition", code, ...]      a condition with one of these codes is proposed
    ["each", name, code, ...]     every proposed condition with one of these codes (no codes: any) has `name`
    ["within", name, low, high]   every proposed condition that has `name` has it between these, both included
    ["some match", name, pattern] a proposed condition's `name` says what a `conditions.Refusal` looks for
    ["described", role]           somebody is described in this role
    ["for each", role, list, name, ...]  for everybody described in this role, `list` holds a row with that
                                  `person` in which one of the names is filled
    ["all", test, ...]  ["any", test, ...]  ["not", test]

A field is a path into the view with dots; a path that leads nowhere is null.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from field_app.law.answers import Met
from field_app.law.regimes import CSA2010

from .later import DECISION, DUTIES, MATTERS, SERVICE, Matter
from .requirement import Requirement, Settings, View, holds
from .table import REQUIREMENTS

__all__ = [
    "DECISION",
    "DUTIES",
    "MATTERS",
    "REQUIREMENTS",
    "SERVICE",
    "UNSET",
    "Matter",
    "Requirement",
    "Settings",
    "as_json",
    "considered",
    "holds",
    "missing",
    "refusing",
]

UNSET: Settings = MappingProxyType({})


def missing(
    view: View, today: date, settings: Settings = UNSET, table: Iterable[Requirement] = REQUIREMENTS
) -> tuple[Requirement, ...]:
    """The rows this case does not meet, in the table's order: all of them, so that an officer is asked once.

    `view` is the case view, `today` the date in Europe/London, `settings` what the force has set for rows of its own.
    """
    asked = (row for row in table if row.does(settings) != "off")
    return tuple(row for row in asked if row.answer(view, today) != Met())


def refusing(
    view: View, today: date, settings: Settings = UNSET, table: Iterable[Requirement] = REQUIREMENTS
) -> tuple[Requirement, ...]:
    """Those of the missing rows that stop a proposal, or make a fact irregular."""
    return tuple(row for row in missing(view, today, settings, table) if row.does(settings) == "refuses")


def considered(view: View, today: date) -> Mapping[str, str]:
    """For each matter of s.24(3), by its id, what the record says: "recorded", "missing" or "not asked"."""
    asked = {name for one in MATTERS for name in one.rows}
    lacking = {row.id for row in missing(view, today, table=(row for row in REQUIREMENTS if row.id in asked))}
    return {
        one.id: "not asked"
        if one.when and not holds(one.when, view, today)
        else "missing"
        if lacking & {*one.rows}
        else "recorded"
        for one in MATTERS
    }


def as_json(
    table: Iterable[Requirement | Matter] = REQUIREMENTS, regimes: Collection[str] = (CSA2010.id,)
) -> list[dict[str, Any]]:
    """For the phone: every row of a table that is of one of these Acts, in order, its fields by name."""
    return [asdict(row) for row in table if not row.regimes or set(row.regimes) & set(regimes)]
