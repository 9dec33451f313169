"""The rows about what a notice provides: its conditions, its grounds, what else binds the two."""

from __future__ import annotations

from field_app.law.conditions import ABOUT_PREMISES, EXCLUDING, MANDATORY, OWN_WORDS, REFUSALS, USUAL_METRES
from field_app.law.regimes import CSA2010

from .daa2021 import PROHIBITS, WHERE_THEY_LIVE
from .requirement import APPENDIX_B, PRACTICE, Requirement, Test

CSA = (CSA2010.id,)
"""Whose rows are of the Crime and Security Act alone: the later Act asks for something else there."""

ABOUT_THE_HOME: Test = ("condition", *ABOUT_PREMISES)
ABOUT_WHERE_THEY_LIVE: Test = ("condition", *ABOUT_PREMISES, WHERE_THEY_LIVE)
"""Of the home, or of wherever the protected person lives: others may live there too."""
_AND_HOME_RECORDED: Test = ("all", ABOUT_THE_HOME, ("filled", "premises.address"))
CHILD_DESCRIBED: Test = ("described", "child")
CHILDREN: Test = ("any", ("is", "children.any_children", True), CHILD_DESCRIBED)

PROVISIONS: tuple[Requirement, ...] = (
    # s.24(6): a notice must prohibit the respondent from molesting the protected person.
    Requirement(
        "molest",
        "conditions",
        "s.24(6)",
        "ACT",
        'Conditions: add "not to molest". Every notice must have it.',
        ("condition", MANDATORY),
        regimes=CSA,
    ),
    *PROHIBITS,
    # s.24(7): particular acts of molestation may be forbidden; the officer says which.
    Requirement(
        "act-worded",
        "conditions",
        "s.24(7)",
        "ACT",
        "Particular act: write what is forbidden.",
        ("each", "words", OWN_WORDS),
    ),
    # s.24(7), (8)(c): it forbids, and requires nothing.
    *(
        Requirement(
            refusal.id,
            "conditions",
            refusal.section,
            "ACT",
            refusal.sentence,
            ("not", ("some match", "words", refusal.pattern)),
            when=("each", "words", OWN_WORDS),
            regimes=CSA,
        )
        for refusal in REFUSALS
    ),
    Requirement(
        "legal-note",
        "conditions",
        PRACTICE,
        "FORCE",
        "Particular act: write what legal services say of it, and who said so.",
        ("each", "legal_note", OWN_WORDS),
        unset="refuses",
    ),
    Requirement(
        "condition-reasons",
        "conditions",
        APPENDIX_B,
        "GUIDANCE",
        "Conditions: write a reason for each one.",
        ("each", "reason"),
    ),
    # s.24(8): premises conditions are open if the respondent lives in premises also lived in by the protected
    # person; someone who lives there knows the address.
    Requirement(
        "premises",
        "relationship",
        "s.24(8)",
        "ACT",
        "Home: enter its address. A condition about the home is proposed.",
        ("filled", "premises.address"),
        when=ABOUT_THE_HOME,
    ),
    Requirement(
        "premises-shared",
        "conditions",
        "s.24(8)",
        "ACT",
        "Conditions: remove those about the home. They are open only where both people live in it.",
        (
            "all",
            ("is", "premises.respondent_lives_here", True),
            ("is", "premises.protected_person_lives_here", True),
        ),
        when=_AND_HOME_RECORDED,
    ),
    # The protected person's safety: whoever authorises confirms an address the notice would tell.
    Requirement(
        "premises-known-to-respondent",
        "conditions",
        PRACTICE,
        "GUIDANCE",
        "Conditions: those about the home tell an address the respondent may not know. It must be confirmed.",
        ("is", "premises.respondent_knows_address", True),
        when=_AND_HOME_RECORDED,
    ),
    # s.24(8)(d): such distance from the premises as may be specified in the notice.
    Requirement(
        "distance",
        "conditions",
        "s.24(8)(d)",
        "ACT",
        "Distance from the home: enter the metres.",
        ("each", "distance_m", "distance"),
    ),
    Requirement(
        "distance-usual",
        "conditions",
        PRACTICE,
        "GUIDANCE",
        f"Distance: under {USUAL_METRES[0]} or over {USUAL_METRES[1]:,} metres is unusual. Check it; say why.",
        ("within", "distance_m", *USUAL_METRES),
    ),
    # s.24(10)-(11): if the notice excludes a person subject to service law from service living accommodation, the
    # authorising officer must make reasonable efforts to tell their commanding officer.
    Requirement(
        "service-accommodation",
        "conditions",
        "s.24(10)-(11)",
        "GUIDANCE",
        "Armed forces: say whether the respondent is in the armed forces and the home is service accommodation.",
        ("filled", "conditions.service_accommodation"),
        when=("condition", *EXCLUDING),
    ),
    Requirement(
        "contact-route",
        "conditions",
        PRACTICE,
        "FORCE",
        "Children: name a solicitor or person through whom contact with the children can be arranged.",
        ("filled", "conditions.contact_route"),
        when=("all", ("condition", "contact"), CHILDREN),
    ),
    # s.25(1)(a): a notice must state the grounds on which it has been issued.
    Requirement(
        "grounds",
        "conditions",
        "s.25(1)(a)",
        "ACT",
        "Grounds: write them as the respondent and the court will read them.",
        ("filled", "conditions.grounds"),
    ),
    Requirement(
        "other-orders",
        "conditions",
        PRACTICE,
        "GUIDANCE",
        "Other orders: say where you looked for bail, family and restraining orders, and what is in force.",
        ("filled", "orders.checked"),
    ),
)
"""Rows that turn on what is asked for."""
