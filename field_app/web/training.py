"""A training installation: what its phones ask to know whether it has begun again, and the trainer's button."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import training_since
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


@bp.post("/reset")
@answers(Training, fails=(403, 404))
@takes(Nothing)
def reset(_: Nothing) -> Response:
    """Take away every case and all that was done, and begin again. For the trainer: an administrator there."""
    _since()
    if not signed_in().is_administrator:
        abort(403)
    begin_again(installation(), signed_in().id, now())
    return jsonify(Training(_since()))


def _since() -> str:
    since = training_since(installation())
    if since is None:
        abort(404)
    return since
