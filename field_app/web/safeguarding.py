"""`GET /api/safeguarding`: who is to be told, what is to be done, and what of it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, abort, jsonify, request

from field_app.actions import case_to_tell, list_to_tell
from field_app.cases.entries.kinds import Id, Reference
from field_app.cases.rules import may_see_safeguarding
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .legal_desk import Page
from .openapi import Instant, answers

bp = Blueprint("safeguarding", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class OpenItem:
    """Something to tell (`what`) or a task nobody has done. `since` may lie ahead (`state`).

    `id` is of the event or task, `entry` what it goes back to, as `told_of` names it. `basis`: who asks for it.
    Of a task set by hand: `for_whom`, who does it (`to`) and `why`. `alarm`: overdue, it goes to the duty
    inspectors at once; `put_on`: it has gone to them.
    """

    what: Literal["tell", "task"]
    id: str
    entry: Id
    words: str
    basis: str
    since: Instant
    due: Instant
    state: Literal["overdue", "due", "ahead"]
    alarm: bool
    for_whom: str | None
    to: str | None
    why: str | None
    put_on: bool


@dataclass(frozen=True)
class ToTellCase:
    """A case in which something is open, what is due first before the rest. `contact_officer`: who is responsible."""

    case: Id
    reference: Reference | None
    stage: str
    respondent: str | None
    protected_person: str | None
    contact_officer: str | None
    open: tuple[OpenItem, ...]


@dataclass(frozen=True)
class SafeguardingAnswer:
    """One page of the cases in which something is to be told or done, what is due first before the rest."""

    as_at: Instant
    total: int
    page: int
    pages: int
    cases: tuple[ToTellCase, ...]


@dataclass(frozen=True)
class SafeguardingCase(ToTellCase):
    """One case, and as at when."""

    as_at: Instant


@bp.get("/safeguarding")
@answers(SafeguardingAnswer, query=Page, fails=(400, 403))
def listed() -> Response:
    """Every case in which something is to be told or done; logged before it is answered."""
    if not may_see_safeguarding(signed_in()):
        abort(403)
    page = request.args.get("page", "1")
    if not (page.isascii() and page.isdecimal() and 1 <= len(page) <= 6 and page[0] != "0"):
        message = "page: must be a whole number from 1."
        raise Unusable("page", message, (NotMet("page", message),))
    return jsonify(list_to_tell(installation(), signed_in().id, int(page), now()))


@bp.get("/cases/<uuid:case_id>/safeguarding")
@answers(SafeguardingCase, fails=(404,))
def of_case(case_id: object) -> Response:
    """What is to be told and done in one case, for whoever may read it."""
    found = case_to_tell(installation(), signed_in().id, str(case_id), now())
    if found is None:
        abort(404)
    return jsonify(found)
