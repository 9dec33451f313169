"""What follows from an entry, written in the entry's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.store import cases as lists
from field_app.store import jobs, officers
from field_app.store.database import stamp

from .beside import FILED_BY, file, keep_links
from .desk import watch_hearing
from .installation import Installation

RESULTS = ("notice authorised", "authority refused", "order made", "application refused or withdrawn")
"""What came of a request: the decision on it, and what the court made of the application."""


def follow(
    installation: Installation,
    connection: Connection,
    office: Office,
    before: Mapping[str, Case],
    cases: Mapping[str, Case],
    added: Sequence[Held],
    now: datetime,
) -> None:
    """Write the lists, the index and the jobs that these entries call for. `cases` stand as `before` and after them."""
    for case_id in {one.entry.case for one in added} - {office.id}:
        case = cases[case_id]
        lists.keep(connection, case, case.officers - before[case_id].officers, stamp(now))
        kinds = {one.entry.kind for one in added if one.entry.case == case_id}
        if kinds & {"notice served", "legal accepted"}:
            watch_hearing(connection, case, now)
        if "cases linked" in kinds:
            keep_links(connection, case)
        if kinds & FILED_BY:
            file(installation, connection, case, cases)
    for one in added:
        if one.entry.kind == "device revoked":
            device = office.devices[one.entry.facts.device]
            officers.cut_off(connection, device.officer, device.id, now)
    told = [
        {"officer": officer, "topic": _topic(one.entry.id)}
        for one in added
        if one.entry.case != office.id
        for officer in _told(one, cases[one.entry.case], office)
    ]
    jobs.enqueue(connection, "tell officer", told, now)


def _told(one: Held, case: Case, office: Office) -> list[str]:
    """Who is told to open the app: the on-call superintendents of a request, its officer of what came of it.

    An irregular fact is an alarm: the on-call inspectors and above are told.
    """
    told: list[str] = []
    if one.entry.kind == "authority requested":
        least = case.regime.issuing_rank
        told += [officer.id for officer in office.asked_for_authority(least)]
    elif one.entry.kind in RESULTS and case.request:
        told.append(case.request.entry.officer)
    if one.reasons:
        told += [officer.id for officer in office.asked_for_authority("inspector")]
    return sorted(set(told) - {one.entry.officer})


def _topic(entry_id: str) -> str:
    """A push topic (RFC 8030 section 5.4) that names the entry to nobody."""
    return sha256(entry_id.encode()).hexdigest()[:32]
