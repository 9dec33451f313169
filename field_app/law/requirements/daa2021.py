"""The rows that the Domestic Abuse Act 2021 has of its own; where its rule is that of the CSA 2010, the row is too."""

from __future__ import annotations

from field_app.law.regimes import DAA2021

from .requirement import Requirement

_DAA = (DAA2021.id,)
WHERE_THEY_LIVE = "where they live"

# s.22(2): a person aged 16 or over is protected.
OLD_ENOUGH = Requirement(
    "protected-person-old-enough",
    "people",
    "s.22(2)",
    "ACT",
    "Protected person: this person is under 16. Under this Act a notice protects those aged 16 or over.",
    ("adult", "protected_person.born", "protected_person.believed_age", DAA2021.least_age_protected),
    regimes=_DAA,
)

# s.22(2)-(3): so whoever gives the notice believes that they are, and something says why.
PROTECTED_AGE_KNOWN = Requirement(
    "protected-person-age-known",
    "people",
    "s.22(2)",
    "ACT",
    "Protected person: enter the date of birth, or the age you believe. This Act protects those aged 16 or over.",
    ("any", ("filled", "protected_person.born"), ("filled", "protected_person.believed_age")),
    regimes=_DAA,
)

# s.2: personally connected, which is narrower than associated.
CONNECTED = Requirement(
    "personally-connected",
    "relationship",
    "s.2",
    "ACT",
    "Relationship: this is not enough under the Domestic Abuse Act. Choose another if one applies.",
    ("any", *(("is", "relationship.limb", one) for one in DAA2021.limbs)),
    when=("filled", "relationship.limb"),
    regimes=_DAA,
)

# s.22(3): abusive behaviour, within the meaning of s.1.
ABUSE = Requirement(
    "abuse",
    "happened",
    "s.22(3)",
    "ACT",
    "What happened: choose violence, threat, both or other abuse, and write the account.",
    ("all", ("any", *(("is", "violence.what", one) for one in DAA2021.behaviours)), ("filled", "violence.account")),
    regimes=_DAA,
)

# s.24(1)(d): a provision relating to premises that the protected person lives in; the respondent need not live there.
LIVES_THERE = Requirement(
    "others-where-they-live",
    "relationship",
    "s.24(1)(d)",
    "GUIDANCE",
    "Home: say whether anybody else lives where the protected person lives. A distance from there is proposed.",
    (
        "any",
        ("filled", "premises.other_residents"),
        ("described", "other resident"),
        ("filled", "views.other_residents.said"),
        ("filled", "views.other_residents.steps"),
    ),
    when=("condition", WHERE_THEY_LIVE),
    regimes=_DAA,
)

PROHIBITS = (
    # s.22(2): a notice prohibits being abusive.
    Requirement(
        "no-abuse",
        "conditions",
        "s.22(2)",
        "ACT",
        'Conditions: add "not to be abusive". Every notice must have it.',
        ("condition", DAA2021.mandatory),
        regimes=_DAA,
    ),
    # s.23(1)(b): within a specified distance of any premises in which that person lives.
    Requirement(
        "distance-from-where-they-live",
        "conditions",
        "s.23(1)(b)",
        "ACT",
        "Distance from where they live: enter the metres.",
        ("each", "distance_m", WHERE_THEY_LIVE),
        regimes=_DAA,
    ),
)
