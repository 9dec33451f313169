"""Rules about an authority before service: who may take it back, and who may have the case to serve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases.moments import made
from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class WithdrawsTheAuthority:
    """What is withdrawn is the decision that stands."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        decision = asked.case.decision
        if decision and decision.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("relies_on", "relies_on: must name the authorised notice that is withdrawn.")


@dataclass(frozen=True)
class AuthorityStands:
    """CSA 2010 s.24(1): a notice is served on an authority that stands.

    A constable without signal cannot know that it was withdrawn: the service has happened, and is in doubt.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        withdrawal = asked.case.withdrawal
        if withdrawal is None:
            return
        if asked.entry.facts.served_at < made(withdrawal)[0]:
            message = "The authority was withdrawn after this, before it was known that the notice had been served."
        else:
            message = "The authority had been withdrawn when the notice was served."
        yield NotMet("withdrawn", message, "s.24(1)")


@dataclass(frozen=True)
class OnTheCaseOrSupervises:
    """A case is handed over by whoever is on it, or by a sergeant or above."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        on_it = asked.entry.officer in asked.case.officers
        if not on_it and not (asked.officer and asked.officer.holds("sergeant")):
            message = "The officer had recorded nothing on this case before, and is no sergeant or above."
            yield NotMet("not_on_the_case", message)


@dataclass(frozen=True)
class ToAConstable:
    """CSA 2010 s.25(2): only a constable can serve, so a case is handed to one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        to = asked.office.by_collar_number(asked.entry.facts.to)
        if to is None or not to.is_constable:
            yield NotMet("to_nobody", "facts.to: must be the collar number of a constable of this force.", "s.25(2)")


@dataclass(frozen=True)
class SomethingToTakeOver:
    """Whoever takes a case over was handed it, or finds it authorised and not served."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.hand_over is None and asked.case.stage != "authorised":
            yield NotMet("nothing_to_take_over", "The case was handed to nobody, and no authority in it waits.")
