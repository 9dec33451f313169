"""The closed list of what a notice may provide."""

import json
from pathlib import Path
from typing import Any

import pytest

from field_app.cases.entries import scene
from field_app.law.conditions import ABOUT_PREMISES, CONDITIONS, MANDATORY, OWN_WORDS, REFUSALS, as_json, why_refused
from field_app.law.notice import WORDING
from field_app.law.regimes import CSA2010, DAA2021, REGIMES

ACTS = json.loads((Path(__file__).parents[1] / "vectors" / "particular_acts.json").read_text("utf-8"))


def test_the_codes_are_those_entries_record() -> None:
    assert tuple(CONDITIONS) == scene.CONDITIONS


@pytest.mark.parametrize(
    ("code", "section", "shared_premises", "distance"),
    [
        ("molest", "s.24(6)", False, "none"),
        ("contact", "s.24(7)", False, "none"),
        ("come near", "s.24(7)", False, "optional"),
        ("particular act", "s.24(7)", False, "none"),
        ("evict", "s.24(8)(a)", True, "none"),
        ("enter", "s.24(8)(b)", True, "none"),
        ("leave", "s.24(8)(c)", True, "none"),
        ("distance", "s.24(8)(d)", True, "needed"),
        ("no abuse", "s.22(2)", False, "none"),
        ("where they live", "s.23(1)(b)", False, "needed"),
    ],
)
def test_basis(code: str, section: str, shared_premises: bool, distance: str) -> None:
    condition = CONDITIONS[code]
    assert (condition.section, condition.shared_premises) == (section, shared_premises)
    assert condition.distance == distance
    assert condition.title


def test_only_molesting_is_mandatory() -> None:
    assert MANDATORY == "molest"
    assert [row["code"] for row in as_json() if row["mandatory"]] == ["molest"]
    assert [row["code"] for row in as_json([DAA2021]) if row["mandatory"]] == ["no abuse"]


def test_a_phone_is_told_the_conditions_of_the_acts_its_force_has_and_no_others() -> None:
    assert [row["code"] for row in as_json()] == list(CSA2010.conditions)
    assert {row["code"] for row in as_json([DAA2021])} == set(DAA2021.conditions)
    assert {row["code"] for row in as_json([CSA2010, DAA2021])} == set(CONDITIONS)


def test_premises_conditions() -> None:
    assert ABOUT_PREMISES == ("evict", "enter", "leave", "distance")


def test_the_wording_has_every_condition_in_the_same_order() -> None:
    for regime in REGIMES.values():
        assert list(WORDING[regime.id]["prohibitions"]) == list(regime.conditions)


@pytest.mark.parametrize(("regime", "code"), [(one.id, code) for one in REGIMES.values() for code in one.conditions])
def test_the_wording_names_the_premises_and_the_distance_where_the_basis_does(regime: str, code: str) -> None:
    words = WORDING[regime]["prohibitions"][code]
    assert ("{premises}" in words["text"]) is CONDITIONS[code].shared_premises
    assert ("{distance}" in words["text"]) is (CONDITIONS[code].distance == "needed")
    assert ("with a distance" in words) is (CONDITIONS[code].distance == "optional")


def test_one_condition_is_worded_by_an_officer() -> None:
    assert [row["code"] for row in as_json() if row["own_words"]] == [OWN_WORDS]


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row["words"])
def test_what_a_particular_act_may_not_say(row: dict[str, Any]) -> None:
    found = why_refused(row["words"])
    assert [why.code for why in found] == row["refused"]
    assert all(why.section == "s.24(7)" and why.message.startswith("Particular act: ") for why in found)


def test_every_reason_to_refuse_one_is_given_in_some_vector() -> None:
    assert {code for row in ACTS for code in row["refused"]} == {one.id for one in REFUSALS}
