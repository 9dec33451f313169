"""Real cases: the demonstration's history, played through the ordinary path, and the stories that the tests tell."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, select

from bench.counted import Counted, moved, written
from bench.entries import ORIGIN
from config import SECRETS, Settings
from field_app.actions import Installation, count_anew
from field_app.actions.counting import happened_in
from field_app.cases.figures import Happened, add_up, happened
from field_app.demonstration import history
from field_app.demonstration.force import found
from field_app.opening import installation_with, new_secret
from field_app.store import cases as lists
from field_app.store import log
from field_app.store.database import connect, migrate, reading
from field_app.store.tables import cases
from tests.cases.test_case_vectors import STORIES, tell

REPLAYED = 10_000


@dataclass(frozen=True)
class Played:
    """The demonstration's cases, and the stories'; the seconds that adding 10,000 of the first up takes.

    `tables`: what the worker wrote of the first.
    """

    cases: tuple[Counted, ...]
    stories: tuple[Counted, ...]
    replayed_s: float
    tables: Mapping[str, Any]


def founded(url: str, *, demonstration: bool) -> tuple[Installation, dict[str, str]]:
    """A force in an empty database, and its secrets by their settings' names."""
    secrets = {name: new_secret() for name in SECRETS}
    engine = connect(url)
    migrate(engine)
    installation = _opened(engine, url, secrets, demonstration=demonstration)
    found(installation, ORIGIN, datetime.now(UTC), demonstration=demonstration)
    return installation, secrets


def _opened(engine: Engine, url: str, secrets: dict[str, str], *, demonstration: bool) -> Installation:
    settings = Settings(url, ORIGIN, secrets, None, False, ())
    return installation_with(engine, settings, secrets, demonstration=demonstration)


@cache
def played() -> Played:
    """Play the history, and add its cases up from their logs until they are 10,000."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        url = f"sqlite:///{folder}/field.sqlite"
        installation, secrets = founded(url, demonstration=True)
        engine = installation.engine
        history.load(installation, datetime.now(UTC))
        took, read = 0.0, 0
        while read < REPLAYED:
            afresh = _opened(engine, url, secrets, demonstration=True)  # which has read none of them yet
            began = time.perf_counter()
            every = _replayed(afresh, REPLAYED - read)
            add_up((one for _, things in every for one in things), date(2014, 1, 1), date(2026, 12, 31))
            took, read = took + time.perf_counter() - began, read + len(every)
        count_anew(installation)
        with reading(engine) as connection:
            lines = {row["case_id"]: dict(row) for row in connection.execute(select(cases)).mappings()}
        real = [
            Counted(asdict(head), lines[head.case_id], things) for head, things in _replayed(installation, REPLAYED)
        ]
        tables = written(engine, installation.keys)
        engine.dispose()
    stories = []
    for story in map(tell, STORIES):
        if things := tuple(happened(story.case)):
            like = Counted(real[0].head, {**real[0].line, "stage": story.case.stage}, things)
            stories.append(Counted(like.head, moved(like.line, like.began - real[0].began), things))
    return Played(tuple(real), tuple(stories), took, tables)


def _replayed(installation: Installation, most: int) -> list[tuple[log.Head, tuple[Happened, ...]]]:
    with reading(installation.engine) as connection:
        installation.office(connection)
        every = (log.head(connection, one) for one in lists.every(connection)[:most])
        return [(one, tuple(happened_in(installation, connection, one))) for one in every]
