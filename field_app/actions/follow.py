"""What follows from an entry, written in the entry's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from field_app.cases.authority import NOTED
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.store import cases as lists
from field_app.store import jobs, log, officers
from field_app.store.database import stamp

from .beside import FILED_BY, file, keep_links
from .installation import Installation


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
        lists.keep(connection, case, _joined(case, office) - _joined(before[case_id], office), stamp(now))
        kinds = {one.entry.kind for one in added if one.entry.case == case_id}
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
    within = timedelta(hours=installation.force.clocks.telephone)
    for one in added:
        if one.entry.kind == NOTED and not one.reasons:
            due = {"case": one.entry.case, "noted": one.entry.id}
            jobs.enqueue(connection, "telephone due", [due], one.entry.facts.given_at + within)


def telephone_due(installation: Installation, connection: Connection, case_id: str, noted: str, now: datetime) -> None:
    """An authority by telephone nobody has answered for in time: legal services and the duty inspector are told."""
    office, _ = installation.office(connection)
    case = installation.case(connection, case_id, log.head(connection, case_id))
    stands = case.telephone
    if stands and stands["state"] == "unconfirmed" and case.decision and case.decision.entry.id == noted:
        told = [{"officer": one, "topic": _topic(f"unconfirmed {noted}")} for one in alarmed(office)]
        jobs.enqueue(connection, "tell officer", told, now)


def alarmed(office: Office) -> list[str]:
    """Who is told that an authority is in doubt: inspectors and above on call, and legal services."""
    legal = [one.id for one in office.officers.values() if "legal services" in one.postings]
    return sorted({*legal, *(one.id for one in office.asked_for_authority("inspector"))})


def _joined(case: Case, office: Office) -> frozenset[str]:
    """Who may hold a case: whoever recorded on it, and whom it was handed to."""
    handed = (office.by_collar_number(one) for one in case.handed_to)
    return case.officers | {one.id for one in handed if one}


def _told(one: Held, case: Case, office: Office) -> list[str]:
    """Who is told to open the app: the on-call superintendents of a request, its officer of the decision and of its
    withdrawal, whoever a case is handed to, and whoever handed it over once that is accepted.

    An irregular fact is an alarm: the on-call inspectors and above are told.
    """
    told: list[str] = []
    if one.entry.kind == "authority requested":
        least = case.regime.issuing_rank
        told += [officer.id for officer in office.asked_for_authority(least)]
    elif one.entry.kind in ("notice authorised", "authority refused") and case.request:
        told.append(case.request.entry.officer)
    elif one.entry.kind == "telephone authority noted":
        named = office.by_collar_number(one.entry.facts.officer.collar_number)
        told += [named.id] if named else []
    elif one.entry.kind == "telephone authority confirmed" and case.decision:
        told.append(case.decision.entry.officer)
    elif one.entry.kind == "telephone authority differs":
        told += [*case.officers, *alarmed(office)]
    elif one.entry.kind == "authority withdrawn before service":
        told += case.officers
    elif one.entry.kind == "handed over":
        to = office.by_collar_number(one.entry.facts.to)
        told += [to.id] if to else []
    elif one.entry.kind == "hand-over accepted":
        relied = [case.by_id[known.id] for known in one.entry.relies_on if known.id in case.by_id]
        told += [handed.entry.officer for handed in relied]
    if one.reasons:
        told += [officer.id for officer in office.asked_for_authority("inspector")]
    return sorted(set(told) - {one.entry.officer})


def _topic(entry_id: str) -> str:
    """A push topic (RFC 8030 section 5.4) that names the entry to nobody."""
    return sha256(entry_id.encode()).hexdigest()[:32]
