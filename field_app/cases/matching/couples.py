"""The same two people, the other way round: the keys two cases share, and whether they may be of one couple."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .names import name_parts

GUESS_YEARS = 5
"""By how many years two years of birth may differ where one was guessed from somebody's looks."""


def couple_keys(view: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The keys a case's two people are filed under, each with their part in it, and those of the parts exchanged."""
    respondent, protected = (_person_keys(view[role]) for role in ("respondent", "protected_person"))
    return _filed(respondent, protected), _filed(protected, respondent)


def _filed(respondent: set[str], protected: set[str]) -> set[str]:
    return {f"respondent {key}" for key in respondent} | {f"protected person {key}" for key in protected}


def crosswise(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two cases may be of the same two people the other way round. It is for people to confirm."""
    pairs = (one["respondent"], other["protected_person"]), (one["protected_person"], other["respondent"])
    return all(here and there and _may_be_same(here, there) for here, there in pairs)


def same_way(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two cases may be of the same two people, each in the same part. It is for people to confirm."""
    pairs = ((one[role], other[role]) for role in ("respondent", "protected_person"))
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


def _spellings(part: str) -> set[str]:
    """The part, and what is left when any one letter of it falls out.

    Two words that differ by one letter wrong, missing, added or swapped with its neighbour share a spelling.
    """
    if len(part) < 4:
        return {part}
    return {part, *(part[:place] + part[place + 1 :] for place in range(len(part)))}


def _closeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.8 if _spellings(one) & _spellings(other) else 0.0
