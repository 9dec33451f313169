"""What the page said was saved, against the server's logs, the outbox and the screens: the four counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from field_app.actions import Installation
from field_app.store.database import reading
from field_app.store.tables import refused
from tests.chaos.compare import DOUBLED, LOST, Arrived, Finding

STUCK, UNREPORTED = "stuck", "unreported"


@dataclass(frozen=True)
class Saved:
    """An entry the page said was saved, or (`id` is None) one a kill may have cut short. `mark` stands in its facts."""

    id: str | None
    case: str
    kind: str
    mark: str


@dataclass
class Told:
    """What the officer was told in one run. `cases` hold the facts last saved of each section, by its place."""

    cases: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    saved: list[Saved] = field(default_factory=list)
    perhaps_started: int = 0
    requested: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class AtServer:
    """All the server has of this officer: its logs, and the ids and bodies of what it refused or lets wait."""

    entries: tuple[Arrived, ...]
    refused: dict[str, dict[str, Any]]
    waiting: tuple[str, ...] = ()


def refused_bodies(installation: Installation, officer: str) -> dict[str, dict[str, Any]]:
    """What the server refused, by its id."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        keys = installation.keys
        rows = connection.execute(select(refused).where(refused.c.signed_in == officer)).all()
        bodies = [
            json.loads(keys.of(connection, row.case_id or office.id).open(row.body_sha256, row.body)) for row in rows
        ]
    return {body["id"]: body for body in bodies}


def judge(told: Told, server: AtServer, outbox: dict[str, str], attention: Iterable[str]) -> Iterator[Finding]:
    """Everything that is not as it was told. `attention` are the ids a screen shows under Needs attention."""
    held = Counter(one.body["id"] for one in server.entries)
    shown = set(attention)
    for one in told.saved:
        if one.id is None or held[one.id]:
            continue
        if one.id not in server.refused:
            still = outbox.get(one.id)
            yield Finding(STUCK if still else LOST, f"{one} is not at the server; in the outbox it is {still!r}.")
        elif one.id not in shown:
            yield Finding(UNREPORTED, f"{one} was refused, and no screen says so.")
    for given, times in Counter(one.id for one in told.saved if one.id).items():
        if times > 1:
            yield Finding(LOST, f"{given} was given out for {times} saves: all but one of them are nowhere.")
    yield from _stuck(server, outbox, {one.id for one in told.saved})
    yield from _doubled(told, server, held)
    yield from _numbers(server)


def _stuck(server: AtServer, outbox: dict[str, str], told: set[str | None]) -> Iterator[Finding]:
    for entry, state in outbox.items():
        if state != "needs attention" and entry not in told:
            yield Finding(STUCK, f"{entry} is still {state!r} in the outbox.")
    for entry in server.waiting:
        yield Finding(STUCK, f"The server still lets {entry} wait.")


def _doubled(told: Told, server: AtServer, held: Counter[str]) -> Iterator[Finding]:
    for entry, times in held.items():
        if times > 1:
            yield Finding(DOUBLED, f"{entry} stands {times} times in the logs.")
    came = Counter((one.body["kind"], mark) for one in server.entries if (mark := mark_of(one.body)))
    came.update((body["kind"], mark) for body in server.refused.values() if (mark := mark_of(body)))
    most = Counter((one.kind, one.mark) for one in told.saved)
    for (kind, mark), times in came.items():
        if times > most[kind, mark]:
            yield Finding(DOUBLED, f"{kind} {mark!r} came {times} times and was saved {most[kind, mark]} times.")
    starts = Counter(one.case for one in server.entries if one.body["kind"] == "case started")
    for case, times in starts.items():
        if times > 1:
            yield Finding(DOUBLED, f"Case {case} was started {times} times.")
    if len(starts.keys() - told.cases.keys()) > told.perhaps_started:
        yield Finding(DOUBLED, "More cases were started than anybody started.")


def _numbers(server: AtServer) -> Iterator[Finding]:
    """Each device gives its numbers out without a gap, to what was taken in and what was refused alike."""
    numbers: dict[str, list[int]] = {}
    for body in (*(one.body for one in server.entries), *server.refused.values()):
        numbers.setdefault(body["device"], []).append(body["number"])
    for device, given in numbers.items():
        if missing := sorted(set(range(1, max(given) + 1)) - set(given)):
            yield Finding(LOST, f"Of device {device} these numbers never came: {missing}.")
        if twice := sorted(number for number, times in Counter(given).items() if times > 1):
            yield Finding(DOUBLED, f"Device {device} gave these numbers out twice: {twice}.")


def mark_of(body: dict[str, Any]) -> str | None:
    """The mark an action left in these facts."""
    return next((one for one in body["facts"].values() if isinstance(one, str) and one.startswith("Mark ")), None)
