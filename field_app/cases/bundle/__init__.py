"""The court bundle: what is in it, what is left out and counted, and what keeps it from being made.

It is an allow-list. `parts` names every fact a part is made of; whatever else is recorded, now or by a kind that is
declared later, is in no bundle. The respondent is given what the court is given, and nobody is given more.
"""

from .parts import compose, is_drawable, is_theirs
from .shapes import Bundle, Choice, Part, Said, Statement, Table, Words
from .withheld import Disclosure, Places, Withholding, disclosures

__all__ = [
    "Bundle",
    "Choice",
    "Disclosure",
    "Part",
    "Places",
    "Said",
    "Statement",
    "Table",
    "Withholding",
    "Words",
    "compose",
    "disclosures",
    "is_drawable",
    "is_theirs",
]
