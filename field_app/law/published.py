"""The law as the phone is given it, so that nothing of it is written twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import conditions, requirements
from .holidays import HOLIDAYS, Holidays
from .notice import SHARED, WORDING
from .regimes import CSA2010, RANKS, Regime


def published(holidays: Holidays = HOLIDAYS, regimes: Sequence[Regime] = (CSA2010,)) -> dict[str, Any]:
    """Everything the JavaScript twins take as arguments; plain values, fit for JSON.

    `regimes` are those a case of this force may run under: the phone is given the words of no other.

    {"ranks": lowest first, "regimes": {id: what the phone needs of a Regime, and its wording}, "conditions": [...],
    "holidays": {"years", "days"}, "wording": what all notices share, "requirements"}
    """
    return {
        "ranks": list(RANKS),
        "regimes": {regime.id: {**regime.as_json(), "wording": WORDING[regime.id]} for regime in regimes},
        "conditions": conditions.as_json(regimes),
        "holidays": holidays.as_json(),
        "wording": {name: WORDING[name] for name in SHARED},
        "requirements": requirements.as_json(),
    }
