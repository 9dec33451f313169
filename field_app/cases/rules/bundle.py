"""Rules about what is handed out of a case: who may have it made, and what may not be in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases import court
from field_app.cases.bundle import Choice, Places, compose, disclosures, is_drawable, is_theirs
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.office import Officer
from field_app.law.answers import NotMet

from .asked import Asked

WITHHOLD = "Withhold it, or have the entry corrected."

TAKES_ARCHIVES = ("legal services", "auditor")
"""Whose postings may take a case away whole."""


def may_have_bundle(officer: Officer) -> bool:
    """Whether an officer may see what a court bundle would be, and have one: legal services alone."""
    return "legal services" in officer.postings


TAKES_LETTERS = ("safeguarding", "legal services")
"""Whose postings may have the letter for legal aid made, and have it."""


def may_have_letter(officer: Officer) -> bool:
    """Whether an officer may have the protected person's letter for legal aid."""
    return bool({*TAKES_LETTERS} & {*officer.postings})


def may_take_archive(officer: Officer) -> bool:
    """Whether an officer may take a case away as an evidence archive."""
    return bool({*TAKES_ARCHIVES} & {*officer.postings})


@dataclass(frozen=True)
class HasAPosting:
    """Whoever takes something out of a case is posted to one of these."""

    postings: tuple[str, ...]

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None or not {*self.postings} & {*asked.officer.postings}:
            yield NotMet("posting", f"Only {' or '.join(self.postings)} may ask for this.")


@dataclass(frozen=True)
class OfACaseTheyMayRead:
    """Legal services read served cases, an auditor every one: asking for an archive opens no other to anybody."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        auditor = asked.officer is not None and asked.officer.is_auditor
        if not auditor and asked.case.stage not in NOTICE_SERVED:
            yield NotMet("stage", "The notice has not been served: only an auditor may take this case away.")


@dataclass(frozen=True)
class BundleOfAServedNotice:
    """CSA 2010 s.27(1), (3): an application follows from a notice that was authorised and served."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case = asked.case
        if case.decision is None or case.service is None or case.stage not in NOTICE_SERVED:
            yield NotMet("not_served", "No notice was authorised and served in this case.", "s.27(1)")


@dataclass(frozen=True)
class LetterOfWhatWasDone:
    """A letter says only what is beyond doubt: that a notice was issued and given, or that a court made an order."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case = asked.case
        if case.stage == "elsewhere":
            yield NotMet("made_elsewhere", "Another force or a court made this: ask them for a letter.")
            return
        issued = case.decision is not None and case.decision.entry.kind != "authority refused"
        if not issued or case.withdrawal or not (case.service or court.order(case.current)):
            message = (
                f"No {case.regime.notice_short} has been issued and given to the respondent in this case, and no "
                "order made, so there is nothing that a letter could say."
            )
            yield NotMet("nothing_issued", message, "s.24")
        elif case.telephone and case.telephone["state"] != "confirmed":
            message = (
                "The authority for the notice was given by telephone and is not confirmed: whoever gave it confirms it "
                "first."
            )
            yield NotMet("not_confirmed", message, "s.24(1)")


@dataclass(frozen=True)
class DisclosesNothing:
    """P26: what is asked for is there, V's statement is filed knowingly, and nothing tells where V is to be found."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, facts = asked.case, asked.entry.facts
        if any(BundleOfAServedNotice()(asked)):
            return
        attached = {one.entry.facts.sha256: one for one in case.evidence}
        if any(name not in attached for name in facts.exhibits):
            yield NotMet("no_such_exhibit", "facts.exhibits: must name items of evidence of this case.")
        drawable = {name for name in facts.exhibits if name in attached and is_drawable(attached[name])}
        if not {*getattr(facts, "drawn", ())} <= drawable:
            yield NotMet("not_drawable", "facts.drawn: must name exhibits of this bundle that are PDFs.")
        whole = compose(case, asked.office, Choice(frozenset(facts.exhibits)))
        if not {*facts.withheld} <= whole.keys:
            yield NotMet("stale", "facts.withheld: must name passages of the bundle as it stands. Look at it again.")
        theirs = any(is_theirs(case, attached[name]) for name in facts.exhibits if name in attached)
        if theirs and not facts.protected_persons_statement:
            message = (
                "facts.protected_persons_statement: an exhibit is the protected person's own statement. Once it is in "
                "evidence they can be summoned as a witness. Say that this is meant."
            )
            yield NotMet("their_statement", message, "s.27(10)")
        bundle = compose(case, asked.office, Choice(frozenset(facts.exhibits), frozenset(facts.withheld)))
        for one in disclosures(Places(case), bundle.said()):
            yield NotMet("discloses", f"{one.part}: a sentence tells {one.tells}. {WITHHOLD}")
