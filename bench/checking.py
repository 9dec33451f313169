"""How long does the statute take over one case: every requirement, of the request and of the decision, all at once?

The baseline validates the same facts against their declarations, with pydantic alone and already compiled.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from pydantic import TypeAdapter

from field_app.cases.case import Case
from field_app.cases.entries import Held, newest
from field_app.demonstration.case import sections
from field_app.law.requirements import DECISION, REQUIREMENTS, considered, missing
from field_app.parse import Read, parse
from tests.cases.examples import example, text

ROUNDS, TIMES = 30, 50


def case_check() -> dict[str, Any]:
    """Milliseconds, the median of rounds in which both are timed in turn."""
    now = datetime.now(UTC)
    today = now.date()
    recorded = sections(today)
    view = _case(now, recorded).view()
    shapes = [(TypeAdapter(newest(kind).facts), json.dumps(facts)) for kind, facts in recorded]

    def check() -> None:
        missing(view, today, table=(*REQUIREMENTS, *DECISION))
        considered(view, today)

    def validate() -> None:
        for shape, facts in shapes:
            shape.validate_json(facts)

    lacking = [row.id for row in missing(view, today, table=(*REQUIREMENTS, *DECISION))]
    if lacking:
        raise SystemExit(f"the reference case lacks {lacking}")
    pairs = [(_ms(check), _ms(validate)) for _ in range(ROUNDS)]
    ours, theirs = median(one for one, _ in pairs), median(other for _, other in pairs)
    return {
        "value": round(ours, 3),
        "unit": "ms",
        "baseline": "pydantic alone, validating the same facts from their JSON",
        "baseline_value": round(theirs, 3),
        "ratio": round(median(one / other for one, other in pairs), 2),
        "better": "lower",
    }


def _case(now: datetime, recorded: list[tuple[str, dict[str, Any]]]) -> Case:
    """The reference case as a log leaves it."""
    held = []
    for place, (kind, facts) in enumerate(recorded, start=1):
        read = parse(text(example(kind, id=f"00000000-0000-4000-8000-{place:012}", facts=facts, relies_on=[])))
        assert isinstance(read, Read), read
        held.append(Held(read.entry, read.sha256, place, now))
    return Case.from_log(held[0].entry.case, held)


def _ms(work: Callable[[], None]) -> float:
    """Milliseconds of this process's own time that one turn takes, over so many turns."""
    began = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - began) * 1000 / TIMES
