"""The table of bank holidays against two packages other people keep."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from holidays import country_holidays

from field_app.law.clocks import easter_sunday
from field_app.law.holidays import HOLIDAYS, STATUTE, Holiday, NoHolidays

TABLE = set(HOLIDAYS.by_date)
SATURDAYS = {date(2015, 12, 26), date(2020, 12, 26), date(2026, 12, 26)}
EXPECTED = {date(2029, 1, 1), date(2029, 5, 7), date(2030, 1, 1), date(2030, 5, 6)}
"""What nobody has proclaimed yet."""

PUBLISHED = range(2012, 2029)
"""The years of the list at gov.uk, as the package govuk-bank-holidays keeps it without a network."""


def days_between(year: int, month: int, weekday: int) -> list[date]:
    """Every such weekday (Monday is 1) of the month."""
    days = (date(year, month, 1) + timedelta(days=day) for day in range(31))
    return [day for day in days if day.month == month and day.isoweekday() == weekday]


def by_calendar() -> set[date]:
    """Christmas Day and Good Friday, which s.27(4) names and the clocks compute."""
    return {day for year in HOLIDAYS.years for day in (date(year, 12, 25), easter_sunday(year) - timedelta(days=2))}


def test_next_year_is_in_the_table() -> None:
    """Fails a year ahead: add the new year from gov.uk/bank-holidays, whole, with its sources."""
    assert date.today().year + 1 in HOLIDAYS.years


def test_against_the_list_at_gov_uk() -> None:
    rows = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    published = {row["date"] for row in rows}
    assert {day.year for day in published} == set(PUBLISHED)
    ours = {day for day in TABLE | by_calendar() if day.year in PUBLISHED}
    # The list names the day in lieu of a Christmas Day at a weekend, not the day itself, which s.27(4) names.
    christmas_at_a_weekend = {date(year, 12, 25) for year in (2016, 2021, 2022, 2027)}
    # It leaves out 26 December on a Saturday, which Schedule 1 of the Act makes a bank holiday.
    assert ours - published == christmas_at_a_weekend | SATURDAYS
    assert published - ours == set()


def test_against_the_package_holidays() -> None:
    elsewhere = set(country_holidays("GB", subdiv="ENG", years=HOLIDAYS.years))
    # The package lists the day itself as well as the day in lieu, as calendars do.
    new_year_at_a_weekend = {date(year, 1, 1) for year in (2011, 2012, 2017, 2022, 2023, 2028)}
    boxing_day_on_a_sunday = {date(year, 12, 26) for year in (2010, 2021, 2027)}
    # It leaves out Saturday 26 December in 2026, but not in 2015 and 2020.
    assert elsewhere - (TABLE | by_calendar()) == new_year_at_a_weekend | boxing_day_on_a_sunday
    assert (TABLE | by_calendar()) - elsewhere <= {date(2026, 12, 26)}


@pytest.mark.parametrize("year", HOLIDAYS.years)
def test_what_schedule_1_names_is_in_the_table(year: int) -> None:
    """1971 Act Sch.1 para.1; the two springs in which the holiday was moved (s.1(2)) are the exceptions."""
    named = {easter_sunday(year) + timedelta(days=1), days_between(year, 8, 1)[-1]}
    if year not in (2012, 2022):
        named.add(days_between(year, 5, 1)[-1])
    boxing_day, next_day = date(year, 12, 26), date(year, 12, 27)
    if boxing_day.isoweekday() != 7:
        named.add(boxing_day)
    if boxing_day.isoweekday() in (1, 7):  # 25 or 26 December is a Sunday
        named.add(next_day)
    assert named <= TABLE
    assert {HOLIDAYS.by_date[day].source for day in named} == {STATUTE}


def test_doubtful_days() -> None:
    assert {day.date for day in HOLIDAYS.by_date.values() if day.doubtful} == SATURDAYS | EXPECTED


def test_every_day_has_a_name_and_a_source_and_none_is_a_sunday() -> None:
    for day in HOLIDAYS.by_date.values():
        assert day.name, day
        assert "1971 Act" in day.source or "Act 1971" in day.source, day
        assert day.date.isoweekday() != 7, day


@pytest.mark.parametrize("year", [2009, 2031])
def test_a_year_outside_the_table_is_refused_never_guessed(year: int) -> None:
    with pytest.raises(NoHolidays, match=f"{year} are not in the table") as refusal:
        HOLIDAYS.on(date(year, 6, 1))
    assert refusal.value.year == year


def test_an_extra_day_is_added_replaces_and_adds_no_year() -> None:
    new = Holiday(date(2026, 6, 22), "Invented holiday", "Proclamation")
    doubted = Holiday(date(2026, 5, 4), "Moved", "Proclamation", doubtful=True)
    beyond = Holiday(date(2031, 1, 1), "New Year's Day", "Proclamation")
    table = HOLIDAYS.with_days([new, doubted, beyond])
    assert table.on(new.date) == new
    assert table.on(doubted.date) == doubted
    assert HOLIDAYS.on(new.date) is None
    with pytest.raises(NoHolidays):
        table.on(beyond.date)


def test_as_json_is_in_order_of_date() -> None:
    written = HOLIDAYS.as_json()
    dates = [day["date"] for day in written["days"]]
    assert written["years"] == list(range(2010, 2031))
    assert dates == sorted(dates)
    assert written["days"][0] == {
        "date": "2010-01-01",
        "name": "New Year's Day",
        "doubtful": False,
    }
