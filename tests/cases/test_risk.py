"""Question packs: what answers indicate, and what every pack must be."""

from __future__ import annotations

import ast
import json
import random
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from field_app.cases.case import Case
from field_app.cases.entries import newest
from field_app.cases.entries.people import LEVELS
from field_app.cases.force import Force, Thresholds
from field_app.cases.risk import (
    CURRENT,
    OURS,
    PACKS,
    BadPack,
    Level,
    Pack,
    Referral,
    indicated,
    read_pack,
    read_pack_text,
    referral,
    wrong_in,
    yes_count,
)
from field_app.cases.rules import RULES
from field_app.cases.rules.of_case import LevelFollowsThePack
from field_app.law.requirements import REQUIREMENTS

from .test_case_vectors import Story, current

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "risk.json").read_text("utf-8"))
FILES = sorted((Path(__file__).parents[2] / "field_app" / "cases" / "packs").glob("*.json"))
INVENTED = {(pack.id, pack.version): pack for pack in map(read_pack, VECTORS["packs"])}
EVERY_PACK = {**PACKS, **INVENTED}

LONGEST = 120
"""Characters in a question or its help: what a small phone shows in three lines."""


@pytest.mark.parametrize("row", VECTORS["rows"], ids=lambda row: row["why"])
def test_vectors(row):
    pack = EVERY_PACK[row["pack"]["id"], row["pack"]["version"]]
    assert indicated(pack, row["answers"]) == row["indicated"]


@pytest.mark.parametrize("row", VECTORS["thresholds"], ids=lambda row: row["why"])
def test_a_forces_own_thresholds(row):
    pack = EVERY_PACK[row["pack"]["id"], row["pack"]["version"]]
    assert indicated(pack, row["answers"], [Level(**one) for one in row["levels"]]) == row["indicated"]


@pytest.mark.parametrize("row", VECTORS["referral"], ids=lambda row: row["why"])
def test_when_a_marac_is_suggested(row):
    assert list(referral(Referral(**row["by"]), row["yes"], row["level"], row["events"])) == row["reasons"]


def test_the_vectors_hold_both_sides_of_every_threshold_of_the_pack_that_is_asked():
    sides = set()
    for row in VECTORS["rows"]:
        if (row["pack"]["id"], row["pack"]["version"]) == (CURRENT.id, CURRENT.version):
            yes = [one for one in CURRENT.questions if row["answers"].get(one.id) == "yes"]
            sides.add(("yes", len(yes)))
            sides.add(("serious", sum(one.serious for one in yes)))
    for level in CURRENT.levels:
        assert {("yes", level.yes), ("yes", level.yes - 1)} <= sides
        assert {("serious", level.serious), ("serious", level.serious - 1)} <= sides


# --- Packs -------------------------------------------------------------------------------------------------


def test_every_file_is_a_pack_and_every_pack_a_file():
    named = {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}
    assert {(one["id"], one["version"]) for one in named.values()} == set(PACKS)
    assert len(named) == len(PACKS)
    assert all(stem == f"{one['id']}-{one['version']}" for stem, one in named.items())
    assert CURRENT in PACKS.values()


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def pack(request) -> Pack:
    return read_pack(json.loads(request.param.read_text("utf-8")))


def test_questions_are_told_apart(pack):
    ids = [one.id for one in pack.questions]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(0 < len(one) <= 200 and one.strip() == one for one in ids)  # fits an entry's line
    texts = [one.text for one in pack.questions]
    assert len(set(texts)) == len(texts)


def test_a_question_is_read_in_one_breath(pack):
    for one in pack.questions:
        assert one.text.endswith("?")
        assert set(one.counted) <= set(one.choices)
        assert len(one.text) <= LONGEST
        assert one.help is None or 0 < len(one.help) <= LONGEST


def test_levels_come_from_the_highest_down_and_can_be_reached(pack):
    order = [LEVELS.index(one.level) for one in pack.levels]
    assert order == sorted(set(order), reverse=True)
    assert LEVELS[0] not in [one.level for one in pack.levels]  # the lowest needs no yes
    for higher, lower in zip(pack.levels, pack.levels[1:], strict=False):
        assert higher.yes > lower.yes
        assert higher.serious > lower.serious
    for one in pack.levels:
        assert 0 < one.yes <= len(pack.questions)
        assert one.serious > 0


def test_serious_questions_are_marked_and_a_yes_to_one_is_never_standard(pack):
    serious = [one for one in pack.questions if one.serious]
    assert 0 < len(serious) < len(pack.questions)
    for one in serious:
        assert indicated(pack, {one.id: "yes"}) != "standard"


def test_source_and_licence_are_said(pack):
    assert pack.title
    assert pack.source
    assert pack.licence


# --- Properties --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", EVERY_PACK, ids=str)
def test_one_more_yes_never_lowers_the_level(key):
    pack, chance = EVERY_PACK[key], random.Random(20260713)
    raised = 0
    for _ in range(2_000):
        answers = {
            one.id: answer
            for one in pack.questions
            if (answer := chance.choice((*one.answers, *one.answers[:1], None))) is not None
        }
        before = indicated(pack, answers)
        for one in pack.questions:
            if one.kind == "words":
                continue
            after = indicated(pack, {**answers, one.id: one.counted[0] if one.counted else "yes"})
            assert after is not None
            if before is not None:
                assert LEVELS.index(after) >= LEVELS.index(before)
                raised += after != before
    assert raised > 100


@pytest.mark.parametrize("key", EVERY_PACK, ids=str)
def test_not_known_counts_as_little_as_no(key):
    pack, chance = EVERY_PACK[key], random.Random(20260714)
    for _ in range(500):
        asked = [one for one in pack.questions if one.kind == "yes no"]
        answers = {one.id: chance.choice(("yes", "no", "not known")) for one in asked}
        plain = {question: answer.replace("not known", "no") for question, answer in answers.items()}
        assert indicated(pack, answers) == indicated(pack, plain)


# --- For the phone -----------------------------------------------------------------------------------------


def test_the_phone_gets_every_pack_whole_and_the_one_to_ask():
    published = json.loads(OURS.text)
    assert published["current"] == {"id": CURRENT.id, "version": CURRENT.version}
    assert [read_pack(one) for one in published["packs"]] == list(PACKS.values())
    assert published["packs"] == [json.loads(json.dumps(asdict(one))) for one in PACKS.values()]
    assert published["referral"] == {"yes": 14, "level": "high", "events": 3}


def test_the_phone_gets_a_forces_thresholds_in_place_of_the_packs():
    levels = (Level("high", 9, 1),)
    force = Force("Invented Police", risk=(Thresholds("field", 2, levels),), marac=Referral(events=5))
    published = force.assessing().as_json()
    of = {(one["id"], one["version"]): one["levels"] for one in published["packs"]}
    assert of["field", 2] == [{"level": "high", "yes": 9, "serious": 1}]
    assert of["field", 1] == [asdict(one) for one in PACKS["field", 1].levels]
    assert published["referral"] == {"yes": None, "level": None, "events": 5}


# --- A pack of a force's own -------------------------------------------------------------------------------

OWN = {
    "id": "own",
    "version": 1,
    "title": "Our questions",
    "source": "Invented",
    "licence": "Ours",
    "questions": [
        {"id": "a", "text": "A?", "help": None, "serious": True},
        {
            "id": "b",
            "text": "B?",
            "help": "H",
            "serious": False,
            "kind": "choice",
            "choices": ["x", "y"],
            "counted": ["y"],
        },
        {"id": "c", "text": "C?", "help": None, "serious": False, "kind": "words"},
    ],
    "levels": [{"level": "high", "yes": 2, "serious": 1}],
}


def test_a_forces_own_pack_is_asked_and_ours_stay_readable():
    own = read_pack_text(json.dumps(OWN))
    assessing = Force("Invented Police").assessing([own])
    assert assessing.current == own
    assert set(assessing.packs) == {*PACKS, ("own", 1)}
    assert yes_count(own, {"a": "yes", "b": "y", "c": None}) == 2
    assert indicated(own, {"b": "y"}) == "standard"


def changed(path: str, value: object) -> dict:
    written = json.loads(json.dumps(OWN))
    *way, last = path.split(".")
    place = written
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return written


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("version", "1", "version: must be a whole number from 1 to 10000"),
        ("title", " ", "title: must be a text of 1 to 500 characters"),
        ("colour", "red", "colour: is not known in a pack"),
        ("questions", [], "questions: must be a list with a question in it"),
        ("questions.1.id", "a", "questions, 2: id: a is another question's"),
        ("questions.0.serious", "yes", "questions, 1: serious: must be true or false"),
        ("questions.0.kind", "number", 'questions, 1: kind: must be "yes no", "choice" or "words"'),
        ("questions.1.choices", ["x"], 'questions, 2: choices: a question of the kind "choice" has two or more'),
        ("questions.1.counted", ["z"], "questions, 2: counted: must be among the choices"),
        ("questions.2.serious", True, "questions, 3: serious: words count for nothing"),
        ("questions.2.hint", "x", "questions, 3: hint: is not known in a question"),
        ("levels", [], "levels: must be a list with a level in it"),
        ("levels", [{"level": "standard", "yes": 1, "serious": 1}], "levels, 1: level: must be one of medium, high"),
        ("levels", [{"level": "high", "yes": 0, "serious": 1}], "levels, 1: yes: must be a whole number from 1 up"),
        (
            "levels",
            [{"level": "medium", "yes": 1, "serious": 1}, {"level": "high", "yes": 1, "serious": 1}],
            "levels, 2: level: levels stand from the highest down",
        ),
    ],
)
def test_what_is_wrong_in_a_pack_is_named(path, value, said):
    [wrong] = wrong_in(changed(path, value))
    assert wrong.startswith(said)


def test_everything_that_is_wrong_is_named_at_once_and_a_file_that_is_no_json_by_its_line():
    assert len(wrong_in({"id": "", "questions": [{}], "levels": [{}]})) > 6
    assert wrong_in([]) == ("the pack: must be a JSON object",)
    with pytest.raises(BadPack, match="line 2, column 8: this is not JSON"):
        read_pack_text('{\n  "id" "own"\n}')
    with pytest.raises(BadPack, match="nested too deeply"):
        read_pack_text("[" * 100_000)


# --- A level decides nothing -------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_authority_is_asked_for_and_given_at_every_level(level):
    """DPA 2018 s.49: no level allows or refuses anything."""
    story = Story(f"level {level}").record()
    lower = {"level": level, "lower_because": "Why it is lower."}
    story.add("risk assessed", lower, replaces=current(story, "risk assessed"))
    story.request()
    assert story.authorise().reasons == ()


def test_authority_is_asked_for_and_given_without_any_assessment():
    story = Story("no level").record()
    gone = current(story, "risk assessed")[0]
    story.case = Case(story.case.id, tuple(one for one in story.case.held if one is not gone))
    story.request()
    assert story.authorise().reasons == ()


def test_no_rule_but_the_one_that_marks_it_reads_a_level_and_no_requirement_does():
    rules = Path(__file__).parents[2] / "field_app" / "cases" / "rules"
    reading = {
        (path.name, node.name)
        for path in rules.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(one, ast.Attribute) and one.attr in ("level", "indicated") for one in ast.walk(node))
    }
    assert reading == {("of_case.py", "LevelFollowsThePack")}
    assert [kind for kind, asked in RULES.items() if LevelFollowsThePack() in asked] == ["risk assessed"]
    assert not newest("risk assessed").act
    tests = json.dumps([(row.test, row.when) for row in REQUIREMENTS])
    assert not re.search(r"risk\.(level|indicated|answers|events)", tests)
