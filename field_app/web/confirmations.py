"""Confirming with the passkey, once more, what is about to be taken: an archive, a court bundle, a subject's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from flask import Blueprint, Flask, Response, jsonify, request
from flask_login import current_user

from field_app.actions import begin_confirming, confirm, is_confirmed
from field_app.cases.entries.kinds import Shape, part

from . import installation, now, signed_in
from .openapi import answers, takes

bp = Blueprint("confirmations", __name__, url_prefix="/api/confirmations")

_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FILE = f"(evidence-archives|subject-access)/{_UUID}|documents/[0-9a-f]{{64}}"
What = Annotated[str, Shape((("pattern", f"^/api/cases/{_UUID}/({_FILE})$"),))]
"""The address of what is taken."""


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class Taking:
    """What is about to be taken."""

    what: What


@part
class Confirmed:
    """What is about to be taken, and the passkey's answer, as the browser's `toJSON` gives it."""

    what: What
    credential: dict[str, Any]


@dataclass(frozen=True)
class ConfirmOptions:
    """`publicKey` is a PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3, section 5.1)."""

    publicKey: dict[str, Any]


@bp.post("/options")
@answers(ConfirmOptions)
@takes(Taking)
def options(asked: Taking) -> Response:
    """Options for `navigator.credentials.get`, with a challenge for one use, in this session, for this alone."""
    return jsonify(
        ConfirmOptions(begin_confirming(installation(), signed_in().id, current_user.token, asked.what, now()))
    )


@bp.post("")
@answers(status=204)
@takes(Confirmed)
def take(given: Confirmed) -> tuple[str, int]:
    """For five minutes this session may take what was confirmed."""
    confirm(installation(), signed_in().id, current_user.token, given.what, given.credential, now())
    return "", 204


def confirmed_here() -> bool:
    """Whether the passkey confirmed what this request asks for."""
    return is_confirmed(installation(), current_user.token, request.path, now())
