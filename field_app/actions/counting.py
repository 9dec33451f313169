"""Cases are counted after something was added to them: what the force's figures are read from follows the log.

Whatever was not counted yet is added up from its entries when figures are asked for: they are never behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from field_app.cases import figures
from field_app.cases.entries import Held
from field_app.store import counted
from field_app.store.database import reading, writing
from field_app.store.log import Head

from .installation import Installation

EVERY = timedelta(seconds=5)
"""So often it is looked for cases to count, and at once where there were as many as are counted together."""

AT_ONCE = 50
"""So many are counted in one transaction: on SQLite nobody writes meanwhile."""

COUNTS_ON = timedelta(days=30)
"""So long after a thing happened a holiday may tell whether what followed it was in time."""

HOLIDAYS = frozenset({"holiday recorded", "holiday withdrawn"})


class Counting:
    """Counts the cases of one installation; any number of workers may, one at a time."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._looked: datetime | None = None
        self._begun = False

    def take(self, now: datetime) -> int:
        """Count some of the cases there are to count at `now` (UTC); how many, 0 where it was looked for just before.

        Where what a case is counted by has changed since the last worker began, all are counted again first.
        """
        if self._looked and timedelta(0) <= now - self._looked < EVERY:
            return 0
        self._begin()
        number = _count_some(self._installation)
        self._looked = now if number < AT_ONCE else None
        return number

    def _begin(self) -> None:
        if not self._begun:
            with writing(self._installation.engine) as connection:
                if not counted.is_counted_by(connection, figures.basis(self._installation.force)):
                    counted.count_again(connection, "")
            self._begun = True


def count_anew(installation: Installation) -> int:
    """Forget all that was counted and count every case again; how many."""
    with writing(installation.engine) as connection:
        counted.is_counted_by(connection, figures.basis(installation.force))
        counted.begin_anew(connection)
    total = 0
    while number := _count_some(installation):
        total += number
    return total


def _count_some(installation: Installation) -> int:
    with reading(installation.engine) as connection:
        office, head = installation.office(connection)
        happened = {
            one.head.case_id: (one, happened_in(installation, connection, one.head))
            for one in counted.not_counted(connection, AT_ONCE)
        }
    if not happened:
        return 0
    with writing(installation.engine) as connection:
        return counted.count(connection, installation.keys, happened, (office.id, head))


def happened_in(installation: Installation, connection: Connection, head: Head) -> list[figures.Happened]:
    """What is counted of a case as its log stands there, with the holidays of the office as it was last read.

    Nothing of a case whose key is gone: it can be read no more.
    """
    if installation.keys.known(connection, head.case_id) is None:
        return []
    return list(figures.happened(installation.case(connection, head.case_id, head)))


def still_to_count(installation: Installation, connection: Connection) -> Iterator[tuple[figures.Happened, int]]:
    """What the tallies lack, and how often, or hold too often: cases to which something was added since they were
    counted are added up from their entries."""
    late = counted.not_counted(connection)
    was = counted.of_cases(connection, installation.keys, [one.head.case_id for one in late])
    for one in late:
        now = happened_in(installation, connection, one.head)
        yield from counted.differences(was.get(one.head.case_id, ()), now)


def count_where_holidays(connection: Connection, one: Held) -> None:
    """Have cases counted again in which a holiday that this entry adds or takes back may tell what was in time."""
    if one.entry.kind in HOLIDAYS:
        day = max(one.entry.facts.date, date.min + COUNTS_ON) - COUNTS_ON
        counted.count_again(connection, day.isoformat())
