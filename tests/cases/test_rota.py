"""Who is on call when: shifts, handovers, cover, off duty, gaps, and the night in which the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from field_app.cases.office import OffDuty, Office, Officer, Shift
from field_app.cases.rota import authorising, gaps, inspectors

BST, GMT = timezone(timedelta(hours=1)), UTC
LEAST = "superintendent"
NIGHT = datetime(2026, 10, 20, 22, 0, tzinfo=BST)

OFFICERS = {
    "supt": Officer("supt", "Supt Frankie Invented", "1301", "superintendent"),
    "second": Officer("second", "Supt Glenn Madeup", "1302", "superintendent"),
    "chief": Officer("chief", "Ch Supt Robin Notreal", "1303", "chief superintendent"),
    "insp": Officer("insp", "Insp Eden Pretend", "1201", "inspector"),
}


def shift(officer, starts, ends, *, order=1, district=None, role="authorising officer", covers=None, id_=None):
    return Shift(id_ or f"{officer} {starts}", officer, role, district, order, starts, ends, covers, "entry", "admin")


def office(*shifts, off_duty=(), on_call=()):
    officers = {
        one.id: Officer(one.id, one.name, one.collar_number, one.rank, (), one.id in on_call)
        for one in OFFICERS.values()
    }
    return Office(
        officers=officers,
        shifts={one.id: one for one in shifts},
        off_duty={str(at): one for at, one in enumerate(off_duty)},
    )


def asked(*given, at=NIGHT, **how):
    return [one.officer.id for one in authorising(office(*given, **how), at, LEAST)]


def hours(number):
    return timedelta(hours=number)


def test_at_the_handover_itself_the_next_is_asked():
    first, next_ = shift("supt", NIGHT, NIGHT + hours(8)), shift("second", NIGHT + hours(8), NIGHT + hours(16))
    assert asked(first, next_, at=NIGHT) == ["supt"]
    assert asked(first, next_, at=NIGHT + hours(8) - timedelta(seconds=1)) == ["supt"]
    assert asked(first, next_, at=NIGHT + hours(8)) == ["second"]
    assert asked(first, next_, at=NIGHT + hours(16)) == []


def test_the_order_of_the_rota_is_the_order_of_asking_and_who_stands_on_call_comes_last():
    backup, first = shift("second", NIGHT, NIGHT + hours(8), order=2), shift("supt", NIGHT, NIGHT + hours(8))
    assert asked(backup, first, on_call={"chief", "supt"}) == ["supt", "second", "chief"]


def test_a_districts_own_come_before_the_whole_forces_and_another_districts_after_them():
    given = office(
        shift("supt", NIGHT, NIGHT + hours(8)),
        shift("second", NIGHT, NIGHT + hours(8), district="North"),
        shift("chief", NIGHT, NIGHT + hours(8), district="South"),
    )
    by = {
        district: [one.officer.id for one in authorising(given, NIGHT, LEAST, district=district)]
        for district in ("North", "South", "East", None)
    }
    assert by == {
        "North": ["second", "supt", "chief"],
        "South": ["chief", "supt", "second"],
        "East": ["supt", "chief", "second"],
        None: ["supt", "chief", "second"],
    }


def test_whoever_is_covered_is_not_asked_for_as_long_as_the_cover_lasts():
    whole = shift("supt", NIGHT, NIGHT + hours(8))
    cover = shift("second", NIGHT + hours(2), NIGHT + hours(4), covers="supt")
    assert asked(whole, cover, at=NIGHT + hours(1)) == ["supt"]
    assert asked(whole, cover, at=NIGHT + hours(2)) == ["second"]
    assert asked(whole, cover, at=NIGHT + hours(4)) == ["supt"]
    assert asked(cover, at=NIGHT + hours(2), on_call={"supt"}) == ["second"]


def test_off_duty_is_stronger_than_the_rota():
    whole = shift("supt", NIGHT, NIGHT + hours(8))
    sick = OffDuty("1", "supt", NIGHT + hours(1), None, "Sick.", "entry", "supt")
    lunch = OffDuty("2", "supt", NIGHT, NIGHT + hours(1), None, "entry", "supt")
    assert asked(whole, off_duty=[sick]) == ["supt"]
    assert asked(whole, off_duty=[sick], at=NIGHT + hours(1)) == []
    assert asked(whole, off_duty=[lunch]) == []
    assert asked(whole, off_duty=[lunch], at=NIGHT + hours(1)) == ["supt"]
    assert asked(off_duty=[sick], on_call={"supt"}, at=NIGHT + hours(2)) == []


def test_whoever_lost_the_rank_since_is_not_asked():
    assert asked(shift("insp", NIGHT, NIGHT + hours(8))) == []


def test_a_duty_inspector_is_an_inspector_and_nobody_who_may_decide():
    given = office(
        shift("insp", NIGHT, NIGHT + hours(8), role="duty inspector"),
        shift("supt", NIGHT, NIGHT + hours(8), role="duty inspector"),
    )
    assert [one.officer.id for one in inspectors(given, NIGHT, LEAST)] == ["insp"]
    assert authorising(given, NIGHT, LEAST) == []


@pytest.mark.parametrize(
    ("starts", "ends", "length"),
    [
        (datetime(2026, 10, 24, 22, 0, tzinfo=BST), datetime(2026, 10, 25, 6, 0, tzinfo=GMT), 9),
        (datetime(2027, 3, 27, 22, 0, tzinfo=GMT), datetime(2027, 3, 28, 6, 0, tzinfo=BST), 7),
    ],
    ids=["clocks go back", "clocks go forward"],
)
def test_a_night_in_which_the_clock_changes_is_as_long_as_it_is(starts, ends, length):
    given = shift("supt", starts, ends)
    assert asked(given, at=starts + hours(length) - timedelta(seconds=1)) == ["supt"]
    assert asked(given, at=starts + hours(length)) == []


def test_a_gap_in_the_next_seven_days_is_named_from_and_to():
    start = NIGHT.astimezone(UTC)
    given = office(
        shift("supt", NIGHT - hours(2), NIGHT + hours(8)),
        shift("second", NIGHT + hours(9), NIGHT + hours(200)),
        off_duty=[OffDuty("1", "second", NIGHT + hours(20), NIGHT + hours(21), None, "entry", "second")],
    )
    assert gaps(given, start, LEAST) == [
        (start + hours(8), start + hours(9)),
        (start + hours(20), start + hours(21)),
    ]


def test_an_empty_rota_is_one_gap_and_a_standing_officer_none():
    start = NIGHT.astimezone(UTC)
    assert gaps(office(), start, LEAST) == [(start, start + timedelta(days=7))]
    assert gaps(office(on_call={"supt"}), start, LEAST) == []


def test_two_gaps_that_touch_are_one():
    start = NIGHT.astimezone(UTC)
    inspector = shift("insp", NIGHT + hours(1), NIGHT + hours(2))  # who may not decide
    given = office(inspector, shift("supt", NIGHT + hours(3), NIGHT + hours(200)))
    assert gaps(given, start, LEAST) == [(start, start + hours(3))]
