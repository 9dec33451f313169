"""Rules about a breach: what was broken was in force, and what the court is said to have done it could do.

All three kinds are facts: what these answer is recorded beside them, and stops nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from field_app.cases import court
from field_app.cases.breaches import arrest_limits
from field_app.cases.office import Officer
from field_app.law.answers import NotMet
from field_app.law.breach import breach_of, out_of_time, wrong_in_outcome
from field_app.law.clocks import LONDON, day_in_words

from .asked import Asked, Rule
from .officer import IsConstable


def _day(when: datetime) -> date:
    """The day in Europe/London."""
    return when.astimezone(LONDON).date()


@dataclass(frozen=True)
class WasInForce:
    """CSA 2010 ss.25(1)(b), 26(1), 28(9): only what is in force is broken, and gives a power to arrest.

    `field` is the fact that says when.
    """

    field: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, facts = asked.case, asked.entry.facts
        when: datetime | None = getattr(facts, self.field)
        if when is not None and when > asked.received_at + timedelta(minutes=5):
            yield NotMet("in_the_future", f"facts.{self.field}: lies after the server received it.")
        if case.stage == "elsewhere":
            yield from self._of_elsewhere(case.elsewhere.entry.facts if case.elsewhere else None, facts.of, when)
        elif facts.of == "order":
            yield from self._of_order(asked, when)
        elif case.served_at is None:
            yield NotMet("not_served", "No notice had been served: nothing was in force to be broken.", "s.25(2)")
        elif when is not None and when < case.served_at:
            message = f"facts.{self.field}: lies before the notice was served: nothing was in force to be broken."
            yield NotMet("before_service", message, "s.25(2)")
        elif case.doubts:
            yield NotMet("in_doubt", "It is in doubt whether the notice binds: see its service.", "s.25(2)")
        elif when is not None and (day := court.determined_on(case.current)) and _day(when) > day:
            # s.27(9): the notice continues in effect until the application has been determined.
            message = f"facts.{self.field}: lies after the court decided: the notice had ended."
            yield NotMet("notice_ended", message, "s.27(9)")

    def _of_elsewhere(self, made: Any, of: str, when: datetime | None) -> Iterator[NotMet]:
        """Of what another force or court made, as far as its paper or its list says."""
        if made is None or made.what != of or not made.regime:
            yield NotMet("no_order", f"No {of} made elsewhere is recorded in this case. Check PNC and the court.")
        elif made.told != "served or told":
            yield NotMet("not_told", "It is not known here to have been served or explained. Ask whoever made it.")
        elif when is not None and _day(when) < made.made_on:
            yield NotMet("before_order", f"facts.{self.field}: lies before the {of} was made.")
        elif when is not None and made.ends is not None and _day(when) > made.ends:
            yield NotMet("order_ended", f"facts.{self.field}: lies after its last day, {day_in_words(made.ends)}.")

    def _of_order(self, asked: Asked, when: datetime | None) -> Iterator[NotMet]:
        made = court.order(asked.case.current)
        if made is None:
            yield NotMet("no_order", "No order is recorded in this case. Check PNC and the court.", "s.28(9)")
            return
        stood = court.stands(asked.case.current, when)
        if stood and not stood.told:
            yield NotMet("not_told", "Nobody had told the respondent of the order, as far as is recorded.", "s.28(9)")
        last = stood.last_day if stood else None
        if stood and stood.now != "in force":
            message = f"The court had {'ended' if stood.now == 'ended' else 'suspended'} the order by then."
            yield NotMet(f"order_{stood.now}", message, "MCA 1980 s.63(2)")
        elif when is not None and _day(when) < made.entry.facts.made_on:
            yield NotMet("before_order", f"facts.{self.field}: lies before the order was made.", "s.28(10)")
        elif when is not None and last is not None and _day(when) > last:
            message = f"facts.{self.field}: lies after the order's last day, {day_in_words(last)}."
            yield NotMet("order_ended", message, "s.28(10)")


def may_send_units(officer: Officer) -> bool:
    """Whether an officer sends units, or answers for it: the control room, response officers, inspectors."""
    return bool({"control room", "response"} & {*officer.postings}) or officer.holds("inspector")


def may_see_control_room(officer: Officer) -> bool:
    """Whether an officer may see every breach that waits for a unit: the control room, and inspectors."""
    return "control room" in officer.postings or officer.holds("inspector")


@dataclass(frozen=True)
class AnswersABreach:
    """P18: of a breach reported in this case, whether a unit was sent, by whoever sends them; and if not, why."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, named = asked.entry.facts, (asked.case.by_id.get(one.id) for one in asked.entry.relies_on)
        if asked.officer is None or not may_send_units(asked.officer):
            yield NotMet("not_the_control_room", "The control room, response officers and inspectors send units.")
        if not any(one and one.entry.kind == "breach reported" for one in named):
            yield NotMet("no_report", "relies_on: must name the breach reported in this case that this is about.")
        if facts.sent and facts.unit is None:
            yield NotMet("no_unit", "facts.unit: which unit was sent is not said.")
        if not facts.sent and facts.why_not is None:
            yield NotMet("no_reason", "facts.why_not: why no unit was sent is not said.")


@dataclass(frozen=True)
class CourtCould:
    """CSA 2010 s.26 and MCA 1980 s.63(3): no penalty for breach of a notice, none above the most for an order."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        yield from wrong_in_outcome(
            breach_of(asked.case.regime, facts.of),
            facts.outcome,
            facts.heard_at.astimezone(LONDON).date(),
            pounds=facts.pounds,
            pounds_a_day=facts.pounds_a_day,
            days=facts.days,
        )


@dataclass(frozen=True)
class HeardInTime:
    """CSA 2010 ss.26(1), 29(1): before the court within 24 hours of the arrest, or at the hearing if earlier.

    It is the first hearing after an arrest that has a limit; one after a remand or an adjournment has none.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case, facts = asked.case, asked.entry.facts
        if facts.heard_at > asked.received_at + timedelta(minutes=5):
            yield NotMet("in_the_future", "facts.heard_at: lies after the server received it.")
        earlier = case.current.get("breach heard", [])
        heard_before = {named.id for one in earlier for named in one.entry.relies_on}
        named = {one.id for one in asked.entry.relies_on} - heard_before
        breach = breach_of(case.regime, facts.of)
        hearing = case.heard_by
        for one in case.current.get("arrest made", []):
            arrested_at = one.entry.facts.arrested_at
            limited = arrest_limits(case.regime, facts.of, arrested_at, hearing, case.holidays)
            if one.entry.id not in named or limited is None:
                continue
            if facts.heard_at < arrested_at:
                yield NotMet("before_arrest", "facts.heard_at: lies before the arrest.")
            elif late := out_of_time(breach, arrested_at, facts.heard_at, hearing, case.holidays):
                yield late


# Whoever records one of these joins the case by it; only a constable arrests.
OF_BREACH: dict[str, tuple[Rule, ...]] = {
    "breach reported": (WasInForce("occurred_at"),),
    "unit sent or not": (AnswersABreach(),),
    "arrest made": (IsConstable("s.25(1)(b)"), WasInForce("arrested_at")),
    "breach heard": (CourtCould(), HeardInTime()),
    "compliance visit made": (WasInForce("visited_at"),),
}
