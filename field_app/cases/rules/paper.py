"""Rules about the notice on paper: which sheet bears it, and which will not be served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from field_app.cases.entries import Held
from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class SheetUsedOnce:
    """CSA 2010 s.25(2): every sheet of a pad has its number, and bears one notice."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.how == "pre-printed pad" and facts.number is None:
            yield NotMet("no_number", "facts.number: a sheet of a pad has a number.")
        used = {one.entry.facts.number for one in _others(asked, "notice printed")}
        if facts.number is not None and facts.number in used:
            yield NotMet("number_used", f"facts.number: sheet {facts.number} was used in this case before.")


@dataclass(frozen=True)
class SpoilsAPrintedNotice:
    """What is spoiled is one paper notice of this case, and it is spoiled once."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        sheet = asked.entry.facts.printed
        printed = asked.case.by_id.get(sheet)
        if printed is None or printed.entry.kind != "notice printed" or sheet not in asked.entry.names():
            yield NotMet(
                "not_printed", "facts.printed: must be a notice recorded as printed, and relies_on must name it."
            )
        if any(one.entry.facts.printed == sheet for one in _others(asked, "notice spoiled")):
            yield NotMet("spoiled_twice", "facts.printed: this notice is recorded as spoiled already.")


def _others(asked: Asked, kind: str) -> list[Held[Any]]:
    """The entries of this kind that stand in this case, but for what is corrected here and other corrections of it."""
    same = set(asked.entry.replaces)
    return [one for one in asked.case.current.get(kind, []) if not same & {one.entry.id, *one.entry.replaces}]
