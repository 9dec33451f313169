"""How long does a page of the legal desk take with 5,000 live cases, in a process that has added up none of them yet?

The baseline is the same page without a computed list: every live case added up from its entries to find which are due
first. The cases are recorded as officers record them, signatures and all.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from bench.serving import row
from config import SECRETS, Settings
from field_app.actions import Installation, legal_desk
from field_app.actions.desk import LIVE, PAGE
from field_app.demonstration.case import authorise, capture, request, serve
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store import cases as lists
from field_app.store.database import connect, migrate, reading

CASES = 5_000
ROUNDS = 5
ORIGIN = "http://localhost:8000"


def documents_desk() -> dict[str, Any]:
    """Milliseconds, the median of rounds, each by a process that has added up no case yet."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        settings = Settings(
            f"sqlite:///{folder}/field.sqlite", ORIGIN, {name: new_secret() for name in SECRETS}, None, False, ()
        )
        now = datetime.now(UTC)

        def opened() -> Installation:
            return installation_with(connect(settings.database_url), settings, settings.secrets, demonstration=False)

        migrate(connect(settings.database_url))
        first = opened()
        _, ids = found(first, ORIGIN, now, demonstration=False)
        officers = [SoftwareOfficer(first, one, now) for one in ids]
        _fill(officers[0], officers[5], now)
        solicitor = officers[7].id
        ours = median(_ms(lambda here: legal_desk(here, solicitor, 1, now), opened()) for _ in range(ROUNDS))
        theirs = _ms(_replayed, opened())
    return row(round(ours, 1), "ms", f"every one of {CASES} live cases added up from its entries", round(theirs, 1))


def _fill(constable: SoftwareOfficer, superintendent: SoftwareOfficer, now: datetime) -> None:
    for number in range(CASES):
        case_id, captured = capture(constable, now)
        asked = request(constable, case_id, captured, now)
        constable.record([*captured, asked], now)
        decision = authorise(superintendent, case_id, asked, now)
        superintendent.record([decision], now)
        constable.record([serve(constable, case_id, decision, now + timedelta(seconds=number % 60), now)], now)


def _replayed(installation: Installation) -> None:
    """The first page, as it would be without a list of when each was served."""
    with reading(installation.engine) as connection:
        live = lists.by_service(connection, LIVE, CASES, 0)
        cases = [installation.case(connection, case_id, head) for case_id, head in live]
        sorted(cases, key=lambda case: case.deadline.at if case.deadline else datetime.max.replace(tzinfo=UTC))[:PAGE]


def _ms(work: Callable[[Installation], object], installation: Installation) -> float:
    """Milliseconds of this process's own time, so that other work on the machine is not counted."""
    with reading(installation.engine) as connection:
        installation.office(connection)  # as the gate has, before any request
    began = time.process_time()
    work(installation)
    return (time.process_time() - began) * 1000
