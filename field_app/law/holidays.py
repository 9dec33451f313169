"""Bank holidays in England and Wales, day by day, each with the law that makes it one.

A table and not a formula: holidays are moved and added by proclamation. Good Friday and Christmas Day are not
bank holidays under the Banking and Financial Dealings Act 1971; CSA 2010 s.27(4) names them, and
`law.clocks` computes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class NoHolidays(ValueError):
    """The table does not reach this year, so no deadline that touches it may be computed."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The bank holidays of {year} are not in the table (field_app/law/holidays.py).")
        self.year = year


@dataclass(frozen=True)
class Holiday:
    """One bank holiday. `doubtful` when the law can be read both ways; the working deadline counts it."""

    date: date
    name: str
    source: str
    doubtful: bool = False


@dataclass(frozen=True, eq=False)
class Holidays:
    """The bank holidays of whole calendar years. One is equal only to itself, so that what is computed can be kept."""

    years: tuple[int, ...]
    by_date: Mapping[date, Holiday]

    def on(self, day: date) -> Holiday | None:
        """The bank holiday on this day, or None. Raises NoHolidays outside the table's years."""
        if day.year not in self.years:
            raise NoHolidays(day.year)
        return self.by_date.get(day)

    def with_days(self, extra: Iterable[Holiday]) -> Holidays:
        """This table and an administrator's own days; one of the same date takes the place of the table's.

        A holiday moved by a proclamation that the table does not know yet is two such days: the new one, and
        the old one marked doubtful, so that the working deadline counts it. No extra day adds a year.
        """
        return Holidays(self.years, {**self.by_date, **{day.date: day for day in extra}})

    def as_json(self) -> dict[str, Any]:
        """For the phone: {"years", "days": [{"date", "name", "doubtful"}]}, by date. Sources stay here."""
        days = (self.by_date[day] for day in sorted(self.by_date))
        return {
            "years": list(self.years),
            "days": [{"date": day.date.isoformat(), "name": day.name, "doubtful": day.doubtful} for day in days],
        }


# Sources. London Gazette notice numbers are given where the proclamation's title was read; the other
# proclaimed days are taken from the list at gov.uk/bank-holidays, their proclamations not seen (docs/law.md).
STATUTE = "Banking and Financial Dealings Act 1971 Sch.1 para.1"
MOVED = "Proclamation, 1971 Act s.1(2); gov.uk list"
PROCLAIMED = "Proclamation, 1971 Act s.1(3); gov.uk list"
PROCLAIMED_BEFORE_2012 = "Proclamation, 1971 Act s.1(3); the package holidays, as the gov.uk list begins with 2012"
EXPECTED = "Not yet proclaimed, 1971 Act s.1(3); as every year since 1978"
GAZETTE_2020 = "Proclamation, 1971 Act s.1(3); London Gazette notice 3326938"
GAZETTE_FUNERAL = "Proclamation, 1971 Act s.1(3); London Gazette notice 4158896"
GAZETTE_2023 = "Proclamation, 1971 Act s.1(3); London Gazette notice 4115743"
GAZETTE_2024 = "Proclamation, 1971 Act s.1(3); London Gazette notice 4388378"
GAZETTE_2025 = "Proclamation, 1971 Act s.1(3); London Gazette notice 4631404"

NEW_YEAR = "New Year's Day"
EASTER_MONDAY = "Easter Monday"
EARLY_MAY = "Early May bank holiday"
SPRING = "Spring bank holiday"
SUMMER = "Summer bank holiday"
BOXING_DAY = "Boxing Day"
FOR_CHRISTMAS = "Bank holiday for Christmas Day"
FOR_BOXING_DAY = "Bank holiday for Boxing Day"

# 26 December on a Saturday (2015, 2020, 2026) is doubtful. Schedule 1 makes it a bank holiday ("if it be not a
# Sunday"), yet the published list names only Monday 28 December. Doubtful too are 1 January and the first Monday in
# May of 2029 and 2030: they are bank holidays only once they are proclaimed, and the list ends with 2028. What
# Schedule 1 itself names needs no proclamation.
_DAYS = (
    Holiday(date(2010, 1, 1), NEW_YEAR, PROCLAIMED_BEFORE_2012),  # Fri
    Holiday(date(2010, 4, 5), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2010, 5, 3), EARLY_MAY, PROCLAIMED_BEFORE_2012),  # Mon
    Holiday(date(2010, 5, 31), SPRING, STATUTE),  # Mon
    Holiday(date(2010, 8, 30), SUMMER, STATUTE),  # Mon
    Holiday(date(2010, 12, 27), FOR_CHRISTMAS, STATUTE),  # Mon
    Holiday(date(2010, 12, 28), FOR_BOXING_DAY, PROCLAIMED_BEFORE_2012),  # Tue
    Holiday(date(2011, 1, 3), NEW_YEAR, PROCLAIMED_BEFORE_2012),  # Mon
    Holiday(date(2011, 4, 25), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2011, 4, 29), "Wedding of Prince William and Catherine Middleton", PROCLAIMED_BEFORE_2012),  # Fri
    Holiday(date(2011, 5, 2), EARLY_MAY, PROCLAIMED_BEFORE_2012),  # Mon
    Holiday(date(2011, 5, 30), SPRING, STATUTE),  # Mon
    Holiday(date(2011, 8, 29), SUMMER, STATUTE),  # Mon
    Holiday(date(2011, 12, 26), BOXING_DAY, STATUTE),  # Mon
    Holiday(date(2011, 12, 27), FOR_CHRISTMAS, STATUTE),  # Tue
    Holiday(date(2012, 1, 2), NEW_YEAR, PROCLAIMED),  # Mon
    Holiday(date(2012, 4, 9), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2012, 5, 7), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2012, 6, 4), SPRING, MOVED),  # Mon
    Holiday(date(2012, 6, 5), "Diamond Jubilee of Queen Elizabeth II", PROCLAIMED),  # Tue
    Holiday(date(2012, 8, 27), SUMMER, STATUTE),  # Mon
    Holiday(date(2012, 12, 26), BOXING_DAY, STATUTE),  # Wed
    Holiday(date(2013, 1, 1), NEW_YEAR, PROCLAIMED),  # Tue
    Holiday(date(2013, 4, 1), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2013, 5, 6), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2013, 5, 27), SPRING, STATUTE),  # Mon
    Holiday(date(2013, 8, 26), SUMMER, STATUTE),  # Mon
    Holiday(date(2013, 12, 26), BOXING_DAY, STATUTE),  # Thu
    Holiday(date(2014, 1, 1), NEW_YEAR, PROCLAIMED),  # Wed
    Holiday(date(2014, 4, 21), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2014, 5, 5), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2014, 5, 26), SPRING, STATUTE),  # Mon
    Holiday(date(2014, 8, 25), SUMMER, STATUTE),  # Mon
    Holiday(date(2014, 12, 26), BOXING_DAY, STATUTE),  # Fri
    Holiday(date(2015, 1, 1), NEW_YEAR, PROCLAIMED),  # Thu
    Holiday(date(2015, 4, 6), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2015, 5, 4), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2015, 5, 25), SPRING, STATUTE),  # Mon
    Holiday(date(2015, 8, 31), SUMMER, STATUTE),  # Mon
    Holiday(date(2015, 12, 26), BOXING_DAY, STATUTE, doubtful=True),  # Sat
    Holiday(date(2015, 12, 28), FOR_BOXING_DAY, PROCLAIMED),  # Mon
    Holiday(date(2016, 1, 1), NEW_YEAR, PROCLAIMED),  # Fri
    Holiday(date(2016, 3, 28), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2016, 5, 2), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2016, 5, 30), SPRING, STATUTE),  # Mon
    Holiday(date(2016, 8, 29), SUMMER, STATUTE),  # Mon
    Holiday(date(2016, 12, 26), BOXING_DAY, STATUTE),  # Mon
    Holiday(date(2016, 12, 27), FOR_CHRISTMAS, STATUTE),  # Tue
    Holiday(date(2017, 1, 2), NEW_YEAR, PROCLAIMED),  # Mon
    Holiday(date(2017, 4, 17), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2017, 5, 1), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2017, 5, 29), SPRING, STATUTE),  # Mon
    Holiday(date(2017, 8, 28), SUMMER, STATUTE),  # Mon
    Holiday(date(2017, 12, 26), BOXING_DAY, STATUTE),  # Tue
    Holiday(date(2018, 1, 1), NEW_YEAR, PROCLAIMED),  # Mon
    Holiday(date(2018, 4, 2), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2018, 5, 7), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2018, 5, 28), SPRING, STATUTE),  # Mon
    Holiday(date(2018, 8, 27), SUMMER, STATUTE),  # Mon
    Holiday(date(2018, 12, 26), BOXING_DAY, STATUTE),  # Wed
    Holiday(date(2019, 1, 1), NEW_YEAR, PROCLAIMED),  # Tue
    Holiday(date(2019, 4, 22), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2019, 5, 6), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2019, 5, 27), SPRING, STATUTE),  # Mon
    Holiday(date(2019, 8, 26), SUMMER, STATUTE),  # Mon
    Holiday(date(2019, 12, 26), BOXING_DAY, STATUTE),  # Thu
    Holiday(date(2020, 1, 1), NEW_YEAR, GAZETTE_2020),  # Wed
    Holiday(date(2020, 4, 13), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2020, 5, 8), EARLY_MAY, GAZETTE_2020),  # Fri
    Holiday(date(2020, 5, 25), SPRING, STATUTE),  # Mon
    Holiday(date(2020, 8, 31), SUMMER, STATUTE),  # Mon
    Holiday(date(2020, 12, 26), BOXING_DAY, STATUTE, doubtful=True),  # Sat
    Holiday(date(2020, 12, 28), FOR_BOXING_DAY, PROCLAIMED),  # Mon
    Holiday(date(2021, 1, 1), NEW_YEAR, PROCLAIMED),  # Fri
    Holiday(date(2021, 4, 5), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2021, 5, 3), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2021, 5, 31), SPRING, STATUTE),  # Mon
    Holiday(date(2021, 8, 30), SUMMER, STATUTE),  # Mon
    Holiday(date(2021, 12, 27), FOR_CHRISTMAS, STATUTE),  # Mon
    Holiday(date(2021, 12, 28), FOR_BOXING_DAY, PROCLAIMED),  # Tue
    Holiday(date(2022, 1, 3), NEW_YEAR, PROCLAIMED),  # Mon
    Holiday(date(2022, 4, 18), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2022, 5, 2), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2022, 6, 2), SPRING, MOVED),  # Thu
    Holiday(date(2022, 6, 3), "Platinum Jubilee of Queen Elizabeth II", PROCLAIMED),  # Fri
    Holiday(date(2022, 8, 29), SUMMER, STATUTE),  # Mon
    Holiday(date(2022, 9, 19), "State funeral of Queen Elizabeth II", GAZETTE_FUNERAL),  # Mon
    Holiday(date(2022, 12, 26), BOXING_DAY, STATUTE),  # Mon
    Holiday(date(2022, 12, 27), FOR_CHRISTMAS, STATUTE),  # Tue
    Holiday(date(2023, 1, 2), NEW_YEAR, GAZETTE_2023),  # Mon
    Holiday(date(2023, 4, 10), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2023, 5, 1), EARLY_MAY, GAZETTE_2023),  # Mon
    Holiday(date(2023, 5, 8), "Coronation of King Charles III", PROCLAIMED),  # Mon
    Holiday(date(2023, 5, 29), SPRING, STATUTE),  # Mon
    Holiday(date(2023, 8, 28), SUMMER, STATUTE),  # Mon
    Holiday(date(2023, 12, 26), BOXING_DAY, STATUTE),  # Tue
    Holiday(date(2024, 1, 1), NEW_YEAR, GAZETTE_2024),  # Mon
    Holiday(date(2024, 4, 1), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2024, 5, 6), EARLY_MAY, GAZETTE_2024),  # Mon
    Holiday(date(2024, 5, 27), SPRING, STATUTE),  # Mon
    Holiday(date(2024, 8, 26), SUMMER, STATUTE),  # Mon
    Holiday(date(2024, 12, 26), BOXING_DAY, STATUTE),  # Thu
    Holiday(date(2025, 1, 1), NEW_YEAR, GAZETTE_2025),  # Wed
    Holiday(date(2025, 4, 21), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2025, 5, 5), EARLY_MAY, GAZETTE_2025),  # Mon
    Holiday(date(2025, 5, 26), SPRING, STATUTE),  # Mon
    Holiday(date(2025, 8, 25), SUMMER, STATUTE),  # Mon
    Holiday(date(2025, 12, 26), BOXING_DAY, STATUTE),  # Fri
    Holiday(date(2026, 1, 1), NEW_YEAR, PROCLAIMED),  # Thu
    Holiday(date(2026, 4, 6), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2026, 5, 4), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2026, 5, 25), SPRING, STATUTE),  # Mon
    Holiday(date(2026, 8, 31), SUMMER, STATUTE),  # Mon
    Holiday(date(2026, 12, 26), BOXING_DAY, STATUTE, doubtful=True),  # Sat
    Holiday(date(2026, 12, 28), FOR_BOXING_DAY, PROCLAIMED),  # Mon
    Holiday(date(2027, 1, 1), NEW_YEAR, PROCLAIMED),  # Fri
    Holiday(date(2027, 3, 29), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2027, 5, 3), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2027, 5, 31), SPRING, STATUTE),  # Mon
    Holiday(date(2027, 8, 30), SUMMER, STATUTE),  # Mon
    Holiday(date(2027, 12, 27), FOR_CHRISTMAS, STATUTE),  # Mon
    Holiday(date(2027, 12, 28), FOR_BOXING_DAY, PROCLAIMED),  # Tue
    Holiday(date(2028, 1, 3), NEW_YEAR, PROCLAIMED),  # Mon
    Holiday(date(2028, 4, 17), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2028, 5, 1), EARLY_MAY, PROCLAIMED),  # Mon
    Holiday(date(2028, 5, 29), SPRING, STATUTE),  # Mon
    Holiday(date(2028, 8, 28), SUMMER, STATUTE),  # Mon
    Holiday(date(2028, 12, 26), BOXING_DAY, STATUTE),  # Tue
    Holiday(date(2029, 1, 1), NEW_YEAR, EXPECTED, doubtful=True),  # Mon
    Holiday(date(2029, 4, 2), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2029, 5, 7), EARLY_MAY, EXPECTED, doubtful=True),  # Mon
    Holiday(date(2029, 5, 28), SPRING, STATUTE),  # Mon
    Holiday(date(2029, 8, 27), SUMMER, STATUTE),  # Mon
    Holiday(date(2029, 12, 26), BOXING_DAY, STATUTE),  # Wed
    Holiday(date(2030, 1, 1), NEW_YEAR, EXPECTED, doubtful=True),  # Tue
    Holiday(date(2030, 4, 22), EASTER_MONDAY, STATUTE),  # Mon
    Holiday(date(2030, 5, 6), EARLY_MAY, EXPECTED, doubtful=True),  # Mon
    Holiday(date(2030, 5, 27), SPRING, STATUTE),  # Mon
    Holiday(date(2030, 8, 26), SUMMER, STATUTE),  # Mon
    Holiday(date(2030, 12, 26), BOXING_DAY, STATUTE),  # Thu
)


"""England and Wales, 2020 to 2028. Every year in it is complete; add a year whole or not at all."""

HOLIDAYS = Holidays(tuple(range(2010, 2031)), {day.date: day for day in _DAYS})
