"""The table of bank holidays against two packages other people keep."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from holidays import country_holidays

from field_app.law.clocks import easter_sunday
from field_app.law.holidays import HOLIDAYS, Holiday, NoHolidays

TABLE = set(HOLIDAYS.by_date)
DOUBTFUL = {date(2020, 12, 26), date(2026, 12, 26)}


def by_calendar() -> set[date]:
    """Christmas Day and Good Friday, which s.27(4) names and the clocks compute."""
    return {day for year in HOLIDAYS.years for day in (date(year, 12, 25), easter_sunday(year) - timedelta(days=2))}


def test_next_year_is_in_the_table() -> None:
    """Fails a year ahead: add the new year from gov.uk/bank-holidays, whole, with its sources."""
    assert date.today().year + 1 in HOLIDAYS.years


def test_against_the_list_at_gov_uk() -> None:
    rows = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    published = {row["date"] for row in rows if row["date"].year in HOLIDAYS.years}
    # The list names the Monday for a Christmas Day at a weekend, not the day itself.
    christmas_at_a_weekend = {date(2021, 12, 25), date(2022, 12, 25), date(2027, 12, 25)}
    # It leaves out 26 December on a Saturday, which Schedule 1 of the Act makes a bank holiday.
    assert TABLE | by_calendar() == published | christmas_at_a_weekend | DOUBTFUL


def test_against_the_package_holidays() -> None:
    elsewhere = set(country_holidays("GB", subdiv="ENG", years=HOLIDAYS.years))
    # The package lists the day itself as well as the day in lieu, as calendars do.
    new_year_at_a_weekend = {date(2022, 1, 1), date(2023, 1, 1), date(2028, 1, 1)}
    boxing_day_on_a_sunday = {date(2021, 12, 26), date(2027, 12, 26)}
    # It leaves out Saturday 26 December in 2026, but not in 2020.
    assert TABLE | by_calendar() == (elsewhere | DOUBTFUL) - new_year_at_a_weekend - boxing_day_on_a_sunday


def test_doubtful_days() -> None:
    assert {day.date for day in HOLIDAYS.by_date.values() if day.doubtful} == DOUBTFUL


def test_every_day_has_a_name_and_a_source_and_none_is_a_sunday() -> None:
    for day in HOLIDAYS.by_date.values():
        assert day.name, day
        assert "1971 Act" in day.source or "Act 1971" in day.source, day
        assert day.date.isoweekday() != 7, day


@pytest.mark.parametrize("year", [2019, 2029])
def test_a_year_outside_the_table_is_refused_never_guessed(year: int) -> None:
    with pytest.raises(NoHolidays, match=f"{year} are not in the table") as refusal:
        HOLIDAYS.on(date(year, 6, 1))
    assert refusal.value.year == year


def test_an_extra_day_is_added_replaces_and_adds_no_year() -> None:
    new = Holiday(date(2026, 6, 22), "Invented holiday", "Proclamation")
    doubted = Holiday(date(2026, 5, 4), "Moved", "Proclamation", doubtful=True)
    beyond = Holiday(date(2029, 1, 1), "New Year's Day", "Proclamation")
    table = HOLIDAYS.with_days([new, doubted, beyond])
    assert table.on(new.date) == new
    assert table.on(doubted.date) == doubted
    assert HOLIDAYS.on(new.date) is None
    with pytest.raises(NoHolidays):
        table.on(beyond.date)


def test_as_json_is_in_order_of_date() -> None:
    written = HOLIDAYS.as_json()
    dates = [day["date"] for day in written["days"]]
    assert written["years"] == list(range(2020, 2029))
    assert dates == sorted(dates)
    assert written["days"][0] == {
        "date": "2020-01-01",
        "name": "New Year's Day",
        "doubtful": False,
    }
