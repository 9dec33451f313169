"""What the tests of the record say again and again."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import text

from field_app.actions import Installation, Outcome, Sent
from field_app.demonstration.case import authorise, capture, sections, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from field_app.store import log
from field_app.store.database import reading
from field_app.store.tables import refused


def said(outcome: Outcome) -> tuple[str, list[str]]:
    """An outcome in short: its word and the codes of its reasons."""
    return outcome.outcome, [why.code for why in outcome.reasons]


def facts_of(sent: Sent) -> dict[str, Any]:
    return dict(json.loads(sent.body)["facts"])


def assessed(judgement: str) -> dict[str, Any]:
    """The facts of a risk assessment in a line."""
    given = {"pack": None, "answers": [], "indicated": None, "level": "high", "judgement": judgement}
    return {**given, "lower_because": None, "events": None}


def of_kind(entries: list[Sent], kind: str) -> Sent:
    """The first of these entries that is of this kind."""
    return next(one for one in entries if json.loads(one.body)["kind"] == kind)


def recorded(force: Any) -> tuple[str, list[Sent]]:
    """The reference case as recorded by the constable, not yet requested."""
    case_id, captured = capture(force.constable, force.now)
    force.constable.record(captured, force.later(minutes=5))
    return case_id, captured


def requested(force: Any) -> tuple[str, list[Sent], Sent]:
    case_id, captured = recorded(force)
    request = ask(force.constable, case_id, captured, force.now)
    force.constable.record([request], force.later(minutes=1))
    return case_id, captured, request


def authorised(force: Any) -> tuple[str, list[Sent], Sent, Sent]:
    case_id, captured, request = requested(force)
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=10))
    force.superintendent.record([decision], force.now)
    return case_id, captured, request, decision


def served(force: Any) -> tuple[str, list[Sent], Sent, Sent, Sent]:
    """The whole of the reference case: its id, sections, request, decision and service."""
    case_id, captured, request, decision = authorised(force)
    service = serve(force.constable, case_id, decision, force.later(hours=1), force.now)
    force.constable.record([service], force.later(minutes=2))
    return case_id, captured, request, decision, service


def rescue_file(installation: str, entries: list[tuple[str, str, str]], /, **head: Any) -> bytes:
    """A rescue file of these entries: id, device, sealed."""
    first = {"field rescue": 1, "installation": installation, "made_at": "2026-07-13T22:00:00.000000+00:00"}
    rest = [
        {"kind": "entry", "id": entry, "device": device, "number": number, "sealed": sealed}
        for number, (entry, device, sealed) in enumerate(entries, start=1)
    ]
    lines = [{**first, "entries": len(entries), **head}, *rest]
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


EXCHANGED = {"respondent": "protected person", "protected person": "respondent"}


def afresh(
    officer: Any, now: datetime, *, exchanged: bool, respondent: Any = None, protected: Any = None
) -> tuple[str, list[Sent]]:
    """The reference case as another officer describes it afresh, perhaps with the two people's places exchanged.

    `respondent` and `protected` change what is said of them there. None of it is sent yet.
    """
    changes = {"respondent": respondent or {}, "protected person": protected or {}}
    case_id, started = officer.start_case(now)
    written = [started]
    for kind, facts in sections(now.date()):
        if kind == "person described":
            role = EXCHANGED[facts["role"]] if exchanged else facts["role"]
            facts = {**facts, "role": role, "person": str(uuid.uuid4()), **changes[role]}
        written.append(officer.write(kind, case_id, facts, now))
    return case_id, written


def corrected(officer: Any, case_id: str, earlier: Sent, now: Any, *, relies_on: Any = (), **facts: Any) -> Sent:
    """An entry that replaces `earlier` with some facts changed."""
    kind = json.loads(earlier.body)["kind"]
    facts = {**facts_of(earlier), **facts}
    return officer.write(kind, case_id, facts, now, replaces=[entry_id(earlier)], relies_on=relies_on)


def rows(installation: Installation, case_id: str) -> list[log.Row]:
    """A log as it is stored."""
    with reading(installation.engine) as connection:
        return log.read_log(connection, installation.keys, case_id)


def count(installation: Installation, table: str) -> int:
    with reading(installation.engine) as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def kept_refused(installation: Installation) -> list[tuple[bytes, Any]]:
    """What was refused: the exact bytes, and the row that holds them."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        keys = installation.keys
        found = connection.execute(refused.select().order_by(refused.c.number)).all()
        return [(keys.of(connection, row.case_id or office.id).open(row.body_sha256, row.body), row) for row in found]
