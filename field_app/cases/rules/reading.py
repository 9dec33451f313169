"""Who may see what of which case: the one door to what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases.attached import is_intimate
from field_app.cases.case import Case
from field_app.cases.conflict import conflicts
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.office import Office, Officer
from field_app.cases.reaching import MAY_ASK, reached
from field_app.cases.safeguarding.tasks import given_to
from field_app.law.answers import NotMet

from .asked import Asked
from .of_case import wrote
from .of_sealed import is_open_to

ASKED_FOR = ("requested", "authorised", "refused", "withdrawn", *NOTICE_SERVED)
"""The stages of a case in which authority has been asked for."""


def runs_the_service(officer: Officer) -> bool:
    """Whether an officer is here to run the service alone: an administrator who is no constable.

    They read no case and look nobody up, whatever they recorded. A constable who administers besides is on cases as any
    other is.
    """
    return officer.is_administrator and not officer.is_constable


def may_look_up(officer: Officer) -> bool:
    """Whether an officer may ask who is under a notice: everyone, but whoever runs the service alone."""
    return not runs_the_service(officer)


def may_decide(officer: Officer, case: Case, office: Office) -> bool:
    """Whether a request waits in this case that this officer may decide: not their own, nor on what they recorded."""
    held = officer.holds(case.regime.issuing_rank)
    if case.stage != "requested" or not held or officer.id in wrote(case):
        return False
    return not conflicts(officer, case, office) and may_read(officer, case, office)


def may_compare(officer: Officer, waits: Case, other: Case, office: Office, *, linked: bool) -> bool:
    """Whether an officer may be shown `other` whole because they may decide the request that waits in `waits`.

    A case linked with it they may, however far that has come; one that may be of the same two people the other
    way round, from its own request on. A sealed one only where it is open to them itself.
    """
    if other.seals and not is_open_to(officer, other, office):
        return False
    return may_decide(officer, waits, office) and (linked or other.stage in ASKED_FOR)


def may_see_legal_desk(officer: Officer) -> bool:
    """Whether an officer may see every served notice: legal services, and inspectors, who answer for what is missed."""
    return "legal services" in officer.postings or officer.holds("inspector")


def may_see_safeguarding(officer: Officer) -> bool:
    """Whether an officer may see what is to be told and done: safeguarding, and inspectors, to whom it goes overdue."""
    return "safeguarding" in officer.postings or officer.holds("inspector")


def may_take_orders(officer: Officer) -> bool:
    """Whether an officer may take the force's notices and orders as a file: who answers for the markers on PNC or LEDS,
    and inspectors, to whom one goes that is overdue."""
    return may_see_safeguarding(officer)


def may_see_live_view(officer: Officer) -> bool:
    """Whether an officer may see what is about to go wrong in the whole force: inspectors and those above."""
    return officer.holds("inspector")


def may_see_item(officer: Officer, case: Case, sha256: str) -> bool:
    """Whether an officer who may read the case may see what is attached to it under this name.

    Of an intimate image only whoever attached it may, and legal services: to others its words say what it shows (P8).
    """
    if not is_intimate(case, sha256) or "legal services" in officer.postings:
        return True
    named = (one for one in case.held if one.entry.kind == "evidence attached" and one.entry.facts.sha256 == sha256)
    # Whoever names it later may have only read its name in the case.
    first = min(named, key=lambda one: one.position)
    return officer.id == first.entry.officer


NOT_THE_TEAM = frozenset({"legal services", "auditor", "administrator"})
"""Postings that record on a case, or read it, and never contact the protected person."""


def may_see_safe_contact(officer: Officer, *, joined: bool) -> bool:
    """Whether an officer may see how the protected person is contacted safely: safeguarding, and the case's own team.

    `joined`: they recorded on the case, or it was handed to them.
    """
    return "safeguarding" in officer.postings or (joined and not NOT_THE_TEAM & {*officer.postings})


def is_joined(officer: Officer, case: Case) -> bool:
    """Whether an officer is of a case's team: recorded on it, or had it handed to them."""
    return officer.id in case.officers or officer.collar_number.casefold() in case.handed_to


def may_read(officer: Officer, case: Case, office: Office) -> bool:
    """Whether an officer may be shown a case, but for what is `WITHHELD`.

    Those who recorded on it may, and to whom it or a task of it was given; so may a superintendent while a request
    waits, or before it where the case was opened to them, and a duty inspector it was put to; safeguarding from the
    request on, since the protected person is told of every decision; legal services and inspectors once a notice is
    served, and the auditor always. What else whoever decides a request may read while it waits, `may_compare` says.
    A sealed case is open to those alone of whom `is_open_to` says so, and none to those who run the service.
    """
    if runs_the_service(officer):
        return False
    if case.seals:
        return is_open_to(officer, case, office)
    if is_joined(officer, case) or "auditor" in officer.postings:
        return True
    if case.stage in ASKED_FOR and "safeguarding" in officer.postings:
        return True
    if officer.collar_number.casefold() in given_to(case):
        return True
    if case.stage == "requested":
        return officer.holds(case.regime.issuing_rank) or officer.id in reached(case).asked
    if case.stage in MAY_ASK:
        return officer.id in reached(case).looking_in
    if case.stage in NOTICE_SERVED:
        return officer.holds("inspector") or bool({"legal services", "custody"} & {*officer.postings})
    return False


@dataclass(frozen=True)
class MayReadTheCase:
    """Whoever notes something on a case may read it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None or not may_read(asked.officer, asked.case, asked.office):
            yield NotMet("may_not_read", "Whoever wrote this may not read the case.")
