"""A clock that was ahead, and is put right: what it put off is done, what it took for passed is not (decision 64)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from field_app.actions import Checkpoints, ServerClock, verify_logs
from field_app.cases.server_clock import Doubt
from field_app.law.countdown import moment_with_left
from field_app.store import devices, jobs, tables
from field_app.store.database import stamp, writing
from tests.store.story import served
from tests.worker.test_hearing_alarm import deadline_of, told_at
from tests.worker.test_reaching import asked, office_of


def test_a_request_that_came_in_while_the_clock_was_ahead_is_put_to_somebody_once_it_is_put_right(sqlite_desk):
    desk, right = sqlite_desk, sqlite_desk.force.now
    desk.subscribe("superintendent")
    desk.force.later(days=2)
    case_id, _ = desk.force.requested()
    desk.force.now = right + timedelta(minutes=10)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    assert len(desk.service.received) == 1
    desk.force.later(minutes=5)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]


def test_a_clock_that_jumps_by_days_gives_nobody_s_request_up(sqlite_desk):
    """Ahead, a request seems days old; it is nobody's until the clock is right again, and then goes on."""
    desk, right = sqlite_desk, sqlite_desk.force.now
    clock = ServerClock(desk.force.installation)
    clock.look(right, 1000.0)
    case_id, _ = desk.force.requested()
    desk.work()
    clock.look(desk.force.later(days=3), 1001.0)
    assert office_of(desk.force)[0].clock_doubted.by == "jump", "at once, before anything is done by it"
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    desk.force.now = right + timedelta(hours=1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]


def test_an_alarm_that_a_wrong_clock_raised_is_raised_again_in_its_time(sqlite_desk):
    desk, right = sqlite_desk, sqlite_desk.force.now
    case_id, *_ = served(desk.force)
    at = deadline_of(desk, case_id)
    clock = ServerClock(desk.force.installation)
    clock.look(right, 1000.0)
    clock.look(at + timedelta(hours=1), 1001.0)
    assert told_at(desk, at + timedelta(hours=1)) >= 1
    assert told_at(desk, right + timedelta(minutes=30)) == 0
    assert told_at(desk, moment_with_left(24, at)) == 1


def test_a_lease_that_a_clock_ahead_gave_is_let_go(sqlite_desk):
    desk = sqlite_desk
    desk.force.requested()
    engine = desk.force.installation.engine
    held = jobs.claim(engine, desk.force.now + timedelta(days=1))  # and dies
    assert held
    desk.work()
    with writing(engine) as connection:
        ended = update(tables.jobs).where(tables.jobs.c.number == held[0].number).values(leased_until=None)
        assert connection.execute(ended.where(tables.jobs.c.done_at.is_not(None))).rowcount == 1


def test_checkpoints_go_on_when_the_clock_is_put_back(sqlite_desk):
    force = sqlite_desk.force
    right, checkpoints = force.now, Checkpoints(force.installation)
    force.later(days=1)
    force.requested()
    assert checkpoints.take(force.now).number == 1
    force.now = right
    force.requested()
    assert checkpoints.take(right + timedelta(minutes=6)).number == 2
    assert verify_logs(force.installation).failure is None


def test_phones_heard_by_a_clock_that_was_ahead_do_not_doubt_the_one_that_is_right(sqlite_desk):
    force = sqlite_desk.force
    heard = [force.constable, force.response, force.custody]
    with writing(force.installation.engine) as connection:
        for one, at in zip(heard, (force.now + timedelta(hours=3), force.now, force.now), strict=True):
            devices.keep_heard(connection, one.device, one.id, 0, at)
    ServerClock(force.installation).look(force.now, 1000.0)
    assert office_of(force)[0].clock_doubted is None
    with writing(force.installation.engine) as connection:
        devices.keep_heard(connection, force.response.device, force.response.id, 0, force.now + timedelta(hours=3))
        assert devices.heard_after(connection, force.now, timedelta(minutes=15)) == stamp(
            force.now + timedelta(hours=3)
        )
    ServerClock(force.installation).look(force.now, 1000.0)
    assert office_of(force)[0].clock_doubted == Doubt("backwards", -3 * 3600)
