"""Finding a person although something was misspelt, guessed or left out, and a score that says why.

What is typed becomes `Sought`, a person of a case becomes `Known`; both become a `Card` in the form in which they are
compared. `keys` and `clues` bring a shortlist, `match` judges it. The phone does the same: static/js/matching/.
"""

from __future__ import annotations

from .asking import how_sure, to_ask
from .box import read_box
from .couples import couple_keys, crosswise, same_way
from .keys import Clue, clues, keys, parts
from .names import alike, name_parts
from .score import Card, Known, Match, Sought, asked_card, card, described, match

__all__ = [
    "Card",
    "Clue",
    "Known",
    "Match",
    "Sought",
    "alike",
    "asked_card",
    "card",
    "clues",
    "couple_keys",
    "crosswise",
    "described",
    "how_sure",
    "keys",
    "match",
    "name_parts",
    "parts",
    "read_box",
    "same_way",
    "to_ask",
]
