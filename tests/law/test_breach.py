"""What follows from a breach: the limits, and what a court may do, of a notice and of an order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from field_app.law import breach as law
from field_app.law.breach import OUTCOMES, PENALTIES, STEPS, breach_of, limits, longest_committal, next_steps
from field_app.law.regimes import CSA2010, DAA2021, REGIMES

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "breaches.json").read_text("utf-8"))
NOTICE, ORDER = CSA2010.breach_of_notice, CSA2010.breach_of_order
DAY = date(2026, 7, 15)
NOTHING = {"pounds": None, "pounds_a_day": None, "days": None}


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", VECTORS["limits"], ids=lambda row: row["why"])
def test_vectors(row) -> None:
    breach = breach_of(REGIMES[row["regime"]], row["of"])
    found = limits(breach, datetime.fromisoformat(row["arrested_at"]), moment(row["hearing"]))
    written = found.as_json() if found else {"custody": {"at": None}, "hearing": None, "by": None}
    assert written["custody"]["at"] == row["custody"]
    assert written["custody"].get("other") == row.get("other")
    assert (written["hearing"], written["by"]) == (row["expected_hearing"], row["by"])
    assert next_steps(breach, found)[0] == row["first"]


def test_the_phone_tests_read_the_2021_act_as_it_is() -> None:
    assert VECTORS["DAA2021"] == {
        "notice": DAA2021.breach_of_notice.as_json(),
        "order": DAA2021.breach_of_order.as_json(),
    }


def test_the_hours_are_those_of_what_was_broken() -> None:
    longer = limits(replace(NOTICE, custody_hours=25), datetime.fromisoformat("2026-07-14T20:45:00+01:00"), None)
    assert longer is not None
    assert longer.by.isoformat() == "2026-07-15T21:45:00+01:00"


def test_nobody_arrested_for_a_civil_breach_is_bailed_by_the_police() -> None:
    for regime in REGIMES.values():
        for breach in (regime.breach_of_notice, regime.breach_of_order):
            assert breach.police_bail is breach.offence
            found = limits(breach, datetime.fromisoformat("2026-07-14T20:45:00+01:00"), None)
            assert any("no police bail" in step for step in next_steps(breach, found)) is not breach.offence


def test_every_outcome_has_words_and_is_open_somewhere() -> None:
    open_to = {one for regime in REGIMES.values() for one in regime.breach_of_notice.outcomes}
    open_to |= {one for regime in REGIMES.values() for one in regime.breach_of_order.outcomes}
    assert open_to == set(OUTCOMES)
    assert set(ORDER.outcomes) > PENALTIES
    assert not PENALTIES & set(NOTICE.outcomes)


def test_no_step_leaves_a_gap_unfilled() -> None:
    for steps in STEPS.values():
        for step in steps:
            assert "{" not in step.format(court="C", by="B", section="S")


def wrong(breach, outcome: str, on: date = DAY, **sums: int | None) -> list[tuple[str, str | None]]:
    return [(one.code, one.section) for one in law.wrong_in_outcome(breach, outcome, on, **{**NOTHING, **sums})]


@pytest.mark.parametrize("outcome", NOTICE.outcomes)
def test_what_a_court_may_do_for_breach_of_a_notice(outcome: str) -> None:
    assert wrong(NOTICE, outcome) == []


@pytest.mark.parametrize(
    ("outcome", "sums"),
    [
        ("sum ordered", {"pounds": 1}),
        ("committed", {"days": 1}),
        ("committal suspended", {"days": 7}),
        ("released", {"pounds": 200}),
        ("application determined", {"days": 3}),
    ],
)
def test_there_is_no_penalty_for_breach_of_a_notice(outcome: str, sums: dict[str, int]) -> None:
    assert wrong(NOTICE, outcome, **sums) == [("no_penalty_there", "s.26")]
    assert wrong(DAA2021.breach_of_notice, outcome, **sums) == [("no_penalty_there", "s.26")]


@pytest.mark.parametrize(("breach", "outcome"), [(NOTICE, "not proved"), (ORDER, "released"), (ORDER, "charged")])
def test_what_is_none_of_its_outcomes(breach, outcome: str) -> None:
    assert wrong(breach, outcome) == [("no_such_outcome", breach.section)]


@pytest.mark.parametrize(
    ("outcome", "sums", "codes"),
    [
        ("sum ordered", {"pounds": 5_000}, []),
        ("sum ordered", {"pounds": 5_001}, ["sum_above"]),
        ("sum ordered", {"pounds_a_day": 50}, []),
        ("sum ordered", {"pounds_a_day": 51}, ["daily_sum_above"]),
        ("sum ordered", {"pounds_a_day": 50, "pounds": 1_000}, []),
        ("sum ordered", {"pounds_a_day": 50, "pounds": 1_001}, ["sum_above"]),
        ("sum ordered", {}, ["no_sum"]),
        ("committed", {"days": 62}, []),
        ("committed", {"days": 63}, ["committal_above"]),
        ("committal suspended", {"days": 28}, []),
        ("committed", {}, ["no_days"]),
        ("committed", {"days": 14, "pounds": 100}, ["sum_and_committal"]),
        ("no penalty", {}, []),
        ("not proved", {}, []),
        ("adjourned", {}, []),
        ("remanded in custody", {}, []),
        ("not proved", {"pounds": 50}, ["penalty_without"]),
    ],
)
def test_what_a_court_may_order_for_breach_of_an_order(outcome: str, sums: dict[str, int], codes: list[str]) -> None:
    """15 July and two months is 14 September: 62 days."""
    assert wrong(ORDER, outcome, **sums) == [(code, "MCA 1980 s.63(3)") for code in codes]


def test_a_breach_of_the_2021_acts_order_is_an_offence_with_no_penalty_of_ours() -> None:
    assert DAA2021.breach_of_order.offence
    assert wrong(DAA2021.breach_of_order, "charged") == []
    assert wrong(DAA2021.breach_of_order, "committed", days=14) == [("no_penalty_there", "s.39")]
    assert limits(DAA2021.breach_of_order, datetime.fromisoformat("2026-07-14T20:45:00+01:00"), None) is None


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2026, 7, 15), date(2026, 9, 14)),
        (date(2026, 1, 1), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2026, 2, 28)),  # there is no 31 February
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 11, 30), date(2027, 1, 29)),
        (date(2026, 10, 15), date(2026, 12, 14)),
    ],
)
def test_two_months_are_counted_by_the_calendar(on: date, last: date) -> None:
    assert ORDER.penalty is not None
    assert on + timedelta(days=longest_committal(ORDER.penalty, on) - 1) == last


@pytest.mark.parametrize(("late", "code"), [(0, None), (1, "after_the_limit")])
def test_the_hearing_after_the_limit(late: int, code: str | None) -> None:
    arrested = datetime.fromisoformat("2026-07-14T20:45:00+01:00")
    heard = datetime.fromisoformat("2026-07-15T20:45:00+01:00") + timedelta(minutes=late)
    found = law.out_of_time(ORDER, arrested, heard, None)
    assert (found.code if found else None) == code
    if found:
        assert found.section == "s.29(1)"
        assert "Wed 15 Jul 2026, 20:45" in found.message
