"""How soon requests were shown, opened and decided: which are counted, in which hour, and what a percentile is."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from field_app.cases.entries import Held
from field_app.cases.reaching_figures import Asked, Within, asked, by_hour
from field_app.parse import Read, parse

from .examples import example, text

EVENING = datetime(2026, 7, 13, 20, 0, tzinfo=UTC)


class Log:
    """A log in which each entry is made and received when the test says."""

    def __init__(self) -> None:
        self.held: list[Held] = []

    def add(self, kind: str, made: datetime, *names: Held, received: datetime | None = None) -> Held:
        entry = example(kind, id=str(uuid.uuid4()), made_at=made.isoformat(), clock_offset_s=0)
        entry["relies_on"] = [{"id": one.entry.id, "sha256": one.sha256} for one in names]
        read = parse(text(entry))
        assert isinstance(read, Read), read
        self.held.append(Held(read.entry, read.sha256, len(self.held) + 1, received or made))
        return self.held[-1]


def test_each_is_timed_from_when_the_server_took_the_request_in():
    log, received = Log(), EVENING + timedelta(minutes=7)
    request = log.add("authority requested", EVENING, received=received)  # signed without signal
    first = log.add("request escalated", received, request)
    second = log.add("request escalated", received + timedelta(minutes=5), request)
    log.add("push delivered", received + timedelta(seconds=6), first)
    log.add("push delivered", received + timedelta(seconds=3), first)
    log.add("push opened", received + timedelta(minutes=6), second)
    log.add("authority refused", received + timedelta(minutes=20), request)
    assert list(asked(log.held)) == [Asked(EVENING, 3.0, 360.0, 1200.0)]


def test_a_request_asked_anew_is_another_and_what_was_said_of_the_first_is_not_of_it():
    log = Log()
    first = log.add("authority requested", EVENING)
    step = log.add("request escalated", EVENING, first)
    log.add("push delivered", EVENING + timedelta(seconds=2), step)
    again = log.add("authority requested", EVENING + timedelta(hours=1))
    log.add("notice authorised", EVENING + timedelta(hours=1, minutes=1), again)
    assert list(asked(log.held)) == [
        Asked(EVENING, 2.0, None, None),
        Asked(EVENING + timedelta(hours=1), None, None, 60.0),
    ]


def test_a_phone_whose_clock_is_slow_decides_no_sooner_than_it_was_asked():
    log = Log()
    request = log.add("authority requested", EVENING)
    log.add("authority refused", EVENING - timedelta(minutes=3), request)
    assert next(asked(log.held)).decided_s == 0.0


def at(hour: int, *seconds: float | None) -> list[Asked]:
    moment = datetime(2026, 7, 13, hour, 30, tzinfo=UTC)
    return [Asked(moment, one, None, None) for one in seconds]


@pytest.mark.parametrize(
    ("seconds", "median", "ninth"),
    [([5], 5, 5), ([1, 9], 1, 9), ([1, 2, 3], 2, 3), (range(1, 11), 5, 9), (range(1, 12), 6, 10), ([], None, None)],
)
def test_a_percentile_is_the_nearest_rank_and_nobody_invents_one_in_between(seconds, median, ninth):
    (*_, together) = by_hour(at(12, *seconds), date(2026, 7, 13), date(2026, 7, 13))
    assert together.delivered == Within(len(seconds), median, ninth)


def test_the_denominator_is_every_request_also_those_that_nobody_was_shown():
    hours = by_hour([*at(12, 5, None, None), *at(20, 7)], date(2026, 7, 13), date(2026, 7, 13))
    assert [(one.hour, one.requests, one.delivered.number) for one in hours] == [(13, 3, 1), (21, 1, 1), (None, 4, 2)]


def test_the_hour_and_the_day_are_londons_on_the_night_the_clocks_go_back_too():
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]  # 01:30 BST, 01:30 GMT
    before = datetime(2026, 10, 24, 22, 59, tzinfo=UTC)  # 23:59 BST, the day before
    hours = by_hour([Asked(one, 1, 1, 1) for one in (*twice, before)], date(2026, 10, 25), date(2026, 10, 25))
    assert [(one.hour, one.requests) for one in hours] == [(1, 2), (None, 2)]


def test_a_time_without_requests_says_none_and_divides_by_nothing():
    (only,) = by_hour([], date(2026, 7, 1), date(2026, 7, 31))
    assert (only.hour, only.requests, only.delivered) == (None, 0, Within(0, None, None))
