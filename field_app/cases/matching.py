"""Names, dates and addresses -> keys that find a person although something was misspelt, and a score that says why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Sought:
    """Whom somebody looks up. `born` is ISO 8601; anything not known is None."""

    name: str | None = None
    born: str | None = None
    address: str | None = None
    postcode: str | None = None
    reference: str | None = None


def name_parts(name: str) -> list[str]:
    """A name's parts, lower case, without accents, apostrophes or hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("'", "").replace("’", "")
    return re.findall(r"\w+", plain)


def _spellings(part: str) -> set[str]:
    """The part, and what is left when any one letter of it falls out.

    Two words that differ by one letter wrong, missing, added or swapped with its neighbour share a spelling.
    """
    if len(part) < 4:
        return {part}
    return {part, *(part[:place] + part[place + 1 :] for place in range(len(part)))}


def postcode_key(postcode: str) -> str:
    return re.sub(r"\W", "", postcode.upper())


def address_keys(address: str) -> set[str]:
    """House number and first word of the street: `14 high` for "Flat 2, 14 High Street"."""
    words = re.findall(r"\w+", address.casefold())
    return {
        f"{number} {street}"
        for number, street in pairwise(words)
        if re.fullmatch(r"\d+[a-z]?", number) and not street[0].isdigit()
    }


def keys(sought: Sought) -> set[str]:
    """Every key under which somebody so described is filed, and sought."""
    found = {f"name {spelling}" for part in name_parts(sought.name or "") for spelling in _spellings(part)}
    if sought.born:
        found.add(f"born {sought.born}")
    if sought.postcode:
        found.add(f"postcode {postcode_key(sought.postcode)}")
    found |= {f"address {key}" for key in address_keys(sought.address or "")}
    if sought.reference:
        found.add(f"reference {postcode_key(sought.reference)}")
    return found


@dataclass(frozen=True)
class Match:
    """How well somebody on record fits who is sought: 0 to 100, and what fitted."""

    score: int
    why: tuple[str, ...]


def match(sought: Sought, known: Sought) -> Match:
    """Compare who is sought with somebody on record; only what was asked counts for or against."""
    why: list[str] = []
    marks: list[tuple[float, int]] = []  # how well (0 to 1), weight
    if sought.reference:
        same = postcode_key(sought.reference) == postcode_key(known.reference or "")
        marks.append((float(same), 100))
        why += ["same reference"] * same
    if parts := name_parts(sought.name or ""):
        on_record = name_parts(known.name or "")
        fits = [max((_closeness(part, other) for other in on_record), default=0.0) for part in parts]
        marks.append((sum(fits) / len(fits), 60))
        if all(fit == 1 for fit in fits):
            why.append("same name")
        elif any(fits):
            why.append("name spelt alike" if all(fits) else "part of the name")
    for asked, has, weight, sentence in (
        (sought.born, known.born, 40, "same date of birth"),
        (_normal(sought.postcode), _normal(known.postcode), 30, "same postcode"),
    ):
        if asked:
            marks.append((float(asked == has), weight))
            why += [sentence] * (asked == has)
    if wanted := address_keys(sought.address or ""):
        same = bool(wanted & address_keys(known.address or ""))
        marks.append((float(same), 30))
        why += ["same house and street"] * same
    total = sum(weight for _, weight in marks)
    return Match(round(100 * sum(fit * weight for fit, weight in marks) / total) if total else 0, tuple(why))


def _normal(postcode: str | None) -> str | None:
    return postcode_key(postcode) if postcode else None


def _closeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.8 if _spellings(one) & _spellings(other) else 0.0


def described(person: Mapping[str, Any] | None, reference: str | None) -> Sought:
    """A person of a case view as somebody on record."""
    if person is None:
        return Sought(reference=reference)
    name = " ".join(filter(None, (person["given_names"], person["family_name"])))
    return Sought(name, person["born"], person["address"], person["postcode"], reference)


# --- The same two people, the other way round --------------------------------------------------------------

GUESS_YEARS = 5
"""By how many years two years of birth may differ where one was guessed from somebody's looks."""


def couple_keys(view: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The keys a case's two people are filed under, each with their part in it, and those of the parts exchanged."""
    people = [(view["respondent"], "respondent"), (view["protected_person"], "protected person")]
    filed = {f"{part} {key}" for person, part in people for key in _person_keys(person)}
    other = {"respondent": "protected person", "protected person": "respondent"}
    crossed = {f"{other[part]} {key}" for person, part in people for key in _person_keys(person)}
    return filed, crossed


def crosswise(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two cases may be of the same two people the other way round. It is for people to confirm."""
    pairs = (one["respondent"], other["protected_person"]), (one["protected_person"], other["respondent"])
    return all(here and there and _may_be_same(here, there) for here, there in pairs)


def _person_keys(person: Mapping[str, Any] | None) -> set[str]:
    """A family name with a given name, where either may have one letter wrong, missing, added or swapped."""
    if person is None:
        return set()
    return {
        key
        for family in name_parts(person["family_name"])
        for given in name_parts(person["given_names"] or "") or [""]
        for key in (
            *(f"{spelling} {given}" for spelling in _spellings(family)),
            *(f"{family} {spelling}" for spelling in _spellings(given)),
        )
    }


def _may_be_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two descriptions may well be of one person: both names alike, and no age that says otherwise."""
    names = ("family_name", "given_names")
    return all(_alike(one[name] or "", other[name] or "") for name in names) and _ages_agree(one, other)


def _alike(one: str, other: str) -> bool:
    """Whether every part of the shorter name is in the longer one, a slip in spelling allowed."""
    shorter, longer = sorted((name_parts(one), name_parts(other)), key=len)
    if not shorter:
        return not longer
    return all(any(_closeness(part, found) for found in longer) for part in shorter)


def _ages_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one["born"] and other["born"]:
        return bool(one["born"] == other["born"])
    first, second = _year_of_birth(one), _year_of_birth(other)
    return first is None or second is None or abs(first - second) <= GUESS_YEARS


def _year_of_birth(person: Mapping[str, Any]) -> int | None:
    if person["born"]:
        return int(person["born"][:4])
    if person["believed_age"] is None:
        return None
    return int(person["_"]["made_at"][:4]) - int(person["believed_age"])
