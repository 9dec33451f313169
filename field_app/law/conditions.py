"""What a notice may provide: a closed list (CSA 2010 s.24(6)-(8); DAA 2021 ss.22(2), 23), in the order it is printed.

Which of them are open under which Act, and on what section each rests there, the regime says (`Regime.conditions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .regimes import CSA2010, Regime


@dataclass(frozen=True)
class Condition:
    """One provision a notice may make.

    `section` is its statutory basis in the first Act that has it, `title` what screens call it. `shared_premises`:
    open only where the respondent lives in premises the protected person also lives in. `distance`: whether a number
    of metres must, may or cannot be given.
    """

    code: str
    section: str
    title: str
    shared_premises: bool = False
    distance: Literal["needed", "optional", "none"] = "none"


_CONDITIONS = (
    # s.24(6): a notice must contain provision to prohibit the respondent from molesting the protected person.
    Condition("molest", "s.24(6)", "Not to molest"),
    # s.24(7): that may be put as molestation in general, as particular acts of molestation, or as both.
    Condition("contact", "s.24(7)", "Not to make contact"),
    Condition("come near", "s.24(7)", "Not to come near the person", distance="optional"),
    # s.24(8): if the respondent lives in premises also lived in by the protected person, a notice may
    # (a) prohibit evicting or excluding the protected person from the premises,
    Condition("evict", "s.24(8)(a)", "Not to evict or exclude from the home", shared_premises=True),
    # (b) prohibit entering the premises,
    Condition("enter", "s.24(8)(b)", "Not to enter the home", shared_premises=True),
    # (c) require leaving the premises,
    Condition("leave", "s.24(8)(c)", "To leave the home", shared_premises=True),
    # (d) prohibit coming within a stated distance of the premises.
    Condition("distance", "s.24(8)(d)", "Not to come within a distance of the home", True, "needed"),
    # DAA s.22(2): a notice prohibits being abusive.
    Condition("no abuse", "s.22(2)", "Not to be abusive"),
    # DAA s.23(1)(b): not within a specified distance of any premises in which the protected person lives.
    Condition("where they live", "s.23(1)(b)", "Not to come within a distance of where they live", distance="needed"),
)

CONDITIONS = {condition.code: condition for condition in _CONDITIONS}
"""Every condition by its code, the code being what entries record."""

MANDATORY = CSA2010.mandatory
"""The one condition no notice under the CSA 2010 is without (s.24(6))."""

ABOUT_PREMISES = tuple(condition.code for condition in _CONDITIONS if condition.shared_premises)
"""The codes of s.24(8), whose basis is that both live in the premises."""


def as_json(regimes: Sequence[Regime] = (CSA2010,)) -> list[dict[str, Any]]:
    """For the phone: the fields of every condition open under one of these Acts, and whether it is mandatory."""
    return [
        {**asdict(condition), "mandatory": any(condition.code == regime.mandatory for regime in regimes)}
        for condition in _CONDITIONS
        if any(condition.code in regime.conditions for regime in regimes)
    ]
