"""What follows from an entry, written in the entry's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from field_app.cases import rota
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.cases.reaching import reached
from field_app.store import cases as lists
from field_app.store import jobs, officers
from field_app.store.database import stamp

from . import telling
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
        lists.keep(connection, case, case.officers - before[case_id].officers, stamp(now))
        kinds = {one.entry.kind for one in added if one.entry.case == case_id}
        if "cases linked" in kinds:
            keep_links(connection, case)
        if kinds & FILED_BY:
            file(installation, connection, case, cases)
    for one in added:
        if one.entry.kind == "device revoked":
            device = office.devices[one.entry.facts.device]
            officers.cut_off(connection, device.officer, device.id, now)
        if one.entry.kind == "shift recorded" and one.entry.facts.shift in office.shifts:
            telling.test_shift(connection, office.shifts[one.entry.facts.shift], now)
        if one.entry.kind in telling.RELEASED_BY:
            telling.ask_next(connection, cases[one.entry.case], now)
    told = [
        {"officer": officer, "about": one.entry.id}
        for one in added
        if one.entry.case != office.id
        for officer in _told(one, cases[one.entry.case], office, now)
    ]
    jobs.enqueue(connection, "tell officer", told, now)
    rendered = [
        {"case": one.entry.case, "entry": one.entry.id, "document": document}
        for one in added
        if one.entry.case != office.id
        for document in _rendered(one, cases[one.entry.case], office)
    ]
    jobs.enqueue(connection, "render document", rendered, now)


def _told(one: Held, case: Case, office: Office, now: datetime) -> list[str]:
    """Who is told to open the app: of a decision and of a question who asked for authority, of an answer who asked.

    An irregular fact is an alarm: everyone on call from inspector upwards is told. Who decides a request is reached
    one after the other (`reaching.escalate`).
    """
    told: list[str] = []
    if one.entry.kind in ("notice authorised", "authority refused", "information asked") and case.request:
        told.append(case.request.entry.officer)
    elif one.entry.kind == "information given":
        questions = {named.id for named in one.entry.relies_on}
        told += [other.officer for other in reached(case).questions if other.entry in questions]
    if one.reasons:
        for role in (rota.AUTHORISING, rota.INSPECTING):
            told += [other.officer.id for other in rota.on_call(office, role, now, "inspector")]
    return sorted(set(told) - {one.entry.officer})


def _rendered(one: Held, case: Case, office: Office) -> list[str]:
    """What is made of an entry. Welsh where the force has approved it, or the respondent speaks it: then as a draft."""
    if one.entry.kind == "notice served":
        return ["certificate of service"]
    if one.entry.kind != "notice authorised":
        return []
    respondent = case.person("respondent")
    spoken = getattr(respondent.entry.facts, "language", None) if respondent else None
    welsh = bool(office.translations) or (spoken or "").strip().casefold() in ("welsh", "cymraeg")
    return ["notice", "notice in Welsh"] if welsh else ["notice"]
