"""`GET /api/legal-desk`: every served notice by its deadline, for legal services and the duty inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from flask import Blueprint, Flask, Response, abort, jsonify, request
from pydantic import Field

from field_app.actions import legal_desk
from field_app.cases.entries.kinds import Id, Reference
from field_app.cases.rules import may_see_legal_desk
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .health import ClockDoubt
from .openapi import Instant, answers
from .openapi.deadlines import ExcludedDay, HeldSitting
from .sign_in import WrittenCourt

bp = Blueprint("legal_desk", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Page:
    """Which page, from 1; without it, the first."""

    page: Annotated[str, Field(description="A whole number from 1.", pattern="^[1-9][0-9]{0,5}$")] = "1"


@dataclass(frozen=True)
class WorkingDeadline:
    """Not later than when the application must be heard; `other` is the other reading where the law has two."""

    at: Instant
    other: Instant | None
    excluded: tuple[ExcludedDay, ...]


@dataclass(frozen=True)
class NextHearing:
    """When the application is heard next, and the court where it was listed."""

    at: Instant
    court: str | None


@dataclass(frozen=True)
class ServedCase:
    """A served notice. `by_radio`: reported by radio, and not confirmed by a signed record yet.

    `minutes_left` are those that count; null once a hearing was begun and adjourned.

    `mark`: the last of 24, 12, 6 and 2 hours that is reached. `last_near`: the last practicable sitting is near.
    `missed`: the deadline passed and no hearing is recorded; an alarm, and no end of the notice. `hearing_passed`: the
    time of the hearing has come and no result is recorded. `notice_given`: handed over, or left where they asked.
    """

    case: Id
    reference: Reference | None
    what: str
    stage: Literal["served", "before the court"]
    respondent: str | None
    served_at: Instant | None
    by_radio: bool
    deadline: WorkingDeadline | None
    last_sitting: HeldSitting | None
    last_near: bool
    minutes_left: int | None
    mark: Literal[24, 12, 6, 2] | None
    missed: bool
    hearing: NextHearing | None
    hearing_passed: bool
    adjourned: bool
    notice_given: bool
    address_given: str | None
    irregular: tuple[str, ...]


@dataclass(frozen=True)
class LegalDeskAnswer:
    """One page of the served notices the court has not decided on, the earliest deadline first, and the courts."""

    as_at: Instant
    total: int
    page: int
    pages: int
    cases: tuple[ServedCase, ...]
    courts: tuple[WrittenCourt, ...]
    server_clock: ClockDoubt | None


@bp.get("/legal-desk")
@answers(LegalDeskAnswer, query=Page, fails=(400, 403))
def desk() -> Response:
    """Every served notice the court has not decided on; logged before it is answered."""
    if not may_see_legal_desk(signed_in()):
        abort(403)
    page = request.args.get("page", "1")
    if not (page.isascii() and page.isdecimal() and 1 <= len(page) <= 6 and page[0] != "0"):
        message = "page: must be a whole number from 1."
        raise Unusable("page", message, (NotMet("page", message),))
    return jsonify(legal_desk(installation(), signed_in().id, int(page), now()))
