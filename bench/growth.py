"""Does an answer take longer in a record of 100,000 entries (`BENCH=full`: a million) than in one of 1,000?

Two forces, each with a server of one worker: in the one 1,000 entries are recorded, in the other a hundred times as
many, of cases requested, decided and served, by constables of whom each has as many cases. In turn each is asked the
same: to take in a case, to take in a decision, to look somebody up, to say what is new to a phone. The 95th percentile
of each, and beside it that of the smaller. Somebody is looked up by name and date of birth, and by name alone: to that
a force with a hundred times as many people has more answers, up to ten, each with what else there is between the two.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from flask import Flask

from bench.entries import ORIGIN, cookie, payload, server
from bench.people import people
from bench.polling import Idle
from bench.serving import row
from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Sent
from field_app.demonstration.case import ADDRESS, authorise, request, sections, serve
from field_app.demonstration.force import add_officer, found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, migrate

FEW = 1_000
MANY = 1_000_000 if os.environ.get("BENCH") == "full" else 100_000
OF_A_CASE = 16
EACH = 20
"""Cases of one constable."""

ADULT = "2007-12-31"
"""Nobody born later is served."""

ASKED_FOR = ("record", "decide", "look_up", "look_up_by_name", "poll")

ASKED = 200
"""So often each is asked each thing, and WARM times before that."""

WARM = 5


@dataclass
class Grown:
    """A force that recorded so much: what is asked of its server, each a request with the cookie of who asks."""

    environment: dict[str, str]
    records: list[tuple[str, bytes]] = field(default_factory=list)
    decisions: list[tuple[str, bytes]] = field(default_factory=list)
    look_ups: list[tuple[str, bytes]] = field(default_factory=list)
    by_name: list[tuple[str, bytes]] = field(default_factory=list)
    phone: Idle = field(default_factory=lambda: Idle(""))


@cache
def _asked() -> dict[str, tuple[float, float]]:
    """By what was asked: milliseconds at the 95th percentile, of few entries and of many."""
    with ExitStack() as stack:
        forces = []
        for entries in (FEW, MANY):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="field-bench-"))
            forces.append(grown(f"sqlite:///{folder}/field.sqlite", entries, ASKED + WARM))
        ports = [stack.enter_context(server("wsgi:app", one.environment)).port for one in forces]
        lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=120) for port in ports]
        took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ASKED_FOR}
        for turn in range(-WARM, ASKED):
            for place, (one, line) in enumerate(zip(forces, lines, strict=True)):
                for name, ask in questions(one, line).items():
                    began = time.perf_counter()
                    ask()
                    if turn >= 0:
                        took[name][place].append((time.perf_counter() - began) * 1000)
        for line in lines:
            line.close()
    return {name: (percentile(few), percentile(many)) for name, (few, many) in took.items()}


def questions(one: Grown, line: http.client.HTTPConnection) -> dict[str, Callable[[], None]]:
    """What is asked, by its name: each asks once, another thing each time."""
    return {
        "record": lambda: _post(line, "/api/entries", *one.records.pop()),
        "decide": lambda: _post(line, "/api/entries", *one.decisions.pop()),
        "look_up": lambda: _post(line, "/api/lookup", *one.look_ups.pop()),
        "look_up_by_name": lambda: _post(line, "/api/lookup", *one.by_name.pop()),
        "poll": lambda: _poll(line, one.phone),
    }


def _post(line: http.client.HTTPConnection, path: str, cookie: str, body: bytes) -> None:
    line.request("POST", path, body, {"Content-Type": "application/json", "Cookie": cookie})
    answer = line.getresponse()
    told = json.loads(answer.read())
    if answer.status != 200 or any(entry["outcome"] != "accepted" for entry in told.get("entries", ())):
        raise SystemExit(f"{path}: {told}")


def _poll(line: http.client.HTTPConnection, phone: Idle) -> None:
    if phone.ask(line) not in (200, 304):
        raise SystemExit("a phone was not told what is new")


def percentile(took: list[float]) -> float:
    """The 95th, by nearest rank."""
    return sorted(took)[-(-95 * len(took) // 100) - 1]


def grown(url: str, entries: int, asked: int) -> Grown:
    """Found a force in an empty database, record so many entries, and write what it is asked, so often each."""
    secrets = {name: new_secret() for name in SECRETS}
    settings = Settings(url, ORIGIN, secrets, None, False, ())
    engine, now = connect(settings.database_url), datetime.now(UTC)
    migrate(engine)
    installation = installation_with(engine, settings, secrets, demonstration=False)
    administrator, ids = found(installation, ORIGIN, now, demonstration=False)
    superintendent = SoftwareOfficer(installation, ids[5], now)
    asks = SoftwareOfficer(installation, ids[0], now)
    sought = []
    couples = [*zip(people(entries // OF_A_CASE, seed=7), people(entries // OF_A_CASE, seed=8), strict=True)]
    for start in range(0, len(couples), EACH):
        name, number = f"PC Recording {start}", f"R{start}"
        one = add_officer(administrator, name, number, "constable", ("attending",), False, now)
        recording = SoftwareOfficer(installation, one, now)
        requested = []
        sent: list[Sent] = []
        for person, other in couples[start : start + EACH]:
            name, born = person.known.name, min(person.known.born, ADULT)
            address, protects = person.known.addresses[0], other.known.name
            case_id, captured = _capture(recording, name, address, now, born=born, protected=protects)
            requested.append((case_id, request(recording, case_id, captured, now)))
            sent += [*captured, requested[-1][1]]
            sought.append((name, born))
        # Sent together, as a phone sends what it holds: each step of a constable's cases is one transaction.
        recording.record(sent, now)
        decided = [(case_id, authorise(superintendent, case_id, asked, now)) for case_id, asked in requested]
        superintendent.record([decision for _, decision in decided], now)
        recording.record([serve(recording, case_id, decision, now, now) for case_id, decision in decided], now)
    app = create_app(settings)
    # One session asks what many officers would: the limits of one are not what is measured.
    wide = {"FIELD_LIMITS": "1000"}
    made = Grown({"FIELD_DATABASE_URL": settings.database_url, "FIELD_ORIGIN": ORIGIN, **wide, **secrets})
    _write_questions(made, app, asks, superintendent, sought, asked)
    made.phone = Idle(cookie(app, recording))
    app.extensions["installation"].engine.dispose()
    engine.dispose()
    return made


def _write_questions(
    made: Grown,
    app: Flask,
    asks: SoftwareOfficer,
    superintendent: SoftwareOfficer,
    sought: list[tuple[str, str]],
    times: int,
) -> None:
    """What is asked, so often each; the case of each decision is recorded already."""
    chance, now = random.Random(3), datetime.now(UTC)
    theirs, of_superintendent = cookie(app, asks), cookie(app, superintendent)
    for number in range(times):
        _, captured = _capture(asks, f"Newly Recorded{number}", ADDRESS, now)
        made.records.append((theirs, payload(captured)))
        case_id, captured = _capture(asks, f"Soon Decided{number}", ADDRESS, now)
        asked = request(asks, case_id, captured, now)
        asks.record([*captured, asked], now)
        made.decisions.append((of_superintendent, payload([authorise(superintendent, case_id, asked, now)])))
        (name, born), empty = chance.choice(sought), dict.fromkeys(("address", "postcode", "reference", "reason"))
        for asks_for, told in ((made.look_ups, born), (made.by_name, None)):
            asks_for.append((theirs, json.dumps({**empty, "name": name, "born": told}).encode()))


def _capture(
    officer: SoftwareOfficer,
    name: str,
    address: str,
    now: datetime,
    *,
    born: str | None = None,
    protected: str | None = None,
) -> tuple[str, list[Sent]]:
    """The reference case of another respondent, and to protect somebody else where that is said."""
    case_id, started = officer.start_case(now)
    written = [started]
    for kind, facts in sections(now.date()):
        if kind == "person described" and facts["role"] == "respondent":
            facts = {**facts, **_named(name), "address": address, "born": born or facts["born"]}
        elif kind == "person described" and facts["role"] == "protected person" and protected:
            facts = {**facts, **_named(protected)}
        written.append(officer.write(kind, case_id, facts, now))
    return case_id, written


def _named(name: str) -> dict[str, str | None]:
    given, _, family = name.rpartition(" ")
    return {"given_names": given or None, "family_name": family}


def _row(name: str) -> dict[str, Any]:
    few, many = _asked()[name]
    base = f"the same of {FEW:,} entries"
    return row(round(many, 1), f"ms, 95th percentile, of {MANY:,} entries", base, round(few, 1))


ROWS = {f"growth_{name}": partial(_row, name) for name in ASKED_FOR}
