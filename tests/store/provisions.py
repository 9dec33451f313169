"""A superintendent's decision with other provisions than were asked for, as the tests of the record write it."""

from __future__ import annotations

from typing import Any

from field_app.actions import Sent, read_case
from field_app.law.notice import CannotCompose, compose

PROVISIONS = ("grounds", "conditions", "contact_route", "service_accommodation", "address_confirmed")


def condition(code: str, **more: Any) -> dict[str, Any]:
    """One condition, with nothing but its reason unless `more` is said."""
    return {"code": code, "distance_m": None, "words": None, "legal_note": None, "reason": "x", **more}


def view_of(force: Any, case_id: str, who: str = "constable") -> Any:
    return read_case(force.installation, getattr(force, who).id, case_id, force.now)


def decision_with(force: Any, case_id: str, request: Sent, **changes: Any) -> Sent:
    """The superintendent's decision with other provisions, and the text that follows from them, where one can."""
    view, officer = view_of(force, case_id, "superintendent"), force.superintendent
    office = officer.office()
    held = office.officers[officer.id]
    issuing = {"name": held.name, "rank": str(held.rank), "collar_number": held.collar_number}
    authorised = {name: changes.get(name, view["conditions"].get(name)) for name in PROVISIONS}
    try:
        text = compose({**view, "conditions": authorised}, issuing, {"name": office.force})
    except CannotCompose:
        text = ("It cannot be written.",)
    facts = {"text": list(text), **authorised, "reasons": "Needed, but less of it."}
    return officer.write("notice authorised", case_id, facts, force.now, relies_on=[request])
