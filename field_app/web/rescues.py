"""Rescue files: brought by an officer, and in waiting until an entry that names them is signed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from field_app.actions import MOST_BYTES, list_rescues, put_in_waiting
from field_app.cases.entries.kinds import Id, Sha256, part

from . import installation, now, signed_in
from .errors import Unusable, read_json
from .openapi import Instant, answers, takes

bp = Blueprint("rescues", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class Brought:
    """A rescue file, as text."""

    file: str


@dataclass(frozen=True)
class InWaiting:
    """The file's SHA-256."""

    sha256: Sha256


@dataclass(frozen=True)
class RescuedEntry:
    """What became of one entry of a file."""

    id: str | None
    outcome: str


@dataclass(frozen=True)
class ListedRescue:
    """A rescue file. `officers` are the names of those whose devices it is from, `entries` the ids in it.

    `problems` name the lines that cannot be read. `read_in_at` and `outcomes` once somebody has signed for it.
    """

    sha256: Sha256
    made_at: Instant
    officers: tuple[str, ...]
    entries: tuple[Id, ...]
    problems: tuple[str, ...]
    received_at: Instant
    received_by: str
    read_in_at: Instant | None
    read_in_by: str | None
    outcomes: tuple[RescuedEntry, ...]


@dataclass(frozen=True)
class RescuesAnswer:
    """The files that came last, newest first."""

    rescues: tuple[ListedRescue, ...]


def _read(shape: type[Brought]) -> Brought:
    """The request's file; larger than other requests may be."""
    request.max_content_length = MOST_BYTES * 3 // 2  # JSON writes some signs twice
    try:
        return read_json(shape)
    except RequestEntityTooLarge as error:
        message = f"file: is too large: at most {MOST_BYTES // 2**20} MiB."
        raise Unusable("too_large", message, status=413) from error


@bp.post("/rescues")
@answers(InWaiting, fails=(403,))
@takes(Brought, _read)
def bring(given: Brought) -> Response:
    """Put a rescue file in waiting. Nothing in it is admitted before an officer signs for it; again changes nothing."""
    return jsonify(InWaiting(put_in_waiting(installation(), given.file.encode(), signed_in().id, now())))


@bp.get("/rescues")
@answers(RescuesAnswer)
def rescues() -> Response:
    """The rescue files that came last."""
    found = []
    for one in list_rescues(installation(), signed_in().id, now()):
        outcomes = tuple(RescuedEntry(entry_id, word) for entry_id, word in one.outcomes)
        found.append(ListedRescue(**{**vars(one), "outcomes": outcomes}))
    return jsonify(RescuesAnswer(tuple(found)))
