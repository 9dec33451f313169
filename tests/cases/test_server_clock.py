"""What doubts the server's own clock, and when that is put on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from field_app.cases.server_clock import (
    STANDS_FOR,
    Doubt,
    by_jump,
    by_phones,
    by_push_service,
    by_record,
    to_record,
)

NOW = datetime(2026, 10, 25, 0, 58, tzinfo=UTC)
"""Two minutes before the clocks go back in London: nothing here may mind."""


@pytest.mark.parametrize(
    ("offsets", "doubt"),
    [
        ({"a": [-3600], "b": [-3605], "c": [-3590]}, Doubt("phones", -3600)),
        ({"a": [300], "b": [310], "c": [295], "d": [0]}, Doubt("phones", 298)),
        ({"a": [-3600], "b": [-3605]}, None),  # two officers are too few to be believed against a server
        ({"a": [-3600, -3600, -3600], "b": [0], "c": [1]}, None),  # one officer's three phones are one officer
        ({"a": [-3600], "b": [900], "c": [-20000]}, None),  # each says something else
        ({"a": [59], "b": [59], "c": [59]}, None),
        ({"a": [60], "b": [60], "c": [60]}, Doubt("phones", 60)),
        ({}, None),
    ],
)
def test_many_phones_that_agree_are_believed_and_few_are_not(offsets, doubt):
    assert by_phones([(officer, one) for officer, all_ in offsets.items() for one in all_]) == doubt


@pytest.mark.parametrize(
    ("wall_s", "steady_s", "doubt"),
    [
        (60.2, 60.0, None),
        (60 + 3600, 60, Doubt("jump", 3600)),
        (60 - 3600, 60, Doubt("jump", -3600)),
        (79.9, 60, None),
        (0, 20, Doubt("jump", -20)),
    ],
)
def test_a_clock_that_was_set_went_on_by_another_time_than_one_that_cannot_be(wall_s, steady_s, doubt):
    assert by_jump(wall_s, steady_s) == doubt


def test_what_was_taken_in_later_than_now_says_that_the_clock_went_back():
    assert by_record(NOW + timedelta(seconds=4.9), NOW) is None
    assert by_record(NOW + timedelta(hours=1), NOW) == Doubt("backwards", -3600)
    assert by_record(NOW - timedelta(days=300), NOW) is None
    assert by_record(None, NOW) is None


def test_the_push_service_has_a_clock_too():
    assert by_push_service(None) is None
    assert by_push_service(-59.9) is None
    assert by_push_service(-61.4) == Doubt("push service", -61)


def test_a_doubt_is_recorded_once_and_so_is_its_end_an_hour_later_at_the_soonest():
    doubt = Doubt("phones", -3600)
    assert to_record([], None, None, NOW) is None
    assert to_record([doubt], None, None, NOW) is True
    assert to_record([doubt], doubt, NOW - timedelta(days=1), NOW) is None
    assert to_record([], doubt, NOW - STANDS_FOR + timedelta(seconds=1), NOW) is None
    assert to_record([], doubt, NOW - STANDS_FOR, NOW) is False
    assert to_record([], doubt, NOW + timedelta(days=1), NOW) is False, "it was put back: nothing holds it up a day"
