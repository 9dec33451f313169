"""Cases as the worker leaves them counted, as many as are asked for, like real ones: other people, places and times.

A million are written by as many processes as there are processors, each some years of them, with PostgreSQL's COPY.
What they add up to is added up by the application's own `Tally`, and sealed as the application seals it.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

from psycopg import sql
from sqlalchemy import Engine, Table, select, text

from field_app.cases.figures import STANDING, Happened, Tally, spans_of
from field_app.store import counted
from field_app.store.counted_tables import counted as counted_table
from field_app.store.counted_tables import tallies
from field_app.store.database import connect, stamp, unchanging
from field_app.store.keys import CaseKeys
from field_app.store.tables import cases, heads

DISTRICTS, TOWNS, COURTS = 10, 20, 12
TOGETHER = 5_000
"""So many cases are written at once."""


@dataclass(frozen=True)
class Counted:
    """A case as the tables hold it: its head, its line among the cases, and what is counted of it."""

    head: Mapping[str, Any]
    line: Mapping[str, Any]
    happened: tuple[Happened, ...]

    @property
    def began(self) -> date:
        return min(one.day for one in self.happened)

    @property
    def ended(self) -> date:
        return max(one.day for one in self.happened)


@dataclass
class Expected:
    """What was written, for the figures to be held against: a number of each thing, and every notice's minutes."""

    numbers: Counter[str] = field(default_factory=Counter)
    served_after: list[int] = field(default_factory=list)
    respondents: set[int] = field(default_factory=set)

    def count(self, one: Happened) -> None:
        self.numbers[one.what] += 1
        if one.what in ("served", "ordered") and one.respondent is not None:
            self.respondents.add(one.respondent)
        if one.what == "served" and one.minutes is not None:
            self.served_after.append(one.minutes)

    def add(self, other: Expected) -> None:
        self.numbers.update(other.numbers)
        self.served_after += other.served_after
        self.respondents |= other.respondents


# --- As many as are asked for ------------------------------------------------------------------------------


def generated(
    patterns: Sequence[Counted], number: int, first: date, last: date, places: range | None = None
) -> Iterator[Counted]:
    """So many cases that began between these days, by the day on which they did; or those in these places of them.

    Each is like one of the patterns. One respondent in ten is somebody on whom a notice was served before.
    """
    chance = random.Random()
    length = (last - first).days + 1
    began = [one.began for one in patterns]
    for place in range(number) if places is None else places:
        pattern = patterns[place % len(patterns)]
        shift = first + timedelta(days=place * length // number) - began[place % len(patterns)]
        chance.seed(place)
        draw = chance.random
        district = int(draw() * DISTRICTS)
        town = f"Town {district * TOWNS + int(draw() * TOWNS)}"
        court = f"Court {(district + int(draw() ** 4 * 3)) % COURTS}"
        respondent = _person(int(draw() * place) if draw() < 0.1 else place)
        protected, age = _person(place + number), 16 + int(draw() * 60)
        case_id = str(uuid.UUID(int=place + (1 << 64)))
        happened = tuple(
            [
                Happened(
                    one.what,
                    day := one.day + shift,
                    None if one.hour is None else int(draw() * 24),
                    case_id,
                    f"District {district}",
                    town,
                    one.act,
                    one.court and court,
                    day.isoformat() if one.what in STANDING else one.of,
                    None if one.minutes is None else max(0, one.minutes + int(draw() ** 3 * 3000) - 90),
                    one.amount,
                    age,
                    respondent,
                    protected,
                )
                for one in pattern.happened
            ]
        )
        at = stamp(datetime.combine(happened[-1].day, datetime.min.time(), UTC))
        line = {**moved(pattern.line, shift), "case_id": case_id, "reference": f"{place:09d}", "changed_at": at}
        yield Counted(
            {**pattern.head, "case_id": case_id, "hash": f"{place:064x}"}, {**line, "counted_at": at}, happened
        )


def _person(number: int) -> int:
    return number * 0x9E3779B97F4A7C15 & (1 << 48) - 1


def moved(line: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    """A case's line with its days and moments so much later."""
    return {
        name: (date.fromisoformat(value[:10]) + by).isoformat() + value[10:]
        if value and name.endswith(("_at", "_on", "_by", "_since"))
        else value
        for name, value in line.items()
    }


# --- Written -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """An empty database of a force, and its FIELD_CASE_KEY."""

    url: str
    key: bytes


def write_years(where: Where, patterns: Sequence[Counted], number: int, first: date, last: date) -> Expected:
    """Write so many cases that began between these days, in as many processes as there are processors."""
    processes = os.cpu_count() or 1
    seams = [date(first.year + -(-(last.year - first.year) * one // processes), 1, 1) for one in range(1, processes)]
    ends = [date.min, *seams, date.max]
    expected = Expected()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        parts = [
            pool.submit(_write_some, where, patterns, number, first, last, since, until - timedelta(days=1))
            for since, until in pairwise(ends)
        ]
        for part in parts:
            expected.add(part.result())
    _settled(where.url)
    return expected


def _write_some(
    where: Where, patterns: Sequence[Counted], number: int, first: date, last: date, since: date, until: date
) -> Expected:
    """Those of them that began from `since` to `until`, and whatever happened from `since` to `until` in any."""
    length, longest = (last - first).days + 1, max((one.ended - one.began).days for one in patterns)
    begins, ends = (
        min(max(-(-(day - first).days * number // length), 0), number)
        for day in (max(since, first) - timedelta(days=longest), min(until, last) + timedelta(days=1))
    )
    return write(where, generated(patterns, number, first, last, range(begins, ends)), since, until)


def write(where: Where, every: Iterable[Counted], since: date = date.min, until: date = date.max) -> Expected:
    """Write cases, in the order of the days on which they began, as counting them leaves them.

    Those that began before `since` are written by somebody else, as is what happened before it or after `until`.
    """
    engine, expected = connect(where.url), Expected()
    rows = _Rows(engine, CaseKeys(where.key))
    for one in every:
        began = one.began
        if began >= since:
            rows.write_ended(began)
            rows.add(one)
        for thing in one.happened:
            if since <= thing.day <= until:
                expected.count(thing)
                rows.days[thing.day, thing.district or counted.ALL].count([thing])
    rows.write_ended(date.max)
    rows.send()
    engine.dispose()
    return expected


class _Rows:
    """What is still to be written: cases, and tallies of days, months and years that have not ended."""

    def __init__(self, engine: Engine, keys: CaseKeys) -> None:
        self._engine = engine
        self._keys = keys
        self._reached = date.min
        self._waiting: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._wider: dict[tuple[str, str], Tally] = defaultdict(Tally)
        self.days: dict[tuple[date, str], Tally] = defaultdict(Tally)

    def add(self, one: Counted) -> None:
        self._waiting[heads].append(dict(one.head))
        self._waiting[cases].append(dict(one.line))
        self._waiting[counted_table].append(counted.as_row(self._keys, one.line["case_id"], one.happened))
        if len(self._waiting[heads]) == TOGETHER:
            self.send()

    def write_ended(self, day: date) -> None:
        """Write the tallies of the days before this one, and of the months and years that ended before it."""
        if day == self._reached:
            return
        self._reached = day
        for of in sorted(one for one in self.days if one[0] < day):
            tally, (year, month, text) = self.days.pop(of), spans_of(of[0])
            if of[1] != counted.ALL:
                self._tally(text, of[1], tally)
                self._wider[month, of[1]].add(tally)
                self._wider[year, of[1]].add(tally)
            for span in (text, month, year):
                self._wider[span, counted.ALL].add(tally)
        for span, district in sorted(one for one in self._wider if one[0] < day.isoformat()[: len(one[0])]):
            self._tally(span, district, self._wider.pop((span, district)))

    def _tally(self, span: str, district: str, tally: Tally) -> None:
        self._waiting[tallies].append(counted.as_tally_row(self._keys, span, district, tally))

    def send(self) -> None:
        raw = self._engine.raw_connection()
        with raw.cursor() as cursor:
            for table, rows in self._waiting.items():
                columns = [one.name for one in table.columns]
                into = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, columns))
                )
                with cursor.copy(into) as copy:
                    for row in rows:
                        copy.write_row([row[name] for name in columns])
        raw.commit()
        raw.close()
        self._waiting.clear()


def _settled(url: str) -> None:
    """As PostgreSQL would have seen to it by itself."""
    engine = connect(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def written(engine: Engine, keys: CaseKeys) -> dict[str, Any]:
    """What the tables hold of every case that is counted, and of all of them, with what is sealed opened."""
    with unchanging(engine) as connection:
        ids = sorted(connection.execute(select(counted_table.c.case_id)).scalars())
        spans = connection.execute(select(tallies.c.span, tallies.c.district)).all()
        found: dict[str, Any] = {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).where(table.c.case_id.in_(ids)).order_by(table.c.case_id))
            ]
            for table in (heads, cases)
        }
        found["counted"] = counted.of_cases(connection, keys, ids)
        found["tallies"] = {
            (span, district): counted.tally(connection, keys, *_days_of(span), district or None)
            for span, district in spans
        }
        return found


def _days_of(span: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{span}-01-01"[:10])
    if len(span) == 10:
        return first, first
    after = (first + timedelta(days=366 if len(span) == 4 else 31)).replace(day=1)
    return first, (after if len(span) == 7 else after.replace(month=1)) - timedelta(days=1)
