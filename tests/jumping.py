"""Our application with clocks that somebody sets: what `tests.faults` runs as server and worker.

A folder (CLOCKS) has a file for each machine, by its name (MACHINE), and one for all of them and the database: the
seconds that this clock is ahead of the true one. Everything else is the very application; what no one can set goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from field_app.store import clock

EVERYWHERE = "everywhere"


class Clocks:
    """The folder, for whoever sets the clocks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir()

    def environment(self, machine: str) -> dict[str, str]:
        """What a process of this machine has to know."""
        return {"CLOCKS": str(self._folder), "MACHINE": machine}

    def put(self, whose: str, ahead_s: float) -> None:
        """Set a clock, in one step."""
        new = self._folder / f"{whose}.new"
        new.write_text(str(ahead_s))
        new.replace(self._folder / whose)


def _ahead_s(*names: str) -> float:
    ahead = 0.0
    for name in names:
        with suppress(FileNotFoundError):
            ahead += float((Path(os.environ["CLOCKS"]) / name).read_text())
    return ahead


_true = time.time


def _of_the_machine() -> float:
    return _true() + _ahead_s(EVERYWHERE, os.environ["MACHINE"])


class _Database:
    """The question what time it is by the database, whose clock is set with all the others."""

    _asked = clock._NOW

    def answer(self, engine: Engine, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        [[said]] = self._asked.answer(engine, values)
        return [(float(said) + _ahead_s(EVERYWHERE),)]


if "MACHINE" in os.environ:
    time.time = _of_the_machine
    clock.machine_clock = lambda: datetime.fromtimestamp(_of_the_machine(), UTC)
    clock._NOW = _Database()  # type: ignore[assignment]

    from wsgi import app as app
