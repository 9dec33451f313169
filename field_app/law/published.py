"""The law as the phone is given it, so that nothing of it is written twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import breach, conditions, requirements
from .holidays import HOLIDAYS, Holidays
from .notice import WORDING
from .regimes import CSA2010, RANKS, Regime


def published(holidays: Holidays = HOLIDAYS, regimes: Iterable[Regime] = (CSA2010,)) -> dict[str, Any]:
    """Everything the JavaScript twins take as arguments; plain values, fit for JSON.

    {"ranks": lowest first, "regimes": {id: Regime}, "conditions": [...], "breach": {"outcomes", "steps"},
    "holidays": {"years", "days"}, "wording", "requirements"}
    """
    return {
        "ranks": list(RANKS),
        "regimes": {regime.id: regime.as_json() for regime in regimes},
        "conditions": conditions.as_json(),
        "breach": {"outcomes": breach.OUTCOMES, "steps": {name: list(steps) for name, steps in breach.STEPS.items()}},
        "holidays": holidays.as_json(),
        "wording": WORDING,
        "requirements": requirements.as_json(),
    }
