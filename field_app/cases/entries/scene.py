"""What is recorded at the scene about the incident; `people` holds what is recorded about those it concerns."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.regimes import REGIMES

from .kinds import Day, Id, Line, Metres, Moment, Reference, Sha256, Text, _shape, kind, part


@kind("case started", version=2)
class CaseStarted:
    """A case gets its reference on the phone, final at once, and the regime it runs under (`law.regimes`)."""

    reference: Reference
    regime: Literal[tuple(REGIMES)]  # type: ignore[valid-type]


DANGERS = ("firearms", "firearms certificate", "other weapons", "dogs", "violence to police")
"""What endangers officers at the next visit."""

IDENTIFIED_BY = (
    "document seen",
    "fingerprints or custody record",
    "known to an officer",
    "named by the protected person",
    "own word only",
    "not established",
)
"""How it is known that the respondent is who they are said to be."""


@kind("incident recorded", version=2)
class IncidentRecorded:
    """The incident's references, what endangers officers, who the respondent is known to be, and their custody.

    `district`: the force's district it happened in, whose rota is asked first; null where the force has none.
    `dangers` is empty where `dangers_checked` and none are known. `arrived_at` is the arrival at the police
    station, from which the time in detention runs (PACE 1984 s.41(2)); null unless `detained`.
    """

    incident_number: Line | None
    crime_number: Line | None
    custody_number: Line | None
    body_worn_video: Line | None
    digital_evidence: Line | None
    dangers_checked: bool
    dangers: Annotated[tuple[Literal[DANGERS], ...], _shape(max_length=5)]  # type: ignore[valid-type]
    dangers_account: Text | None
    identified_by: Literal[IDENTIFIED_BY]  # type: ignore[valid-type]
    identified_how: Text | None
    detained: bool
    station: Line | None
    arrived_at: Moment | None
    district: Line | None


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


@kind("violence recorded", version=3)
class ViolenceRecorded:
    """What the respondent did (CSA 2010 s.24(2)(a); DAA 2021 s.22(3)): the facts, for the police's own use.

    "other abuse" is abuse without violence or a threat of it (DAA 2021 s.1(3)), on which no notice under the CSA 2010
    can rest. `history` is what went before. Where the respondent accuses the protected person, `counter_account` is
    that account with injuries and fear on both sides, and `why_this_respondent` why the notice is for this one.
    """

    what: Literal["violence", "threat", "both", "other abuse"]
    account: Text
    occurred_at: Moment | None
    place: Text | None
    evidence: Text | None
    history: Text | None
    counter_allegation: bool
    counter_account: Text | None
    why_this_respondent: Text | None


@kind("necessity recorded", version=2)
class NecessityRecorded:
    """Why a notice is needed to protect (CSA 2010 s.24(2)(b)), and where charge and bail stand beside it."""

    why: Text
    charge_or_bail: Literal["not available", "not enough", "beside it", "decision awaited"] | None
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


CONDITIONS = (
    "molest",
    "contact",
    "come near",
    "particular act",
    "evict",
    "enter",
    "leave",
    "distance",
    "no abuse",
    "where they live",
)


@part
class Condition:
    """One prohibition asked for. Its statutory basis follows from its code (`law.conditions`).

    `words` is what a "particular act" forbids, as the respondent will read it; `legal_note` what legal services said
    of it. Both are null for every other condition.
    """

    code: Literal[CONDITIONS]  # type: ignore[valid-type]
    distance_m: Metres | None
    words: Text | None
    legal_note: Text | None
    reason: Text


@kind("conditions proposed", version=2)
class ConditionsProposed:
    """What the notice should prohibit, and the grounds in the words the respondent and the court will read.

    `contact_route`: the solicitor or person through whom contact with children can be arranged.
    `service_accommodation`: whether the respondent is subject to service law and the home is service living
    accommodation (CSA 2010 s.24(10)-(11)); null where no condition excludes them from it.
    """

    grounds: Text
    conditions: Annotated[tuple[Condition, ...], _shape(min_length=1, max_length=20)]
    contact_route: Line | None
    service_accommodation: bool | None


ORDERS = (
    "police bail",
    "court bail",
    "non-molestation order",
    "occupation order",
    "restraining order",
    "child arrangements order",
    "stalking or other protection order",
    "other",
)


@part
class OrderInForce:
    """One order or bail condition that binds either of them already; `ends` if it is known."""

    what: Literal[ORDERS]  # type: ignore[valid-type]
    terms: Text
    ends: Day | None


@kind("other orders in force recorded")
class OtherOrdersInForceRecorded:
    """What else binds the two, so that a notice contradicts none of it; empty where `checked` found none."""

    checked: Text
    orders: Annotated[tuple[OrderInForce, ...], _shape(max_length=20)]


@kind("considered and not pursued")
class ConsideredAndNotPursued:
    """A notice was considered and none is asked for: a proper ending, counted with its reason."""

    reason: Literal[
        "charged or to be charged",
        "bail conditions protect",
        "no violence or threat",
        "not necessary to protect",
        "not associated",
        "respondent under 18",
        "respondent not found",
        "other",
    ]
    account: Text


@part
class Copied:
    """An entry of this case and the entry of the other case that it was copied from, with its exact bytes' hash."""

    entry: Id
    source: Id
    sha256: Sha256


@kind("cases linked")
class CasesLinked:
    """This case and another belong together. `copied` names the source of each section taken over from there.

    A link made by mistake is replaced by one that says "not linked".
    """

    case: Id
    reference: Reference | None
    why: Literal["same incident", "duplicate", "not linked"]
    copied: Annotated[tuple[Copied, ...], _shape(max_length=100)]
