"""Rules about keeping a case and about disposing of it: who reviews, who holds, and the second pair of eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases import keeping
from field_app.cases.office import Officer
from field_app.cases.subject_access import person_of
from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON

from .asked import Asked, Rule
from .reading import may_read

REVIEWS = ("auditor", "professional standards")
"""Whose postings answer for what is kept: they read every case, professional standards those that are sealed."""

HOLDS = (*REVIEWS, "legal services")
"""Whose postings hold a case and lift a hold, and confirm what another proposes."""


def may_review(officer: Officer) -> bool:
    """Whether an officer reviews cases, and may propose to dispose of one."""
    return bool({*REVIEWS} & {*officer.postings})


def may_hold(officer: Officer) -> bool:
    """Whether an officer sees what is due for review, holds cases, and may confirm a disposal another proposed."""
    return bool({*HOLDS} & {*officer.postings})


@dataclass(frozen=True)
class OfARecordedCase:
    """Whoever reviews or holds a case has a posting for it, and may read that very case."""

    postings: tuple[str, ...]

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None or not {*self.postings} & {*asked.officer.postings}:
            yield NotMet("posting", f"Only {' or '.join(self.postings)} may do this.")
        elif not asked.case.held or not may_read(asked.officer, asked.case, asked.office):
            yield NotMet("no_case", "case: must be one that you may read.")


@dataclass(frozen=True)
class OfAPersonOfTheCase:
    """Whoever is answered is recorded on the case, and an answer tells no respondent of a notice never served."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, case = asked.entry.facts, asked.case
        described = person_of(case, facts.person)
        if not described:
            yield NotMet("no_such_person", "facts.person: must be somebody recorded on this case.")
        elif any(one.entry.facts.role == "respondent" for one in described) and not case.service:
            message = (
                "facts.person: must be somebody else than the respondent of a notice never served: the file would tell them "
                "of it. Answer the request outside Field."
            )
            yield NotMet("not_served", message)
        if facts.also_withheld and not facts.why_withheld:
            yield NotMet("no_reason", "facts.why_withheld: must be why more is withheld.")


@dataclass(frozen=True)
class LiftsAHold:
    """What is lifted is one hold of this case that stands."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        standing = {one.entry.id for one in keeping.holds(asked.case)}
        named = [one.id for one in asked.entry.relies_on]
        if len(named) != 1 or named[0] not in standing:
            yield NotMet("no_hold", "relies_on: must name one hold of this case that stands.")


@dataclass(frozen=True)
class NotBeforeItsPeriod:
    """The next review lies ahead, and no sooner than the group's period after the case fell quiet."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, today = asked.entry.facts, asked.received_at.astimezone(LONDON).date()
        earliest = keeping.earliest_review(asked.case, facts.group)
        if facts.next_review_on <= today:
            yield NotMet("not_ahead", "facts.next_review_on: must be a day after today.")
        elif earliest and facts.next_review_on < earliest:
            message = f"facts.next_review_on: must be {earliest:%-d %B %Y} or later, the period of group {facts.group}."
            yield NotMet("too_soon", message)


@dataclass(frozen=True)
class NothingStandsAgainstIt:
    """The case is over, not held, and due for review."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        yield from keeping.against(asked.case, asked.received_at)


@dataclass(frozen=True)
class ConfirmedByAnother:
    """Four eyes: who disposes of a case holds a posting for it, and is not who proposed it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None or not may_hold(asked.officer):
            yield NotMet("posting", f"Only {' or '.join(HOLDS)} may do this.")
        if asked.entry.officer == asked.entry.facts.proposed_by:
            yield NotMet("own_proposal", "You proposed this: another officer must confirm it.")


@dataclass(frozen=True)
class DisposesAsProposed:
    """The case is one they may read, stands as it was proposed, and nothing stands against it now either."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, named = asked.entry.facts, asked.disposing
        case = named.case if named else None
        if named is None or case is None or not case.held or asked.officer is None:
            yield NotMet("no_case", "facts.case: must be a case that you may read.")
            return
        if not may_read(asked.officer, case, asked.office):
            yield NotMet("no_case", "facts.case: must be a case that you may read.")
            return
        proposed = keeping.proposal(case)
        if proposed is None or (proposed.entry.id, proposed.entry.officer) != (facts.proposal, facts.proposed_by):
            message = (
                "Nobody has proposed this of the case as it stands. Something was recorded since: look at it again."
            )
            yield NotMet("not_proposed", message)
        elif (facts.entries, facts.head) != (named.position, named.hash):
            yield NotMet("other_head", "facts.head: must be the hash of the last entry of the case as it stands.")
        if facts.reference != case.reference:
            yield NotMet("other_case", "facts.reference: must be the reference of this case.")
        if facts.group != keeping.group(case):
            yield NotMet("other_case", "facts.group: must be the group of this case.")
        yield from keeping.against(case, asked.received_at)


@dataclass(frozen=True)
class NotDisposed:
    """Nothing is added to a case that was disposed of: it cannot be read any more, so nothing could be judged."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if gone := asked.office.disposed.get(asked.entry.case):
            day = gone.at.astimezone(LONDON)
            message = f"This case was disposed of on {day:%-d %B %Y}. Start another case, and record it there."
            yield NotMet("disposed", message)


OF_KEEPING: dict[str, tuple[Rule, ...]] = {
    keeping.HOLD: (OfARecordedCase(HOLDS),),
    keeping.LIFTED: (OfARecordedCase(HOLDS), LiftsAHold()),
    keeping.REVIEWED: (OfARecordedCase(REVIEWS), NotBeforeItsPeriod()),
    keeping.PROPOSED: (OfARecordedCase(REVIEWS), NothingStandsAgainstIt()),
    keeping.SUBJECT_ACCESS: (OfARecordedCase(REVIEWS), OfAPersonOfTheCase()),
    "content disposed": (ConfirmedByAnother(), DisposesAsProposed()),
}
