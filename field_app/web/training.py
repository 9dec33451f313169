"""A training installation: what its phones ask to know whether it has begun again, and the trainer's button."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import read_lessons, training_since
from field_app.cases.entries.kinds import Id
from field_app.demonstration import begin_again

from . import installation, now, signed_in
from .openapi import Instant, answers, takes
from .sign_in import Nothing

bp = Blueprint("training", __name__, url_prefix="/api/training")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Training:
    """Since when the training installation runs as it does: a phone that knows another moment drops what it holds."""

    since: Instant


@bp.get("")
@answers(Training, fails=(404,))
def training() -> Response:
    """Since when it runs as it does; 404 where it is no training installation."""
    return jsonify(Training(_since()))


@dataclass(frozen=True)
class WalkedStep:
    """A step of the lesson that is done: by whom, when, and how many seconds after the one before it."""

    step: str
    by: str
    at: Instant
    took_s: int


@dataclass(frozen=True)
class WasMissed:
    """What ought to have been done and was not, or not in time, and what asks for it."""

    sentence: str
    section: str


@dataclass(frozen=True)
class LessonOf:
    """A case of this training, from its first entry to its last; `did`: who recorded in it, and how many entries."""

    case: Id
    reference: str | None
    started_at: Instant
    last_at: Instant
    did: dict[str, int]
    steps: tuple[WalkedStep, ...]
    missed: tuple[WasMissed, ...]


@dataclass(frozen=True)
class Lessons:
    """Every case of this training, newest first."""

    lessons: tuple[LessonOf, ...]


@bp.get("/lessons")
@answers(Lessons, fails=(403, 404))
def lessons() -> Response:
    """Who did what in every case, what it took, and what was missed. For the trainer: an administrator there."""
    found = read_lessons(installation(), _for_the_trainer(), now())
    return jsonify(
        Lessons(
            tuple(
                LessonOf(
                    one.case,
                    one.reference,
                    one.started_at.isoformat(),
                    one.last_at.isoformat(),
                    one.did,
                    tuple(WalkedStep(it.step, it.by, it.at.isoformat(), it.took_s) for it in one.steps),
                    tuple(WasMissed(it.sentence, it.section) for it in one.missed),
                )
                for one in found
            )
        )
    )


@bp.post("/reset")
@answers(Training, fails=(403, 404))
@takes(Nothing)
def reset(_: Nothing) -> Response:
    """Take away every case and all that was done, and begin again. For the trainer: an administrator there."""
    _for_the_trainer()
    begin_again(installation(), signed_in().id, now())
    return jsonify(Training(_since()))


def _for_the_trainer() -> str:
    since = _since()
    if not signed_in().is_administrator:
        abort(403)
    return since


def _since() -> str:
    since = training_since(installation())
    if since is None:
        abort(404)
    return since
