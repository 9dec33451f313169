"""The requirements of a request: against the shared vectors, and the table itself."""

import copy
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from field_app.law.answers import Met, NotMet
from field_app.law.regimes import REGIMES
from field_app.law.requirements import REQUIREMENTS, as_json, holds, missing

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "requirements.json").read_text("utf-8"))
ROWS = {row.id: row for row in REQUIREMENTS}
TODAY = date(2026, 4, 7)


def case(changes: dict[str, Any]) -> dict[str, Any]:
    """The vectors' complete case with some fields changed: {"risk": None}."""
    view = copy.deepcopy(VECTORS["view"])
    for path, value in changes.items():
        *way, name = path.split(".")
        place = view
        for step in way:
            place = place[step]
        place[name] = value
    return view


@pytest.mark.parametrize("row", VECTORS["requirements"], ids=lambda row: row["why"])
def test_vectors(row: dict[str, Any]) -> None:
    rows = missing(case(row["changes"]), date.fromisoformat(row["today"]))
    assert [each.id for each in rows] == row["missing"]


def test_every_requirement_is_missing_in_some_vector() -> None:
    assert {name for row in VECTORS["requirements"] for name in row["missing"]} == set(ROWS)


def test_only_guidance_never_stops_a_request() -> None:
    guidance = {row.id for row in REQUIREMENTS if row.force == "GUIDANCE"}
    assert guidance == {
        "dangers",
        "identity",
        "detained-since",
        "counter-allegation",
        "charge-or-bail",
        "risk",
        "each-child",
        "protected-person-apart",
        "condition-reasons",
        "other-orders",
    }


def test_a_row_answers_with_its_own_code_sentence_and_section() -> None:
    row = ROWS["necessity"]
    assert row.answer(case({}), TODAY) == Met()
    assert row.answer(case({"necessity": None}), TODAY) == NotMet(
        "necessity", "Necessity: write why a notice is needed to protect this person.", "s.24(2)(b)"
    )


def test_ids_are_unique_and_sentences_are_short_and_in_the_words_of_the_house() -> None:
    assert len(ROWS) == len(REQUIREMENTS)
    unwanted = r"(?i)\b(he|she|him|her|his|hers|perpetrator|victim|consents?|offender|prosecuted|convicted)\b"
    for row in REQUIREMENTS:
        assert len(row.sentence) <= 110, row.id
        assert row.sentence.endswith("."), row.id
        assert not re.search(unwanted, row.sentence), row.id
        assert row.section.startswith(("s.2", "Home Office", "PACE 1984", "Force practice")), row.id


def test_as_json_holds_the_table() -> None:
    written = json.loads(json.dumps(as_json(REGIMES)))
    assert [row["id"] for row in written] == [row.id for row in REQUIREMENTS]
    told = {row["id"] for row in as_json()}
    assert told == {row.id for row in REQUIREMENTS if not row.regimes or "CSA2010" in row.regimes}
    assert next(row for row in written if row["id"] == "respondent-named") == {
        "id": "respondent-named",
        "screen": "people",
        "section": "s.24(2)",
        "force": "ACT",
        "sentence": "Respondent: enter the family name.",
        "test": ["filled", "respondent.family_name"],
        "when": None,
        "regimes": [],
    }


def test_the_age_that_is_asked_is_that_of_every_act() -> None:
    """One row asks it for all of them; an Act with another would need a row of its own."""
    assert {regime.least_age for regime in REGIMES.values()} == {ROWS["respondent-adult"].test[3]}


@pytest.mark.parametrize("row", [row for row in REQUIREMENTS if not row.regimes], ids=lambda row: row.id)
def test_every_rule_both_acts_have_is_cited_from_each(row: Any) -> None:
    """What a row of both calls by the section of the CSA 2010 is found in the DAA 2021 too."""
    assert not row.section.startswith("s.") or row.section in REGIMES["DAA2021"].sections


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row.id)
def test_a_test_read_back_from_json_holds_alike(row: Any) -> None:
    read_back = json.loads(json.dumps(row.test))
    for vector in VECTORS["requirements"]:
        view = case(vector["changes"])
        assert holds(read_back, view, TODAY) == holds(row.test, view, TODAY)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (["filled", "a.text"], True),
        (["filled", "a.blank"], False),
        (["filled", "a.spaces"], False),
        (["filled", "a.zero"], True),
        (["filled", "a.no"], True),
        (["filled", "a.none"], False),
        (["filled", "a.list"], False),
        (["filled", "a.absent"], False),
        (["filled", "a.text.deeper"], False),
        (["filled", "absent.deeper"], False),
        (["is", "a.no", False], True),
        (["is", "a.zero", False], False),
        (["is", "a.absent", True], False),
        (["not", ["is", "a.no", True]], True),
        (["all"], True),
        (["any"], False),
        (["condition", "molest"], False),
        (["each", "reason"], True),
    ],
)
def test_forms_of_test(test: list[Any], expected: bool) -> None:
    view = {"a": {"text": "x", "blank": "", "spaces": " \n", "zero": 0, "no": False, "none": None, "list": []}}
    assert holds(test, view, TODAY) is expected


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="Not a test"):
        holds(["sometimes", "respondent"], {}, TODAY)
