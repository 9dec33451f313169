"""One requirement, and how its test is evaluated (the forms of test stand in this package's docstring)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from field_app.law.answers import Answer, Met, NotMet
from field_app.law.conditions import matches

View = Mapping[str, Any]
Test = Sequence[Any]

Setting = Literal["refuses", "asks", "off"]
Settings = Mapping[str, str]
"""What the force has set for rows with force FORCE, by their ids."""

Screen = Literal[
    "incident",
    "people",
    "relationship",
    "happened",
    "necessity",
    "risk",
    "views",
    "children",
    "conditions",
    "decision",
    "notice",
]

PRACTICE = "Force practice"
APPENDIX_B = "Home Office guidance (8 Nov 2022), Appendix B"


@dataclass(frozen=True)
class Requirement:
    """One row. `sentence` is what the officer reads when it is not met, `screen` where it is put right.

    `section` is that of the first Act that has the rule; `Regime.section` says where another has it. `force`: ACT
    refuses a proposal and marks a fact irregular, GUIDANCE asks. FORCE does what the force has set for this row:
    "refuses", "asks" or "off"; where it has set nothing, `unset`. `regimes` are the ids of the Acts whose row it is;
    none named is every one.
    """

    id: str
    screen: Screen
    section: str
    force: Literal["ACT", "GUIDANCE", "FORCE"]
    sentence: str
    test: Test
    when: Test | None = None
    unset: Setting = "asks"
    regimes: tuple[str, ...] = ()

    def does(self, settings: Settings) -> str:
        """What comes of this row when it is not met: "refuses", "asks" or "off"."""
        if self.force == "FORCE":
            return settings.get(self.id, self.unset)
        return "refuses" if self.force == "ACT" else "asks"

    def answer(self, view: View, today: date) -> Answer:
        """Met, or NotMet with this row's id, sentence and section. `today` is the date in Europe/London."""
        if self.regimes and view.get("regime") not in self.regimes:
            return Met()
        if self.when is not None and not holds(self.when, view, today):
            return Met()
        return Met() if holds(self.test, view, today) else NotMet(self.id, self.sentence, self.section)


def holds(test: Test, view: View, today: date) -> bool:
    """Whether a test (see this package's docstring) holds for a case. Raises ValueError for an unknown test."""
    form, *parts = test
    match form:
        case "filled":
            return _is_filled(_field(view, parts[0]))
        case "is":
            found = _field(view, parts[0])
            return type(found) is type(parts[1]) and bool(found == parts[1])
        case "all":
            return all(holds(each, view, today) for each in parts)
        case "any":
            return any(holds(each, view, today) for each in parts)
        case "not":
            return not holds(parts[0], view, today)
        case "condition":
            return any(condition["code"] in parts for condition in _proposed(view))
        case "each":
            name, *codes = parts
            asked = [one for one in _proposed(view) if not codes or one["code"] in codes]
            return all(_is_filled(condition.get(name)) for condition in asked)
        case "within":
            name, low, high = parts
            return all(low <= value <= high for value in _values(view, name))
        case "some match":
            name, pattern = parts
            return any(matches(pattern, words) for words in _values(view, name))
        case "described":
            return bool(_described(view, parts[0]))
        case "for each":
            role, rows, *names = parts
            return all(_row_for(person, _field(view, rows) or (), names) for person in _described(view, role))
        case "adult":
            born, age, years = parts
            return _not_known_to_be_under(years, _field(view, born), _field(view, age), today)
    raise ValueError(f"Not a test: {test!r}")


def _field(view: View, path: str) -> Any:
    value: Any = view
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return re.search(r"[^ \t\r\n]", value) is not None
    return value is not None and value != [] and value != ()


def _proposed(view: View) -> Sequence[Mapping[str, Any]]:
    return _field(view, "conditions.conditions") or ()


def _values(view: View, name: str) -> Sequence[Any]:
    return [condition[name] for condition in _proposed(view) if condition.get(name) is not None]


def _described(view: View, role: str) -> Sequence[str]:
    return [one["person"] for one in _field(view, "others") or () if one["role"] == role]


def _row_for(person: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> bool:
    return any(row["person"] == person and any(_is_filled(row[name]) for name in names) for row in rows)


def _not_known_to_be_under(years: int, born: str | None, age: int | None, today: date) -> bool:
    # Family Law Reform Act 1969 s.9(1): an age is attained at the commencement of the anniversary of birth.
    # Born on 29 February: 1 March in other years, the later and so the safe reading.
    if born is not None:
        birth = date.fromisoformat(born)
        before_birthday = (today.month, today.day) < (birth.month, birth.day)
        return today.year - birth.year - before_birthday >= years
    return age is None or age >= years
