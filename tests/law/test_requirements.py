"""The requirements of a request: against the shared vectors, and the table itself."""

import copy
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from field_app.law import requirements
from field_app.law.answers import Met, NotMet
from field_app.law.regimes import REGIMES
from field_app.law.requirements import (
    DECISION,
    DUTIES,
    MATTERS,
    REQUIREMENTS,
    SERVICE,
    as_json,
    considered,
    holds,
    missing,
    refusing,
)

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


@pytest.mark.parametrize("row", VECTORS["settings"], ids=lambda row: row["why"])
def test_what_the_force_has_set(row: dict[str, Any]) -> None:
    view, today = case(row["changes"]), date.fromisoformat(row["today"])
    assert [each.id for each in missing(view, today, row["settings"])] == row["missing"]
    assert [each.id for each in refusing(view, today, row["settings"])] == row["refusing"]


@pytest.mark.parametrize("row", VECTORS["considered"], ids=lambda row: row["why"])
def test_what_the_authorising_officer_must_consider(row: dict[str, Any]) -> None:
    assert considered(case(row["changes"]), date.fromisoformat(row["today"])) == row["considered"]


@pytest.mark.parametrize("row", VECTORS["later"], ids=lambda row: f"{row['table']}: {row['why']}")
def test_decision_service_and_duties(row: dict[str, Any]) -> None:
    table = getattr(requirements, row["table"].upper())
    assert [each.id for each in missing(case(row["changes"]), TODAY, table=table)] == row["missing"]


def test_every_requirement_is_missing_in_some_vector() -> None:
    assert {name for row in VECTORS["requirements"] for name in row["missing"]} == set(ROWS)
    later = {name for row in VECTORS["later"] for name in row["missing"]}
    assert later == {row.id for row in (*DECISION, *SERVICE, *DUTIES)}


def test_only_guidance_and_the_forces_own_never_stop_a_request() -> None:
    def of(force: str) -> set[str]:
        return {row.id for row in REQUIREMENTS if row.force == force}

    assert of("GUIDANCE") == {
        "detained-since",
        "counter-allegation",
        "charge-or-bail",
        "risk",
        "each-child",
        "social-care",
        "condition-reasons",
        "premises-known-to-respondent",
        "distance-usual",
        "service-accommodation",
        "other-orders",
        "others-where-they-live",
    }
    assert of("FORCE") == {
        "dangers",
        "identity",
        "interpreter",
        "dependants",
        "protected-person-apart",
        "legal-note",
        "contact-route",
    }


def test_every_row_of_the_force_can_be_switched_and_no_other_row() -> None:
    """Each row that some vector does not meet, under every setting of it."""
    for row in REQUIREMENTS:
        unmet = next(one for one in VECTORS["requirements"] if row.id in one["missing"])
        view, today = case(unmet["changes"]), date.fromisoformat(unmet["today"])
        done = {}
        for setting in ("refuses", "asks", "off"):
            asked = row in missing(view, today, {row.id: setting})
            refused = row in refusing(view, today, {row.id: setting})
            done[setting] = "refuses" if refused else "asks" if asked else "off"
        if row.force == "FORCE":
            assert done == {one: one for one in done}
        else:
            assert set(done.values()) == {"refuses" if row.force == "ACT" else "asks"}


OPINIONS = (
    "Wants a notice.",
    "Does not want a notice.",
    "Does not want a notice, and will say so in court.",
    "Will give no opinion.",
    "Says nothing happened.",
    "Wants them home tonight.",
    "Does not know.",
    "Said one thing, then the other.",
)


@pytest.mark.parametrize("said", OPINIONS)
@pytest.mark.parametrize("apart", ["out of sight and hearing", "not apart", "by telephone or video", None])
def test_no_opinion_of_the_protected_person_ever_stops_a_notice(said: str, apart: str | None) -> None:
    """s.24(5): the notice may be issued whatever the protected person thinks of it."""
    view = case({"views.protected_person.said": said, "views.protected_person.apart": apart})
    for table in (REQUIREMENTS, DECISION):
        assert refusing(view, TODAY, table=table) == ()
    assert considered(view, TODAY)["opinion"] == "recorded"


def test_a_row_of_one_act_is_not_asked_under_another() -> None:
    changes = {"conditions.conditions": [{"code": "contact", "distance_m": None, "reason": "x"}]}
    assert ROWS["molest"] in missing(case(changes), TODAY)
    assert ROWS["molest"] not in missing(case({**changes, "regime": "DAA2021"}), TODAY)
    assert {row.id for row in REQUIREMENTS if row.regimes == ("CSA2010",)} >= {"violence", "molest"}


def test_the_matters_are_those_of_the_act_and_rest_on_rows_that_exist() -> None:
    assert [one.section for one in MATTERS] == ["s.24(3)(a)", "s.24(3)(b)", "s.24(3)(c)", "s.24(3)(d)"]
    for one in MATTERS:
        # Who else lives where they live is asked and refuses nothing: the subsection is from memory (docs/law.md).
        assert {ROWS[row].force for row in one.rows if row != "others-where-they-live"} == {"ACT"}


def test_a_row_answers_with_its_own_code_sentence_and_section() -> None:
    row = ROWS["necessity"]
    assert row.answer(case({}), TODAY) == Met()
    assert row.answer(case({"necessity": None}), TODAY) == NotMet(
        "necessity", "Necessity: write why a notice is needed to protect this person.", "s.24(2)(b)"
    )


def test_ids_are_unique_and_sentences_are_short_and_in_the_words_of_the_house() -> None:
    assert len(ROWS) == len(REQUIREMENTS)
    unwanted = r"(?i)\b(he|she|him|her|his|hers|perpetrator|victim|consents?|offender|prosecuted|convicted)\b"
    for row in (*REQUIREMENTS, *DECISION, *SERVICE):
        assert len(row.sentence) <= 110, row.id
        assert row.sentence.endswith("."), row.id
        assert not re.search(unwanted, row.sentence), row.id
        assert row.section.startswith(("s.2", "Home Office", "PACE 1984", "Force practice")), row.id


def test_as_json_holds_the_table() -> None:
    written = json.loads(json.dumps(as_json(regimes=REGIMES)))
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
        "unset": "asks",
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
