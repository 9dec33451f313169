"""Rules about what another force or court made: facts all of them, so that none of these refuses one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.law.answers import NotMet
from field_app.law.regimes import REGIMES

from .asked import Asked


@dataclass(frozen=True)
class ACaseOfItsOwn:
    """One respondent and one protected person: what another force made is no part of a case of this one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.stage not in ("recording", "elsewhere") or asked.case.started:
            yield NotMet("not_its_own", "It stands in a case of this force's: record it in one of its own.")


@dataclass(frozen=True)
class WithinItsAct:
    """CSA 2010 s.28(10): an order lasts no fewer than 14 days and no more than 28, the day it is made counted."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.ends is None or facts.what != "order":
            return
        regime = REGIMES[facts.regime]
        days = (facts.ends - facts.made_on).days + 1
        least, most = regime.shortest_order_days or 1, regime.longest_order_days
        if days < least or (most is not None and days > most):
            bounds = f"from {least} to {most} days" if most else "at least a day"
            yield NotMet("length", f"It lasts {days} days; a {regime.order_short} lasts {bounds}.", "s.28(10)")
