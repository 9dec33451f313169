"""The notice's text: against the shared vectors, and against what the Act says it must state."""

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from field_app.law.notice import WORDING, AddressWithheld, CannotCompose, compose, short_hash, text_hash
from field_app.law.regimes import CSA2010, REGIMES, Regime, Statement

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "notices.json").read_text("utf-8"))
ISSUER, FORCE = VECTORS["authorising"], VECTORS["force"]


def case(changes: dict[str, Any]) -> dict[str, Any]:
    """The vectors' case with some fields changed: {"premises.postcode": None}."""
    view = copy.deepcopy(VECTORS["view"])
    for path, value in changes.items():
        *way, name = path.split(".")
        place = view
        for step in way:
            place = place[step]
        place[name] = value
    return view


BARE = {"conditions.conditions": [{"code": "no abuse", "distance_m": None, "reason": "Protection."}]}
"""What a notice under the DAA 2021 has at the least."""


def composed(**changes: Any) -> tuple[str, ...]:
    return compose(case({path.replace("__", "."): value for path, value in changes.items()}), ISSUER, FORCE)


@pytest.mark.parametrize("row", VECTORS["notices"], ids=lambda row: row["why"])
def test_vectors(row: dict[str, Any]) -> None:
    lines = compose(case(row["changes"]), ISSUER, FORCE)
    assert list(lines) == row["lines"]
    assert text_hash(lines) == row["sha256"]


@pytest.mark.parametrize("row", VECTORS["refusals"], ids=lambda row: row["why"])
def test_refusals(row: dict[str, Any]) -> None:
    with pytest.raises(CannotCompose, match=re.escape(row["message"])) as refusal:
        compose(case(row["changes"]), ISSUER, FORCE)
    assert isinstance(refusal.value, AddressWithheld) is row["address_withheld"]


@pytest.mark.parametrize(
    "statement",
    [
        "Pushed and threatened Beth Sample",  # s.25(1)(a): the grounds
        "A constable may arrest you without a warrant if the constable has reasonable grounds",  # (b)
        f"heard within {CSA2010.hearing_hours} hours of the time this notice is served",  # (c)
        "Sundays, Christmas Day, Good Friday and bank holidays are disregarded",
        "You will be given a notice of the hearing",
        "continues in effect until the application has been determined",  # (d)
        f"at least {CSA2010.shortest_order_days} days and at most {CSA2010.longest_order_days} days",  # (e)
        "ask you for an address",  # s.25(3)
        "1. You must not molest Beth Sample.",  # s.24(6)
        "your own responsibility",
        "section 24",
        "Morgan Invented, superintendent, collar number 0042, Sampleshire Police",
        "7QF-012-K",
        "To: Alan Exampleson, born 2 May 1980",
    ],
)
def test_what_a_notice_must_say(statement: str) -> None:
    assert statement in "\n".join(composed())


@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES)
def test_the_wording_names_the_act_as_the_regime_does(regime: Regime) -> None:
    lines = WORDING[regime.id]["lines"]
    assert lines[0] == f"# {regime.notice.upper()}"
    assert regime.act in lines[1]
    assert f"{regime.order}" in "\n".join(lines)
    assert f"within {regime.hearing_hours} hours" in "\n".join(lines)


REQUIRED = [(regime, statement) for regime in REGIMES.values() for statement in regime.statements]
FILLED = {
    regime: tuple(row["lines"] for row in VECTORS["notices"] if case(row["changes"])["regime"] == regime)
    for regime in REGIMES
}
"""Every composed notice of the vectors, by regime."""


def called(one: Any) -> str:
    return one.id if isinstance(one, Regime) else one.code


@pytest.mark.parametrize(("regime", "statement"), REQUIRED, ids=called)
def test_every_statement_its_act_requires_is_in_every_notice(regime: Regime, statement: Statement) -> None:
    """s.25(1) of the CSA 2010, s.25(2) of the DAA 2021: the words are looked for in what was composed."""
    assert len(FILLED[regime.id]) >= 5
    for lines in FILLED[regime.id]:
        for said in statement.says:
            assert said == "{grounds}" or said in "\n".join(lines)


@pytest.mark.parametrize(("regime", "statement"), REQUIRED, ids=called)
def test_no_notice_is_composed_from_wording_that_lacks_a_statement(regime: Regime, statement: Statement) -> None:
    """Taking out any line that says one of them is found out before a notice is shown, signed or served."""
    view = case({"regime": regime.id, **(BARE if regime.id == "DAA2021" else {})})
    assert compose(view, ISSUER, FORCE)
    for said in statement.says:
        wording = copy.deepcopy(WORDING)
        kept = [line for line in wording[regime.id]["lines"] if said not in line]
        wording[regime.id]["lines"] = kept
        with pytest.raises(CannotCompose, match=re.escape(statement.section)):
            compose(view, ISSUER, FORCE, wording)


def test_words_a_notice_never_uses() -> None:
    text = "\n".join(line for row in VECTORS["notices"] for line in row["lines"]).lower()
    unwanted = r"\b(he|she|him|her|his|hers|perpetrator|victim|consents?|offender|prosecuted|convicted)\b"
    assert re.findall(unwanted, text) == []


def test_no_line_is_empty_or_holds_a_line_break_or_a_gap_left_unfilled() -> None:
    for row in VECTORS["notices"]:
        for line in row["lines"]:
            assert line.strip() == line != ""
            assert len(line.splitlines()) == 1
            assert "  " not in line
            assert not re.search(
                "{|}|None", line.replace("Third {protected}", "").replace("where {protected} works", "")
            )


def test_an_address_the_respondent_does_not_know_is_nowhere_in_a_notice_that_does_not_need_it() -> None:
    conditions = [{"code": "molest", "distance_m": None, "reason": "Protection."}]
    lines = composed(premises__respondent_knows_address=False, conditions__conditions=conditions)
    text = "\n".join(lines)
    for hidden in ("1 Invented Street", "ZZ1 1ZZ", "99 Nowhere Road", "ZZ9 9ZZ"):
        assert hidden not in text


def test_nothing_of_the_polices_own_account_is_printed() -> None:
    text = "\n".join(composed())
    assert "For the police only" not in text
    assert "would rather no notice" not in text


MAY_BE_PRINTED = {
    "regime",
    "reference",
    "respondent.family_name",
    "respondent.given_names",
    "protected_person.family_name",
    "protected_person.given_names",
    "premises.address",
    "premises.postcode",
    "conditions.grounds",
    "conditions.contact_route",
    "conditions.conditions.words",
    "conditions.conditions.code",
    "respondent.born",
}
"""The only facts whose words a notice holds; a path leaves places in a list out."""


def marked(value: Any, path: str = "") -> Any:
    """A case in which everything that may not be printed says so."""
    if isinstance(value, dict):
        return {name: marked(one, f"{path}.{name}".lstrip(".")) for name, one in value.items()}
    if isinstance(value, list):
        return [marked(one, path) for one in value]
    return value if path in MAY_BE_PRINTED or not isinstance(value, str) else f"RATIONALE {path}"


@pytest.mark.parametrize("row", VECTORS["notices"], ids=lambda row: row["why"])
def test_what_the_police_think_reaches_no_notice(row: dict[str, Any]) -> None:
    """What is served is the grounds; necessity, risk, views, evidence and every reason are the police's own."""
    view = case(row["changes"])
    view["request"] = {"note": "For the superintendent."}
    view["decision"] = {"reasons": "Because."}
    view["evidence"] = [{"shows": "The broken door."}]
    lines = compose(marked(view), ISSUER, FORCE)
    assert "RATIONALE" in json.dumps(marked(view))
    assert "RATIONALE" not in "\n".join(lines)
    assert list(lines) == row["lines"]


def test_typed_marks_make_no_heading_and_typed_numbers_no_prohibition() -> None:
    lines = composed(conditions__grounds="# Not a heading\n\n## Nor this\r\n  plain\ttext  ")
    start = next(n for n, line in enumerate(lines) if line.endswith("The grounds are:"))
    assert lines[start + 1 : start + 4] == ("Not a heading", "Nor this", "plain text")
    assert [line for line in lines if line.startswith("# ")] == [
        line for line in WORDING[CSA2010.id]["lines"] if line.startswith("# ")
    ]


def test_braces_in_what_officers_type_stay_as_typed() -> None:
    assert "Shouted {protected} {0}" in composed(conditions__grounds="Shouted {protected} {0}")


def test_text_hash_is_the_plain_sha256_of_the_lines() -> None:
    assert text_hash(("# One", "Två")) == hashlib.sha256("# One\nTvå".encode()).hexdigest()


def test_short_hash() -> None:
    assert short_hash("0123456789abcdef" * 4) == "0123 4567 89ab"
