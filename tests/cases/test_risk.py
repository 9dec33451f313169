"""Question packs: what answers indicate, and what every pack must be."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

import pytest

from field_app.cases.entries.people import LEVELS
from field_app.cases.risk import CURRENT, PACKS, Pack, as_json, indicated, read_pack

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
            if (answer := chance.choice(("yes", "yes", "no", "not known", None))) is not None
        }
        before = indicated(pack, answers)
        for one in pack.questions:
            after = indicated(pack, {**answers, one.id: "yes"})
            assert after is not None
            if before is not None:
                assert LEVELS.index(after) >= LEVELS.index(before)
                raised += after != before
    assert raised > 100


@pytest.mark.parametrize("key", EVERY_PACK, ids=str)
def test_not_known_counts_as_little_as_no(key):
    pack, chance = EVERY_PACK[key], random.Random(20260714)
    for _ in range(500):
        answers = {one.id: chance.choice(("yes", "no", "not known")) for one in pack.questions}
        plain = {question: answer.replace("not known", "no") for question, answer in answers.items()}
        assert indicated(pack, answers) == indicated(pack, plain)


# --- For the phone -----------------------------------------------------------------------------------------


def test_the_phone_gets_every_pack_whole_and_the_one_to_ask():
    published = json.loads(json.dumps(as_json()))
    assert published["current"] == {"id": CURRENT.id, "version": CURRENT.version}
    assert [read_pack(one) for one in published["packs"]] == list(PACKS.values())
    assert published["packs"] == [json.loads(json.dumps(asdict(one))) for one in PACKS.values()]
