"""Two server processes and two worker processes on one PostgreSQL, as on as many machines: no break, nothing twice."""

from __future__ import annotations

import json
import multiprocessing
from datetime import timedelta

from sqlalchemy import text

from config import Settings
from field_app.actions import Sent, record, verify_logs
from field_app.demonstration.case import authorise
from field_app.opening import installation_with
from field_app.store import log
from field_app.store.database import connect, reading
from field_app.worker import Worker
from tests.conftest import ORIGIN
from tests.store.story import recorded, requested, rows

EACH = 12
TOLD = {"outcome": "not reached", "who": "Duty officer, Invented Barracks", "how": "Telephone, rang out."}


def serve(settings: Settings, officer: str, entries: list[Sent], now, begin, said) -> None:
    """One server: takes in its officer's entries one by one, as its phone sends them."""
    installation = installation_with(connect(settings.database_url), settings, settings.secrets, demonstration=False)
    begin.wait(60)
    for one in entries:
        (outcome,) = record(installation, officer, [one], now)
        said.put((officer, outcome.outcome, outcome.position))
    installation.engine.dispose()


def work(settings: Settings, now, begin, said) -> None:
    """One worker: does what is due until nothing is, while the servers record."""
    installation = installation_with(connect(settings.database_url), settings, settings.secrets, demonstration=False)
    worker = Worker(installation, ORIGIN)
    begin.wait(60)
    idle = 0
    while idle < 3:
        idle = 0 if worker.work(now) else idle + 1
    installation.engine.dispose()
    said.put(("worker", "done", None))


def test_two_servers_and_two_workers_share_one_case_and_do_each_job_once(postgres_force):
    force = postgres_force
    case_id, _, request = requested(force)
    force.superintendent.record([authorise(force.superintendent, case_id, request, force.later(minutes=5))], force.now)
    other, _ = recorded(force)
    written = {
        who: [
            force.officers[who].write("commanding officer told", case_id if number % 3 else other, TOLD, force.now)
            for number in range(EACH)
        ]
        for who in ("constable", "response")
    }
    now = force.now + timedelta(minutes=1)
    force.let_go()  # no connection of ours is anybody else's
    fork = multiprocessing.get_context("fork")
    begin, said = fork.Barrier(4), fork.Queue()
    running = [
        fork.Process(target=serve, args=(force.settings, force.officers[who].id, entries, now, begin, said))
        for who, entries in written.items()
    ]
    running += [fork.Process(target=work, args=(force.settings, now, begin, said)) for _ in range(2)]
    for one in running:
        one.start()
    told = [said.get(timeout=60) for _ in range(2 * EACH + 2)]
    for one in running:
        one.join(60)
    assert [one.exitcode for one in running] == [0] * 4
    outcomes = [(position, outcome) for who, outcome, position in told if who != "worker"]
    assert {outcome for _, outcome in outcomes} <= {"accepted", "accepted irregular"} and len(outcomes) == 2 * EACH

    for one in (case_id, other):
        found = rows(force.installation, one)
        assert [row.position for row in found] == list(range(1, len(found) + 1)), "no gap and no fork"
    ids = {json.loads(one.body)["id"] for entries in written.values() for one in entries}
    held = [row.id for one in (case_id, other) for row in rows(force.installation, one)]
    assert ids <= {*held} and len(held) == len({*held})

    after = Worker(force.installation, ORIGIN)
    while after.work(now):
        pass
    kinds = [json.loads(row.body)["kind"] for row in rows(force.installation, case_id)]
    assert kinds.count("document rendered") == 1, "the notice was rendered by one of them, once"
    assert kinds.count("request escalated") == len(escalated(force, case_id))
    with reading(force.installation.engine) as connection:
        left = connection.execute(text("SELECT count(*) FROM jobs WHERE failed")).scalar()
        assert log.head(connection, case_id).position == len(rows(force.installation, case_id))
    assert left == 0
    assert verify_logs(force.installation).failure is None


def escalated(force, case_id) -> set[tuple[int, str]]:
    """Each step of asking, by whom it went to."""
    bodies = [json.loads(row.body) for row in rows(force.installation, case_id)]
    return {(one["facts"]["step"], one["facts"]["officer"]) for one in bodies if one["kind"] == "request escalated"}
