"""Conditions of bail beside what a notice prohibits: where they contradict, and which of the two is stricter (P17).

Bail and a notice run together (Home Office guidance 1.2), and neither changes the other. This says in plain words what
differs; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .conditions import CONDITIONS, EXCLUDING

ABOUT = (
    "no contact",
    "some contact allowed",
    "not to go to a place",
    "live and sleep at a place",
    "something else",
)
"""What a condition of bail is about; contact is with the protected person."""

THEIR_HOME = "home of the protected person"

PLACES = (THEIR_HOME, "another place")
"""Which place a condition of bail names."""

How = Literal["contradicts", "notice stricter", "bail stricter", "same", "bail only"]

ORDER: tuple[How, ...] = ("contradicts", "notice stricter", "bail stricter", "bail only", "same")
"""What has to be looked at first, first."""


@dataclass(frozen=True)
class Bail:
    """One condition of bail: what it is about, which place, how far (metres), and its own words."""

    about: str
    at: str | None
    distance_m: int | None
    words: str


@dataclass(frozen=True)
class Compared:
    """How one provision of the notice and bail stand to each other, in a sentence."""

    how: How
    sentence: str


def compare(notice: Sequence[Mapping[str, Any]], bail: Sequence[Bail]) -> tuple[Compared, ...]:
    """Everything a sergeant should see where both bind the same respondent; contradictions first.

    `notice` are the conditions as authorised (`code`, `distance_m`).
    """
    found = [*_of_contact(notice, bail), *_of_the_home(notice, bail), *_of_the_rest(notice, bail)]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.how)))


def _of_contact(notice: Sequence[Mapping[str, Any]], bail: Sequence[Bail]) -> Iterator[Compared]:
    allowed = [one for one in bail if one.about == "some contact allowed"]
    forbidden = any(one.about == "no contact" for one in bail)
    if "contact" in _codes(notice):
        for one in allowed:
            yield Compared("contradicts", f"Bail allows some contact ({one.words}). The notice prohibits contact.")
        if forbidden:
            yield Compared("same", "Bail and the notice both prohibit contact.")
        elif not allowed:
            yield Compared("notice stricter", "The notice prohibits contact. Bail does not.")
    elif forbidden:
        yield Compared("bail stricter", "Bail prohibits contact. The notice does not.")


def _of_the_home(notice: Sequence[Mapping[str, Any]], bail: Sequence[Bail]) -> Iterator[Compared]:
    away = [one for one in notice if one["code"] in AWAY]
    kept_away = [one for one in bail if one.about == "not to go to a place" and one.at == THEIR_HOME]
    living = [one for one in bail if one.about == "live and sleep at a place" and one.at == THEIR_HOME]
    if not away:
        if kept_away:
            yield Compared(
                "bail stricter", "Bail keeps them away from the protected person's home. The notice does not."
            )
        return
    for one in living:
        said = f"Bail says to live and sleep at the protected person's home ({one.words})."
        yield Compared("contradicts", f"{said} The notice keeps them away from it.")
    if not kept_away:
        said = "The notice keeps them away from the protected person's home"
        yield Compared("notice stricter", f"{said}. Bail does not.")
        return
    of_notice, of_bail = _farthest(one["distance_m"] for one in away), _farthest(one.distance_m for one in kept_away)
    if of_notice == of_bail:
        yield Compared("same", f"Bail and the notice both keep them away from the home{_so_far(of_notice)}.")
    else:
        how: How = "notice stricter" if of_notice > of_bail else "bail stricter"
        notice_says, bail_says = _so_far(of_notice) or " without a distance", _so_far(of_bail) or " without a distance"
        yield Compared(how, f"Both keep them away from the home: the notice{notice_says}, bail{bail_says}.")


AWAY = frozenset({*EXCLUDING, "distance", "where they live"})
"""The provisions that keep the respondent away from where the protected person lives."""


def _of_the_rest(notice: Sequence[Mapping[str, Any]], bail: Sequence[Bail]) -> Iterator[Compared]:
    for code in CONDITIONS:
        if code in _codes(notice) - AWAY - {"contact"}:
            title = CONDITIONS[code].title
            yield Compared("notice stricter", f"The notice also says: {title[0].lower()}{title[1:]}. Bail does not.")
    for one in bail:
        elsewhere = one.about in ("not to go to a place", "live and sleep at a place") and one.at != THEIR_HOME
        if one.about == "something else" or elsewhere:
            yield Compared("bail only", f"Bail also says: {one.words.rstrip('.')}. The notice does not.")


def _codes(notice: Collection[Mapping[str, Any]]) -> set[str]:
    return {one["code"] for one in notice}


def _farthest(metres: Iterator[int | None]) -> int:
    return max((one or 0 for one in metres), default=0)


def _so_far(metres: int) -> str:
    return f" by {metres:,} metres" if metres else ""
