"""Any number of workers: nothing twice, and nothing lost with a worker that dies."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest

from field_app.adapters import push
from field_app.opening import installation_with
from field_app.store import jobs
from field_app.store.database import connect, writing
from field_app.worker import Worker
from tests.conftest import KEYS, ORIGIN
from tests.push_service import Answer


def queue_pushes(desk, number):
    browser = desk.subscribe("superintendent")
    keys = browser.as_json()["keys"]
    pushes = [
        {"push": str(uuid.uuid4()), "endpoint": browser.endpoint, **keys, "topic": f"topic-{each}"}
        for each in range(number)
    ]
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


def test_a_worker_takes_no_more_than_it_does_at_once_and_a_lease_outlasts_each(desk):
    """Every job begins as it is leased: none waits for another that stalls, and is sent by another worker meanwhile."""
    queue_pushes(desk, 100)
    desk.service.answers.extend([Answer(stall=True)] * jobs.MOST_AT_ONCE)
    worker = desk.worker()
    for _ in range(2):
        worker.turn(lambda: desk.force.now)
    assert sum(1 for one in desk.jobs("push") if one["leased_until"]) == jobs.MOST_AT_ONCE
    assert timedelta(seconds=push.TIME_OUT_S) < jobs.LEASE
    desk.service.stop()
    worker.close()


def test_work_that_is_done_is_not_taken_up_again(desk):
    queue_pushes(desk, 2)
    desk.work()
    desk.force.later(days=30)
    desk.work()
    assert len(desk.service.received) == 2


def test_work_for_later_waits(desk):
    with writing(desk.force.installation.engine) as connection:
        jobs.enqueue(connection, "escalate", [{}], desk.force.now + timedelta(minutes=5))
    assert desk.worker().work(desk.force.now) == 0


def test_a_worker_that_was_overtaken_records_nothing(desk):
    """It slept past its lease: another has taken the job up, and what the first did is not the record's."""
    queue_pushes(desk, 1)
    engine = desk.force.installation.engine
    (slow,) = jobs.claim(engine, desk.force.now)
    (other,) = jobs.claim(engine, desk.force.later(seconds=jobs.LEASE.total_seconds() + 1))
    with pytest.raises(jobs.NoLongerHeld), writing(engine) as connection:
        jobs.again(connection, slow, desk.force.now, "too late")
    assert jobs.claim(engine, desk.force.now) == [], "the other's lease was let go"
    with writing(engine) as connection:
        jobs.finish(connection, other, desk.force.now)
    with pytest.raises(jobs.NoLongerHeld), writing(engine) as connection:
        jobs.finish(connection, slow, desk.force.now)


def test_a_job_that_kills_every_worker_is_given_up(desk):
    queue_pushes(desk, 1)
    for _ in range(jobs.MOST_TRIES):
        assert len(jobs.claim(desk.force.installation.engine, desk.force.now)) == 1  # and dies
        desk.force.later(seconds=jobs.LEASE.total_seconds() + 1)
    assert jobs.claim(desk.force.installation.engine, desk.force.now) == []
    (job,) = desk.jobs("push")
    assert (job["failed"], job["last_error"]) == (True, "no worker lived to finish it")


def test_what_is_queued_under_a_key_is_queued_once_for_ever(desk):
    engine = desk.force.installation.engine
    for _ in range(2):
        with writing(engine) as connection:
            jobs.enqueue_once(connection, "the key", "no such kind", {}, desk.force.now)
    (job,) = jobs.claim(engine, desk.force.now)
    with writing(engine) as connection:
        jobs.finish(connection, job, desk.force.now)
        jobs.enqueue_once(connection, "the key", "no such kind", {}, desk.force.now)
    assert len(desk.jobs("no such kind")) == 1


def test_looking_for_work_waits_for_no_writer(desk):
    """On SQLite one writes at a time: a worker that finds nothing to do must not take its turn."""
    engine = desk.force.installation.engine
    with writing(engine):
        assert jobs.claim(engine, desk.force.now) == []
