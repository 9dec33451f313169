"""What is left of the 48 hours: only the hours that count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.law.clocks import LONDON, hearing_deadline
from field_app.law.countdown import MARKS, mark, minutes_left, moment_with_left

SERVED = datetime(2026, 4, 2, 22, 15, tzinfo=LONDON)
"""Maundy Thursday: Good Friday, Sunday and Easter Monday do not count; heard by Tuesday 7 April, 22:15."""


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2026-04-02 22:15", 48),
        ("2026-04-03 12:00", 46.25),  # Good Friday stands still
        ("2026-04-04 00:00", 46.25),
        ("2026-04-04 12:00", 34.25),
        ("2026-04-05 09:00", 22.25),
        ("2026-04-06 23:59", 22.25),
        ("2026-04-07 20:15", 2),
        ("2026-04-07 22:15", 0),
        ("2026-04-09 10:00", 0),
    ],
)
def test_what_is_left_counts_no_day_that_does_not_count(now, hours):
    at = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert minutes_left(at, hearing_deadline(SERVED).at) == hours * 60


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    st.sampled_from(MARKS),
)
def test_a_mark_is_the_first_minute_with_no_more_left(served, hours):
    deadline = hearing_deadline(served).at
    at = moment_with_left(hours, deadline)
    assert minutes_left(at, deadline) == hours * 60
    assert minutes_left(at.astimezone(UTC) - timedelta(minutes=1), deadline) > hours * 60


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda at: at.replace(tzinfo=UTC)))
def test_all_48_hours_are_left_at_service(served):
    assert minutes_left(served, hearing_deadline(served).at) == 48 * 60


def test_the_mark_is_the_last_that_is_reached():
    assert [mark(left) for left in (24 * 60 + 1, 24 * 60, 721, 720, 361, 121, 120, 0)] == [
        None,
        24,
        24,
        12,
        12,
        6,
        2,
        2,
    ]
