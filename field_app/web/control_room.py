"""`GET /api/control-room`: the breaches that wait for a unit, for the control room and inspectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import control_room
from field_app.cases.entries.kinds import Id, Reference, Sha256
from field_app.cases.rules import may_see_control_room

from . import installation, now, signed_in
from .openapi import Instant, answers

bp = Blueprint("control_room", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class NoUnitSent:
    """The last that was recorded of a unit: none was sent, `at` when, and `why`."""

    why: str | None
    at: Instant


@dataclass(frozen=True)
class BreachToMeet:
    """A breach that was reported and no unit is known to have met.

    `entry` and its `sha256` are the report, for "unit sent or not" to rely on. `not_sent` is null while nobody has
    answered it.
    """

    case: Id
    reference: Reference | None
    respondent: str | None
    protected_person: str | None
    entry: Id
    sha256: Sha256
    of: Literal["notice", "order"]
    what: str
    place: str | None
    occurred_at: Instant | None
    reported_at: Instant
    reported_by: str
    readable: bool
    not_sent: NoUnitSent | None
    alarms: tuple[str, ...]


@dataclass(frozen=True)
class ControlRoomAnswer:
    """First what nobody has answered, then where no unit was sent; the oldest first. After `minutes` it alarms."""

    as_at: Instant
    minutes: int
    breaches: tuple[BreachToMeet, ...]


@bp.get("/control-room")
@answers(ControlRoomAnswer, fails=(403,))
def desk() -> Response:
    """The breaches that wait for a unit; logged before it is answered."""
    if not may_see_control_room(signed_in()):
        abort(403)
    return jsonify(control_room(installation(), signed_in().id, now()))
