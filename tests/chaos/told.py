"""What the officer was told in one sequence, by which the server and the phone are judged at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

Place = tuple[str, str]
"""A case and the key of a section in it."""


@dataclass
class Save:
    """One section saved by *Save and go on*. Not `certain`: a kill came before the screen could say anything."""

    place: Place
    kind: str
    text: str
    certain: bool = True


@dataclass
class Told:
    """`drafts` holds what the screen called kept and not saved; `either` what is so or saved, and never neither."""

    cases: list[str] = field(default_factory=list)
    perhaps_started: int = 0
    saves: list[Save] = field(default_factory=list)
    drafts: dict[Place, str] = field(default_factory=dict)
    either: dict[Place, str] = field(default_factory=dict)

    def typed(self, place: Place, text: str) -> None:
        """The screen says that this is kept as a draft."""
        self.either.pop(place, None)
        self.drafts[place] = text

    def saved(self, place: Place, kind: str) -> None:
        """The screen went on: what stood there as a draft is recorded."""
        self.saves.append(Save(place, kind, self.drafts.pop(place)))

    def cut_short(self, place: Place, kind: str) -> None:
        """A kill came while it was being saved."""
        text = self.either[place] = self.drafts.pop(place)
        self.saves.append(Save(place, kind, text, certain=False))
