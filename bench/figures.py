"""How soon are figures told: of a year of 10,000 notices, and of 1,000,000 cases on PostgreSQL (`BENCH=full`)?

What is counted is that of the demonstration's history, played through the ordinary path, again and again with other
people, places, days and times; one respondent in ten is somebody on whom a notice was served before. Of 10,000 every
case is counted as the worker counts it; of a million the rows are written straight into the tables.

The baseline adds the figures up from the entries: it reads the demonstration's logs until they are 10,000, each
decrypted and added up anew; for a million that takes a hundred times as long.
"""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import Engine, insert, text

from bench.serving import row
from config import SECRETS, Settings
from field_app.actions import Installation, read_figures
from field_app.actions.counting import happened_in
from field_app.cases.figures import Happened, Tally, add_up, spans_of
from field_app.demonstration import history
from field_app.demonstration.force import found
from field_app.opening import installation_with, new_secret
from field_app.store import cases as lists
from field_app.store import counted, log
from field_app.store.counted_tables import counted as counted_table
from field_app.store.counted_tables import tallies
from field_app.store.database import connect, migrate, reading, stamp, unchanging, writing
from field_app.store.tables import cases, heads
from tests.postgres import Postgres

ORIGIN = "http://localhost:8000"
A_YEAR, TEN_YEARS = (date(2025, 3, 12), date(2026, 3, 11)), (date(2016, 1, 1), date(2025, 12, 31))
CASES, MANY = 10_000, 1_000_000
TIMES = 7
TOGETHER = 200
DISTRICTS, TOWNS = 10, 8


@dataclass(frozen=True)
class Played:
    """What is counted of each of the demonstration's cases, and the seconds that adding 10,000 of them up takes."""

    cases: tuple[tuple[Happened, ...], ...]
    replayed_s: float


def figures_10000_cases() -> dict[str, Any]:
    """Milliseconds, on SQLite, of days that are no whole months: the record of who reads them included."""
    with _sqlite() as installation:
        played = _played()
        everything = [one for case in _generated(played, CASES, *A_YEAR) for one in case]
        _count_all(installation, played)
        told = read_figures(installation, None, *A_YEAR, datetime.now(UTC))
        if told != add_up(everything, *A_YEAR):
            raise SystemExit("the figures are not those of what was counted")
        took = _median_s(lambda: read_figures(installation, None, *A_YEAR, datetime.now(UTC)))
        tidy = _median_s(lambda: read_figures(installation, None, *A_YEAR, datetime.now(UTC), district="District 3"))
    base = f"{CASES} cases added up from their entries"
    return {
        **row(round(took * 1000, 1), "ms", base, round(played.replayed_s * 1000)),
        "district_ms": round(tidy * 1000, 1),
    }


def figures_million() -> dict[str, Any]:
    """Seconds, on PostgreSQL, of ten years with a million cases in them, all told; beside it, of a year of them."""
    server = Postgres()
    try:
        played = _played()
        engine = connect(server.create("figures"))
        installation = _found(engine, demonstration=False)
        _write_all(installation, played)
        took = _median_s(lambda: read_figures(installation, None, *TEN_YEARS, datetime.now(UTC)))
        year = (date(2024, 12, 12), date(2025, 12, 11))
        a_year = _median_s(lambda: read_figures(installation, None, *year, datetime.now(UTC)))
        engine.dispose()
    finally:
        server.stop()
    base = f"{CASES:,} cases added up from their entries, scaled to {MANY:,}"
    found = row(round(took, 3), "s", base, round(played.replayed_s * MANY / CASES))
    return {**found, "a_year_of_it_s": round(a_year, 3)}


@contextmanager
def _sqlite() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        installation = _found(connect(f"sqlite:///{folder}/field.sqlite"), demonstration=False)
        yield installation
        installation.engine.dispose()


def _found(engine: Engine, *, demonstration: bool) -> Installation:
    secrets = {name: new_secret() for name in SECRETS}
    settings = Settings(str(engine.url), ORIGIN, secrets, None, False, ())
    migrate(engine)
    installation = installation_with(engine, settings, secrets, demonstration=demonstration)
    found(installation, ORIGIN, datetime.now(UTC), demonstration=demonstration)
    return installation


@cache
def _played() -> Played:
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder}/field.sqlite", ORIGIN, secrets, None, False, ())
        engine, now = connect(settings.database_url), datetime.now(UTC)
        migrate(engine)
        installation = installation_with(engine, settings, secrets, demonstration=True)
        found(installation, ORIGIN, now, demonstration=True)
        history.load(installation, now)
        added: list[Happened] = []
        first: list[tuple[Happened, ...]] = []
        read = 0
        began = time.perf_counter()
        while read < CASES:
            afresh = installation_with(engine, settings, secrets, demonstration=True)
            with reading(engine) as connection:
                afresh.office(connection)
                every = [
                    tuple(happened_in(afresh, connection, log.head(connection, one)))
                    for one in lists.every(connection)[: CASES - read]
                ]
            read += len(every)
            added += [thing for case in every for thing in case]
            first = first or every
        add_up(added, *TEN_YEARS)
        took = time.perf_counter() - began
        engine.dispose()
    return Played(tuple(first), took)


def _generated(played: Played, number: int, first: date, last: date) -> Iterator[tuple[Happened, ...]]:
    """So many cases that began between these days, by the day on which they did."""
    chance = random.Random(1)
    length = (last - first).days + 1
    for place in range(number):
        pattern = played.cases[place % len(played.cases)]
        begins = first + timedelta(days=place * length // number)
        shift = begins - min(one.day for one in pattern)
        district = chance.randrange(DISTRICTS)
        known = chance.random() < 0.1 and place
        respondent = _person(chance.randrange(place) if known else place)
        same = {
            "case": str(uuid.UUID(int=place + (1 << 64))),
            "district": f"District {district}",
            "town": f"Town {district * TOWNS + chance.randrange(TOWNS)}",
            "respondent": respondent,
            "protected_person": _person(place + number),
            "age": 16 + chance.randrange(60),
        }
        yield tuple(
            replace(
                one,
                day=one.day + shift,
                hour=None if one.hour is None else chance.randrange(24),
                court=one.court and f"Court {district}",
                minutes=None if one.minutes is None else max(0, one.minutes + chance.randrange(-90, 600)),
                **same,
            )
            for one in pattern
        )


def _person(number: int) -> int:
    return number * 0x9E3779B97F4A7C15 & (1 << 48) - 1


def _count_all(installation: Installation, played: Played) -> None:
    """Have these cases counted, so many in a transaction, as the worker counts."""
    keys, at = installation.keys, stamp(datetime.now(UTC))
    with reading(installation.engine) as connection:
        office, head = installation.office(connection)
    every = list(_generated(played, CASES, *A_YEAR))
    for start in range(0, CASES, TOGETHER):
        with writing(installation.engine) as connection:
            some = {one[0].case: one for one in every[start : start + TOGETHER]}
            connection.execute(insert(heads), [_head(one) for one in some])
            connection.execute(insert(cases), [_line(one, at) for one in some])
            standing = {
                one: (counted.Uncounted(log.Head(one, 1, "0" * 64), at), things) for one, things in some.items()
            }
            if counted.count(connection, keys, standing, (office.id, head)) != len(some):
                raise SystemExit("not all of them were counted")


def _head(case_id: str) -> dict[str, Any]:
    return {"case_id": case_id, "position": 1, "hash": "0" * 64}


def _line(case_id: str, at: str, counted_at: str | None = None) -> dict[str, Any]:
    return {"case_id": case_id, "stage": "ended", "changed_at": at, "sealed": False, "counted_at": counted_at}


def _write_all(installation: Installation, played: Played) -> None:
    """A million cases straight into the tables, as counting them would leave them."""
    keys, at = installation.keys, stamp(datetime.now(UTC))
    days: dict[tuple[str, str], Tally] = defaultdict(Tally)
    waiting: list[tuple[Happened, ...]] = []

    def write() -> None:
        with writing(installation.engine) as connection:
            connection.execute(insert(heads), [_head(one[0].case) for one in waiting])
            connection.execute(insert(cases), [_line(one[0].case, at, at) for one in waiting])
            connection.execute(insert(counted_table), [counted.as_row(keys, one[0].case, one) for one in waiting])
        waiting.clear()

    for case in _generated(played, MANY, *TEN_YEARS):
        for one in case:
            span = spans_of(one.day)[2]
            days[span, counted.ALL].count([one])
            days[span, one.district or counted.ALL].count([one])
        waiting.append(case)
        if len(waiting) == 5000:
            write()
    if waiting:
        write()
    wider: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for (span, district), tally in days.items():
        for length in (7, 4):
            wider[span[:length], district].add(tally)
    rows = [counted.as_tally_row(keys, *of, tally) for every in (days, wider) for of, tally in every.items()]
    with writing(installation.engine) as connection:
        for start in range(0, len(rows), 1000):
            connection.execute(insert(tallies), rows[start : start + 1000])
    with installation.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with unchanging(installation.engine) as connection:
        if counted.not_counted(connection):
            raise SystemExit("some of them are still to be counted")


def _median_s(told: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        told()
        took.append(time.perf_counter() - began)
    return median(took)
