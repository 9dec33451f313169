"""The one clock: the database's, asked once a minute, and at once where this machine's clock is set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from field_app.store import clock
from field_app.store.database import DoesNotAnswer

NOON = datetime(2026, 7, 13, 12, tzinfo=UTC)
ELSEWHERE = SimpleNamespace(dialect=SimpleNamespace(name="postgresql"))


class Machine:
    """A machine whose clock is an hour behind its database's, and that database."""

    def __init__(self):
        self.steady, self.shows, self.truth, self.asked, self.answers = 500.0, NOON, NOON + timedelta(hours=1), 0, True

    def on(self, seconds):
        self.steady += seconds
        self.shows += timedelta(seconds=seconds)
        self.truth += timedelta(seconds=seconds)

    def answer(self, engine, values):
        self.asked += 1
        if not self.answers:
            raise DoesNotAnswer("gone")
        return [(str(self.truth.timestamp()),)]


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    monkeypatch.setattr(clock, "machine_clock", lambda: made.shows)
    monkeypatch.setattr(clock.time, "monotonic", lambda: made.steady)
    monkeypatch.setattr(clock, "_NOW", made)
    return made


def test_it_is_what_the_database_says_and_goes_on_without_asking(machine):
    one = clock.Clock(ELSEWHERE)
    for seconds, asked in ((0, 1), (59, 1), (2, 2)):
        machine.on(seconds)
        assert (one.now(), machine.asked) == (machine.truth, asked)
    assert one.machine_ahead_s() == -3600


def test_a_machine_whose_clock_is_set_changes_nothing_and_a_database_whose_clock_is_set_is_followed(machine):
    one = clock.Clock(ELSEWHERE)
    one.now()
    machine.shows += timedelta(days=2)
    assert (one.now(), machine.asked) == (machine.truth, 2)
    machine.truth += timedelta(days=1)
    machine.on(60)
    assert one.now() == machine.truth


def test_while_the_database_does_not_answer_the_last_it_said_goes_on(machine):
    one = clock.Clock(ELSEWHERE)
    machine.answers = False
    assert one.now() == machine.shows, "nothing better is known"
    machine.answers = True
    one.now()
    machine.answers = False
    for seconds, asked in ((60, 3), (4, 3), (2, 4)):
        machine.on(seconds)
        assert (one.now(), machine.asked) == (machine.truth, asked)


def test_on_sqlite_it_is_this_machine_s(machine, sqlite_force):
    assert clock.Clock(sqlite_force.installation.engine).now() == machine.shows
    assert machine.asked == 0


def test_postgresql_says_what_time_it_is(force):
    ahead = force.installation.clock.machine_ahead_s()
    assert abs(ahead) < 5, "both are on this machine"
