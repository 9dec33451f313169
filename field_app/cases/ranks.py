"""A rank that may authorise takes a second administrator: what waits for one, and what each entry leaves waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from field_app.law.regimes import DEFAULT, RANKS, at_least

from .entries import Held
from .entries.office import RankAndPostingRecorded, RankCompared, RankConfirmed
from .entries.released import RankAndPostingRecorded1

Recorded = RankAndPostingRecorded | RankAndPostingRecorded1


@dataclass(frozen=True)
class RankWaiting:
    """A rank and postings one administrator recorded, and the entry a second has to confirm. `recorded_at` is UTC."""

    entry: str
    sha256: str
    officer: str
    rank: str
    postings: tuple[str, ...]
    recorded_by: str
    recorded_at: datetime
    basis: str


@dataclass(frozen=True)
class RankMade:
    """Somebody became one who may authorise: by whom recorded, by whom confirmed (officers' ids), and when (UTC)."""

    entry: str
    officer: str
    rank: str
    recorded_by: str
    confirmed_by: str
    at: datetime


@dataclass(frozen=True)
class RankSaid:
    """What the force's directory said last of an officer's rank: its own word, the rank here, and when (UTC)."""

    said: str
    rank: str | None
    at: datetime


@dataclass(frozen=True)
class Ranks:
    """What waits, by the officer it is about, what was confirmed, oldest first, and what the directory says.

    `two`: the log has come to the first entry that says from which rank on authority is given. What was recorded
    before took effect at once and goes on doing so, whoever adds the log up.
    """

    waiting: Mapping[str, RankWaiting] = field(default_factory=dict)
    made: tuple[RankMade, ...] = ()
    two: bool = False
    said: Mapping[str, RankSaid] = field(default_factory=dict)

    def recorded(self, held: Held[Any], before: str | None) -> tuple[Ranks, bool]:
        """These after a rank was recorded, and whether it stands at once; `before`: the rank held until then.

        What is recorded later about the same officer takes the place of what waits. The system's own stands at once:
        an installation's first administrator, and those a demonstration starts with.
        """
        facts: Recorded = held.entry.facts
        newest = isinstance(facts, RankAndPostingRecorded)
        two = self.two or newest
        waiting = {officer: one for officer, one in self.waiting.items() if officer != facts.officer}
        stands = held.entry.officer == "system" or not two or not gives_authority(facts, before)
        if not stands:
            waiting[facts.officer] = RankWaiting(
                held.entry.id,
                held.sha256,
                facts.officer,
                facts.rank,
                facts.postings,
                held.entry.officer,
                held.received_at,
                facts.basis,
            )
        return replace(self, waiting=waiting, two=two), stands

    def confirmed(self, held: Held[Any]) -> tuple[Ranks, RankWaiting | None]:
        """These after a confirmation, and what takes effect by it."""
        facts: RankConfirmed = held.entry.facts
        waits = self.waiting.get(facts.officer)
        if waits is None or waits.entry not in {one.id for one in held.entry.relies_on}:
            return self, None
        waiting = {officer: one for officer, one in self.waiting.items() if officer != facts.officer}
        made = RankMade(waits.entry, waits.officer, waits.rank, waits.recorded_by, held.entry.officer, held.received_at)
        return replace(self, waiting=waiting, made=(*self.made, made)), waits

    def compared(self, held: Held[Any]) -> Ranks:
        """These after the directory was asked."""
        facts: RankCompared = held.entry.facts
        return replace(self, said={**self.said, facts.officer: RankSaid(facts.said, facts.rank, held.received_at)})


def gives_authority(facts: Recorded, before: str | None) -> bool:
    """Whether somebody who held the rank `before` comes to hold by this entry one that may authorise.

    From superintendent on it always does (CSA 2010 s.24(1)), whatever else an entry may say.
    """
    said = getattr(facts, "authorising_from", DEFAULT.issuing_rank)
    least = min(said, DEFAULT.issuing_rank, key=RANKS.index)
    return at_least(facts.rank, least) and not (before is not None and at_least(before, least))
