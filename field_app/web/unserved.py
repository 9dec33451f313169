"""`GET /api/unserved`: authorities nobody has served, hand-overs nobody has accepted."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import list_unserved
from field_app.cases.entries.kinds import Id, Reference, Sha256

from . import installation, now, signed_in
from .openapi import Instant, answers

bp = Blueprint("unserved", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Decided:
    """The decision, as an entry that withdraws it names it."""

    id: Id
    sha256: Sha256


@dataclass(frozen=True)
class Waits:
    """A case that waits since `since`. `late`: for longer than the force file allows.

    `respondent` is named only where the officer may read the case (`readable`).
    """

    case: Id
    reference: Reference | None
    respondent: str | None
    since: Instant
    late: bool
    readable: bool


@dataclass(frozen=True)
class Attempts:
    """How often it was tried to serve a notice, and when last."""

    count: int
    last_at: Instant | None


@dataclass(frozen=True)
class UnservedAuthority(Waits):
    """An authority nobody has served. `held_by`: who has it to serve. `may_withdraw`: by rank."""

    authorised_by: str | None
    held_by: str | None
    attempts: Attempts
    decision: Decided
    may_withdraw: bool


@dataclass(frozen=True)
class OpenHandOver(Waits):
    """A hand-over nobody has accepted: by whom, to whom."""

    handed_by: str | None
    to: str


@dataclass(frozen=True)
class UnservedAnswer:
    """Both lists, the longest waiting first, and the force's limits: hours, minutes."""

    unserved: tuple[UnservedAuthority, ...]
    hand_overs: tuple[OpenHandOver, ...]
    hours: int
    minutes: int
    as_at: Instant


@bp.get("/unserved")
@answers(UnservedAnswer)
def unserved() -> Response:
    """Those this officer answers for."""
    found, clocks = list_unserved(installation(), signed_in().id, now()), installation().force.clocks
    return jsonify(
        {
            "unserved": found.authorities,
            "hand_overs": found.hand_overs,
            "hours": clocks.unserved,
            "minutes": clocks.hand_over,
            "as_at": found.as_at,
        }
    )
