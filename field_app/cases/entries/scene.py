"""What is recorded at the scene."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Age, Day, Id, Line, Metres, Moment, Reference, Text, _shape, kind, part


@kind("case started")
class CaseStarted:
    """A case gets its reference on the phone, final at once, and the regime it runs under."""

    reference: Reference
    regime: Literal["CSA2010"]


@kind("person described")
class PersonDescribed:
    """A person of the case. `person` stays the same when a later entry corrects this one.

    `born` if the date is known; otherwise `believed_age` (whole years) and `age_source`, how it is known.
    """

    person: Id
    role: Literal["respondent", "protected person", "child", "other resident"]
    family_name: Line
    given_names: Line | None
    born: Day | None
    believed_age: Age | None
    age_source: Line | None
    address: Text | None
    postcode: Line | None


LIMBS = (
    "married or civil partners",
    "cohabitants",
    "same household",
    "relatives",
    "engaged",
    "intimate relationship",
    "parents of the same child",
    "same family proceedings",
    "adoption",
)
"""The ways two people are associated (Family Law Act 1996 s.62(3)-(5)), now or in the past."""


@kind("relationship recorded")
class RelationshipRecorded:
    """How the respondent and the protected person are associated (CSA 2010 s.24(9)), and how that is known."""

    limb: Literal[LIMBS]  # type: ignore[valid-type]
    evidence: Text


@kind("violence recorded")
class ViolenceRecorded:
    """Violence or a threat of it by the respondent (CSA 2010 s.24(2)(a)): the facts, for the police's own use."""

    what: Literal["violence", "threat", "both"]
    account: Text
    occurred_at: Moment | None
    place: Line | None
    evidence: Text | None


@kind("necessity recorded")
class NecessityRecorded:
    """Why a notice is needed to protect (CSA 2010 s.24(2)(b)), and why charge or bail will not do."""

    why: Text
    why_not_charge_or_bail: Text | None


@kind("premises recorded")
class PremisesRecorded:
    """The home in question: who lives there, and whether the respondent knows the address."""

    address: Text
    postcode: Line | None
    respondent_lives_here: bool
    protected_person_lives_here: bool
    other_residents: bool
    respondent_knows_address: bool


CONDITIONS = ("molest", "contact", "come near", "evict", "enter", "leave", "distance")


@part
class Condition:
    """One prohibition asked for. Its statutory basis follows from its code (`law.conditions`)."""

    code: Literal[CONDITIONS]  # type: ignore[valid-type]
    distance_m: Metres | None
    reason: Text


@kind("conditions proposed")
class ConditionsProposed:
    """What the notice should prohibit, and the grounds in the words the respondent and the court will read."""

    grounds: Text
    conditions: Annotated[tuple[Condition, ...], _shape(min_length=1, max_length=20)]


@kind("risk assessed")
class RiskAssessed:
    """The officer's assessment of the risk of serious harm."""

    account: Text


@kind("views recorded")
class ViewsRecorded:
    """One person's view on whether a notice should be issued (CSA 2010 s.24(3)(b)-(d)).

    `said` is the opinion or the representations; without them `steps` says what was tried, or why none
    could be had (s.24(4)). The protected person's opinion is never called consent (s.24(5)).
    """

    whose: Literal["protected person", "respondent", "other residents"]
    said: Text | None
    steps: Text | None


@kind("children's welfare recorded")
class ChildrensWelfareRecorded:
    """The welfare of anyone under 18 whose interests are relevant (CSA 2010 s.24(3)(a))."""

    any_children: bool
    account: Text
