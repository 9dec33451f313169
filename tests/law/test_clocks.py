"""The clocks against the shared vectors, and against a second implementation that walks minute by minute."""

import json
from array import array
from bisect import bisect_left
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from holidays import country_holidays

from field_app.law.clocks import (
    Deadline,
    custody_deadline,
    detention_limit,
    easter_sunday,
    hearing_deadline,
    in_words,
    irregular_length,
    last_day_of_order,
)
from field_app.law.holidays import HOLIDAYS, Holiday, NoHolidays
from field_app.law.regimes import CSA2010, DAA2021

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


# The second implementation shares nothing with the first: it lists every real minute that counts, in UTC, asking what
# day it then is in London, and takes its holidays from another package. 48 hours are over with the 2,880th minute.

FIRST_HOUR = datetime(2012, 1, 1, tzinfo=UTC)
LAST_HOUR = datetime(2029, 1, 1, tzinfo=UTC)
ELSEWHERE = country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
# The package calls these holidays; the 1971 Act does not: 1 January at a weekend is not proclaimed.
NOT_BANK_HOLIDAYS = {date(2012, 1, 1), date(2017, 1, 1), date(2022, 1, 1), date(2023, 1, 1), date(2028, 1, 1)}


def counts(day: date, doubtful_days_count: bool) -> bool:
    if day in (date(2015, 12, 26), date(2020, 12, 26), date(2026, 12, 26)):
        return doubtful_days_count
    return day.isoweekday() != 7 and (day not in ELSEWHERE or day in NOT_BANK_HOLIDAYS)


def counting_minutes(doubtful_days_count: bool) -> array:
    """Every minute since FIRST_HOUR that counts."""
    found = array("I")
    for hour in range(int((LAST_HOUR - FIRST_HOUR).total_seconds()) // 3600):
        if counts((FIRST_HOUR + timedelta(hours=hour)).astimezone(LONDON).date(), doubtful_days_count):
            found.extend(range(hour * 60, hour * 60 + 60))
    return found


WALKS = {doubtful_days_count: counting_minutes(doubtful_days_count) for doubtful_days_count in (True, False)}


def walk(start: datetime, hours: int, doubtful_days_count: bool) -> datetime:
    counting = WALKS[doubtful_days_count]
    first = bisect_left(counting, int((start - FIRST_HOUR).total_seconds()) // 60)
    last = counting[first + hours * 60 - 1]
    return (FIRST_HOUR + timedelta(minutes=last + 1)).astimezone(LONDON)


def assert_agrees(start: datetime) -> tuple[Deadline, Deadline]:
    found = []
    for clock, hours in ((hearing_deadline, 48), (custody_deadline, 24)):
        deadline, working, other = clock(start), walk(start, hours, True), walk(start, hours, False)
        assert deadline.at == working, start
        assert deadline.other == (other if other != working else None), start
        found.append(deadline)
    return found[0], found[1]


def test_10000_random_moments_agree_with_the_walk_and_with_what_the_phone_finds() -> None:
    """`tests/js/clocks.test.js` draws the same moments, has a walk of its own, and adds up to the same sums."""
    drawn = VECTORS["random"]
    first, last = (datetime.fromisoformat(drawn[end]) for end in ("from", "to"))
    minutes = int((last - first).total_seconds()) // 60
    number, sums = drawn["seed"], [0, 0]
    for _ in range(drawn["count"]):
        number = number * 48271 % 2147483647  # Park and Miller's generator: exact in JavaScript's numbers too
        deadlines = assert_agrees(first + timedelta(minutes=number % minutes))
        for each, deadline in enumerate(deadlines):
            sums[each] = (sums[each] * 31 + int(deadline.at.timestamp()) // 60) % 2147483647
    assert drawn["count"] == 10_000
    assert sums == [drawn["hearing"], drawn["arrest"]]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2012, 6, 1), date(2012, 6, 8)),  # the Diamond Jubilee
        (date(2015, 12, 22), date(2015, 12, 31)),
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
        ("2009-12-31T12:00:00+00:00", 2009),
        ("2030-12-31T12:00:00+00:00", 2031),
        ("2030-12-30T00:01:00+00:00", 2031),
    ],
)
def test_a_count_that_leaves_the_table_is_refused(start: str, year: int) -> None:
    with pytest.raises(NoHolidays, match=f"{year} are not in the table") as refusal:
        hearing_deadline(datetime.fromisoformat(start))
    assert refusal.value.year == year


def test_a_count_that_ends_with_the_table_is_not() -> None:
    deadline = hearing_deadline(datetime(2030, 12, 30, 0, 0, tzinfo=LONDON))
    assert in_words(deadline.at) == "end of Tue 31 Dec 2030 (24:00)"


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


@pytest.mark.parametrize("row", VECTORS["orders"], ids=lambda row: f"{row['made_words']}, {row['days']} days")
def test_the_last_day_of_an_order_and_how_long_one_may_be(row: dict) -> None:
    """CSA 2010 s.28(10): 13 and 29 days are counted like any other number, and said to be irregular."""
    made, last = date.fromisoformat(row["made"]), last_day_of_order(date.fromisoformat(row["made"]), row["days"])
    assert [f"{day:%a} {day.day} {day:%b %Y}" for day in (made, last)] == [row["made_words"], row["last_words"]]
    assert last.isoformat() == row["last"]
    assert (irregular_length(row["days"]) is not None) == row["irregular"]


def test_an_irregular_length_names_the_section_and_what_is_wanted() -> None:
    why = irregular_length(29)
    assert why is not None
    assert (why.code, why.section) == ("order_length", "s.28(10)")
    assert why.message.startswith("days: an order under the Crime and Security Act 2010 has 14 to 28 days")
    with pytest.raises(ValueError, match="at least one day"):
        last_day_of_order(date(2026, 1, 13), 0)


def test_the_hours_are_the_regimes() -> None:
    longer, broken = replace(CSA2010, hearing_hours=72), replace(CSA2010.breach_of_notice, custody_hours=25)
    assert in_words(hearing_deadline(SERVED, HOLIDAYS, longer).at) == "Tue 23 Jun 2026, 12:00"
    assert in_words(custody_deadline(SERVED, HOLIDAYS, broken).at) == "Sat 20 Jun 2026, 13:00"


def test_no_hours_run_where_the_breach_is_an_offence() -> None:
    with pytest.raises(ValueError, match=r"No hours run from an arrest under s\.39"):
        custody_deadline(SERVED, HOLIDAYS, DAA2021.breach_of_order)
