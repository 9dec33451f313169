"""What has become of a request, and of an authority before service.

`static/js/authority.js` does the same (tests/vectors/cases.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from field_app.law.answers import NotMet

from .entries import Held
from .moments import made
from .section import section

Current = Mapping[str, list[Held[Any]]]
"""For each kind, its entries that nothing replaced, oldest first."""


REQUEST = "authority requested"


def request(current: Current) -> Held[Any] | None:
    """The request that stands: the newest, unless it was taken back before it was decided."""
    asked = next(reversed(current.get(REQUEST, ())), None)
    return None if taken_back(current) else asked


def taken_back(current: Current) -> Held[Any] | None:
    """What took the newest request back; None where nothing did."""
    asked = next(reversed(current.get(REQUEST, ())), None)
    named = [one for one in current.get("request withdrawn", ()) if asked and asked.entry.id in one.entry.names()]
    return named[-1] if named else None


def withdrawal(current: Current, decision: Held[Any] | None) -> Held[Any] | None:
    """What takes this decision back before service; None where nothing does."""
    found = [
        one
        for one in current.get("authority withdrawn before service", ())
        if decision and decision.entry.id in one.entry.names()
    ]
    return found[-1] if found else None


def taken_over(current: Current) -> Held[Any] | None:
    """Who took the case over last."""
    return next(reversed(current.get("hand-over accepted", ())), None)


def hand_over(current: Current) -> Held[Any] | None:
    """The newest hand-over, as long as nobody has accepted it: the one it names, or another since."""
    handed = next(reversed(current.get("handed over", ())), None)
    if handed is None:
        return None
    accepted = current.get("hand-over accepted", ())
    taken = any(handed.entry.id in one.entry.names() or made(one) > made(handed) for one in accepted)
    return None if taken else handed


NOTED = "telephone authority noted"


def decision(current: Current, request: Held[Any] | None) -> Held[Any] | None:
    """The decision on this request; where none is signed, what was noted by telephone without an irregularity."""
    for kinds in (("notice authorised", "authority refused"), (NOTED,)):
        decided = [
            one
            for kind in kinds
            for one in current.get(kind, ())
            if request and request.entry.id in one.entry.names() and not (kind == NOTED and one.reasons)
        ]
        if decided:
            return max(decided, key=made)
    return None


def provisions(by_id: Mapping[str, Held[Any]], asked: Held[Any] | None, decided: Held[Any] | None) -> Any:
    """The facts that say what was authorised: the decision's own, or what the request named where it was given by
    telephone, for what is noted then is the text alone. None where nothing was authorised.
    """
    if decided is None or decided.entry.kind == "authority refused":
        return None
    if decided.entry.kind != NOTED:
        return decided.entry.facts
    named = [by_id[one.id] for one in asked.entry.relies_on if one.id in by_id] if asked else []
    proposed = [one for one in named if one.entry.kind == "conditions proposed"]
    return max(proposed, key=made).entry.facts if proposed else None


def telephone(current: Current, decided: Held[Any] | None) -> dict[str, Any] | None:
    """How an authority by telephone stands; None where the decision was signed.

    That it differs outweighs that it was confirmed. `in_doubt` are codes of conditions.
    """
    if decided is None or decided.entry.kind != NOTED:
        return None
    for state in ("differs", "confirmed"):
        answers = [
            one
            for one in current.get(f"telephone authority {state}", ())
            if decided.entry.id in one.entry.names() and not any(why.code == "not_the_one_named" for why in one.reasons)
        ]
        if answers:
            facts = answers[-1].entry.facts
            return {"state": state, "answer": section(answers[-1]), "in_doubt": list(getattr(facts, "conditions", ()))}
    return {"state": "unconfirmed", "answer": None, "in_doubt": []}


def given_at(decided: Held[Any]) -> datetime:
    """When authority was given: by telephone, before it was noted."""
    at: datetime = decided.entry.facts.given_at if decided.entry.kind == NOTED else made(decided)[0]
    return at


def lacks_confirmation(
    stands: dict[str, Any] | None, decided: Held[Any] | None, within: timedelta, now: datetime
) -> tuple[NotMet, ...]:
    """Why an authority by telephone is in doubt: it differs, or was not confirmed in time. Shown, and never removed."""
    if stands is None or decided is None or stands["state"] == "confirmed":
        return ()
    if stands["state"] == "differs":
        what = stands["answer"]["what"].rstrip(".")
        return (NotMet("differs", f"The officer says that this is not the text they authorised: {what}.", "s.24(1)"),)
    if now < given_at(decided) + within:
        return ()
    hours = within // timedelta(hours=1)
    return (NotMet("not_confirmed", f"Authorised by telephone, and not confirmed within {hours} hours.", "s.24(1)"),)
