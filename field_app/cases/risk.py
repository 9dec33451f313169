"""Question packs: answers -> an indicated level of risk, which is shown and never decides anything.

A pack is a file in `packs/`, with its source and licence. Ours is in our own words; a force that is licensed for
another loads its own. A pack that was ever used stays, so that old answers can be read with their questions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Question:
    """One question, answered yes, no or not known. `serious`: a yes by itself points to serious harm."""

    id: str
    text: str
    help: str | None
    serious: bool


@dataclass(frozen=True)
class Level:
    """A level is indicated by so many answers of yes, or by so many to serious questions."""

    level: str
    yes: int
    serious: int


@dataclass(frozen=True)
class Pack:
    """Questions in order, and the levels from the highest down that their answers may indicate."""

    id: str
    version: int
    title: str
    source: str
    licence: str
    questions: tuple[Question, ...]
    levels: tuple[Level, ...]


def indicated(pack: Pack, answers: Mapping[str, str]) -> str | None:
    """The level these answers (question id -> yes, no, not known) indicate; None while no question is answered.

    A level is never a decision: the officer's own judgement stands beside it, and may only be higher.
    """
    asked = [question for question in pack.questions if question.id in answers]
    if not asked:
        return None
    yes = [question for question in asked if answers[question.id] == "yes"]
    serious = sum(question.serious for question in yes)
    for one in pack.levels:
        if len(yes) >= one.yes or serious >= one.serious:
            return one.level
    return "standard"


def read_pack(written: Mapping[str, Any]) -> Pack:
    """A pack from its JSON. Raises KeyError or TypeError where it lacks something."""
    return Pack(
        **{
            **written,
            "questions": tuple(Question(**one) for one in written["questions"]),
            "levels": tuple(Level(**one) for one in written["levels"]),
        }
    )


PACKS = {
    (pack.id, pack.version): pack
    for pack in (
        read_pack(json.loads(path.read_text("utf-8")))
        for path in sorted((Path(__file__).parent / "packs").glob("*.json"))
    )
}
"""Every pack by id and version."""

CURRENT = PACKS["field", 1]
"""The pack whose questions are asked."""


def as_json() -> dict[str, Any]:
    """For the phone: the pack to ask, and every pack there was, to read old answers with."""
    return {
        "current": {"id": CURRENT.id, "version": CURRENT.version},
        "packs": [asdict(pack) for pack in PACKS.values()],
    }
