"""The clocks against the shared vectors, and against a second implementation that walks minute by minute."""

import json
import random
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from holidays import country_holidays

from field_app.law.clocks import Deadline, custody_deadline, detention_limit, easter_sunday, hearing_deadline, in_words
from field_app.law.holidays import HOLIDAYS, Holiday, NoHolidays

LONDON = ZoneInfo("Europe/London")
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "deadlines.json").read_text("utf-8"))
CLOCKS = {"hearing": hearing_deadline, "arrest": custody_deadline}
ROWS = [pytest.param(kind, row, id=f"{kind}: {row['start_words']}") for kind in CLOCKS for row in VECTORS[kind]]


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_vectors(kind: str, row: dict) -> None:
    deadline = CLOCKS[kind](datetime.fromisoformat(row["start"]))
    assert deadline.as_json() == {"at": row["at"], "other": row["other"], "excluded": row["excluded"]}
    assert in_words(deadline.at) == row["at_words"]


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_the_words_beside_a_vector_name_the_same_minute_and_the_right_weekday(kind: str, row: dict) -> None:
    start = datetime.fromisoformat(row["start"]).astimezone(LONDON)
    assert row["start_words"] == f"{start:%a} {start.day} {start:%b %Y}, {start:%H:%M}"


def test_there_are_vectors_enough() -> None:
    assert sum(len(VECTORS[kind]) for kind in CLOCKS) >= 60


# The second implementation shares nothing with the first: it walks real minutes in UTC, asks what day it is
# in London, and takes its holidays from another package.

FIRST_HOUR = datetime(2020, 1, 1, tzinfo=UTC)
LAST_HOUR = datetime(2029, 1, 1, tzinfo=UTC)
ELSEWHERE = country_holidays("GB", subdiv="ENG", years=range(2020, 2029))
# The package calls these holidays; the 1971 Act does not: 1 January at a weekend is not proclaimed.
NOT_BANK_HOLIDAYS = {date(2022, 1, 1), date(2023, 1, 1), date(2028, 1, 1)}


def counts(day: date, doubtful_days_count: bool) -> bool:
    if day in (date(2020, 12, 26), date(2026, 12, 26)):
        return doubtful_days_count
    return day.isoweekday() != 7 and (day not in ELSEWHERE or day in NOT_BANK_HOLIDAYS)


def counting_hours(doubtful_days_count: bool) -> list[bool]:
    hours = int((LAST_HOUR - FIRST_HOUR).total_seconds()) // 3600
    local_days = ((FIRST_HOUR + timedelta(hours=hour)).astimezone(LONDON).date() for hour in range(hours))
    return [counts(day, doubtful_days_count) for day in local_days]


WALKS = {doubtful_days_count: counting_hours(doubtful_days_count) for doubtful_days_count in (True, False)}


def walk(start: datetime, hours: int, doubtful_days_count: bool) -> datetime:
    counting = WALKS[doubtful_days_count]
    minute = int((start - FIRST_HOUR).total_seconds()) // 60
    left = hours * 60
    while left:
        left -= counting[minute // 60]
        minute += 1
    return (FIRST_HOUR + timedelta(minutes=minute)).astimezone(LONDON)


def assert_agrees(start: datetime) -> None:
    for clock, hours in ((hearing_deadline, 48), (custody_deadline, 24)):
        deadline, working, other = clock(start), walk(start, hours, True), walk(start, hours, False)
        assert deadline.at == working, start
        assert deadline.other == (other if other != working else None), start


def test_2000_random_moments_agree_with_the_walk() -> None:
    moments = random.Random("domestic violence protection notices")
    minutes = int((LAST_HOUR - FIRST_HOUR - timedelta(days=14)).total_seconds()) // 60
    for _ in range(2000):
        assert_agrees(FIRST_HOUR + timedelta(minutes=moments.randrange(minutes)))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2020, 12, 22), date(2020, 12, 30)),  # 26 December on a Saturday
        (date(2021, 12, 22), date(2022, 1, 5)),  # Christmas on a Saturday
        (date(2022, 12, 22), date(2023, 1, 4)),  # Christmas on a Sunday
        (date(2024, 3, 27), date(2024, 4, 3)),  # the clocks change on Easter Sunday
        (date(2022, 5, 30), date(2022, 6, 7)),  # four-day Jubilee weekend
        (date(2026, 10, 22), date(2026, 10, 28)),  # the clocks go back
        (date(2026, 12, 22), date(2026, 12, 31)),
    ],
)
def test_every_hour_of_the_hard_weeks_agrees_with_the_walk(first: date, last: date) -> None:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while start.date() <= last:
        for minute in (0, 1, 59):
            assert_agrees(start + timedelta(minutes=minute))
        start += timedelta(hours=1)


def test_seconds_never_lengthen_a_deadline() -> None:
    deadline = hearing_deadline(datetime(2026, 7, 14, 3, 20, 59, 999_999, tzinfo=LONDON))
    assert deadline.at == datetime(2026, 7, 16, 3, 20, tzinfo=LONDON)


def test_the_time_zone_a_moment_is_written_in_does_not_matter() -> None:
    written = datetime(2026, 4, 3, 2, 0, tzinfo=timezone(timedelta(hours=11)))  # Thu 2 Apr, 16:00 in London
    assert hearing_deadline(written).at.isoformat() == "2026-04-07T16:00:00+01:00"


@pytest.mark.parametrize("clock", [hearing_deadline, custody_deadline, in_words])
def test_a_time_without_a_time_zone_is_refused(clock) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        clock(datetime(2026, 7, 14, 3, 20))


@pytest.mark.parametrize(
    ("start", "year"),
    [
        ("2014-06-01T02:00:00+01:00", 2014),
        ("2019-12-31T12:00:00+00:00", 2019),
        ("2028-12-30T12:00:00+00:00", 2029),
        ("2028-12-29T00:01:00+00:00", 2029),
    ],
)
def test_a_count_that_leaves_the_table_is_refused(start: str, year: int) -> None:
    with pytest.raises(NoHolidays, match=f"{year} are not in the table") as refusal:
        hearing_deadline(datetime.fromisoformat(start))
    assert refusal.value.year == year


def test_a_count_that_ends_with_the_table_is_not() -> None:
    deadline = hearing_deadline(datetime(2028, 12, 29, 0, 0, tzinfo=LONDON))
    assert in_words(deadline.at) == "end of Sat 30 Dec 2028 (24:00)"


SERVED = datetime(2026, 6, 19, 12, 0, tzinfo=LONDON)  # a Friday; Saturday and Monday count


def served_with(*extra: Holiday) -> Deadline:
    return hearing_deadline(SERVED, HOLIDAYS.with_days(extra))


def test_an_administrators_day_is_disregarded() -> None:
    assert in_words(served_with().at) == "Mon 22 Jun 2026, 12:00"
    deadline = served_with(Holiday(date(2026, 6, 22), "Invented holiday", "Proclamation"))
    assert in_words(deadline.at) == "Tue 23 Jun 2026, 12:00"
    assert [day.name for day in deadline.excluded] == ["Sunday", "Invented holiday"]


def test_an_administrators_doubtful_day_is_counted_and_the_other_reading_shown() -> None:
    deadline = served_with(Holiday(date(2026, 6, 22), "Invented holiday", "Announced", doubtful=True))
    assert deadline.other is not None
    assert in_words(deadline.at) == "Mon 22 Jun 2026, 12:00"
    assert in_words(deadline.other) == "Tue 23 Jun 2026, 12:00"
    assert [(day.name, day.counted) for day in deadline.excluded] == [
        ("Sunday", False),
        ("Invented holiday", True),
    ]


def test_a_moved_holiday_counts_once_the_administrator_marks_the_old_day_doubtful() -> None:
    moved = HOLIDAYS.with_days([Holiday(date(2026, 5, 4), "Moved to 8 May", "Proclamation", doubtful=True)])
    deadline = hearing_deadline(datetime(2026, 5, 2, 12, 0, tzinfo=LONDON), moved)
    assert in_words(deadline.at) == "Tue 5 May 2026, 12:00"


@pytest.mark.parametrize("row", VECTORS["detention"], ids=lambda row: row["why"])
def test_detention_without_charge_is_24_hours_as_they_pass(row: dict) -> None:
    """Police and Criminal Evidence Act 1984 s.41(1)."""
    assert detention_limit(datetime.fromisoformat(row["start"])).isoformat() == row["at"]


def test_an_arrival_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        detention_limit(datetime(2026, 1, 9, 17, 0))


def test_easter() -> None:
    years = range(1900, 2200)
    assert [easter_sunday(year) for year in years] == [easter(year) for year in years]
