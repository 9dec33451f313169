"""`GET /api/custody`: who is held that a request, a notice or a breach concerns, for the custody sergeant."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import custody_desk
from field_app.cases.entries.kinds import Id, Reference
from field_app.cases.rules import may_see_custody
from field_app.law.bail import How

from . import installation, now, signed_in
from .openapi import Instant, answers
from .openapi.case_view import Detention

bp = Blueprint("custody", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class HeldForBreach:
    """An arrest for breach no court has dealt with; `by` when they must be before one, null where that is not known."""

    of: str
    arrested_at: Instant
    by: Instant | None
    station: str | None
    custody_number: str | None


@dataclass(frozen=True)
class BesideBail:
    """How one provision of the notice and bail stand to each other."""

    how: How
    sentence: str


@dataclass(frozen=True)
class BailDecided:
    """What was decided on bail (`entry` recorded it), its conditions in their own words, and both compared."""

    entry: Id
    decision: str
    decided_at: Instant
    until: Instant | None
    conditions: tuple[str, ...]
    compared: tuple[BesideBail, ...]


@dataclass(frozen=True)
class InCustody:
    """A respondent who is held, or who left before the notice was served (`released_at`).

    `requested_at`, `authorised_at`: since when a request waits, or a notice to be served. `detention`: the 24 hours of
    PACE 1984 s.41, from arrival; `arrests`: those of the Act, from arrest. `ends_at` is the earliest of them.
    `conditions`: the notice's, once it is authorised. `by_radio`: known to be served by radio alone.
    """

    case: Id
    reference: Reference | None
    respondent: str | None
    what: str
    stage: str
    station: str | None
    readable: bool
    requested_at: Instant | None
    authorised_at: Instant | None
    served_at: Instant | None
    by_radio: bool
    conditions: tuple[str, ...]
    detention: Detention | None
    arrests: tuple[HeldForBreach, ...]
    bail: BailDecided | None
    released_at: Instant | None
    alarms: tuple[str, ...]
    ends_at: Instant | None


@dataclass(frozen=True)
class CustodyAnswer:
    """Whoever is held, the earliest clock first."""

    as_at: Instant
    cases: tuple[InCustody, ...]


@bp.get("/custody")
@answers(CustodyAnswer, fails=(403,))
def desk() -> Response:
    """Who is held, for those posted to custody and inspectors; logged before it is answered."""
    if not may_see_custody(signed_in()):
        abort(403)
    return jsonify(custody_desk(installation(), signed_in().id, now()))
