"""Whether the server lives, and whether it can work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import has_room
from field_app.store.database import is_current, reading

from . import installation, now
from .errors import answer
from .openapi import Instant, answers

bp = Blueprint("health", __name__, url_prefix="/health")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Live:
    """The process answers."""

    live: Literal[True] = True


@dataclass(frozen=True)
class Ready:
    """The server can work. `clock`: whether anything says that its own clock is wrong, on which deadlines depend.

    `directory`: whether the force's directory answered when this process last asked it, which is by no means needed
    to be ready: nobody signs in by it.
    """

    clock: Literal["agrees", "in doubt"]
    directory: Literal["none", "not asked yet", "answers", "away"]
    ready: Literal[True] = True


@dataclass(frozen=True)
class ClockDoubt:
    """What says that the server's clock is wrong, by how much (server minus that), since when by that very clock."""

    by: Literal["phones", "push service", "backwards", "jump"]
    off_by_s: int
    since: Instant


@bp.get("/live")
@answers(Live)
def live() -> Response:
    """The process answers."""
    return jsonify(Live())


@bp.get("/ready")
@answers(Ready, fails=(503,))
def ready() -> Response | tuple[Response, int]:
    """The database answers, stands at the newest revision, holds a force, and writes: tried every ten seconds."""
    if not is_current(installation().engine):
        return answer("not_migrated", "The database does not stand at this version's revision.", 503)
    with reading(installation().engine) as connection:
        office, _ = installation().office(connection)
    if not has_room(installation(), now()):
        return answer("full", "The disk is full. Nothing new can be taken in until there is room.", 503)
    directory = installation().directory
    known: dict[bool | None, Literal["not asked yet", "answers", "away"]] = {
        None: "not asked yet",
        True: "answers",
        False: "away",
    }
    return jsonify(
        Ready("in doubt" if office.server_clock else "agrees", known[directory.answers] if directory else "none")
    )
