"""What the server holds against what the officer was told: nothing missing, doubled or out of order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from field_app.actions import Installation, list_cases, read_case, read_log
from field_app.store.database import reading
from field_app.store.tables import refused, waiting

from .told import Save, Told

Kind = str
LOST, DOUBLED, OUT_OF_ORDER, OTHERWISE = "lost", "doubled", "out of order", "otherwise"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was told: which kind of wrong, and a sentence."""

    wrong: Kind
    sentence: str


@dataclass(frozen=True)
class Arrived:
    """An entry as the server holds it."""

    case: str
    position: int
    received_at: str
    body: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.body["number"])

    def says(self, text: str) -> bool:
        return text in _texts(self.body["facts"])

    def __str__(self) -> str:
        return f"{self.body['kind']} (number {self.number}, position {self.position} of {self.case})"


@dataclass(frozen=True)
class AtServer:
    """All that the server has of one officer. `views` are the cases as it computes them."""

    entries: Sequence[Arrived]
    views: dict[str, dict[str, Any]]
    refused: Sequence[str] = ()
    waiting: Sequence[str] = ()


def read(installation: Installation, officer: str) -> AtServer:
    """By the application's own reading."""
    now = datetime.now(UTC)
    entries: list[Arrived] = []
    views: dict[str, dict[str, Any]] = {}
    for one in list_cases(installation, officer, now):
        case = one["id"]
        views[case] = json.loads(json.dumps(read_case(installation, officer, case, now)))
        for entry in read_log(installation, officer, case, now) or ():
            entries.append(Arrived(case, entry["position"], entry["received_at"], json.loads(entry["body"])))
    with reading(installation.engine) as connection:
        reasons = connection.execute(select(refused.c.reasons).where(refused.c.signed_in == officer)).scalars().all()
        waits = connection.execute(select(waiting.c.id).where(waiting.c.signed_in == officer)).scalars().all()
    return AtServer(entries, views, reasons, waits)


def compare(told: Told, server: AtServer) -> list[Finding]:
    """Everything that is not as it was told."""
    return [
        *_cases(told, server.entries),
        *_saves(told, server.entries),
        *_numbers(server.entries),
        *_order(told, server.entries),
        *(Finding(LOST, f"The server refused an entry: {reasons}") for reasons in server.refused),
        *(Finding(LOST, f"The server still lets {entry} wait.") for entry in server.waiting),
        *_conflicts(server.views),
    ]


def _cases(told: Told, entries: Sequence[Arrived]) -> Iterator[Finding]:
    started = Counter(one.case for one in entries if one.body["kind"] == "case started")
    for case in told.cases:
        if not started[case]:
            yield Finding(LOST, f"The start of case {case} is missing.")
    for case, times in started.items():
        if times > 1:
            yield Finding(DOUBLED, f"Case {case} was started {times} times.")
    more = started.keys() - set(told.cases)
    if len(more) > told.perhaps_started:
        yield Finding(OTHERWISE, f"Nobody started {', '.join(sorted(more))}.")
    for case in {one.case for one in entries} - started.keys():
        yield Finding(LOST, f"Case {case} has entries and no start.")


def _saves(told: Told, entries: Sequence[Arrived]) -> Iterator[Finding]:
    for save in told.saves:
        found = _of(save, entries)
        if not found and save.certain:
            yield Finding(LOST, f"{save.kind} {save.text!r} of case {save.place[0]} is missing.")
        if len(found) > 1:
            yield Finding(DOUBLED, f"{save.text!r} came {len(found)} times: {', '.join(map(str, found))}.")
    for one in entries:
        if one.body["kind"] != "case started" and not any(one in _of(save, entries) for save in told.saves):
            yield Finding(OTHERWISE, f"Nobody saved {one}.")


def _of(save: Save, entries: Sequence[Arrived]) -> list[Arrived]:
    return [
        one for one in entries if one.case == save.place[0] and one.body["kind"] == save.kind and one.says(save.text)
    ]


def _numbers(entries: Sequence[Arrived]) -> Iterator[Finding]:
    for device in sorted({one.body["device"] for one in entries}):
        numbers = sorted(one.number for one in entries if one.body["device"] == device)
        if missing := sorted(set(range(1, numbers[-1] + 1)) - set(numbers)):
            yield Finding(LOST, f"Of device {device} these numbers are missing: {missing}; there are {numbers}.")
        if twice := sorted(number for number, times in Counter(numbers).items() if times > 1):
            yield Finding(DOUBLED, f"Device {device} gave these numbers out twice: {twice}.")


def _order(told: Told, entries: Sequence[Arrived]) -> Iterator[Finding]:
    numbers = [found[0].number for save in told.saves if save.certain and (found := _of(save, entries))]
    if numbers != sorted(numbers):
        yield Finding(OUT_OF_ORDER, f"Saved in one order, numbered in another: {numbers}.")
    for one in entries:
        for later in entries:
            same_log = (one.case, one.body["device"]) == (later.case, later.body["device"])
            # One that waited for another keeps the time it first came: only that explains a later place.
            waited = later.received_at < one.received_at
            if same_log and one.position < later.position and one.number > later.number and not waited:
                yield Finding(OUT_OF_ORDER, f"{one} stands before {later}.")


def _conflicts(views: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    """One phone never writes two versions of the same: each save replaces the one before."""
    for case, view in views.items():
        if view["conflicts"]:
            yield Finding(OTHERWISE, f"Case {case} has two versions of the same: {view['conflicts']}.")


def difference(phone: dict[str, Any], server: dict[str, Any]) -> list[str]:
    """The parts of a case in which two views of it differ."""
    return [name for name in sorted(phone.keys() | server.keys()) if phone.get(name) != server.get(name)]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]
