"""Any number of workers: nothing twice, and nothing lost with a worker that dies."""

from __future__ import annotations

import threading
from datetime import timedelta

from field_app.adapters import push
from field_app.opening import installation_with
from field_app.store import jobs
from field_app.store.database import connect, writing
from field_app.worker import Worker
from tests.conftest import KEYS, ORIGIN


def queue_pushes(desk, number):
    browser = desk.subscribe("superintendent")
    keys = browser.as_json()["keys"]
    pushes = [{"endpoint": browser.endpoint, **keys, "topic": f"topic-{each}"} for each in range(number)]
    with writing(desk.force.installation.engine) as connection:
        jobs.enqueue(connection, "push", pushes, desk.force.now)


def test_two_workers_at_once_send_nothing_twice(desk):
    queue_pushes(desk, 50)
    both = threading.Barrier(2)
    failures = []

    def work():
        engine = connect(desk.force.settings.database_url)
        try:
            installation = installation_with(engine, desk.force.settings, KEYS, demonstration=False)
            worker = Worker(installation, ORIGIN)
            both.wait()
            while worker.work(desk.force.now):
                pass
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert failures == []
    assert sorted(one.topic for one in desk.service.received) == sorted(f"topic-{each}" for each in range(50))


def test_what_one_worker_holds_no_other_takes(desk):
    queue_pushes(desk, 3)
    engine = desk.force.installation.engine
    held = jobs.claim(engine, desk.force.now)
    assert len(held) == 3
    assert jobs.claim(engine, desk.force.now + jobs.LEASE - timedelta(seconds=1)) == []


def test_a_worker_that_dies_lets_its_jobs_go_when_the_lease_ends(desk):
    queue_pushes(desk, 3)
    jobs.claim(desk.force.installation.engine, desk.force.now)  # and dies
    desk.work()
    assert desk.service.received == []
    desk.force.later(seconds=jobs.LEASE.total_seconds() + 1)
    desk.work()
    assert sorted(one.topic for one in desk.service.received) == ["topic-0", "topic-1", "topic-2"]


def test_a_lease_outlasts_the_longest_batch_a_worker_can_take(desk):
    queue_pushes(desk, 100)
    held = jobs.claim(desk.force.installation.engine, desk.force.now)
    longest = timedelta(seconds=push.TIME_OUT_S) * len(held)
    assert longest < jobs.LEASE, "a stalled push service would have another worker send the rest a second time"


def test_work_that_is_done_is_not_taken_up_again(desk):
    queue_pushes(desk, 2)
    desk.work()
    desk.force.later(days=30)
    desk.work()
    assert len(desk.service.received) == 2


def test_work_for_later_waits(desk):
    with writing(desk.force.installation.engine) as connection:
        jobs.enqueue(connection, "push", [{}], desk.force.now + timedelta(minutes=5))
    assert desk.worker().work(desk.force.now) == 0
