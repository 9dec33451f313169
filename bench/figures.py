"""How soon are figures told: of a year of 10,000 notices, and of 1,000,000 cases on PostgreSQL (`BENCH=full`)?

Of 10,000, made like those of the demonstration's history, every case is counted as the worker counts it. A million are
written as counting them would have left them (`bench.counted`), and asked for as people ask: by the screen, which asks
a server for the figures and then for the paragraph, and by the command.

The baseline adds the figures up from the entries: it reads the demonstration's logs until they are 10,000, each
decrypted and added up anew; for a million that takes a hundred times as long.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from bench.counted import Counted, Expected, Where, generated, write, write_years, written
from bench.entries import ORIGIN, cookie, server
from bench.played import REPLAYED, founded, played
from bench.serving import row
from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Installation, read_figures
from field_app.cases.figures import add_up
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store import counted
from field_app.store.database import reading, unchanging, writing
from field_app.store.log import Head
from field_app.store.tables import cases, heads
from tests.postgres import Postgres

A_YEAR, TEN_YEARS = (date(2025, 3, 12), date(2026, 3, 11)), (date(2016, 1, 1), date(2025, 12, 31))
ALL_OF_IT, A_YEAR_OF_IT = ("2015-12-20", "2026-07-19"), ("2024-12-12", "2025-12-11")
"""No whole months: every case began in the ten years, and the last of them ended by July."""

CASES, MANY = 10_000, 1_000_000
TIMES = 7
TOGETHER = 200


def figures_10000_cases() -> dict[str, Any]:
    """Milliseconds, on SQLite, of days that are no whole months: the record of who reads them included."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        installation, _ = founded(f"sqlite:///{folder}/field.sqlite", demonstration=False)
        made = played()
        every = list(generated(made.cases, CASES, *A_YEAR))
        _count_all(installation, every)
        told = read_figures(installation, None, *A_YEAR, datetime.now(UTC))
        if told != add_up((thing for one in every for thing in one.happened), *A_YEAR):
            raise SystemExit("the figures are not those of what was counted")
        took = _median_s(lambda: read_figures(installation, None, *A_YEAR, datetime.now(UTC)))
        tidy = _median_s(lambda: read_figures(installation, None, *A_YEAR, datetime.now(UTC), district="District 3"))
        installation.engine.dispose()
    base = f"{REPLAYED} cases added up from their entries"
    return {
        **row(round(took * 1000, 1), "ms", base, round(made.replayed_s * 1000)),
        "district_ms": round(tidy * 1000, 1),
    }


def figures_million() -> dict[str, Any]:
    """Seconds, on PostgreSQL, until the screen has been told all of a million cases: figures, then paragraph.

    Beside it the command, start and end included; a year of them, 100,000 cases; and the most memory the server took.
    """
    postgres = Postgres()
    try:
        made = played()
        _is_as_counted(postgres)
        url = postgres.create("figures")
        installation, secrets = founded(url, demonstration=False)
        where = Where(url, installation.secrets.case)
        expected = write_years(where, made.cases + made.stories, MANY, *TEN_YEARS)
        with unchanging(installation.engine) as connection:
            if counted.not_counted(connection):
                raise SystemExit("some of them are still to be counted")
        environment = {"FIELD_DATABASE_URL": url, "FIELD_ORIGIN": ORIGIN, "FIELD_LIMITS": "1000", **secrets}
        found = _asked(installation, environment, expected)
        installation.engine.dispose()
    finally:
        postgres.stop()
    base = f"{REPLAYED:,} cases added up from their entries, scaled to {MANY:,}"
    return {**row(found.pop("all"), "s", base, round(made.replayed_s * MANY / REPLAYED)), **found}


def _is_as_counted(postgres: Postgres) -> None:
    """That of real cases the same is written as the worker writes of them."""
    made = played()
    url = postgres.create("as_counted")
    installation, _ = founded(url, demonstration=False)
    write(Where(url, installation.secrets.case), sorted(made.cases, key=lambda one: one.began))
    same = written(installation.engine, installation.keys) == made.tables
    installation.engine.dispose()
    if not same:
        raise SystemExit("what is written of real cases is not what the worker writes of them")


def _asked(installation: Installation, environment: dict[str, str], expected: Expected) -> dict[str, Any]:
    with reading(installation.engine) as connection:
        officers = installation.office(connection)[0].officers.values()
    inspector = next(one for one in officers if one.holds("inspector"))
    secrets = {name: environment[name] for name in SECRETS}
    app = create_app(Settings(environment["FIELD_DATABASE_URL"], ORIGIN, secrets, None, False, ()))
    theirs = cookie(app, SoftwareOfficer(installation, inspector.id, datetime.now(UTC)))
    app.extensions["installation"].engine.dispose()
    with server("wsgi:app", environment) as one:
        line = http.client.HTTPConnection("127.0.0.1", one.port, timeout=120)
        screen = _Screen(line, theirs)
        _is_right(screen.figures(*ALL_OF_IT), expected)
        every, figures = _median_s(lambda: screen.show(*ALL_OF_IT)), _median_s(lambda: screen.figures(*ALL_OF_IT))
        year = _median_s(lambda: screen.show(*A_YEAR_OF_IT))
        memory = _most_resident(one.master)
        line.close()
    return {
        "all": round(every, 2),
        "period": "a million cases that began in ten years, from {} to {}".format(*ALL_OF_IT),
        "without_paragraph_s": round(figures, 2),
        "command_s": round(_median_s(lambda: _command(environment, *ALL_OF_IT)), 2),
        "a_year_of_it_s": round(year, 2),
        "a_year_by_command_s": round(_median_s(lambda: _command(environment, *A_YEAR_OF_IT)), 2),
        "server_megabytes": memory,
    }


@dataclass
class _Screen:
    """The screen of figures, as far as it asks the server."""

    line: http.client.HTTPConnection
    cookie: str

    def show(self, first: str, last: str) -> None:
        self.figures(first, last)
        asked = json.dumps({"first": first, "last": last, "unsuppressed": None})
        if "authorised" not in self._ask("POST", "/api/figures/sentence", asked)["paragraph"]:
            raise SystemExit("the paragraph tells nothing")

    def figures(self, first: str, last: str) -> dict[str, Any]:
        return self._ask("GET", f"/api/figures?from={first}&to={last}")

    def _ask(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        told: dict[str, Any] = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{path}: {told}")
        return told


def _command(environment: dict[str, str], first: str, last: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "figures", "--from", first, "--to", last, "--json"]
    folder = Path(__file__).parent.parent
    told = subprocess.run(command, env={**os.environ, **environment}, cwd=folder, capture_output=True, check=True)
    if not json.loads(told.stdout)["figures"]:
        raise SystemExit("the command tells nothing")


def _is_right(told: dict[str, Any], expected: Expected) -> None:
    """That what the screen is told is what was written: every number, a median and a 90th percentile, the people."""
    by_key = {one["key"]: one for one in told["figures"]}
    numbers = {key: one["number"] for key, one in by_key.items() if key != "unserved a day"}
    after = sorted(expected.served_after)
    ranks = [after[-(-percent * len(after) // 100) - 1] for percent in (50, 90)]
    served = by_key["served"]
    if (
        any(expected.numbers[key] != number for key, number in numbers.items())
        or [served["minutes"]["median"], served["minutes"]["p90"]] != ranks
        or any(sum(parts.values()) != served["number"] for parts in served["by"].values())
        or told["people"]["respondents"] != len(expected.respondents)
    ):
        raise SystemExit("the figures are not those of what was written")


def _most_resident(master: int) -> float:
    """The most memory, in megabytes, that the server's one worker ever took."""
    child = Path(f"/proc/{master}/task/{master}/children").read_text().split()[0]
    status = Path(f"/proc/{child}/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6)


def _count_all(installation: Installation, every: Sequence[Counted]) -> None:
    """Have these cases counted, so many in a transaction, as the worker counts."""
    with reading(installation.engine) as connection:
        office, head = installation.office(connection)
    for start in range(0, len(every), TOGETHER):
        some = every[start : start + TOGETHER]
        with writing(installation.engine) as connection:
            connection.execute(insert(heads), [dict(one.head) for one in some])
            connection.execute(insert(cases), [{**one.line, "counted_at": None} for one in some])
            standing = {
                one.line["case_id"]: (counted.Uncounted(Head(**one.head), one.line["changed_at"]), one.happened)
                for one in some
            }
            if counted.count(connection, installation.keys, standing, (office.id, head)) != len(some):
                raise SystemExit("not all of them were counted")


def _median_s(told: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        told()
        took.append(time.perf_counter() - began)
    return median(took)
