"""The force's figures, read from every case's entries; who read them is on record first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from field_app.cases import figures
from field_app.cases.office import Officer
from field_app.law.clocks import LONDON
from field_app.store import access, log
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed
from .on_call import NOTHING_BEFORE

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
    return figures.add_up(_happened(installation, first), first, last, district=district, court=court)


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
    found = _happened(installation, first)
    return figures.paragraph(force, found, first, last, unsuppressed=unsuppressed is not None)


def _look(installation: Installation, officer: Officer | None, detail: str, now: datetime) -> None:
    if officer and not (officer.is_administrator or officer.holds("inspector") or officer.is_auditor):
        raise NotAllowed("Only inspectors and those above, administrators and auditors may see the force's figures.")
    with writing(installation.engine) as connection:
        who = officer.id if officer else AT_THE_SERVER
        access.keep(connection, installation.keys, at=stamp(now), officer=who, action="figures", detail=detail)


def _happened(installation: Installation, first: date) -> list[figures.Happened]:
    """What happened in every case, but the sealed ones, of which anything was received since a year before `first`."""
    since = datetime.combine(max(first - LOOKED_BACK, NOTHING_BEFORE), time(), LONDON)
    found: list[figures.Happened] = []
    with reading(installation.engine) as connection:
        installation.office(connection)
        for case_id in log.cases_since(connection, stamp(since)):
            case = installation.case(connection, case_id, log.head(connection, case_id))
            if not case.seals:  # who they are could be known from a place and an hour
                found.extend(figures.happened(case))
    return found
