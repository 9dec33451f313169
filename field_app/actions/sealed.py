"""Which sealed cases are closed to an officer. Every list asks here; one case at a time is `changes.readable`."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read
from field_app.store import cases as lists
from field_app.store.cases import Listed
from field_app.store.log import Head

from .installation import Installation


def closed_to(installation: Installation, connection: Connection, office: Office, officer: Officer) -> frozenset[str]:
    """The sealed cases that are in no list, count or record this officer is shown."""
    return frozenset(
        head.case_id
        for _, head in lists.sealed(connection)
        if not may_read(officer, installation.case(connection, head.case_id, head), office)
    )


def open_of(
    installation: Installation,
    connection: Connection,
    office: Office,
    officer: Officer,
    listed: Iterable[tuple[Listed, Head]],
) -> list[tuple[Listed, Head]]:
    """Of these cases those that are open to the officer, as far as they are sealed."""
    return [
        (line, head)
        for line, head in listed
        if not line.sealed or may_read(officer, installation.case(connection, head.case_id, head), office)
    ]


def entitled(told: Iterable[str], case: Case, office: Office) -> list[str]:
    """Of these officers, who are to be told of something in a case, those to whom it is not closed."""
    if not case.seals:
        return list(told)
    officers = [office.officers[one] for one in told if one in office.officers]
    return [one.id for one in officers if may_read(one, case, office)]


def professional_standards(case: Case, office: Office) -> list[str]:
    """Those of professional standards who may be told of this case."""
    return entitled([one.id for one in office.officers.values() if one.is_professional_standards], case, office)


def alarmed(told: Iterable[str], case: Case, office: Office) -> list[str]:
    """Who of these is told what must not be missed in a case; of a sealed one professional standards besides."""
    return [*entitled(told, case, office), *(professional_standards(case, office) if case.seals else ())]
