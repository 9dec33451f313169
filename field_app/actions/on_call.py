"""Who is on call and would be asked, the rota as whoever keeps it sees it, and how soon those on it were reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from field_app.cases import reaching_figures, rota
from field_app.cases.conflict import Why
from field_app.cases.office import Office, Officer
from field_app.cases.rota import OnCall
from field_app.cases.rules import may_read
from field_app.law.regimes import DEFAULT
from field_app.store import access, log, pushes
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed
from .reaching import independent

NOTHING_BEFORE = date(2014, 3, 8)
"""The day CSA 2010 ss.24 to 33 came into force in England and Wales."""


def figures_of_reaching(
    installation: Installation, officer: Officer, first: date, last: date, now: datetime
) -> list[reaching_figures.Hour]:
    """How soon requests of these days (London's, both included) were shown, opened and decided; on record first.

    :raise NotAllowed: this officer answers for no rota.
    """
    if not (officer.is_administrator or officer.holds("inspector")):
        raise NotAllowed("Only an administrator or an inspector may see how soon requests were answered.")
    engine, keys = installation.engine, installation.keys
    with writing(engine) as connection:
        detail = f"{first} to {last}"
        access.keep(connection, keys, at=stamp(now), officer=officer.id, action="reaching", detail=detail)
    since = datetime.combine(max(first, NOTHING_BEFORE), time(), reaching_figures.LONDON)
    with reading(engine) as connection:
        logs = [log.read_log(connection, keys, one) for one in log.cases_since(connection, stamp(since))]
    asked = (one for rows in logs for one in reaching_figures.asked(row.held() for row in rows))
    return reaching_figures.by_hour(asked, first, last)


@dataclass(frozen=True)
class AskedNow:
    """Who would be asked if authority were requested now, in order, and what is rung where nobody is.

    `passed_over`: who is on call and would not be asked about the case in question, each with why.
    """

    authorising: list[OnCall]
    inspectors: list[OnCall]
    telephone: str | None
    passed_over: list[tuple[Officer, Why]] = field(default_factory=list)


def who_would_be_asked(
    installation: Installation, officer: Officer, now: datetime, case_id: str | None = None
) -> AskedNow:
    """Who would be asked now by this officer, who is never asked by themselves; about a case that they may read."""
    least = DEFAULT.issuing_rank
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        case = None
        if case_id and lists.exists(connection, case_id):
            case = installation.case(connection, case_id, log.head(connection, case_id))
    but_not = {officer.id}
    asked = rota.authorising(office, now, least, but_not=but_not)
    inspectors = rota.inspectors(office, now, least, but_not=but_not)
    why: dict[str, Why] = {}
    if case and may_read(officer, case, office):
        asked, passed = independent(office, case, asked)
        inspectors, more = independent(office, case, inspectors)
        why = {**passed, **more}
    passed_by: list[tuple[Officer, Why]] = [(office.officers[one], reason) for one, reason in why.items()]
    return AskedNow(asked, inspectors, rota.telephone(installation.force), passed_by)


@dataclass(frozen=True)
class Rota:
    """The rota from yesterday on: its shifts, who is off duty, its gaps in the next seven days, and the phones."""

    office: Office
    gaps: list[tuple[datetime, datetime]]
    now: AskedNow
    health: dict[str, list[pushes.Health]]
    districts: tuple[str, ...]
    texts: bool


def read_rota(installation: Installation, officer: Officer, now: datetime) -> Rota:
    """The rota as whoever keeps it sees it.

    :raise NotAllowed: this officer does not keep it.
    """
    if not (officer.is_administrator or officer.holds("inspector")):
        raise NotAllowed("Only an administrator or an inspector may see the rota.")
    least = DEFAULT.issuing_rank
    with writing(installation.engine) as connection:
        access.keep(connection, installation.keys, at=stamp(now), officer=officer.id, action="rota")
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        on = {one.id for one in office.officers.values() if one.on_call or one.holds("inspector")}
        health = pushes.health(connection, on)
    asked = AskedNow(
        rota.authorising(office, now, least), rota.inspectors(office, now, least), rota.telephone(installation.force)
    )
    gaps, texts = rota.gaps(office, now, least), installation.texts is not None
    return Rota(office, gaps, asked, health, installation.force.districts, texts)
