"""The case key is changed for another: what the earlier one locked is locked anew, while everything runs."""

from __future__ import annotations

from dataclasses import dataclass

from field_app.store import cases as lists
from field_app.store.database import reading, writing
from field_app.store.keys import CannotTurn

from .beside import file_anew
from .counting import count_anew
from .installation import Installation

__all__ = ["CannotTurn", "Turned", "turn_keys"]

AT_ONCE = 500
"""Keys of one transaction: it holds up, and no longer, whoever needs a new one."""


@dataclass(frozen=True)
class Turned:
    """How many keys were wrapped anew, of cases and of months, and how many cases are filed anew to be found."""

    keys: int
    cases: int

    def __str__(self) -> str:
        return f"{self.keys} keys are wrapped anew, {self.cases} cases can be found by the new key."


def turn_keys(installation: Installation) -> Turned:
    """Lock under FIELD_CASE_KEY whatever FIELD_CASE_KEY_FURTHER still locks; broken off, it is begun again.

    As the tables' owner. Entries and files stay as they are: the key of each case is the same, wrapped by another.

    :raise CannotTurn: none of the keys that are set opens one of them, or somebody else owns the tables.
    """
    after: str | None = ""
    wrapped = 0
    while after is not None:
        with writing(installation.engine) as connection:
            after, anew = installation.keys.wrap_anew(connection, after, AT_ONCE)
        wrapped += anew
    with reading(installation.engine) as connection:
        filed = lists.every(connection)
    for case_id in filed:
        with writing(installation.engine) as connection:
            installation.office(connection)
            file_anew(installation, connection, case_id)
    count_anew(installation)
    return Turned(wrapped, len(filed))
