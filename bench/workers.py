"""How many requests a second do 1, 2 and 4 workers answer, on SQLite and on PostgreSQL, each at the 95th percentile?

Eight connections ask one thing at a time: to take in cases, to take in decisions, to look somebody up, to say what is
new to phones. The baseline is the same application without chain, encryption and record of access (`bench/without.py`),
over a force of its own, in turn with ours; at least half of what it answers is to be reached.
"""

from __future__ import annotations

import http.client
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import Any

from bench.entries import server
from bench.growth import Grown, grown, percentile, questions
from bench.polling import Idle
from bench.serving import row
from tests.postgres import Postgres

WORKERS, DATABASES = (1, 2, 4), ("sqlite", "postgresql")
ASKED = ("record", "decide", "look_up", "poll")
CONNECTIONS = 8
ROUNDS = 4
EACH = 7
"""So often each connection asks each thing in a round."""

POLLS = 20
"""A poll is so short that each asks it so many times as often."""

ENTRIES = 1_000


@contextmanager
def _databases() -> Iterator[dict[str, list[str]]]:
    """An empty database of each kind for ours, and one for the baseline."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        postgres = Postgres()
        try:
            names = ("ours", "theirs")
            yield {
                "sqlite": [f"sqlite:///{folder}/{name}.sqlite" for name in names],
                "postgresql": [postgres.create(name) for name in names],
            }
        finally:
            postgres.stop()


Rates = dict[tuple[int, str, str], tuple[float, float, float, float]]


@cache
def _rates() -> Rates:
    """By workers, database and what was asked: requests a second and milliseconds, ours and then the baseline's."""
    found: Rates = {}
    with _databases() as databases:
        for database in DATABASES:
            times = CONNECTIONS * EACH * ROUNDS * len(WORKERS)
            forces = [grown(url, ENTRIES, times) for url in databases[database]]
            for workers in WORKERS:
                told = [
                    _told(application, one, workers)
                    for application, one in zip(("wsgi:app", "bench.without:app"), forces, strict=True)
                ]
                for name in ASKED:
                    (rate, took), (their_rate, they_took) = (one[name] for one in told)
                    found[workers, database, name] = rate, took, their_rate, they_took
    return found


def _told(application: str, force: Grown, workers: int) -> dict[str, tuple[float, float]]:
    """By what was asked: requests a second, and milliseconds at the 95th percentile."""
    took: dict[str, list[float]] = {name: [] for name in ASKED}
    lasted = dict.fromkeys(ASKED, 0.0)
    with server(application, force.environment, workers) as serving, ThreadPoolExecutor(CONNECTIONS) as pool:
        for _ in range(ROUNDS):
            # Whichever worker takes a connection keeps it: each round divides them anew.
            lines = [http.client.HTTPConnection("127.0.0.1", serving.port, timeout=120) for _ in range(CONNECTIONS)]
            # A phone for each connection: what it was told last is its own.
            askers = [questions(replace(force, phone=Idle(force.phone.cookie)), one) for one in lines]
            for _ in range(2 * workers):  # every worker has read the office
                list(pool.map(lambda one: one["poll"](), askers))
            for name in ASKED:
                times = EACH * (POLLS if name == "poll" else 1)
                began = time.perf_counter()
                took[name] += [one for some in pool.map(partial(_ask, name, times), askers) for one in some]
                lasted[name] += time.perf_counter() - began
            for line in lines:
                line.close()
    return {name: (len(took[name]) / lasted[name], percentile(took[name])) for name in ASKED}


def _ask(name: str, times: int, asker: dict[str, Callable[[], object]]) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        asker[name]()
        took.append((time.perf_counter() - began) * 1000)
    return took


def _row(workers: int, database: str, name: str) -> dict[str, Any]:
    rate, took, their_rate, they_took = _rates()[workers, database, name]
    base = "the same application without chain, encryption and record of access"
    told = row(round(rate, 1), "requests/s", base, round(their_rate, 1), better="higher")
    return {**told, "p95_ms": round(took, 1), "baseline_p95_ms": round(they_took, 1)}


ROWS = {
    f"workers_{workers}_{database}_{name}": partial(_row, workers, database, name)
    for database in DATABASES
    for workers in WORKERS
    for name in ASKED
}
