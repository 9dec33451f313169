"""A court bundle as words: its parts, what they are made of, and what legal services chose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from field_app.cases.entries import Held


@dataclass(frozen=True)
class Words:
    """A paragraph of the bundle's own."""

    text: str


@dataclass(frozen=True)
class Said:
    """What somebody recorded, in their words. `key`, by which it is withheld: the entry's id, a blank, the fact."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows; the first cell of each names it. `head` names the columns where there are more than two."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """Lines for a signature, under the words that are signed; `label` says whose."""

    label: str


Block = Words | Said | Table | Statement


@dataclass(frozen=True)
class Part:
    """One part, under its bookmark. `withheld`: how many of its passages are left out."""

    title: str
    blocks: tuple[Block, ...]
    withheld: int = 0


@dataclass(frozen=True)
class Choice:
    """What legal services take into a bundle and leave out of it: as `court bundle asked for` has it."""

    exhibits: frozenset[str]
    withheld: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()


CERTIFIED = (
    *("place", "manner", "identified_by", "explained", "interpreter", "understood", "fitness", "keys_given"),
    *("belongings", "staying_at", "respondent_signed", "witnesses", "video", "address_given"),
)
"""The facts of a service whose words its certificate prints; who is at risk where the respondent stays is none."""


@dataclass(frozen=True)
class Bundle:
    """The parts before the exhibits and after them, the exhibits, and what was left out, counted.

    `notice` and `services` are the entries the notice and the certificates are made of.
    """

    first: tuple[Part, ...]
    evidence: tuple[Part, ...]
    notice: Held[Any]
    services: tuple[Held[Any], ...]
    exhibits: tuple[Held[Any], ...]
    last: tuple[Part, ...]
    withheld: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the passages in it."""
        blocks = (block for part in self.evidence for block in part.blocks)
        return frozenset(block.key for block in blocks if isinstance(block, Said))

    def said(self) -> Iterator[tuple[str, str | None, str]]:
        """All it says of what was recorded: part, the key it is withheld by, words."""
        for part in (*self.first, *self.evidence, *self.last):
            for block in part.blocks:
                if isinstance(block, Said):
                    yield part.title, block.key, block.text
                elif isinstance(block, Table):
                    yield from ((part.title, None, cell) for row in block.rows for cell in row)
        for one in self.services:
            for name in CERTIFIED:
                if isinstance(text := getattr(one.entry.facts, name, None), str):
                    yield "Certificate of service", None, text
        for one in self.exhibits:
            yield "Exhibits", one.entry.facts.sha256, one.entry.facts.shows
            yield "Exhibits", one.entry.facts.sha256, one.entry.facts.by or ""
