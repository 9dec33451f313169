"""How sure it is that somebody found is the one who was sought, and what to ask them to be surer.

The questions name what to ask for, never what is on record: they may be put to anybody, and give nothing away.
"""

from __future__ import annotations

from .score import Card, Match

VERY_LIKELY, MAY_BE, SOMEBODY_ELSE = "Very likely them", "May be them", "May well be somebody else"
"""How sure it is, in the words the screen shows."""

_THEIRS = frozenset(
    {
        *("same date of birth", "same house and street", "same reference"),
        *("same telephone number", "same number plate", "same name on social media"),
    }
)
"""What few people share: without one of these even the same name may be another's."""


def how_sure(match: Match) -> str:
    """How sure it is that this is who was sought. A name alone, however like, is never more than *May be them*."""
    if match.score >= 90 and not _THEIRS.isdisjoint(match.why):
        return VERY_LIKELY
    return MAY_BE if match.score >= 70 else SOMEBODY_ELSE


def to_ask(asked: Card, known: Card) -> list[str]:
    """What to ask for that the question did not hold and the record can be held against, the surest first."""
    return [
        what
        for what, there, given in (
            ("full name", known.names, asked.names),
            ("date of birth", known.born, asked.born),
            ("year of birth or age", known.year and not known.born, asked.born or asked.year or asked.age is not None),
            ("address", known.streets or known.places, asked.streets or asked.places),
            ("postcode", known.postcodes and not known.streets, asked.postcodes),
            ("earlier and other names", len(known.names) > 1, False),
            ("telephone number", known.telephones, asked.telephones),
        )
        if there and not given
    ][:MOST_ASKED]


MOST_ASKED = 3
"""Nobody asks more on a doorstep."""
