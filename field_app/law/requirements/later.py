"""What is asked after the request: of the decision, of the record of service, and what a decision leaves to be done.

The rows are as in `table`, and evaluated alike; each table is put to what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from field_app.law.conditions import ABOUT_PREMISES, EXCLUDING

from .daa2021 import WHERE_THEY_LIVE
from .requirement import APPENDIX_B, PRACTICE, Requirement, Test


@dataclass(frozen=True)
class Matter:
    """What the authorising officer must consider (CSA 2010 s.24(3)), and the rows that say whether it is recorded.

    It must be considered only if `when` holds (None: always); where `nobody` holds there is nobody to ask. `regimes` as
    of a row.
    """

    id: str
    section: str
    title: str
    rows: tuple[str, ...]
    when: Test | None = None
    nobody: Test | None = None
    regimes: tuple[str, ...] = ()


MATTERS = (
    # s.24(3)(a): the welfare of any person under 18 whose interests the authorising officer considers relevant,
    Matter(
        "welfare",
        "s.24(3)(a)",
        "The welfare of anyone under 18",
        ("childrens-welfare", "child-affected"),
    ),
    # (b): the opinion of the person the notice would protect, as to the issuing of it,
    Matter(
        "opinion",
        "s.24(3)(b)",
        "The protected person's opinion, or the steps taken to discover it",
        ("protected-persons-opinion",),
    ),
    # (c): any representations made by the respondent as to the issuing of it,
    Matter(
        "representations",
        "s.24(3)(c)",
        "What the respondent says about a notice, or why there is nothing",
        ("respondents-representations",),
    ),
    # (d): if it has a provision about premises, the opinion of any other associated person who lives there; under
    # DAA s.24(1)(d) also where it keeps a distance from premises that the protected person alone lives in.
    Matter(
        "residents",
        "s.24(3)(d)",
        "The opinion of others who live in the home",
        ("premises", "others-where-they-live", "other-residents-opinion"),
        when=("condition", *ABOUT_PREMISES, WHERE_THEY_LIVE),
        nobody=("all", ("is", "premises.other_residents", False), ("not", ("described", "other resident"))),
    ),
)
"""The matters of s.24(3), in its order."""

DECISION = (
    # The protected person's safety: no address that the respondent does not know, unless it is confirmed.
    Requirement(
        "address-confirmed",
        "decision",
        PRACTICE,
        "ACT",
        "Address: write why the notice may tell the respondent an address they may not know, or take it out.",
        ("any", ("is", "premises.respondent_knows_address", True), ("filled", "conditions.address_confirmed")),
        when=("all", ("condition", *ABOUT_PREMISES), ("filled", "premises.address")),
    ),
    # s.24(10)-(11): whether the authorising officer believes P to be subject to service law, and the premises to be
    # service living accommodation.
    Requirement(
        "service-accommodation-believed",
        "decision",
        "s.24(10)-(11)",
        "ACT",
        "Armed forces: say whether you believe this is service accommodation of somebody in the armed forces.",
        ("filled", "conditions.service_accommodation"),
        when=("condition", *EXCLUDING),
    ),
)
"""What a decision must hold besides what its request must; put to the case with the provisions as authorised."""

SERVICE = (
    # s.25(2): a notice must be in writing and be served personally by a constable.
    Requirement(
        "no_paper",
        "notice",
        "s.25(2)",
        "ACT",
        "No paper copy was left with the respondent.",
        ("is", "service.paper_copy_left", True),
    ),
    # s.25(3): the constable must ask P for an address for the purpose of being given the notice of the hearing.
    Requirement(
        "address_not_asked",
        "notice",
        "s.25(3)",
        "ACT",
        "The respondent was not asked for an address.",
        ("is", "service.address_asked", True),
    ),
    Requirement(
        "not_identified",
        "notice",
        PRACTICE,
        "GUIDANCE",
        "It is not recorded how it was known that this was the respondent.",
        ("filled", "service.identified_by"),
    ),
    Requirement(
        "not_explained",
        "notice",
        APPENDIX_B,
        "GUIDANCE",
        "It is not recorded how the notice was explained.",
        ("filled", "service.explained"),
    ),
    Requirement(
        "no_interpreter",
        "notice",
        PRACTICE,
        "GUIDANCE",
        "The respondent needs an interpreter, and none is recorded.",
        ("filled", "service.interpreter"),
        when=("is", "respondent.interpreter", True),
    ),
    # P6: where P will stay, and who is at risk there.
    Requirement(
        "risk_not_described",
        "notice",
        PRACTICE,
        "GUIDANCE",
        "Somebody is at risk where the respondent will stay, and it is not recorded who.",
        ("filled", "service.who_is_at_risk"),
        when=("is", "service.at_risk_there", True),
    ),
)
"""What a record of service must hold (s.25(2)-(3)). Service has happened: a row not met makes it irregular, or asks.

What made a record irregular makes it so for ever (`log verify` judges it again): a new row here is no ACT row.
"""

DUTIES = (
    # s.24(10)-(11): the authorising officer must make reasonable efforts to inform P's commanding officer of its issue.
    Requirement(
        "commanding-officer",
        "decision",
        "s.24(10)-(11)",
        "ACT",
        "Tell the respondent's commanding officer of the notice, or record what was tried",
        ("filled", "commanding_officer.how"),
        when=(
            "any",
            ("is", "decision.service_accommodation", True),
            # By telephone it is the proposal that was authorised as it stood.
            ("all", ("filled", "telephone.state"), ("is", "conditions.service_accommodation", True)),
        ),
    ),
)
"""What a decision leaves somebody to do, until it is recorded as done."""
