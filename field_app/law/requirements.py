"""What a request for a notice must hold: a table, evaluated alike here and in `static/js/missing.js`.

Each row says what is wanted and where the law asks for it. `force` ACT stops the request; GUIDANCE asks and
never stops it. A row counts only if its `when` holds (None: always), and is met if its `test` holds. Tests
are nested lists over the case view:

    ["filled", field]             the field is there: not null, not blank, not an empty list
    ["is", field, value]          the field is exactly this value
    ["adult", born, age, years]   not known to be under so many years old today: `born` decides, else `age`
    ["condition", code, ...]      a condition with one of these codes is proposed
    ["each", name, code, ...]     every proposed condition with one of these codes (no codes: any) has `name`
    ["all", test, ...]  ["any", test, ...]  ["not", test]

A field is a path into the view with dots; a path that leads nowhere is null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from .answers import Answer, Met, NotMet
from .conditions import ABOUT_PREMISES, MANDATORY
from .regimes import CSA2010

View = Mapping[str, Any]
Test = Sequence[Any]

APPENDIX_B = "Home Office guidance (8 Nov 2022), Appendix B"


@dataclass(frozen=True)
class Requirement:
    """One row. `sentence` is what the officer reads when it is not met, `screen` where it is put right."""

    id: str
    screen: Literal["people", "happened", "conditions"]
    section: str
    force: Literal["ACT", "GUIDANCE"]
    sentence: str
    test: Test
    when: Test | None = None

    def answer(self, view: View, today: date) -> Answer:
        """Met, or NotMet with this row's id, sentence and section. `today` is the date in Europe/London."""
        if self.when is not None and not holds(self.when, view, today):
            return Met()
        return Met() if holds(self.test, view, today) else NotMet(self.id, self.sentence, self.section)


def missing(view: View, today: date) -> tuple[Requirement, ...]:
    """The rows this case does not meet, in the table's order: all of them, so that an officer is asked once.

    `view` is the case view, `today` the date in Europe/London. Only rows with force ACT stop a request.
    """
    return tuple(row for row in REQUIREMENTS if row.answer(view, today) != Met())


def as_json() -> list[dict[str, Any]]:
    """For the phone: every row in order, its fields by name."""
    return [asdict(row) for row in REQUIREMENTS]


def holds(test: Test, view: View, today: date) -> bool:
    """Whether a test (see the top of this file) holds for a case. Raises ValueError for an unknown test."""
    match test:
        case ["filled", field]:
            return _is_filled(_field(view, field))
        case ["is", field, value]:
            found = _field(view, field)
            return type(found) is type(value) and bool(found == value)
        case ["adult", born, age, years]:
            return _not_known_to_be_under(years, _field(view, born), _field(view, age), today)
        case ["condition", *codes]:
            return any(condition["code"] in codes for condition in _proposed(view))
        case ["each", name, *codes]:
            return all(
                _is_filled(condition[name]) for condition in _proposed(view) if not codes or condition["code"] in codes
            )
        case ["all", *tests]:
            return all(holds(each, view, today) for each in tests)
        case ["any", *tests]:
            return any(holds(each, view, today) for each in tests)
        case ["not", negated]:
            return not holds(negated, view, today)
    raise ValueError(f"Not a test: {test!r}")


def _field(view: View, path: str) -> Any:
    value: Any = view
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return re.search(r"[^ \t\r\n]", value) is not None
    return value is not None and value != [] and value != ()


def _proposed(view: View) -> Sequence[Mapping[str, Any]]:
    return _field(view, "conditions.conditions") or ()


def _not_known_to_be_under(years: int, born: str | None, age: int | None, today: date) -> bool:
    # Family Law Reform Act 1969 s.9(1): an age is attained at the commencement of the anniversary of birth.
    # Born on 29 February: 1 March in other years, the later and so the safe reading.
    if born is not None:
        birth = date.fromisoformat(born)
        before_birthday = (today.month, today.day) < (birth.month, birth.day)
        return today.year - birth.year - before_birthday >= years
    return age is None or age >= years


_AGE_KNOWN: Test = (
    "any",
    ("filled", "respondent.born"),
    ("all", ("filled", "respondent.believed_age"), ("filled", "respondent.age_source")),
)
_PREMISES_CONDITION: Test = ("condition", *ABOUT_PREMISES)
_PREMISES_CONDITION_AND_HOME_RECORDED: Test = ("all", _PREMISES_CONDITION, ("filled", "premises.address"))

REQUIREMENTS: tuple[Requirement, ...] = (
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
    # s.24(2)(a): violence towards, or a threat of violence towards, an associated person.
    Requirement(
        "protected-person-named",
        "people",
        "s.24(2)(a)",
        "ACT",
        "Protected person: enter the family name.",
        ("filled", "protected_person.family_name"),
    ),
    # s.24(9): associated as in the Family Law Act 1996 s.62.
    Requirement(
        "relationship",
        "people",
        "s.24(9)",
        "ACT",
        "Relationship: choose how the two are associated, and write how you know.",
        ("all", ("filled", "relationship.limb"), ("filled", "relationship.evidence")),
    ),
    Requirement(
        "violence",
        "happened",
        "s.24(2)(a)",
        "ACT",
        "What happened: choose violence, threat or both, and write the account.",
        ("all", ("filled", "violence.what"), ("filled", "violence.account")),
    ),
    # s.24(2)(b): necessary to protect that person from violence or a threat of violence by the respondent.
    Requirement(
        "necessity",
        "happened",
        "s.24(2)(b)",
        "ACT",
        "Necessity: write why a notice is needed to protect this person.",
        ("filled", "necessity.why"),
    ),
    Requirement(
        "charge-or-bail",
        "happened",
        APPENDIX_B,
        "GUIDANCE",
        "Charge or bail: write why they will not do: not available, not enough, or running beside it.",
        ("filled", "necessity.why_not_charge_or_bail"),
    ),
    Requirement(
        "risk",
        "happened",
        APPENDIX_B,
        "GUIDANCE",
        "Risk: write your assessment of the risk of serious harm.",
        ("filled", "risk.account"),
    ),
    # s.24(3)(a): consider the welfare of any person under 18 whose interests are relevant.
    Requirement(
        "childrens-welfare",
        "happened",
        "s.24(3)(a)",
        "ACT",
        "Children: say whether anyone under 18 is concerned, and what was considered for their welfare.",
        ("all", ("filled", "children.any_children"), ("filled", "children.account")),
    ),
    # s.24(3)(b), (4), (5): consider the protected person's opinion, and take reasonable steps to discover it;
    # the notice may be issued whatever it is.
    Requirement(
        "protected-persons-opinion",
        "happened",
        "s.24(3)(b), (4)",
        "ACT",
        "Protected person's opinion: write what they said about a notice, or what you did to find out.",
        ("any", ("filled", "views.protected_person.said"), ("filled", "views.protected_person.steps")),
    ),
    # s.24(3)(c): consider any representations made by the respondent.
    Requirement(
        "respondents-representations",
        "happened",
        "s.24(3)(c)",
        "ACT",
        "Respondent's representations: write what they said about a notice, or why there are none.",
        ("any", ("filled", "views.respondent.said"), ("filled", "views.respondent.steps")),
    ),
    # s.24(3)(d), (4): for a premises condition, consider the opinion of any other associated person who lives
    # there, and take reasonable steps to discover it.
    Requirement(
        "other-residents-opinion",
        "happened",
        "s.24(3)(d), (4)",
        "ACT",
        "Other residents' opinion: write what they said about a notice, or what you did to find out.",
        ("any", ("filled", "views.other_residents.said"), ("filled", "views.other_residents.steps")),
        when=("all", _PREMISES_CONDITION, ("is", "premises.other_residents", True)),
    ),
    # s.24(6): a notice must prohibit the respondent from molesting the protected person.
    Requirement(
        "molest",
        "conditions",
        "s.24(6)",
        "ACT",
        'Conditions: add "not to molest". Every notice must have it.',
        ("condition", MANDATORY),
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
        "people",
        "s.24(8)",
        "ACT",
        "Home: enter its address. A condition about the home is proposed.",
        ("filled", "premises.address"),
        when=_PREMISES_CONDITION,
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
        when=_PREMISES_CONDITION_AND_HOME_RECORDED,
    ),
    Requirement(
        "premises-known-to-respondent",
        "conditions",
        "s.24(8)",
        "ACT",
        "Conditions: remove those about the home. They would tell the respondent a new address.",
        ("is", "premises.respondent_knows_address", True),
        when=_PREMISES_CONDITION_AND_HOME_RECORDED,
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
    # s.25(1)(a): a notice must state the grounds on which it has been issued.
    Requirement(
        "grounds",
        "conditions",
        "s.25(1)(a)",
        "ACT",
        "Grounds: write them as the respondent and the court will read them.",
        ("filled", "conditions.grounds"),
    ),
)
"""Every requirement of a request under the Crime and Security Act 2010."""
