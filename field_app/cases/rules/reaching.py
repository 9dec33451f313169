"""Rules about claims and questions, and about the rota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from field_app.cases.conflict import conflicts
from field_app.cases.reaching import reached
from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON
from field_app.law.regimes import DEFAULT

from .asked import Asked

LONGEST_SHIFT = timedelta(days=14)


@dataclass(frozen=True)
class NamesTheRequest:
    """Whoever claims or asks names the request that stands."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        request = asked.case.request
        if request is None or request.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("relies_on", "relies_on: must name the request that waits.")


@dataclass(frozen=True)
class NotHeldByAnother:
    """A claim is exclusive: until it ends or is released nobody else claims the request, or decides it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        claim = reached(asked.case).claimed_by(asked.received_at)
        if claim and claim.officer != asked.entry.officer:
            who = asked.office.officers.get(claim.officer)
            if who and conflicts(who, asked.case, asked.office):
                return  # declared since: nobody waits for whoever may not decide
            at, until = (f"{one.astimezone(LONDON):%H:%M}" for one in (claim.at, claim.until))
            yield NotMet(
                "claimed",
                f"{who.name if who else 'Another officer'} claimed this request at {at} and holds it until {until}. "
                "Ring them if they should let it go.",
            )


@dataclass(frozen=True)
class ReleasesOwnClaim:
    """Only whoever claimed the request lets it go, and only while they hold it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        claim = reached(asked.case).claimed_by(asked.received_at)
        named = {one.id for one in asked.entry.relies_on}
        if claim is None or claim.officer != asked.entry.officer or claim.entry not in named:
            yield NotMet("no_claim", "relies_on: must name a claim of this officer's that still holds.")


@dataclass(frozen=True)
class AnswersAQuestion:
    """An answer names the one question it answers."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        questions = {one.entry for one in reached(asked.case).questions}
        if len([one for one in asked.entry.relies_on if one.id in questions]) != 1:
            yield NotMet("no_question", "relies_on: must name one question about the request that stands.")


@dataclass(frozen=True)
class KeepsTheRota:
    """An administrator or an inspector keeps the rota."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        officer = asked.officer
        if asked.sender != "system" and not (officer and (officer.is_administrator or officer.holds("inspector"))):
            yield NotMet("not_the_rotas", "Only an administrator or an inspector may change the rota.")


@dataclass(frozen=True)
class OwnOrTheRotas:
    """Officers say themselves that they are off duty; whoever keeps the rota may say it for them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.officer != asked.entry.facts.officer:
            yield from KeepsTheRota()(asked)


@dataclass(frozen=True)
class EndsAfterItStarts:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.ends_at is None:
            return
        if facts.ends_at <= facts.starts_at:
            yield NotMet("ends_before", "facts.ends_at: must be later than the start.")
        elif asked.entry.kind == "shift recorded" and facts.ends_at - facts.starts_at > LONGEST_SHIFT:
            yield NotMet("too_long", "facts.ends_at: a shift lasts two weeks at most.")


@dataclass(frozen=True)
class HoldsTheShiftsRank:
    """CSA 2010 s.24(1): on call for authority is who may give it; a duty inspector is an inspector at least."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        officer = asked.office.officers.get(facts.officer)
        least = DEFAULT.issuing_rank if facts.role == "authorising officer" else "inspector"
        if officer and not officer.holds(least):
            yield NotMet("rank", f"facts.officer: must hold at least the rank of {least}.", "s.24(1)")
        if facts.covers == facts.officer or (facts.covers and facts.covers not in asked.office.officers):
            yield NotMet("covers", "facts.covers: must be another officer of this installation.")


@dataclass(frozen=True)
class KnownShift:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.shift not in asked.office.shifts:
            yield NotMet("unknown_shift", "facts.shift: no such shift stands in the rota.")
