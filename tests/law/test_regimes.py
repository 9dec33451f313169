"""The numbers of the Act, and the order of ranks."""

import pytest

from field_app.cases.entries import office
from field_app.law.regimes import CSA2010, RANKS, REGIMES, at_least, is_constable


def test_the_crime_and_security_act() -> None:
    assert REGIMES == {"CSA2010": CSA2010}
    assert CSA2010.issuing_rank == "superintendent"
    assert CSA2010.least_age == 18
    assert (CSA2010.hearing_hours, CSA2010.custody_hours) == (48, 24)
    assert (CSA2010.shortest_order_days, CSA2010.longest_order_days) == (14, 28)


def test_the_ranks_are_those_the_office_log_records() -> None:
    assert RANKS == office.RANKS


@pytest.mark.parametrize(
    ("rank", "may_issue"),
    [
        ("police staff", False),
        ("special constable", False),
        ("constable", False),
        ("sergeant", False),
        ("inspector", False),
        ("chief inspector", False),
        ("superintendent", True),
        ("chief superintendent", True),
        ("assistant chief constable", True),
        ("deputy chief constable", True),
        ("chief constable", True),
    ],
)
def test_who_may_issue_a_notice(rank: str, may_issue: bool) -> None:
    assert at_least(rank, CSA2010.issuing_rank) is may_issue


@pytest.mark.parametrize("rank", RANKS)
def test_everyone_but_police_staff_is_a_constable(rank: str) -> None:
    assert is_constable(rank) is (rank != "police staff")


@pytest.mark.parametrize("rank", ["", "Superintendent", "acting superintendent"])
def test_a_rank_nobody_holds_is_an_error(rank: str) -> None:
    with pytest.raises(ValueError):
        at_least(rank, "superintendent")
    with pytest.raises(ValueError):
        is_constable(rank)
