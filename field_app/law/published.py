"""The law as the phone is given it, so that nothing of it is written twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from . import conditions, requirements
from .holidays import HOLIDAYS, Holidays
from .notice import SHARED, WORDING
from .regimes import EVERYWHERE, RANKS, REGIMES, InForce


def published(holidays: Holidays = HOLIDAYS, in_force: Sequence[InForce] = EVERYWHERE) -> dict[str, Any]:
    """Everything the JavaScript twins take as arguments; plain values, fit for JSON.

    `in_force` are the Acts under which the force issues notices: the phone is given the words of no other.

    {"ranks": lowest first, "in_force": [[regime, first day, last day or null], ...], "regimes": {id: what the phone
    needs of a Regime, and its wording}, "conditions": [...], "refusals": [...], "holidays": {"years", "days"},
    "wording": what all notices share, "requirements", "decision", "service", "duties", "matters"}
    """
    ids = {one.id for one in in_force}
    regimes = [regime for regime in REGIMES.values() if regime.id in ids]
    return {
        "ranks": list(RANKS),
        "in_force": [[one.id, one.first.isoformat(), one.last.isoformat() if one.last else None] for one in in_force],
        "regimes": {regime.id: {**regime.as_json(), "wording": WORDING[regime.id]} for regime in regimes},
        "conditions": conditions.as_json(regimes),
        "refusals": [asdict(one) for one in conditions.REFUSALS],
        "holidays": holidays.as_json(),
        "wording": {name: WORDING[name] for name in SHARED},
        "requirements": requirements.as_json(requirements.REQUIREMENTS, ids),
        "decision": requirements.as_json(requirements.DECISION, ids),
        "service": requirements.as_json(requirements.SERVICE, ids),
        "duties": requirements.as_json(requirements.DUTIES, ids),
        "matters": requirements.as_json(requirements.MATTERS, ids),
    }
