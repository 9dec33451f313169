"""What somebody on record is filed under, and what a question looks under: a shortlist for `match` to judge."""

from __future__ import annotations

from dataclasses import dataclass

from .contacts import near_number
from .dates import near, years_of
from .names import weight, written_together
from .places import halves, street_sound
from .score import BIRTH, NAME, NUMBER, POSTCODE, REFERENCE, STREET, Card


def parts(card: Card) -> list[str]:
    """Every part of every name of a card, and neighbours written together."""
    found = [part for name in card.names for part in (*name, *(both for _, both in written_together(name)))]
    return list(dict.fromkeys(found))


def keys(card: Card) -> list[str]:
    """Everything else somebody on record is filed under."""
    found = [f"d {card.born}"] if card.born else []
    found += [f"y {card.year}"] if card.year else []
    for house, street in card.streets:
        found += [*_house_keys(house, street), f"s {street}"] if house else [f"s {street}"]
        found.append(f"z {street_sound(street)}")
    found += [key for one in card.postcodes for key in _postcode_keys(one)]
    found += [key for one in card.telephones for key in _number_keys("t", one)]
    found += [key for one in card.plates for key in _number_keys("v", one)]
    found += [f"h {one}" for one in card.handles]
    found += [f"l {word}" for word in card.places]
    found += [f"b {word}" for word in card.bond]
    if card.reference:
        found.append(f"r {card.reference}")
    return list(dict.fromkeys(found))


def _house_keys(house: str, street: str) -> list[str]:
    """The house with its street, and with the street's beginning, end and sound: of one misspelt, one still holds."""
    return [
        f"a {house} {street}",
        f"a< {house} {street[:3]}",
        f"a> {house} {street[-3:]}",
        f"a~ {house} {street_sound(street)}",
    ]


def _postcode_keys(postcode: str) -> list[str]:
    """Outward and inward part: with one sign wrong, one of them still holds."""
    outward, inward = halves(postcode)
    return [f"o {outward}", f"i {inward}"] if inward else [f"o {outward}"]


def _number_keys(kind: str, number: str) -> list[str]:
    """Itself, and of a part of it: the end of a telephone number, the beginning and the end of a plate."""
    if kind == "t":
        return [f"t {number}", f"t> {number[-5:]}"]
    return [f"v {number}", f"v< {number[:4]}", f"v> {number[4:]}"]


@dataclass(frozen=True)
class Clue:
    """One thing that was asked: what it weighs, and the keys it looks under with how well each fits (0 to 100).

    `part` is a part of a name: it is looked for in the vocabulary, however it is spelt.
    """

    weight: int
    keys: tuple[tuple[int, str], ...] = ()
    part: str = ""


def clues(asked: Card, on: str) -> list[Clue]:
    """What a question looks under; `on` is today, ISO 8601."""
    found: list[Clue] = []
    for name in asked.names:
        total = sum(weight(part) for part in name) or 1
        for part in [*name, *(both for _, both in written_together(name))]:
            weighs = max(1, NAME * weight(part) // total)
            besides = ((100 * STREET // weighs, f"l {part}"), (60, f"b {part}"))
            found.append(Clue(weighs, besides, part))
    if asked.born:
        days = ((100, f"d {asked.born}"), *((80, f"d {day}") for day in near(asked.born)))
        year = int(asked.born[:4])
        found.append(Clue(BIRTH, (*days, (45, f"y {year}"), (18, f"y {year - 1}"), (18, f"y {year + 1}"))))
    elif asked.year:
        around = ((0, 100), (-1, 40), (1, 40), (-2, 20), (2, 20))
        found.append(Clue(BIRTH, tuple((fit, f"y {asked.year + apart}") for apart, fit in around)))
    elif asked.age is not None:
        first, last = years_of(asked.age, on)
        wider = tuple((90 - 15 * n, f"y {year}") for n in range(1, 4) for year in (first - n, last + n))
        found.append(Clue(BIRTH, ((100, f"y {first}"), (100, f"y {last}"), *wider)))
    for house, street in asked.streets:
        whole, *ends = _house_keys(house, street)
        at_house = [(100, whole), *((80, end) for end in ends)] if house else []
        by_itself = ((45 if house else 70, f"s {street}"), (35 if house else 55, f"z {street_sound(street)}"))
        found.append(Clue(STREET, (*at_house, *by_itself)))
    for one in asked.postcodes:
        found += _postcode_clues(one)
    for kind, numbers in (("t", asked.telephones), ("v", asked.plates)):
        for number in numbers:
            whole, *pieces = _number_keys(kind, number)
            nearly = ((85, f"{kind} {other}") for other in near_number(number))
            found.append(Clue(NUMBER // 2, ((100, whole), *nearly)))
            found += [Clue(NUMBER // 2 // len(pieces), ((100, key),)) for key in pieces]
    found += [Clue(NUMBER, ((100, f"h {one}"),)) for one in asked.handles]
    found += [Clue(STREET // 2, ((100, f"l {word}"),)) for word in asked.places]
    if asked.reference:
        found.append(Clue(REFERENCE, ((100, f"r {asked.reference}"),)))
    return found


def _postcode_clues(postcode: str) -> list[Clue]:
    """Its halves; and what the outward one is where a sign of the inward one is missing or twice, or two neighbours
    across the middle are exchanged: then the inward one is another, too."""
    whole, *inward = _postcode_keys(postcode)
    if not inward:
        return [Clue(POSTCODE // 2, ((100, whole),))]
    crossed = f"{postcode[:-4]}{postcode[-3]}{postcode[-4]}{postcode[-2:]}"
    shifted = (*(f"o {postcode[:-end]}" for end in (2, 4)), f"o {crossed[:-3]}")
    return [
        Clue(POSTCODE // 2, ((100, whole), *((80, key) for key in shifted))),
        Clue(POSTCODE // 2, ((100, inward[0]), (80, f"i {crossed[-3:]}"))),
    ]
