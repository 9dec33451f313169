"""A respondent in custody: since when, on which clocks, and what was left undone when they went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .case import Case
from .entries import Held

RELEASED = "respondent released"

DECIDED = "bail or release decision recorded"


def open_arrests(case: Case) -> list[Held[Any]]:
    """The arrests for breach that no court has dealt with and after which the respondent was not released."""
    heard = {named.id for one in case.current.get("breach heard", ()) for named in one.entry.relies_on}
    return [
        one
        for one in case.current.get("arrest made", ())
        if one.entry.id not in heard and not case.released_after(one.entry.facts.arrested_at)
    ]


def held_since(case: Case) -> datetime | None:
    """Since when the respondent is held: detained for the incident, or arrested for a breach; None if neither."""
    detained = [datetime.fromisoformat(case.detention["since"])] if case.detention else []
    return min([*detained, *(one.entry.facts.arrested_at for one in open_arrests(case))], default=None)


def left_unserved(case: Case) -> Held[Any] | None:
    """The release of a respondent on whom an authorised notice is still to be served; None where there is none."""
    release = case.latest(RELEASED)
    return release if release and case.stage == "authorised" else None


def on_the_desk_since(case: Case) -> datetime | None:
    """From when on a custody desk shows the case: while the respondent is held, and if they went unserved."""
    release = left_unserved(case)
    return held_since(case) or (release.entry.facts.released_at if release else None)
