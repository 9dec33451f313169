"""The sittings before a deadline, against the vectors the phone is held to."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from field_app.law.breach import limits
from field_app.law.clocks import hearing_deadline
from field_app.law.courts import Court, Sitting, practicable, sittings_before
from field_app.law.regimes import CSA2010, DAA2021

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "deadlines.json").read_text("utf-8"))


def read_sitting(written: dict[str, Any]) -> Sitting:
    on = date.fromisoformat(written["date"]) if written["date"] else None
    times = {name: time.fromisoformat(written[name]) for name in ("start", "end")}
    return Sitting(**{**written, **times, "date": on})


def read_court(written: dict[str, Any]) -> Court:
    sittings = tuple(map(read_sitting, written["sittings"]))
    closed = tuple(map(date.fromisoformat, written["closed"]))
    return Court(**{**written, "sittings": sittings, "closed": closed, "districts": ()})


COURTS = {written["name"]: read_court(written) for written in VECTORS["courts"]}


@pytest.mark.parametrize("row", VECTORS["sittings"], ids=lambda row: row["why"])
def test_vectors(row: dict) -> None:
    served = datetime.fromisoformat(row["served"])
    found = practicable([COURTS[name] for name in row["courts"]], served, hearing_deadline(served))
    assert found.as_json() == {name: row[name] for name in ("earliest", "last", "alarm_at")}


@pytest.mark.parametrize("row", VECTORS["sittings"], ids=lambda row: row["why"])
def test_the_words_beside_a_vector_name_the_same_minutes_and_the_right_weekdays(row: dict) -> None:
    def words(at: str) -> str:
        moment = datetime.fromisoformat(at)
        return f"{moment:%a} {moment.day} {moment:%b %Y}, {moment:%H:%M}"

    assert words(row["served"]) == row["served_words"]
    earliest, last = row["earliest"], row["last"]
    assert (words(earliest["start"]) if earliest else None) == row["earliest_words"]
    assert (f"{words(last['start'])} to {words(last['until'])[-5:]}" if last else None) == row["last_words"]


def test_the_alarm_comes_as_early_as_the_force_says() -> None:
    served = datetime.fromisoformat("2026-07-07T03:20:00+01:00")
    found = practicable([COURTS["Town"]], served, hearing_deadline(served), alarm_hours=12)
    assert found.alarm_at.isoformat() == "2026-07-07T22:00:00+01:00"


def test_papers_that_are_not_ready_miss_a_sitting() -> None:
    served = datetime.fromisoformat("2026-07-07T03:20:00+01:00")
    ready = datetime.fromisoformat("2026-07-07T16:30:00+01:00")
    found = practicable([COURTS["Town"]], ready, hearing_deadline(served))
    assert found.earliest == found.last


def test_a_time_without_a_time_zone_is_refused() -> None:
    served = datetime.fromisoformat("2026-07-07T03:20:00+01:00")
    with pytest.raises(ValueError, match="without a time zone"):
        practicable([], datetime(2026, 7, 7), hearing_deadline(served))


def test_after_an_arrest_the_last_sitting_is_before_the_earlier_of_the_limits() -> None:
    """Tue 14 Jul, 20:45: the 24 hours leave Thursday's sitting out; a hearing at 11:00 cuts Wednesday's short."""
    arrested = datetime.fromisoformat("2026-07-14T20:45:00+01:00")
    hearing = datetime.fromisoformat("2026-07-15T11:00:00+01:00")
    court = Court("Town", tuple(Sitting(time(10), time(16, 30), day) for day in ("Tue", "Wed", "Thu")))
    for ahead, until in ((None, "16:30"), (hearing, "11:00")):
        found = sittings_before([court], limits(CSA2010.breach_of_notice, arrested, ahead), arrested)
        assert found is not None and found.last is not None and found.last == found.earliest
        assert f"{found.last.until:%a %H:%M}" == f"Wed {until}"


def test_no_sitting_is_looked_for_where_no_court_is_known_or_the_breach_is_an_offence() -> None:
    arrested = datetime.fromisoformat("2026-07-14T20:45:00+01:00")
    assert sittings_before([], limits(CSA2010.breach_of_notice, arrested, None), arrested) is None
    assert sittings_before([*COURTS.values()], limits(DAA2021.breach_of_order, arrested, None), arrested) is None
