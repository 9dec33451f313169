"""What follows from an entry, written in the entry's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection

from field_app.cases.authority import NOTED
from field_app.cases.case import Case
from field_app.cases.conflict import conflicts
from field_app.cases.court import CHANGED
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.cases.reaching import reached
from field_app.cases.safeguarding.tasks import SET, given_to
from field_app.cases.seal import is_seal
from field_app.law.notice import TRANSLATIONS, spoken_in
from field_app.law.regimes import authorising_from
from field_app.store import cases as lists
from field_app.store import disposal, jobs, log, officers, shown
from field_app.store.database import stamp

from . import telling
from .beside import FILED_BY, file, file_imported, is_shown, keep_links
from .breaches_to_meet import watch_unit
from .counting import count_where_holidays
from .desk import watch_hearing
from .installation import Installation
from .sealed import alarmed, entitled
from .shown import keep_shown

RESULTS = ("notice authorised", "authority refused", "order made", "application refused or withdrawn", CHANGED)
"""What came of a request: the decision on it, and what the court made of the application."""


def follow(
    installation: Installation,
    connection: Connection,
    office: Office,
    before: Mapping[str, Case],
    cases: Mapping[str, Case],
    heads: Mapping[str, log.Head],
    added: Sequence[Held],
    now: datetime,
) -> None:
    """Write the lists, the index and the jobs that these entries call for. `cases` stand as `before` and after them,
    which is where the `heads` of their logs are.
    """
    imported = [cases[one] for one in {held.entry.case for held in added} if _is_imported(cases[one])]
    if imported:
        lists.keep_elsewhere(connection, imported, stamp(now))
        file_imported(installation, connection, imported, before)
    for case_id in {one.entry.case for one in added} - {office.id, *(one.id for one in imported)}:
        case, view = cases[case_id], cache(cases[case_id].view)
        was, stands = _joined(before[case_id], office), _joined(case, office)
        lists.keep(connection, case, stands - was, was - stands, stamp(now))
        kinds = {one.entry.kind for one in added if one.entry.case == case_id}
        if kinds & {"notice served", "service reported by radio", "legal accepted"}:
            watch_hearing(connection, case, now)
        telling.watch_overdue(installation, connection, before[case_id], case, now)
        if "cases linked" in kinds:
            keep_links(connection, case)
        if kinds & FILED_BY:
            file(installation, connection, case, cases, view)
        if is_shown(case):
            keep_shown(installation, connection, [(heads[case_id], case, view())], now)
        elif is_shown(before[case_id]):
            shown.drop(connection, [case_id])
    for one in added:
        count_where_holidays(connection, one)
        if one.entry.kind == "device revoked":
            device = office.devices[one.entry.facts.device]
            officers.cut_off(connection, device.officer, device.id, now)
        if one.entry.kind == "content disposed":
            disposal.dispose(connection, installation.keys, one.entry.facts.case, one.entry.id, stamp(now))
        if one.entry.kind == "shift recorded" and one.entry.facts.shift in office.shifts:
            telling.test_shift(connection, office.shifts[one.entry.facts.shift], now)
        if one.entry.kind == "breach reported":
            watch_unit(installation, connection, one, now)
        if one.entry.kind == "case opened early":
            telling.find_reader(connection, one, now)
        if one.entry.kind in telling.RELEASED_BY or _steps_back(one, cases[one.entry.case], office):
            telling.ask_next(connection, cases[one.entry.case], now)
    told = [
        {"officer": officer, "about": one.entry.id}
        for one in added
        if one.entry.case != office.id
        for officer in _told(one, cases[one.entry.case], office, now)
    ]
    told += [
        {"officer": officer, "about": one.entry.id}
        for one in added
        if one.entry.kind == "rank confirmed"
        for officer in _told_of_rank(installation, office, one.entry.facts.officer)
    ]
    jobs.enqueue(connection, "tell officer", told, now)
    rendered = [
        {"case": one.entry.case, "entry": one.entry.id, "document": document}
        for one in added
        if one.entry.case != office.id
        for document in _rendered(one, cases[one.entry.case], office)
    ]
    jobs.enqueue(connection, "render document", rendered, now)
    within = timedelta(hours=installation.force.clocks.telephone)
    for one in added:
        if one.entry.kind == NOTED and not one.reasons:
            due = {"case": one.entry.case, "noted": one.entry.id}
            jobs.enqueue(connection, "telephone due", [due], one.entry.facts.given_at + within)


def _is_imported(case: Case) -> bool:
    """Whether a case is no more than an order of a list: nobody is on it, nobody is to be told, nothing falls due."""
    return bool(case.held) and all(one.entry.kind == "order imported" for one in case.held)


def telephone_due(installation: Installation, connection: Connection, case_id: str, noted: str, now: datetime) -> None:
    """An authority by telephone nobody has answered for in time: legal services and the duty inspector are told."""
    office, _ = installation.office(connection)
    case = installation.case(connection, case_id, log.head(connection, case_id))
    stands = case.telephone
    if stands and stands["state"] == "unconfirmed" and case.decision and case.decision.entry.id == noted:
        told = [{"officer": one, "about": noted} for one in alarmed(telling.alarmed(office, now), case, office)]
        jobs.enqueue(connection, "tell officer", told, now)


def _told_of_rank(installation: Installation, office: Office, officer: str) -> list[str]:
    """Who may authorise already: told that somebody else may from now on, so that a false one is noticed."""
    least = authorising_from(one.id for one in installation.regimes)
    return sorted(one.id for one in office.officers.values() if one.holds(least) and one.id != officer)


def _joined(case: Case, office: Office) -> frozenset[str]:
    """Who may hold a case: whoever recorded on it, to whom it or a task of it was given, and whom it was opened to."""
    opened = {one.entry.facts.to for one in case.held if one.entry.kind == "sealed case opened"}
    handed = (office.by_collar_number(one) for one in case.handed_to | opened | given_to(case))
    return case.officers | {one.id for one in handed if one} | reached(case).looking_in


def _steps_back(one: Held, case: Case, office: Office) -> bool:
    """Whether an officer has declared what keeps them from deciding a request that was put to them or claimed."""
    officer = office.officers.get(one.entry.officer)
    if one.entry.kind != "connection declared" or officer is None or case.stage != "requested":
        return False
    found = reached(case)
    put_to = found.asked | ({found.claim.officer} if found.claim else set())  # who asked may declare it too
    return officer.id in put_to and bool(conflicts(officer, case, office))


def _told(one: Held, case: Case, office: Office, now: datetime) -> list[str]:
    """Who is told to open the app: of a decision, a withdrawal, what the court made of it and a question who asked for
    authority, or opened the case early; of an answer who asked; whoever a case is handed to, and whoever handed it over
    once that is accepted; whoever is on the case when what was asked or given is taken back; who is made responsible
    for telling the protected person, or given a task; who is reported by radio to have served a notice, to confirm it.

    An irregular fact is an alarm: everyone on call from inspector upwards is told. Who decides a request is reached
    one after the other (`reaching.escalate`). Of a sealed case nobody is told to whom it is closed, and of its sealing
    and of what is irregular in it professional standards are.
    """
    told: list[str] = []
    if one.entry.kind in (*RESULTS, "information asked"):
        named = {known.id for known in one.entry.relies_on}
        told += [case.request.entry.officer] if case.request else []
        told += [early.officer for early in reached(case).openings if early.entry in named]
    elif one.entry.kind == "information given":
        questions = {named.id for named in one.entry.relies_on}
        told += [other.officer for other in reached(case).questions if other.entry in questions]
    elif one.entry.kind == "telephone authority noted":
        named_officer = office.by_collar_number(one.entry.facts.officer.collar_number)
        told += [named_officer.id] if named_officer else []
    elif one.entry.kind == "telephone authority confirmed" and case.decision:
        told.append(case.decision.entry.officer)
    elif one.entry.kind == "telephone authority differs":
        told += [*case.officers, *telling.alarmed(office, now)]
    elif one.entry.kind in ("request withdrawn", "authority withdrawn before service"):
        told += case.officers
    elif one.entry.kind in ("handed over", "contact officer named", "sealed case opened", SET):
        to = office.by_collar_number(getattr(one.entry.facts, "to", None) or "")
        told += [to.id] if to else []
    elif one.entry.kind == "service reported by radio":
        serving = office.by_collar_number(one.entry.facts.served_by)
        told += [serving.id] if serving else []
    elif one.entry.kind == "hand-over accepted":
        relied = [case.by_id[known.id] for known in one.entry.relies_on if known.id in case.by_id]
        told += [handed.entry.officer for handed in relied]
    if one.reasons:
        told += telling.on_call(office, now)
    told = alarmed(told, case, office) if one.reasons or is_seal(one) else entitled(told, case, office)
    return sorted(set(told) - {one.entry.officer})


def _rendered(one: Held, case: Case, office: Office) -> list[str]:
    """What is made of an entry. In other languages what the respondent or the protected person keeps (`_languages`)."""
    if one.entry.kind == "notice served":
        return ["certificate of service"]
    if one.entry.kind == "court bundle asked for":
        return ["court bundle"]
    if one.entry.kind == "evidence letter asked for":
        return _in_every("evidence letter", _languages("protected person", case, office))
    if one.entry.kind == "hearing listed" or (one.entry.kind == "hearing adjourned" and one.entry.facts.until):
        return _in_every("notice of hearing", _languages("respondent", case, office))
    if one.entry.kind == "notice authorised":
        return _in_every("notice", _languages("respondent", case, office))
    return []


def _languages(role: str, case: Case, office: Office) -> list[str]:
    """Those the force has approved words of; and, as a draft, those this person is recorded as speaking."""
    person = case.person(role)
    spoken = spoken_in(getattr(person.entry.facts, "language", None) if person else None)
    approved = {language for language, _, _ in office.translations}
    return [language for language in TRANSLATIONS if language in approved or language in spoken]


def _in_every(document: str, languages: list[str]) -> list[str]:
    return [document, *(f"{document} in {TRANSLATIONS[one]['language']}" for one in languages)]
