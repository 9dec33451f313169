"""The table of requirements, row by row in the order in which they are recorded."""

from __future__ import annotations

from field_app.law.conditions import EXCLUDING
from field_app.law.regimes import CSA2010

from .daa2021 import ABUSE, CONNECTED, LIVES_THERE, OLD_ENOUGH, PROTECTED_AGE_KNOWN
from .provisions import ABOUT_WHERE_THEY_LIVE, CHILD_DESCRIBED, CHILDREN, CSA, PROVISIONS
from .requirement import APPENDIX_B, PRACTICE, Requirement, Test

_AGE_KNOWN: Test = (
    "any",
    ("filled", "respondent.born"),
    ("all", ("filled", "respondent.believed_age"), ("filled", "respondent.age_source")),
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "dangers",
        "incident",
        PRACTICE,
        "FORCE",
        "Officer safety: check for firearms, certificates, other weapons, dogs and violence to police.",
        ("is", "incident.dangers_checked", True),
    ),
    Requirement(
        "identity",
        "incident",
        PRACTICE,
        "FORCE",
        "Incident: say how it is known who the respondent is.",
        ("all", ("filled", "incident.identified_by"), ("not", ("is", "incident.identified_by", "not established"))),
    ),
    # Nobody may be held in custody in order to be served; detention before charge has its own limit.
    Requirement(
        "detained-since",
        "incident",
        "PACE 1984 s.41",
        "GUIDANCE",
        "Custody: enter when the respondent arrived at the station. The 24 hours run from then.",
        ("filled", "incident.arrived_at"),
        when=("is", "incident.detained", True),
    ),
    # s.24(2): a notice may be issued to a person aged 18 or over.
    Requirement(
        "respondent-named",
        "people",
        "s.24(2)",
        "ACT",
        "Respondent: enter the family name.",
        ("filled", "respondent.family_name"),
    ),
    Requirement(
        "respondent-age-known",
        "people",
        "s.24(2)",
        "ACT",
        "Respondent: enter the date of birth, or the age you believe and how you know it.",
        _AGE_KNOWN,
    ),
    Requirement(
        "respondent-adult",
        "people",
        "s.24(2)",
        "ACT",
        "Respondent: this person is under 18. A notice needs a respondent aged 18 or over.",
        ("adult", "respondent.born", "respondent.believed_age", CSA2010.least_age),
    ),
    Requirement(
        "interpreter",
        "people",
        PRACTICE,
        "FORCE",
        "Respondent: say whether an interpreter is needed.",
        ("filled", "respondent.interpreter"),
    ),
    Requirement(
        "dependants",
        "people",
        PRACTICE,
        "FORCE",
        "Respondent: write who loses care, money, medicine or transport if they go, or that nobody does.",
        ("filled", "respondent.dependants"),
        when=("condition", *EXCLUDING),
    ),
    # s.24(2)(a): violence towards, or a threat of violence towards, an associated person.
    Requirement(
        "protected-person-named",
        "people",
        "s.24(2)(a)",
        "ACT",
        "Protected person: enter the family name.",
        ("filled", "protected_person.family_name"),
    ),
    PROTECTED_AGE_KNOWN,
    OLD_ENOUGH,
    # s.24(9): associated as in the Family Law Act 1996 s.62.
    Requirement(
        "relationship",
        "relationship",
        "s.24(9)",
        "ACT",
        "Relationship: choose how the two are associated, and write how you know.",
        ("all", ("filled", "relationship.limb"), ("filled", "relationship.evidence")),
    ),
    CONNECTED,
    Requirement(
        "violence",
        "happened",
        "s.24(2)(a)",
        "ACT",
        "What happened: choose violence, threat or both, and write the account.",
        (
            "all",
            ("any", *(("is", "violence.what", one) for one in CSA2010.behaviours)),
            ("filled", "violence.account"),
        ),
        regimes=CSA,
    ),
    ABUSE,
    Requirement(
        "counter-allegation",
        "happened",
        PRACTICE,
        "GUIDANCE",
        "Counter-allegation: write what is alleged, the injuries on both sides, and why they are the respondent.",
        ("all", ("filled", "violence.counter_account"), ("filled", "violence.why_this_respondent")),
        when=("is", "violence.counter_allegation", True),
    ),
    # s.24(2)(b): necessary to protect that person from violence or a threat of violence by the respondent.
    Requirement(
        "necessity",
        "necessity",
        "s.24(2)(b)",
        "ACT",
        "Necessity: write why a notice is needed to protect this person.",
        ("filled", "necessity.why"),
    ),
    Requirement(
        "charge-or-bail",
        "necessity",
        APPENDIX_B,
        "GUIDANCE",
        "Charge or bail: write why they will not do: not available, not enough, or running beside it.",
        ("any", ("filled", "necessity.charge_or_bail"), ("filled", "necessity.why_not_charge_or_bail")),
    ),
    Requirement(
        "risk",
        "risk",
        APPENDIX_B,
        "GUIDANCE",
        "Risk: write your assessment of the risk of serious harm.",
        ("any", ("filled", "risk.judgement"), ("filled", "risk.account")),
    ),
    # s.24(3)(a): consider the welfare of any person under 18 whose interests are relevant.
    Requirement(
        "childrens-welfare",
        "children",
        "s.24(3)(a)",
        "ACT",
        "Children: say whether anyone under 18 is concerned, and what was considered for their welfare.",
        ("all", ("filled", "children.any_children"), ("filled", "children.account")),
    ),
    # Whoever is described as a child is under 18, and affected.
    Requirement(
        "child-affected",
        "children",
        "s.24(3)(a)",
        "ACT",
        "Children: a child is described under People, so someone under 18 is affected. Answer yes.",
        ("not", ("is", "children.any_children", False)),
        when=CHILD_DESCRIBED,
    ),
    Requirement(
        "each-child",
        "children",
        PRACTICE,
        "GUIDANCE",
        "Children: describe each child, and say whether they were seen and spoken to alone.",
        ("all", CHILD_DESCRIBED, ("for each", "child", "children.children", "seen")),
        when=CHILDREN,
    ),
    Requirement(
        "social-care",
        "children",
        PRACTICE,
        "GUIDANCE",
        "Children: say whether children's social care is told, and whether police protection was needed.",
        ("all", ("filled", "children.social_care"), ("filled", "children.police_protection")),
        when=CHILDREN,
    ),
    # s.24(3)(b), (4), (5): consider the protected person's opinion, and take reasonable steps to discover it;
    # the notice may be issued whatever it is.
    Requirement(
        "protected-persons-opinion",
        "views",
        "s.24(3)(b), (4)",
        "ACT",
        "Protected person's opinion: write what they said about a notice, or what you did to find out.",
        ("any", ("filled", "views.protected_person.said"), ("filled", "views.protected_person.steps")),
    ),
    Requirement(
        "protected-person-apart",
        "views",
        PRACTICE,
        "FORCE",
        "Protected person's opinion: ask out of the respondent's sight and hearing, and record how.",
        (
            "any",
            ("is", "views.protected_person.apart", "out of sight and hearing"),
            ("is", "views.protected_person.apart", "by telephone or video"),
        ),
        when=("filled", "views.protected_person.said"),
    ),
    # s.24(3)(c): consider any representations made by the respondent.
    Requirement(
        "respondents-representations",
        "views",
        "s.24(3)(c)",
        "ACT",
        "Respondent's representations: write what they said about a notice, or why there are none.",
        ("any", ("filled", "views.respondent.said"), ("filled", "views.respondent.steps")),
    ),
    LIVES_THERE,
    # s.24(3)(d), (4): for a premises condition, consider the opinion of any other associated person who lives
    # there, and take reasonable steps to discover it.
    Requirement(
        "other-residents-opinion",
        "views",
        "s.24(3)(d), (4)",
        "ACT",
        "Other residents' opinion: write what they said about a notice, or what you did to find out.",
        (
            "any",
            ("filled", "views.other_residents.said"),
            ("filled", "views.other_residents.steps"),
            (
                "all",
                ("described", "other resident"),
                ("for each", "other resident", "views.residents", "said", "steps"),
            ),
        ),
        when=(
            "all",
            ABOUT_WHERE_THEY_LIVE,
            ("any", ("is", "premises.other_residents", True), ("described", "other resident")),
        ),
    ),
    *PROVISIONS,
)
"""Every requirement of a request, by the sections of the Crime and Security Act 2010; another Act's own by its own."""
