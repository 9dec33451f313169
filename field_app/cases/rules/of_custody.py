"""Rules about service known by radio, and about the respondent's release: what ought not to have happened is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from field_app.cases.authority import given_at
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.office import Officer
from field_app.law.answers import NotMet

from .asked import Asked, Rule
from .of_authority import AuthorityStands, TelephoneStandsUndisputed
from .of_court import NotAhead
from .officer import IsConstable


@dataclass(frozen=True)
class SomethingToServe:
    """CSA 2010 s.24(1): a notice had been authorised. Whoever hears of it by radio has not its text before them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        decision = asked.case.decision
        if decision is None or decision.entry.kind == "authority refused":
            yield NotMet("not_authorised", "No authorised notice stood when this was recorded.", "s.24(1)")


@dataclass(frozen=True)
class ReportsAService:
    """CSA 2010 s.25(2)-(3): by a constable and after the authority; what was said to be lacking."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, decision = asked.entry.facts, asked.case.decision
        serving = asked.office.by_collar_number(facts.served_by)
        if serving is not None and not serving.is_constable:
            message = "facts.served_by: only a constable may serve a notice; police staff are not."
            yield NotMet("not_a_constable", message, "s.25(2)")
        if decision and facts.served_at < given_at(decision) - timedelta(minutes=1):
            yield NotMet("before_authority", "facts.served_at: lies before the authority was given.", "s.24(1)")
        if facts.paper_copy_left is False:
            yield NotMet("no_paper", "No paper copy was left with the respondent.", "s.25(2)")
        if facts.address_asked is False:
            yield NotMet("address_not_asked", "The respondent was not asked for an address.", "s.25(3)")


@dataclass(frozen=True)
class ServedBeforeRelease:
    """P17: a notice is served before its respondent leaves the station. Their release waits for nothing."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, at = asked.case, asked.entry.facts.released_at
        authorised = case.decision is not None and given_at(case.decision) <= at and case.withdrawal is None
        served_later = case.served_at is None or at < case.served_at
        if authorised and served_later and case.stage in ("authorised", *NOTICE_SERVED):
            yield NotMet("released_unserved", "The respondent was released before the notice was served.")
        elif case.stage == "requested":
            yield NotMet("released_undecided", "The respondent was released while a request waited for its decision.")


@dataclass(frozen=True)
class ProtectedPersonTold:
    """P19: the protected person is told of the time of release, before it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.entry.facts.protected_person_told:
            yield NotMet(
                "protected_person_not_told", "The protected person had not been told of the release before it."
            )


OF_CUSTODY: dict[str, tuple[Rule, ...]] = {
    "service attempted": (IsConstable("s.25(2)"), SomethingToServe(), NotAhead("attempted_at")),
    # Whoever hears it records it: what is judged is what was said, and of whom.
    "service reported by radio": (
        SomethingToServe(),
        AuthorityStands(),
        TelephoneStandsUndisputed(),
        NotAhead("served_at"),
        NotAhead("heard_at"),
        ReportsAService(),
    ),
    # A custody sergeant joins the case by either; what is decided of the offence the notice neither needs nor changes.
    "bail or release decision recorded": (NotAhead("decided_at"),),
    "respondent released": (NotAhead("released_at"), ServedBeforeRelease(), ProtectedPersonTold()),
}


def may_see_custody(officer: Officer) -> bool:
    """Whether an officer may see who is held: those posted to custody, and inspectors, who answer for the release."""
    return "custody" in officer.postings or officer.holds("inspector")
