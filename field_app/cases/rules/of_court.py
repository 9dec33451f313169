"""Rules about the application and the order: what the Act provides for, and what a court did all the same.

Every kind here is a fact: what these answer is recorded beside it, and stops nobody (P1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from field_app.cases import court
from field_app.cases.case import Case
from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON, day_in_words, in_words, irregular_length, last_day_of_order
from field_app.law.courts import sits
from field_app.law.holidays import NoHolidays

from .asked import Asked, Rule


@dataclass(frozen=True)
class NotAhead:
    """What has happened did not happen after the server heard of it. `field` is the fact that says when."""

    field: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        when = getattr(asked.entry.facts, self.field)
        ahead = (
            when > asked.received_at + timedelta(minutes=5)
            if isinstance(when, datetime)
            else when > asked.received_at.astimezone(LONDON).date()
        )
        if ahead:
            yield NotMet("in_the_future", f"facts.{self.field}: lies after the server received it.")


@dataclass(frozen=True)
class WasServed:
    """CSA 2010 s.27(1), (3): an application follows from a notice; its 48 hours run from service.

    Under DAA 2021 s.28(2) one may be made without.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.case.regime.only_after_a_notice:
            return
        decision = asked.case.decision
        if asked.case.service is None and (decision is None or decision.entry.kind != "notice authorised"):
            yield NotMet("no_notice", "No notice had been authorised or served in this case.", "s.27(1)")


@dataclass(frozen=True)
class InTime:
    """CSA 2010 s.27(3): heard not later than 48 hours after the notice was served; adjourned it may be later, s.27(8).

    `field` is the fact that says when the court hears, heard or decided.
    """

    field: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        deadline, when = asked.case.deadline, getattr(asked.entry.facts, self.field)
        if deadline is None or _begun_in_time(asked.case, asked.entry.id):
            return
        late = when > deadline.at if isinstance(when, datetime) else when > (deadline.at - timedelta(minutes=1)).date()
        if late:
            message = f"facts.{self.field}: lies after the hearing deadline, which is {in_words(deadline.at)}."
            yield NotMet("after_the_deadline", message, "s.27(3)")


def _begun_in_time(case: Case, but: str) -> bool:
    """Whether a hearing was held by the deadline: one that was adjourned then."""
    adjourned = [one.entry for one in case.current.get(court.ADJOURNED, []) if one.entry.id != but]
    return any(case.deadline and one.facts.adjourned_at <= case.deadline.at for one in adjourned)


@dataclass(frozen=True)
class CourtSits:
    """A court of the force's own file sits when it is said to hear the case. What other courts do is not known here."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        known = [one for one in asked.case.force.courts if one.name.casefold() == facts.court.strip().casefold()]
        try:
            sitting = not known or sits(known[0], facts.sitting_at, asked.case.holidays)
        except NoHolidays:
            return
        if not sitting:
            message = f"facts.sitting_at: {known[0].name} does not sit then, as far as the force file says."
            yield NotMet("does_not_sit", f"{message} Ring the court.")


@dataclass(frozen=True)
class HearingIsListed:
    """CSA 2010 s.27(5): a notice is of a hearing, and what is adjourned had begun."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.case.current.get(court.LISTED):
            yield NotMet("not_listed", "No hearing is recorded as listed in this case.", "s.27(5)")


@dataclass(frozen=True)
class LeftWhereTheyGave:
    """CSA 2010 s.27(6)-(7): leaving it counts as giving it at the address P gave, and nowhere else.

    Where P gave none, the court looks at the efforts made.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, service = asked.entry.facts, asked.case.service
        if facts.outcome != "left at the address they gave":
            return
        if service and not getattr(service.entry.facts, "address_given", None):
            message = "facts.outcome: they gave no address when they were served: record it as attempted."
            yield NotMet("no_address_given", message, "s.27(6)-(7)")


@dataclass(frozen=True)
class LastsAsTheActSays:
    """CSA 2010 s.28(10)-(11): it states its period, of 14 to 28 days beginning with the day it is made."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, regime = asked.entry.facts, asked.case.regime
        if facts.days is None and facts.last_day is None:
            if regime.longest_order_days is not None:
                message = "facts.days: neither its days nor its last day is recorded; ask the court."
                yield NotMet("no_length", message, "s.28(11)")
            return
        spans = {facts.days, _days(facts.made_on, facts.last_day)} - {None}
        for days in sorted(one for one in spans if one is not None):
            if days < 1:
                yield NotMet("ends_before", "facts.last_day: lies before the day the order was made.", "s.28(10)")
            elif why := irregular_length(days, regime):
                yield NotMet(why.code, f"facts.{why.message}", why.section)
        if facts.days is not None and len(spans) > 1:
            counted = day_in_words(last_day_of_order(facts.made_on, facts.days))
            message = f"facts.last_day: {facts.days} days end on {counted}; the earlier day counts. Ask the court."
            yield NotMet("days_and_last_day", message, "s.28(10)")


def _days(made_on: date, last_day: date | None) -> int | None:
    return (last_day - made_on).days + 1 if last_day else None


@dataclass(frozen=True)
class IsTold:
    """P25: an order is served or explained once it is made, and while it lasts."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        made, when = court.order(asked.case.current), asked.entry.facts.told_at
        if made is None:
            yield NotMet("no_order", "No order is recorded in this case. Check PNC and the court.", "s.28")
            return
        stood = court.stands(asked.case.current, when)
        last, day = stood.last_day if stood else None, when.astimezone(LONDON).date()
        if stood and stood.now == "ended":
            yield NotMet("order_ended", "facts.told_at: lies after the court ended the order.", "MCA 1980 s.63(2)")
        elif day < made.entry.facts.made_on:
            yield NotMet("before_order", "facts.told_at: lies before the order was made.", "s.28(10)")
        elif last is not None and day > last:
            yield NotMet("order_ended", f"facts.told_at: lies after its last day, {day_in_words(last)}.", "s.28(10)")


@dataclass(frozen=True)
class OfAnOrder:
    """P24: a court changes, ends or suspends an order that was made, and after it was made."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        made, when = court.order(asked.case.current), asked.entry.facts.decided_at
        if made is None:
            yield NotMet("no_order", "No order is recorded in this case. Check PNC and the court.", "s.28")
        elif when.astimezone(LONDON).date() < made.entry.facts.made_on:
            yield NotMet("before_order", "facts.decided_at: lies before the order was made.", "s.28(10)")


@dataclass(frozen=True)
class FitsTogether:
    """MCA 1980 s.63(2): a court may suspend or rescind; what else it says of the order agrees with what it did."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, regime, made = asked.entry.facts, asked.case.regime, court.order(asked.case.current)
        still = facts.what == "suspension lifted" and facts.order_now == "suspended"
        if still or court.left_by(facts) != facts.order_now:
            message = (
                f"facts.order_now: '{facts.order_now}' does not go with '{facts.what}'; ask the court how it stands."
            )
            yield NotMet("does_not_fit", message, "MCA 1980 s.63(2)")
        if facts.until is not None and (facts.order_now != "suspended" or facts.until <= facts.decided_at):
            message = "facts.until: is for an order that is suspended, and lies after the court decided."
            yield NotMet("until", message, "MCA 1980 s.63(2)")
        if facts.what in ("corrected", "varied") and not court.is_new_to_them(facts):
            message = "facts.conditions: neither other conditions nor another last day is recorded; ask the court."
            yield NotMet("nothing_changed", message)
        if facts.what == "varied" and regime.longest_order_days is not None:
            message = "facts.what: the Act has no variation of an order. Ask legal services under what power it was."
            yield NotMet("no_variation", message, "MCA 1980 s.63(2)")
        if made and facts.last_day:
            days = _days(made.entry.facts.made_on, facts.last_day) or 0
            if days < 1:
                yield NotMet("ends_before", "facts.last_day: lies before the day the order was made.", "s.28(10)")
            elif why := irregular_length(days, regime):
                yield NotMet(why.code, f"facts.last_day: {why.message}", why.section)


@dataclass(frozen=True)
class MustApply:
    """CSA 2010 s.27(1): where a notice has been issued a constable must apply; the Act knows no withdrawal."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.outcome == "withdrawn" and "withdrawn" not in asked.case.regime.ends_when:
            message = "facts.outcome: the application must be made; the Act knows no withdrawal. Ask legal services."
            yield NotMet("withdrawn", message, "s.27(1)")


@dataclass(frozen=True)
class DecidedOnce:
    """CSA 2010 ss.27(9), 28: an application is determined once; a second record of it corrects the first."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        current = asked.case.current
        if not asked.entry.replaces and (current.get(court.ORDER) or current.get(court.ENDED)):
            message = "The application had been decided already: see what is recorded."
            yield NotMet("decided_already", message, "s.27(9)")


OF_COURT: dict[str, tuple[Rule, ...]] = {
    # Whoever hears of it from the court records it, and joins the case by it.
    "hearing listed": (WasServed(), InTime("sitting_at"), CourtSits()),
    "notice of hearing given or attempted": (HearingIsListed(), NotAhead("given_at"), LeftWhereTheyGave()),
    "hearing adjourned": (HearingIsListed(), NotAhead("adjourned_at"), InTime("adjourned_at")),
    "order made": (WasServed(), NotAhead("made_on"), InTime("made_on"), LastsAsTheActSays(), DecidedOnce()),
    "order served or explained": (NotAhead("told_at"), IsTold()),
    "order changed by the court": (OfAnOrder(), NotAhead("decided_at"), FitsTogether()),
    "application refused or withdrawn": (
        WasServed(),
        NotAhead("decided_at"),
        InTime("decided_at"),
        MustApply(),
        DecidedOnce(),
    ),
    "later event recorded": (NotAhead("happened_on"),),
}
