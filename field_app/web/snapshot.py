"""`/api/look-up/…`: what is in force, for phones without signal, and what was looked up in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import Field

from field_app.actions import MadeOffline, snapshot, take_look_ups, without_reason
from field_app.cases.entries.kinds import Id, Shape, part

from . import device_of_session, installation, now, signed_in
from .lookup import Match
from .openapi import Instant, answers, takes

bp = Blueprint("snapshot", __name__, url_prefix="/api/look-up")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Since:
    after: Annotated[str, Field(description="The cursor of the last answer; opaque.")] = ""


@dataclass(frozen=True)
class BoundLater:
    """What of a match is another from a time on, although nobody records anything; null where it is then over."""

    from_: Annotated[Instant, Field(alias="from")]
    match: dict[str, Any] | None


@dataclass(frozen=True)
class Bound:
    """Somebody bound: `card` is what they are compared by, what is empty left out; `match` what a look-up says of them.

    In `match`, `score` is 0, `why` and `ask` are empty and the protected person is initials.
    """

    card: dict[str, Any]
    match: Match
    relationship: str | None
    later: tuple[BoundLater, ...]


@dataclass(frozen=True)
class InForce:
    case: Id
    people: tuple[Bound, ...]


@dataclass(frozen=True)
class CopySettings:
    """Whether phones hold this at all; after how many hours it is shown as old, and after how many deleted."""

    on: bool
    old: int
    gone: int


@dataclass(frozen=True)
class SnapshotAnswer:
    """What is new or changed, and the ids of cases on which nothing is in force; `more` waits behind this answer."""

    as_at: Instant
    settings: CopySettings
    cases: tuple[InForce, ...]
    gone: tuple[Id, ...]
    after: str
    more: bool


@bp.get("/snapshot")
@answers(SnapshotAnswer, query=Since, fails=(400,))
def given() -> Response:
    """What is in force and has changed since `after`; who was given it is on record before it is answered."""
    after = request.args.get("after")
    return jsonify(snapshot(installation(), signed_in().id, device_of_session(), after, now()))


@part
class SealedLookUp:
    """`sealed` is HPKE (docs/api.md) over the JSON text `{"at", "asked", "shown"}`, its id as additional data; or
    over `{"of", "reason"}`: the id of a look-up made before, and the reason for it.
    """

    id: Id
    sealed: Annotated[str, Shape((("min_length", 1), ("max_length", 20_000)))]


@part
class LookUps:
    look_ups: Annotated[tuple[SealedLookUp, ...], Shape((("min_length", 1), ("max_length", 50)))]


@dataclass(frozen=True)
class LookUpOutcome:
    id: Id
    outcome: Literal["accepted", "already held", "refused"]


@dataclass(frozen=True)
class LookUpsAnswer:
    look_ups: tuple[LookUpOutcome, ...]


@dataclass(frozen=True)
class LookWithoutReason:
    """A look-up of one's own that is to be given its reason: its id, when it was, and what was asked."""

    look: Id
    at: Instant
    asked: str


@dataclass(frozen=True)
class WithoutReason:
    """The oldest first."""

    as_at: Instant
    looks: tuple[LookWithoutReason, ...]


@bp.get("/without-reason")
@answers(WithoutReason)
def wanting() -> Response:
    """One's own look-ups of the last weeks that still want a reason."""
    return jsonify(without_reason(installation(), signed_in().id, now()))


@bp.post("/offline")
@answers(LookUpsAnswer)
@takes(LookUps)
def made_offline(sent: LookUps) -> Response:
    """Put look-ups made without signal on record, each once, with the time at which they were made; and reasons."""
    asked = [MadeOffline(str(one.id), one.sealed) for one in sent.look_ups]
    return jsonify({"look_ups": take_look_ups(installation(), signed_in().id, asked, now())})
