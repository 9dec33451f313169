"""What a notice may provide: a closed list (CSA 2010 s.24(6)-(8)), in the order the notice prints it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Condition:
    """One provision a notice may make.

    `section` is its statutory basis, `title` what screens call it. `shared_premises`: open only where the
    respondent lives in premises the protected person also lives in. `distance`: whether a number of metres
    must, may or cannot be given.
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
)

CONDITIONS = {condition.code: condition for condition in _CONDITIONS}
"""Every condition by its code, the code being what entries record."""

MANDATORY = "molest"
"""The one condition no notice is without (s.24(6))."""

ABOUT_PREMISES = tuple(condition.code for condition in _CONDITIONS if condition.shared_premises)
"""The codes of s.24(8), whose basis is that both live in the premises."""


def as_json() -> list[dict[str, Any]]:
    """For the phone: the fields of every condition and whether it is mandatory, in order."""
    return [{**asdict(condition), "mandatory": condition.code == MANDATORY} for condition in _CONDITIONS]
