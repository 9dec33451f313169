"""Question packs: answers -> an indicated level of risk, which is shown and never decides anything.

A pack is a file in `packs/`, with its source and licence. Ours is in our own words; a force that is licensed for
another loads its own. A pack that was ever used stays, so that old answers can be read with their questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from .entries.people import LEVELS, Threshold

YES_NO = ("yes", "no", "not known")
"""The answers to a question of the kind "yes no"."""


@dataclass(frozen=True)
class Question:
    """One question. `serious`: a yes by itself points to serious harm.

    `kind` says how it is answered: "yes no" (or not known); "choice", one of `choices`, those in `counted` counting
    as a yes; "words", which are written beside it and count for nothing.
    """

    id: str
    text: str
    help: str | None
    serious: bool
    kind: Literal["yes no", "choice", "words"] = "yes no"
    choices: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be answered; nothing where the words alone are."""
        return {"yes no": YES_NO, "choice": self.choices, "words": ()}[self.kind]

    def counts(self, answer: str | None) -> bool:
        """Whether this answer is a yes."""
        return answer in (self.counted if self.kind == "choice" else YES_NO[:1])


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


@dataclass(frozen=True)
class Referral:
    """What suggests putting a case to a MARAC, each by itself; None where an area does not go by it.

    `yes`: so many answers of yes. `level`: the officer's own judgement, this high or higher, whatever the answers.
    `events`: so many in 12 months, this one included. Areas differ, so the force file says (domain.md section 4).
    """

    yes: Threshold | None = None
    level: Literal["medium", "high"] | None = None
    events: Threshold | None = None


USUAL = Referral(yes=14, level="high", events=3)
"""Where a force says nothing of it: SafeLives' visible high risk, professional judgement, the commonest escalation."""


def yes_count(pack: Pack, answers: Mapping[str, str | None]) -> int:
    """How many questions were answered yes (question id -> answer)."""
    return sum(question.counts(answers.get(question.id)) for question in pack.questions)


def may_be_answered(pack: Pack, answers: Mapping[str, str | None]) -> list[bool]:
    """Of each of the pack's questions that is in `answers`, whether it may be answered so."""
    asked = [question for question in pack.questions if question.id in answers]
    return [answers[one.id] in (one.answers or (None,)) for one in asked]


def indicated(pack: Pack, answers: Mapping[str, str | None], levels: Sequence[Level] | None = None) -> str | None:
    """The level these answers (question id -> answer) indicate; None while no question is answered.

    `levels` are a force's own thresholds, from the highest down, where it has some. A level is never a decision: the
    officer's own judgement stands beside it. No answers ever bring it down.
    """
    asked = [question for question in pack.questions if answers.get(question.id) is not None]
    if not asked:  # words alone are an answer, and count for nothing
        return None
    yes = [question for question in asked if question.counts(answers[question.id])]
    serious = sum(question.serious for question in yes)
    for one in pack.levels if levels is None else levels:
        if len(yes) >= one.yes or serious >= one.serious:
            return one.level
    return LEVELS[0]


def referral(by: Referral, yes: int, level: str | None, events: int | None) -> tuple[str, ...]:
    """Why a MARAC is suggested: "yes", "judgement", "events"; none where nothing reaches its threshold.

    `yes` is the number of answers of yes, `level` the officer's judgement, `events` those of 12 months. Shown to the
    officer; it sends nothing and decides nothing.
    """
    reached = {
        "yes": by.yes is not None and yes >= by.yes,
        "judgement": by.level is not None and level in LEVELS[LEVELS.index(by.level) :],
        "events": by.events is not None and events is not None and events >= by.events,
    }
    return tuple(why for why, is_so in reached.items() if is_so)


# --- Reading a pack ----------------------------------------------------------------------------------------

LONGEST = 500
"""Characters in a text a pack may hold."""


def wrong_in(written: Any) -> tuple[str, ...]:
    """Everything wrong in a pack's JSON, each as "field: what is wanted"; none if it is a pack."""
    return tuple(_wrong_in(written))


def _wrong_in(written: Any) -> Iterable[str]:
    if not isinstance(written, dict):
        yield "the pack: must be a JSON object"
        return
    known = ("id", "version", "title", "source", "licence", "questions", "levels")
    yield from (f"{name}: is not known in a pack" for name in written if name not in known)
    for name in ("id", "title", "source", "licence"):
        yield from _text(name, written.get(name))
    if not _is_whole(written.get("version")) or not 1 <= written["version"] <= 10_000:
        yield "version: must be a whole number from 1 to 10000"
    questions, levels = written.get("questions"), written.get("levels")
    if not isinstance(questions, list) or not questions:
        yield "questions: must be a list with a question in it"
        questions = []
    seen: set[str] = set()
    for place, one in enumerate(questions, 1):
        yield from _wrong_in_question(f"questions, {place}", one, seen)
    if not isinstance(levels, list) or not levels:
        yield "levels: must be a list with a level in it"
        levels = []
    yield from _wrong_in_levels(levels)


def _wrong_in_question(where: str, one: Any, seen: set[str]) -> Iterable[str]:
    if not isinstance(one, dict):
        yield f"{where}: must be a JSON object"
        return
    known = ("id", "text", "help", "serious", "kind", "choices", "counted")
    yield from (f"{where}: {name}: is not known in a question" for name in one if name not in known)
    for name in ("id", "text"):
        yield from (f"{where}: {said}" for said in _text(name, one.get(name)))
    if one.get("help") is not None:
        yield from (f"{where}: {said}" for said in _text("help", one["help"]))
    if str(one.get("id")) in seen:
        yield f"{where}: id: {one['id']} is another question's"
    seen.add(str(one.get("id")))
    if not isinstance(one.get("serious"), bool):
        yield f"{where}: serious: must be true or false"
    kind, choices, counted = one.get("kind", "yes no"), one.get("choices", []), one.get("counted", [])
    if kind not in ("yes no", "choice", "words"):
        yield f'{where}: kind: must be "yes no", "choice" or "words"'
    if not _are_texts(choices) or not _are_texts(counted):
        yield f"{where}: choices, counted: must be lists of texts, each of at most {LONGEST} characters"
    elif (kind == "choice") != (len(set(choices)) > 1):
        yield f'{where}: choices: a question of the kind "choice" has two or more, another has none'
    elif set(counted) - set(choices):
        yield f"{where}: counted: must be among the choices"
    if kind == "words" and one.get("serious") is True:
        yield f"{where}: serious: words count for nothing, so they cannot be serious"


def _wrong_in_levels(levels: list[Any]) -> Iterable[str]:
    above: dict[str, Any] | None = None
    for place, one in enumerate(levels, 1):
        where = f"levels, {place}"
        if not isinstance(one, dict) or set(one) != {"level", "yes", "serious"}:
            yield f"{where}: must hold level, yes and serious, and nothing else"
            continue
        if one["level"] not in LEVELS[1:]:
            yield f"{where}: level: must be one of {', '.join(LEVELS[1:])} (the lowest needs no yes)"
            continue
        numbers = [name for name in ("yes", "serious") if not _is_whole(one[name]) or one[name] < 1]
        yield from (f"{where}: {name}: must be a whole number from 1 up" for name in numbers)
        if above and not numbers:
            if LEVELS.index(one["level"]) >= LEVELS.index(above["level"]):
                yield f"{where}: level: levels stand from the highest down"
            if one["yes"] > above["yes"] or one["serious"] > above["serious"]:
                yield f"{where}: yes, serious: must not be more than the level above asks"
        above = None if numbers else one


def _text(name: str, value: Any) -> Iterable[str]:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        yield f"{name}: must be a text of 1 to {LONGEST} characters"


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(not [*_text("", one)] for one in value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class BadPack(ValueError):
    """A pack file that cannot be used; `lines` says everything that is wrong in it."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def read_pack(written: Any) -> Pack:
    """A pack from its JSON. Raises BadPack with everything that is wrong in it."""
    if wrong := wrong_in(written):
        raise BadPack(wrong)
    texts = ("choices", "counted")
    questions = [{**one, **{name: tuple(one[name]) for name in texts if name in one}} for one in written["questions"]]
    return Pack(
        **{
            **written,
            "questions": tuple(Question(**one) for one in questions),
            "levels": tuple(Level(**one) for one in written["levels"]),
        }
    )


def read_pack_text(text: str) -> Pack:
    """A pack from a file's text. Raises BadPack: "line 7: …" where it is no JSON, else field by field."""
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadPack([f"line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})"]) from None
    except RecursionError:
        raise BadPack(["the pack: is nested too deeply to be one"]) from None
    return read_pack(written)


PACKS = {
    (pack.id, pack.version): pack
    for pack in (
        read_pack_text(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "packs").glob("*.json"))
    )
}
"""Every pack of ours by id and version."""

CURRENT = PACKS["field", 2]
"""The pack whose questions are asked where a force has none of its own."""


@dataclass(frozen=True)
class Assessing:
    """How risk is assessed in one force: every pack it knows, the one it asks, its thresholds, when a MARAC is due."""

    packs: Mapping[tuple[str, int], Pack] = field(default_factory=lambda: PACKS)
    current: Pack = CURRENT
    levels: Mapping[tuple[str, int], tuple[Level, ...]] = field(default_factory=dict)
    referral: Referral = USUAL

    @cached_property
    def text(self) -> str:
        """`as_json`, written."""
        return json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":"))

    def as_json(self) -> dict[str, Any]:
        """For the phone: the pack to ask, every pack there is to read old answers with, and when a MARAC is due."""
        packs = [
            {**asdict(pack), "levels": [asdict(one) for one in self.levels.get(key, pack.levels)]}
            for key, pack in self.packs.items()
        ]
        return {
            "current": {"id": self.current.id, "version": self.current.version},
            "packs": packs,
            "referral": asdict(self.referral),
        }


OURS = Assessing()
"""How risk is assessed where the force file says nothing of it."""
