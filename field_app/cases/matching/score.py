"""Who is sought, who is on record, and how well the one fits the other: a score that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from .contacts import handles, plate_key, same_handle, same_number, telephone_key
from .dates import of_age, same_day, same_year
from .names import SAME, alike, name_parts, weight, written_together
from .places import place_words, postcode_key, same_postcode, same_street, streets


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Whom somebody looks up. `born` is ISO 8601, `age` in whole years; anything not known is None."""

    name: str | None = None
    born: str | None = None
    year: int | None = None
    age: int | None = None
    address: str | None = None
    postcode: str | None = None
    reference: str | None = None
    telephone: str | None = None
    number_plate: str | None = None
    handle: str | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody on record, as it was recorded. `year` of birth is a guess where only an age was believed.

    `bond` is how the two people of the case are connected, in words a question may use: ex, wife, son.
    """

    name: str | None = None
    aliases: tuple[str, ...] = ()
    born: str | None = None
    year: int | None = None
    addresses: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    reference: str | None = None
    telephones: tuple[str, ...] = ()
    number_plates: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    bond: tuple[str, ...] = ()


@dataclass
class Card:
    """Somebody described in the form in which they are compared; JSON can hold it (`vars`)."""

    names: list[list[str]] = field(default_factory=list)
    born: str | None = None
    year: int | None = None
    age: int | None = None
    streets: list[list[str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)
    reference: str = ""
    telephones: list[str] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    bond: list[str] = field(default_factory=list)


MOST_PARTS = 12
"""More parts of a name than anybody has are not looked for."""


def card(known: Known) -> Card:
    """The card of somebody on record."""
    return Card(
        names=_names((known.name, *known.aliases)),
        born=known.born,
        year=int(known.born[:4]) if known.born else known.year,
        streets=[list(one) for address in known.addresses for one in streets(address)],
        places=list(dict.fromkeys(word for address in known.addresses for word in place_words(address))),
        postcodes=_keys(map(postcode_key, known.postcodes)),
        reference=postcode_key(known.reference or ""),
        telephones=_keys(map(telephone_key, known.telephones)),
        plates=_keys(map(plate_key, known.number_plates)),
        handles=list(dict.fromkeys(one for text in known.contacts for one in handles(text))),
        bond=list(known.bond),
    )


def asked_card(sought: Sought) -> Card:
    """The card of whom somebody looks up."""
    return Card(
        names=_names((sought.name,)),
        born=sought.born,
        year=sought.year,
        age=sought.age,
        streets=[list(one) for one in streets(sought.address or "")],
        places=place_words(sought.address or "") if sought.address and not streets(sought.address) else [],
        postcodes=_keys([postcode_key(sought.postcode or "")]),
        reference=postcode_key(sought.reference or ""),
        telephones=_keys([telephone_key(sought.telephone or "")]),
        plates=_keys([plate_key(sought.number_plate or "")]),
        handles=handles(sought.handle or "")[:1],
    )


def _names(names: Iterable[str | None]) -> list[list[str]]:
    return [parts for name in names if (parts := name_parts(name or "")[:MOST_PARTS])]


def _keys(written: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(written) if one]


Alike = Callable[[str, str], tuple[int, str]]


@dataclass(frozen=True)
class Match:
    """How well somebody on record fits who is sought: 0 to 100, and what fitted."""

    score: int
    why: tuple[str, ...]


NAME, BIRTH, STREET, POSTCODE, NUMBER, REFERENCE = 60, 40, 30, 25, 60, 100
"""What each thing asked for weighs."""


def match(asked: Card, known: Card, on: str, alike: Alike = alike) -> Match:
    """Compare who is sought with somebody on record; only what was asked counts for or against.

    `on` is today, ISO 8601: an age is one of a day. What the record does not hold counts against it by a third.
    `alike` compares two parts of names.
    """
    marks: list[tuple[int, int]] = []  # how well (0 to 100), weight
    why: list[str] = []

    def mark(fit: int, reasons: Sequence[str], heavy: int, on_record: object) -> None:
        marks.append((fit, heavy if on_record else heavy // 3))
        why.extend(one for one in reasons if one and one not in why)

    if asked.reference:
        is_it = asked.reference == known.reference
        mark(100 if is_it else 0, ["same reference"] * is_it, REFERENCE, True)
    if asked.names:
        fit, reasons, placed = _name(asked.names[0], known, alike)
        mark(fit, reasons, NAME, True)
        if placed:
            mark(100, ["same place"], STREET, True)
    if asked.born or asked.year or asked.age is not None:
        fit, reason = _birth(asked, known, on)
        mark(fit, [reason], BIRTH, known.year)
    compared: tuple[tuple[list[Any], list[Any], Callable[[Any, Any], tuple[int, str]], int], ...] = (
        (asked.streets, known.streets, same_street, STREET),
        (asked.postcodes, known.postcodes, same_postcode, POSTCODE),
        (asked.telephones, known.telephones, _same_telephone, NUMBER),
        (asked.plates, known.plates, _same_plate, NUMBER),
        (asked.handles, known.handles, same_handle, NUMBER),
    )
    for one, other, compare, heavy in compared:
        if one:
            fits = [compare(here, there) for here in one for there in other]
            fit, reason = max(fits, key=lambda found: found[0], default=(0, ""))
            mark(fit, [reason], heavy, other)
    if asked.places:
        found = [word for word in asked.places if word in known.places]
        mark(100 * len(found) // len(asked.places), ["same place"] * bool(found), STREET, known.places)
    total = sum(heavy for _, heavy in marks)
    score = (2 * sum(fit * heavy for fit, heavy in marks) + total) // (2 * total) if total else 0
    return Match(score, tuple(why))


def _same_telephone(asked: str, known: str) -> tuple[int, str]:
    return same_number(asked, known, "telephone number")


def _same_plate(asked: str, known: str) -> tuple[int, str]:
    return same_number(asked, known, "number plate")


def _birth(asked: Card, known: Card, on: str) -> tuple[int, str]:
    """Born the same day, the same year, or of that age; a year that was guessed from an age is worth less."""
    if known.year is None:
        return 0, ""
    if asked.born and known.born:
        return same_day(asked.born, known.born)
    if asked.born or asked.year:
        year = int(asked.born[:4]) if asked.born else asked.year or 0
        return same_year(year, known.year, 100 if known.born else 70)
    return of_age(asked.age or 0, on, known.year)


# --- Names -------------------------------------------------------------------------------------------------

LEAST_TOGETHER, FEW_PARTS = 7, 3
"""A part that is asked for and has so many letters may be two parts of a name, if the name asked for has few."""

LEFT_OUT = 4
"""What each part on record that was not asked for costs, up to three of them."""

NOT_THE_FIRST = 8
"""What it costs besides where the first part on record is among them, though several were asked for and all were found:
a middle name is left out as often as not, and few are called by it."""

_Named = tuple[int, list[str], bool]
"""How well a name fits, why, and whether a part that was asked for is a place they are found at."""


def _name(asked: list[str], known: Card, alike: Alike) -> _Named:
    """The best of the names somebody is known by."""
    best: _Named = (0, [], False)
    ours = _readings(asked)
    for place, parts in enumerate(known.names):
        for one in ours:
            for other in (*_readings(parts), *(_as_one(one, parts, alike) if one is asked else ())):
                fit, reasons, placed = _parts(one, other, known, alike)
                if fit > best[0]:
                    best = fit, [*reasons, *["under another name"] * (place > 0)], placed
    return best


def _readings(parts: list[str]) -> list[list[str]]:
    """A name as it stands, and with two neighbours written together where that is done."""
    return [
        parts,
        *([*parts[:place], both, *parts[place + 2 :]] for place, both in written_together(parts)),
    ]


def _as_one(asked: list[str], known: list[str], alike: Alike) -> list[list[str]]:
    """A name on record with two of its parts as one, where a part is asked for that is about as long as both together:
    given and family name written without a space, in either order."""
    found: list[list[str]] = []
    if len(asked) > FEW_PARTS or len(known) > 2 * FEW_PARTS:
        return found
    for part in asked:
        if len(part) < LEAST_TOGETHER or part in known:
            continue
        for one, other in permutations(range(len(known)), 2):
            both = known[one] + known[other]
            ends = both[0] == part[0] or both[-1] == part[-1]
            if ends and abs(len(both) - len(part)) < 2 and alike(part, both)[0]:
                found.append([both, *(word for at, word in enumerate(known) if at not in (one, other))])
    return found


def _parts(asked: list[str], known: list[str], person: Card, alike: Alike) -> _Named:
    """Each part asked for with the part on record that is most like it, in whatever order they stand.

    A part that is like none of theirs and is a place of theirs is no part of the name: it counts as a place does.
    """
    left = list(known)
    reasons: dict[str, bool] = {}
    total = fits = 0
    placed = False
    for part in asked:
        fit, reason, taken = (100, SAME, part) if part in left else (0, "", "")
        for other in () if taken else left:
            found, because = alike(part, other)
            if found > fit:
                fit, reason, taken = found, because, other
        if fit < 60 and part in person.places:
            placed = True
            continue
        if fit < 60 and part in person.bond:
            fit, reason, taken = 80, BOND, ""
        if taken:
            left.remove(taken)
        heavy = weight(part)
        total += heavy
        fits += heavy * fit
        if heavy > 10 or fit:
            reasons[reason or MISSED] = True
    missed = reasons.pop(MISSED, False)
    if not reasons:
        return (80, ["same place"], False) if placed and not missed else (0, [], False)
    missing = min(3, sum(weight(part) > 10 for part in left))
    middle = not missed and BOND not in reasons and len(known) - len(left) > 1 and known[0] in left
    fit = max(0, fits // total - LEFT_OUT * missing - NOT_THE_FIRST * middle) if total else 0
    said = [*["part of the name"] * missed, *(one for one in reasons if one != SAME)]
    return fit, said or [SAME], placed


MISSED = "missed"
BOND = "connected so"


# --- Out of a case -----------------------------------------------------------------------------------------

_BONDS = {
    "married or civil partners": "wife husband spouse partner ex",
    "cohabitants": "partner girlfriend boyfriend ex",
    "same household": "housemate flatmate lodger",
    "relatives": "mother father mum dad son daughter brother sister uncle aunt cousin grandson granddaughter relative",
    "engaged": "fiance fiancee partner ex",
    "intimate relationship": "partner girlfriend boyfriend ex",
    "parents of the same child": "father mother parent partner ex",
    "adoption": "father mother mum dad son daughter",
}
"""The words by which a question may say how the two people are connected."""


def described(view: Mapping[str, Any], role: str) -> Known | None:
    """The respondent or the protected person of a case view as somebody on record; None where nobody is named.

    `role` is "respondent" or "protected person".
    """
    person = view[role.replace(" ", "_")]
    if person is None:
        return None
    limb = (view["relationship"] or {}).get("limb", "")
    age, others = person.get("believed_age"), person.get("other_addresses", ())
    return Known(
        name=" ".join(filter(None, (person["given_names"], person["family_name"]))),
        aliases=tuple(person.get("aliases") or ()),
        born=person["born"],
        year=int(person["_"]["made_at"][:4]) - age if age is not None and not person["born"] else None,
        addresses=tuple(filter(None, (person["address"], *(one["address"] for one in others)))),
        postcodes=tuple(filter(None, (person["postcode"], *(one["postcode"] for one in others)))),
        reference=view["reference"],
        telephones=tuple(filter(None, (person.get("telephone"),))),
        number_plates=tuple(filter(None, (person.get("number_plate"),))),
        contacts=tuple(filter(None, (person.get("other_contact"),))),
        bond=tuple(_BONDS.get(limb, "").split()),
    )
