"""The law as the phone is given it, so that nothing of it is written twice."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from . import conditions, requirements
from .holidays import HOLIDAYS, Holidays
from .notice import WORDING
from .regimes import RANKS, REGIMES


def published(holidays: Holidays = HOLIDAYS) -> dict[str, Any]:
    """Everything the JavaScript twins take as arguments; plain values, fit for JSON.

    {"ranks": lowest first, "regimes": {id: Regime}, "conditions": [...], "refusals": [...], "holidays": {"years",
    "days"}, "wording", "requirements", "decision", "service", "duties", "matters"}
    """
    return {
        "ranks": list(RANKS),
        "regimes": {regime.id: asdict(regime) for regime in REGIMES.values()},
        "conditions": conditions.as_json(),
        "refusals": [asdict(one) for one in conditions.REFUSALS],
        "holidays": holidays.as_json(),
        "wording": WORDING,
        "requirements": requirements.as_json(),
        "decision": requirements.as_json(requirements.DECISION),
        "service": requirements.as_json(requirements.SERVICE),
        "duties": requirements.as_json(requirements.DUTIES),
        "matters": requirements.as_json(requirements.MATTERS),
    }
