"""What is recorded at the scene about the people concerned: who they are, what they say, the risk, the children."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Age, Day, Id, Line, Text, _shape, kind, part

BY_MISTAKE = "recorded by mistake"
"""What somebody is who is none of the case: the role in the entry that replaces their description."""

ROLES = ("respondent", "protected person", "child", "other resident", "witness", BY_MISTAKE)


@kind("person described", version=3)
class PersonDescribed:
    """A person of the case. `person` stays the same when a later entry corrects this one.

    Who was described by mistake leaves the case by an entry with that `role`, which replaces the description.
    `born` if the date is known; otherwise `believed_age` (whole years) and `age_source`, how it is known.
    `dependants`: who loses care, money, medicine or transport if they must go. `interpreter`: whether one is
    needed; never a relative, a child or the protected person.
    """

    person: Id
    role: Literal[ROLES]  # type: ignore[valid-type]
    family_name: Line
    given_names: Line | None
    aliases: Annotated[tuple[Line, ...], _shape(max_length=20)]
    born: Day | None
    believed_age: Age | None
    age_source: Text | None
    address: Text | None
    postcode: Line | None
    language: Line | None
    interpreter: bool | None
    vulnerabilities: Text | None
    dependants: Text | None
    telephone: Line | None
    number_plate: Line | None
    other_contact: Text | None


LEVELS = ("standard", "medium", "high")
"""The risk of serious harm, lowest first."""

Threshold = Annotated[int, _shape(ge=1, le=1_000)]
"""So many answers."""


@part
class RiskAnswer:
    """The answer to one question of a pack: one of those it may have, null where it is answered in words alone.

    `note` is what was said to it.
    """

    question: Line
    answer: Line | None
    note: Text | None


@part
class RiskLevel:
    """A level is indicated by so many answers of yes, or by so many to serious questions."""

    level: Literal[LEVELS]  # type: ignore[valid-type]
    yes: Threshold
    serious: Threshold


@part
class RiskPack:
    """Which questions were asked: the pack's id and version (`cases.risk`), and the thresholds that indicated a level.

    `levels` are the pack's or the force's own, from the highest down, as they were that day.
    """

    id: Line
    version: Annotated[int, _shape(ge=1, le=10_000)]
    levels: Annotated[tuple[RiskLevel, ...], _shape(max_length=2)]


@kind("risk assessed", version=3)
class RiskAssessed:
    """The officer's assessment of the risk of serious harm.

    `indicated` is what the answers make of it; `level` is the officer's own, and `judgement` says why. It may be higher
    without more, and lower only with `lower_because`, which is shown. `events`: how many in 12 months, this one
    included, null if not counted. None of them ever decides anything.
    """

    pack: RiskPack | None
    answers: Annotated[tuple[RiskAnswer, ...], _shape(max_length=200)]
    indicated: Literal[LEVELS] | None  # type: ignore[valid-type]
    level: Literal[LEVELS]  # type: ignore[valid-type]
    judgement: Text
    lower_because: Text | None
    events: Annotated[int, _shape(ge=0, le=1_000)] | None


OPINIONS = ("supports", "opposes", "neither")
"""Of a notice. Whichever it is, a notice may be given (CSA 2010 s.24(5))."""


@kind("views recorded", version=3)
class ViewsRecorded:
    """One person's view on whether a notice should be issued (CSA 2010 s.24(3)(b)-(d)).

    `person` where it is one of several other residents. `said` is the opinion or the representations; without
    them `steps` says what was tried, or why none could be had (s.24(4)). The protected person's opinion is
    never called consent (s.24(5)). `opinion`: the protected person's as it is counted, if it was said which.
    `apart`: whether it was taken out of the respondent's sight and hearing.
    """

    whose: Literal["protected person", "respondent", "other residents"]
    person: Id | None
    said: Text | None
    steps: Text | None
    opinion: Literal[OPINIONS] | None  # type: ignore[valid-type]
    apart: Literal["out of sight and hearing", "not apart", "by telephone or video"] | None
    how: Text | None


@part
class ChildSeen:
    """How one child of the case was found. `person` is who `person described` says."""

    person: Id
    school: Line | None
    seen: Literal["seen and spoken to alone", "seen, not alone", "not seen"] | None
    own_words: Text | None


@kind("children's welfare recorded", version=2)
class ChildrensWelfareRecorded:
    """The welfare of anyone under 18 whose interests are relevant (CSA 2010 s.24(3)(a)).

    `police_protection`: whether Children Act 1989 s.46 was considered, and what came of it.
    """

    any_children: bool
    account: Text
    children: Annotated[tuple[ChildSeen, ...], _shape(max_length=30)]
    social_care: Literal["referred", "to be referred", "not needed"] | None
    police_protection: Literal["not needed", "used"] | None
