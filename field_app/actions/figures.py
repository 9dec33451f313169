"""The force's figures, read from what is counted of every case; who read them is on record first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from field_app.cases import figures
from field_app.cases.office import Officer
from field_app.law.clocks import LONDON
from field_app.store import access, counted
from field_app.store.database import reading, stamp, unchanging, writing

from .counting import still_to_count
from .installation import Installation
from .officers import NotAllowed

AT_THE_SERVER = "system"
"""Whoever reads them at the server's own command line, where nobody is signed in."""

LOOKED_BACK = timedelta(days=366)
"""How far before the period it matters whether somebody was served."""


def read_figures(
    installation: Installation,
    officer: Officer | None,
    first: date,
    last: date,
    now: datetime,
    *,
    district: str | None = None,
    court: str | None = None,
) -> figures.Figures:
    """The figures of these days (London's, both included), as counted, on record first. `officer`: None at the server.

    :raise NotAllowed: this officer answers for none.
    """
    _look(installation, officer, f"{first} to {last}", now)
    found, before = _tallies(installation, first, last, district)
    ended = now.astimezone(LONDON).date() - timedelta(days=1)
    return figures.figures_of(found, before, first, last, district=district, court=court, ended=ended)


def press_paragraph(
    installation: Installation,
    officer: Officer | None,
    first: date,
    last: date,
    unsuppressed: str | None,
    now: datetime,
) -> str:
    """The paragraph a press officer would send (P32). `unsuppressed`: why it tells what is too few to be published;
    the reason is on record before it is told.

    :raise NotAllowed: this officer answers for none, or the reason is blank.
    """
    if unsuppressed is not None and not unsuppressed.strip():
        raise NotAllowed("Say why figures too small to be published are wanted: the reason is recorded.")
    said = f"; unsuppressed: {unsuppressed.strip()}" if unsuppressed is not None else ""
    _look(installation, officer, f"sentence, {first} to {last}{said}", now)
    with reading(installation.engine) as connection:
        force = installation.office(connection)[0].force
    found = _published(installation, first, last)
    return figures.paragraph(force, found, first, last, unsuppressed=unsuppressed is not None)


def _look(installation: Installation, officer: Officer | None, detail: str, now: datetime) -> None:
    if officer and not (officer.is_administrator or officer.holds("inspector") or officer.is_auditor):
        raise NotAllowed("Only inspectors and those above, administrators and auditors may see the force's figures.")
    with writing(installation.engine) as connection:
        who = officer.id if officer else AT_THE_SERVER
        access.keep(connection, installation.keys, at=stamp(now), officer=who, action="figures", detail=detail)


def _tallies(
    installation: Installation, first: date, last: date, district: str | None
) -> tuple[figures.Tally, figures.Tally]:
    """What happened in these days, added up; and who was served in the year before, and what stood at its end; of one
    district, or of all."""
    keys = installation.keys
    start = first - min(LOOKED_BACK, first - date.min)
    end = first - min(timedelta(days=1), first - date.min)
    with unchanging(installation.engine) as connection:
        installation.office(connection)
        found = counted.tally(connection, keys, first, last, district, counted.FIGURES)
        before = counted.tally(connection, keys, start, end, district, counted.SERVED)
        before.add(counted.tally(connection, keys, figures.DAY_ONE, end, district, counted.STOOD))
        for thing, times in still_to_count(installation, connection):
            if district in (None, thing.district):
                if first <= thing.day <= last:
                    found.count([thing], times)
                elif thing.day <= end and (start <= thing.day or thing.what in figures.STANDING):
                    before.count([thing], times)
    return found, before


def _published(installation: Installation, first: date, last: date) -> figures.Tally:
    """What happened in these days, added up, as far as a paragraph tells of it."""
    with unchanging(installation.engine) as connection:
        installation.office(connection)
        found = counted.tally(connection, installation.keys, first, last, None, counted.PUBLISHED)
        for thing, times in still_to_count(installation, connection):
            if first <= thing.day <= last:
                found.count([thing], times)
    return found
