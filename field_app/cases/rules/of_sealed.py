"""Rules about independence (P30), and about sealed cases: what they are open to, who seals them, who takes it off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from field_app.cases import authority
from field_app.cases.case import Case
from field_app.cases.conflict import conflicts, is_one_of_the_two
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.office import Office, Officer
from field_app.cases.reaching import reached
from field_app.law.answers import NotMet

from .asked import Asked, Rule
from .of_case import OnTheCase, wrote

CLOSED = "closed"
"""What is said of an entry by somebody the sealed case is not open to."""

OUTSIDE = frozenset({CLOSED, "not_on_the_case"})
"""What is said of an entry that lets nobody into a sealed case."""


RECORDED_IT = "recorded it"

OpenAs = Literal[
    "recorded it",
    "professional standards",
    "has a part in it",
    "handed or opened to them",
    "asked to decide",
    "opened to them before the request",
    "legal services",
]
"""As what somebody may read a sealed case, as it is shown."""


def is_open_to(officer: Officer, case: Case, office: Office) -> bool:
    """Whether a sealed case is open to an officer (P21, P30).

    Never to the two themselves. To whoever recorded it and asked; and, unless they are too close to it, to professional
    standards, to those a waiting request was put to or the case opened to before it, to whoever joined it rightly (by a
    decision, by service), to whom it was handed or opened, and to legal services once a notice is served.
    """
    return _open_as(officer, case, office, _parts(case)) is not None


def open_to(case: Case, office: Office) -> list[tuple[Officer, OpenAs]]:
    """To whom a case is open while it is sealed, and as what; of one that is not sealed, to whom it would be."""
    parts = _parts(case)
    found = ((one, _open_as(one, case, office, parts)) for one in office.officers.values())
    return [(one, why) for one, why in found if why]


def is_too_close(officer: Officer, case: Case, office: Office) -> bool:
    """Whether a sealed case is kept from an officer who did not record it, whatever part they have in it."""
    return any(one.what != "serving officer" for one in conflicts(officer, case, office))


def _open_as(officer: Officer, case: Case, office: Office, parts: _Parts) -> OpenAs | None:
    why = parts.of(officer)
    if why is None or is_one_of_the_two(officer, case, office):
        return None
    return None if why != RECORDED_IT and is_too_close(officer, case, office) else why


@dataclass(frozen=True)
class _Parts:
    """Who has which part in a case: ids, of `given` collar numbers."""

    wrote: frozenset[str]
    within: frozenset[str]
    given: frozenset[str]
    asked: frozenset[str]
    looking_in: frozenset[str]
    is_served: bool

    def of(self, officer: Officer) -> OpenAs | None:
        """The part an officer has, before it is asked whether they are too close."""
        parts: tuple[tuple[OpenAs, bool], ...] = (
            ("recorded it", officer.id in self.wrote),
            ("professional standards", officer.is_professional_standards),
            ("has a part in it", officer.id in self.within),
            ("handed or opened to them", officer.collar_number.strip().casefold() in self.given),
            ("asked to decide", officer.id in self.asked),
            ("opened to them before the request", officer.id in self.looking_in),
            ("legal services", self.is_served and "legal services" in officer.postings),
        )
        return next((why for why, is_theirs in parts if is_theirs), None)


def _parts(case: Case) -> _Parts:
    within, found = _within(case), reached(case)
    return _Parts(
        wrote=frozenset(wrote(case) & within),
        within=frozenset(within),
        given=frozenset(_given(case)),
        asked=frozenset(found.asked if case.stage == "requested" else ()),
        looking_in=frozenset(found.looking_in),
        is_served=case.stage in NOTICE_SERVED,
    )


def _within(case: Case) -> set[str]:
    """Who has recorded on the case, and never from outside."""
    outside = {one.entry.officer for one in case.held if OUTSIDE & {why.code for why in one.reasons}}
    return {*case.officers} - outside


def _given(case: Case) -> set[str]:
    """The collar numbers of whom it was handed or opened to by those it is open to, and of who decided by telephone."""
    found = set()
    for one in case.held:
        if CLOSED in {why.code for why in one.reasons}:
            continue
        if one.entry.kind in ("handed over", "sealed case opened"):
            found.add(one.entry.facts.to)
        elif one.entry.kind == authority.NOTED:
            found.add(one.entry.facts.officer.collar_number)
    return {number.strip().casefold() for number in found}


@dataclass(frozen=True)
class OpenToThem:
    """Nobody acts on a sealed case that is not open to them; what happened all the same is kept, and alarmed."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.sender == "system" or asked.officer is None or not asked.case.seals:
            return
        if not is_open_to(asked.officer, asked.case, asked.office):
            yield NotMet(CLOSED, "This case is not open to you. Ring the duty inspector.")


@dataclass(frozen=True)
class IsIndependent:
    """P30: nobody decides who serves the notice, is one of the two or related to them, or has either in their line."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer:
            yield from _answers(asked.officer, asked)


@dataclass(frozen=True)
class NamedIsIndependent:
    """P30, of the officer who is noted as having decided by telephone."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = asked.office.by_collar_number(asked.entry.facts.officer.collar_number)
        if named:
            yield from _answers(named, asked)


def _answers(officer: Officer, asked: Asked) -> Iterator[NotMet]:
    found = {one.answer.code: one.answer for one in conflicts(officer, asked.case, asked.office)}
    yield from found.values()


@dataclass(frozen=True)
class ServesIndependently:
    """P30: the notice is served by somebody who is none of the two, and related to neither as far as is known."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None:
            return
        what = {one.what for one in conflicts(asked.officer, asked.case, asked.office)}
        if what & {"respondent", "protected person", "declared"}:
            yield NotMet("not_independent", "Whoever served the notice is too close to those it is about.")


@dataclass(frozen=True)
class HasTheCase:
    """Whoever declares a connection is on the case, or it was put to them or may be decided by them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, officer = asked.case, asked.officer
        found = reached(case)
        if officer is None or officer.id in case.officers | found.asked | found.looking_in:
            return
        handed = officer.collar_number.strip().casefold() in case.handed_to
        if not handed and not (case.request and officer.holds(case.regime.issuing_rank)):
            yield NotMet("not_on_the_case", "The officer had recorded nothing on this case before.")


def may_seal(officer: Officer, case: Case) -> bool:
    """Whether an officer may seal a case: whoever is on it, an inspector or above, professional standards."""
    return officer.id in case.officers or officer.holds("inspector") or officer.is_professional_standards


def may_open(officer: Officer, case: Case) -> bool:
    """Whether an officer may let one more into a sealed case: who recorded or decided it, professional standards."""
    decided = {case.decision.entry.officer} if case.decision else set()
    return officer.id in wrote(case) | decided or officer.is_professional_standards


@dataclass(frozen=True)
class MaySeal:
    """A case is sealed by whoever is on it, an inspector or above, or professional standards."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer and not may_seal(asked.officer, asked.case):
            message = "Only whoever is on the case, an inspector or above, or professional standards may seal it."
            yield NotMet("may_not_seal", message)


@dataclass(frozen=True)
class LiftsEverySeal:
    """Professional standards alone take a seal off, and name each entry that sealed the case."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not (asked.officer and asked.officer.is_professional_standards):
            yield NotMet("not_professional_standards", "Only professional standards may take the seal off.")
        named = {one.id for one in asked.entry.relies_on}
        seals = {one.entry.id for one in asked.case.seals}
        if not seals or seals - named:
            yield NotMet("other_seals", "relies_on: must name every entry that seals the case.")


@dataclass(frozen=True)
class OpensASealedCase:
    """Who recorded or decided it, and professional standards, let one more officer into a sealed case."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, officer = asked.case, asked.officer
        if not case.seals:
            yield NotMet("not_sealed", "The case is not sealed.")
        if officer and not may_open(officer, case):
            message = "Only whoever recorded or decided the case, or professional standards, may open it to others."
            yield NotMet("may_not_open", message)
        to = asked.office.by_collar_number(asked.entry.facts.to)
        if to is None:
            yield NotMet("to_nobody", "facts.to: must be the collar number of an officer of this force.")
        elif is_too_close(to, case, asked.office):
            yield NotMet("to_nobody", "facts.to: must be an officer who is independent of the two.")


OF_SEALED: dict[str, tuple[Rule, ...]] = {
    "police employment recorded": (OnTheCase(),),
    "connection declared": (HasTheCase(),),
    "case sealed": (MaySeal(),),
    "case unsealed": (LiftsEverySeal(),),
    "sealed case opened": (OpensASealedCase(),),
    "officer passed over": (),
}
