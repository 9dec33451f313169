"""What a notice may provide: a closed list (CSA 2010 s.24(6)-(8); DAA 2021 ss.22(2), 23), in the order it is printed.

Which of them are open under which Act, and on what section each rests there, the regime says (`Regime.conditions`).
One of them is written by an officer, as a particular act of molestation; `REFUSALS` says what its words may not be.
`static/js/particular_act.js` refuses the same words for the same reasons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .answers import NotMet
from .regimes import CSA2010, Regime


@dataclass(frozen=True)
class Condition:
    """One provision a notice may make.

    `section` is its statutory basis in the first Act that has it, `title` what screens call it. `shared_premises`:
    open only where the respondent lives in premises the protected person also lives in. `distance`: whether a number
    of metres must, may or cannot be given. `own_words`: an officer writes what is forbidden. `excluding`: it keeps
    the respondent out of the home.
    """

    code: str
    section: str
    title: str
    shared_premises: bool = False
    distance: Literal["needed", "optional", "none"] = "none"
    own_words: bool = False
    excluding: bool = False


_CONDITIONS = (
    # s.24(6): a notice must contain provision to prohibit the respondent from molesting the protected person.
    Condition("molest", "s.24(6)", "Not to molest"),
    # s.24(7): that may be put as molestation in general, as particular acts of molestation, or as both.
    Condition("contact", "s.24(7)", "Not to make contact"),
    Condition("come near", "s.24(7)", "Not to come near the person", distance="optional"),
    Condition("particular act", "s.24(7)", "Not to do a particular act", own_words=True),
    # s.24(8): if the respondent lives in premises also lived in by the protected person, a notice may
    # (a) prohibit evicting or excluding the protected person from the premises,
    Condition("evict", "s.24(8)(a)", "Not to evict or exclude from the home", shared_premises=True),
    # (b) prohibit entering the premises,
    Condition("enter", "s.24(8)(b)", "Not to enter the home", shared_premises=True, excluding=True),
    # (c) require leaving the premises,
    Condition("leave", "s.24(8)(c)", "To leave the home", shared_premises=True, excluding=True),
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

EXCLUDING = tuple(condition.code for condition in _CONDITIONS if condition.excluding)
"""The codes that ask whether the premises are service living accommodation (s.24(10)-(11))."""

OWN_WORDS = "particular act"
"""The condition an officer writes."""

USUAL_METRES = (10, 1_000)
"""The least and the most that is usual for a distance. The Act sets no bound; a court asks why it is so far."""


@dataclass(frozen=True)
class Refusal:
    """What a particular act may not say. `pattern` is a regular expression that Python and JavaScript read alike, put
    to the words on one line, capitals aside."""

    id: str
    pattern: str
    sentence: str
    section: str = "s.24(7)"


REFUSALS = (
    # s.24(7): what an officer words is an act of molestation, and an act is prohibited.
    Refusal(
        "act-not-forbidden",
        r"^(?!you must not )",
        'Particular act: begin with "You must not". A notice forbids; all it can require is leaving the home.',
    ),
    # s.24(8)(c): to leave the premises is the only thing that a notice can require to be done.
    Refusal(
        "act-required",
        r"\b(?:must|shall)\b(?! not\b)|\b(?:have|has|need|needs|required|ordered) to\b",
        "Particular act: this requires something to be done. A notice can require nothing but leaving the home.",
    ),
    Refusal(
        "act-required-by-not",
        r"\b(?:fail|refus|omit|neglect|forget|declin)(?:e|s|ed|ing|ting)?\b",
        "Particular act: not to fail or refuse to do something is to require it. Say what is forbidden.",
    ),
    Refusal(
        "act-keys",
        r"\b(?:hand|giv|return|surrender|keep|retain|hold|withhold|post|leav|drop|deposit)(?:e|ing)?\b.{0,60}\bkeys?\b"
        r"|\bkeys?\b.{0,60}\b(?:hand|giv|return|surrender|drop)(?:e|ed|en|ing)?\b",
        "Particular act: keys cannot be demanded. Keys given voluntarily are recorded with the service.",
    ),
    Refusal(
        "act-handed-over",
        r"\bhand(?:ing)? (?:over|back|in)\b|\bsurrender|\bpay(?:ing)?\b",
        "Particular act: nothing can be ordered to be handed over or paid by a notice.",
    ),
    Refusal(
        "act-programme",
        r"\b(?:attend|complet|undergo|join|miss|tak)(?:e|ing)?\b.{0,60}"
        r"\b(?:program|programme|course|class|counselling|treatment|therapy|meeting|appointment|session|assessment)"
        r"(?:s|es)?\b",
        "Particular act: a programme, course or treatment cannot be required by a notice.",
    ),
    Refusal(
        "act-alcohol",
        r"\b(?:alcohol|drinks?|drinking|drunk|intoxicated|drugs?)\b",
        "Particular act: drink and drugs are not acts towards the protected person. A notice cannot forbid them.",
    ),
    Refusal(
        "act-report",
        r"\breport(?:ing)? (?:yourself )?(?:to|at)\b|\bsign(?:ing)? on (?:at|with)\b",
        "Particular act: reporting to the police or to anybody else cannot be required by a notice.",
    ),
    Refusal(
        "act-curfew",
        r"\b(?:curfew|tagged|electronic tag|electronic monitoring)\b",
        "Particular act: a curfew or a tag cannot be imposed by a notice.",
    ),
)
"""Under the Crime and Security Act only *leave* is positive; what a court may do besides is not for a notice."""


def why_refused(words: str) -> tuple[NotMet, ...]:
    """Every reason why a notice may not say this as a particular act of molestation; none if it may (s.24(7))."""
    return tuple(NotMet(one.id, one.sentence, one.section) for one in REFUSALS if matches(one.pattern, words))


def matches(pattern: str, words: str) -> bool:
    """Whether these words, on one line and capitals aside, say what a `Refusal` looks for."""
    return re.search(pattern, one_line(words.replace("\xa0", " ")), re.IGNORECASE | re.ASCII) is not None


def one_line(text: str) -> str:
    """Every run of blanks and line breaks as one blank, none at either end."""
    return re.sub(r"[ \t\n\r\v\f\x85\u2028\u2029]+", " ", text).strip(" ")


def as_json(regimes: Sequence[Regime] = (CSA2010,)) -> list[dict[str, Any]]:
    """For the phone: the fields of every condition open under one of these Acts, and whether it is mandatory."""
    return [
        {**asdict(condition), "mandatory": any(condition.code == regime.mandatory for regime in regimes)}
        for condition in _CONDITIONS
        if any(condition.code in regime.conditions for regime in regimes)
    ]
