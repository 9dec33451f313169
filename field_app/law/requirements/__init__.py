"""What a request for a notice must hold: a table, evaluated alike here and in `static/js/missing.js`.

Each row says what is wanted and where the law asks for it. `force` ACT stops the request; GUIDANCE asks and
never stops it. A row counts only if its `when` holds (None: always), and is met if its `test` holds. Tests
are nested lists over the case view:

    ["filled", field]             the field is there: not null, not blank, not an empty list
    ["is", field, value]          the field is exactly this value
    ["adult", born, age, years]   not known to be under so many years old today: `born` decides, else `age`
    ["condition", code, ...]      a condition with one of these codes is proposed
    ["each", name, code, ...]     every proposed condition with one of these codes (no codes: any) has `name`
    ["described", role]           somebody is described in this role
    ["for each", role, list, name, ...]  for everybody described in this role, `list` holds a row with that
                                  `person` in which one of the names is filled
    ["all", test, ...]  ["any", test, ...]  ["not", test]

A field is a path into the view with dots; a path that leads nowhere is null.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from field_app.law.answers import Met
from field_app.law.regimes import CSA2010

from .requirement import Requirement, View, holds
from .table import REQUIREMENTS

__all__ = ["REQUIREMENTS", "Requirement", "as_json", "holds", "missing"]


def missing(view: View, today: date) -> tuple[Requirement, ...]:
    """The rows this case does not meet, in the table's order: all of them, so that an officer is asked once.

    `view` is the case view, `today` the date in Europe/London. Only rows with force ACT stop a request.
    """
    return tuple(row for row in REQUIREMENTS if row.answer(view, today) != Met())


def as_json(regimes: Collection[str] = (CSA2010.id,)) -> list[dict[str, Any]]:
    """For the phone: every row of these Acts in order, its fields by name."""
    rows = [row for row in REQUIREMENTS if not row.regimes or set(row.regimes) & set(regimes)]
    return [asdict(row) for row in rows]
