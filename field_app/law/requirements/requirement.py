"""One requirement, and how its test is evaluated (the forms of test stand in this package's docstring)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from field_app.law.answers import Answer, Met, NotMet

View = Mapping[str, Any]
Test = Sequence[Any]

Screen = Literal[
    "incident", "people", "relationship", "happened", "necessity", "risk", "views", "children", "conditions"
]

PRACTICE = "Force practice"
APPENDIX_B = "Home Office guidance (8 Nov 2022), Appendix B"


@dataclass(frozen=True)
class Requirement:
    """One row. `sentence` is what the officer reads when it is not met, `screen` where it is put right.

    `section` is that of the first Act that has the rule; `Regime.section` says where another has it. `regimes` are the
    ids of the Acts whose row it is; none named is every one.
    """

    id: str
    screen: Screen
    section: str
    force: Literal["ACT", "GUIDANCE"]
    sentence: str
    test: Test
    when: Test | None = None
    regimes: tuple[str, ...] = ()

    def answer(self, view: View, today: date) -> Answer:
        """Met, or NotMet with this row's id, sentence and section. `today` is the date in Europe/London."""
        if self.regimes and view["regime"] not in self.regimes:
            return Met()
        if self.when is not None and not holds(self.when, view, today):
            return Met()
        return Met() if holds(self.test, view, today) else NotMet(self.id, self.sentence, self.section)


def holds(test: Test, view: View, today: date) -> bool:
    """Whether a test (see this package's docstring) holds for a case. Raises ValueError for an unknown test."""
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
        case ["described", role]:
            return bool(_described(view, role))
        case ["for each", role, rows, *names]:
            return all(_row_for(person, _field(view, rows) or (), names) for person in _described(view, role))
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
