"""Rules about claims and questions, and about the rota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from field_app.cases.conflict import conflicts
from field_app.cases.reaching import MAY_ASK, reached
from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON
from field_app.law.regimes import DEFAULT

from .asked import Asked, Rule
from .of_case import wrote

LONGEST_SHIFT = timedelta(days=14)


@dataclass(frozen=True)
class NamesTheRequest:
    """Whoever claims, asks or takes it back names the request that stands."""

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
class OpensToWhoeverMayDecide:
    """A case is opened early to whoever could decide it: not to those who recorded it, nor below the rank."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        number = asked.entry.facts.to
        if number is None:
            return
        to, least = asked.office.by_collar_number(number), asked.case.regime.issuing_rank
        if to is None or not to.holds(least):
            message = f"facts.to: must be the collar number of an officer of at least the rank of {least}."
            yield NotMet("to_nobody", message, "s.24(1)")
        elif to.id in {asked.entry.officer, *wrote(asked.case)}:
            yield NotMet("own_request", "facts.to: must be another officer's than whoever recorded this case.")
        elif conflicts(to, asked.case, asked.office):
            yield NotMet("to_nobody", "facts.to: must be an officer who is independent of the two.")


@dataclass(frozen=True)
class WithdrawsAnOpening:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = {one.id for one in asked.entry.relies_on}
        if not any(one.entry in named for one in reached(asked.case).openings):
            yield NotMet("no_opening", "relies_on: must name what opened this case early.")


@dataclass(frozen=True)
class AsksOfWhatIsOpen:
    """A question names the request that waits, or what opened the case to whoever asks; then `otherwise` is not put."""

    otherwise: tuple[Rule, ...]

    def __init__(self, *otherwise: Rule) -> None:
        object.__setattr__(self, "otherwise", otherwise)

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = {one.id for one in asked.entry.relies_on}
        read_early = {one.entry for one in reached(asked.case).openings if one.reader == asked.entry.officer}
        # One asked while it was being prepared may arrive after the request.
        if not (named & read_early and asked.case.stage in (*MAY_ASK, "requested")):
            for rule in self.otherwise:
                yield from rule(asked)


@dataclass(frozen=True)
class AnswersAQuestion:
    """An answer names the one question it answers."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        questions = {one.entry for one in reached(asked.case).questions}
        if len([one for one in asked.entry.relies_on if one.id in questions]) != 1:
            yield NotMet(
                "no_question", "relies_on: must name one question about the request that stands, or from before it."
            )


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
