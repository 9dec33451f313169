"""What follows from an entry, written in the entry's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.law.regimes import REGIMES
from field_app.store import cases as lists
from field_app.store import jobs
from field_app.store.database import stamp

from .installation import Installation

FOUND_IN = ("authorised", "served")
"""The stages from which the look-up finds a case."""


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
        if case.stage in FOUND_IN and _is_found_otherwise(added, case_id):
            view = case.view()
            known = [matching.described(view[role], case.reference) for role in ("respondent", "protected_person")]
            keys = {key for person in known for key in matching.keys(person)}
            lists.keep_keys(connection, case_id, [installation.keys.blind(key) for key in keys])
    told = [
        {"officer": officer, "topic": _topic(one.entry.id)}
        for one in added
        if one.entry.case != office.id
        for officer in _told(one, cases[one.entry.case], office)
    ]
    jobs.enqueue(connection, "tell officer", told, now)


def _is_found_otherwise(added: Sequence[Held], case_id: str) -> bool:
    """Whether these entries change what a case is found by."""
    kinds = {one.entry.kind for one in added if one.entry.case == case_id}
    return bool(kinds & {"case started", "person described", "notice authorised", "notice served"})


def _told(one: Held, case: Case, office: Office) -> list[str]:
    """Who is told to open the app: the on-call superintendents of a request, its officer of the decision.

    An irregular fact is an alarm: the on-call inspectors and above are told.
    """
    told: list[str] = []
    if one.entry.kind == "authority requested":
        least = REGIMES[case.regime].issuing_rank
        told += [officer.id for officer in office.asked_for_authority(least)]
    elif one.entry.kind in ("notice authorised", "authority refused") and case.request:
        told.append(case.request.entry.officer)
    if one.reasons:
        told += [officer.id for officer in office.asked_for_authority("inspector")]
    return sorted(set(told) - {one.entry.officer})


def _topic(entry_id: str) -> str:
    """A push topic (RFC 8030 section 5.4) that names the entry to nobody."""
    return sha256(entry_id.encode()).hexdigest()[:32]
