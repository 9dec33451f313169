"""Photographs and documents: sent in pieces, shown made anew, saved as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Flask, Response, abort, jsonify, request
from flask_login import current_user
from pydantic import Field

from field_app.actions import (
    NotTaken,
    Progress,
    Upload,
    lost_device,
    progress,
    read_attachment,
    read_preview,
    take_piece,
)
from field_app.cases.entries.kinds import Id, Sha256

from . import installation, now, signed_in
from .devices import token
from .errors import Unusable
from .openapi import answers

STATUS = {"too_large": 413, "not_yours": 404, "too_many": 429, "other_bytes": 422, "sealed": 422}
"""What a reason not to take something answers with; otherwise 409: ask by HEAD how far it has come."""

OCTETS = "application/octet-stream"

SAVED = {
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}
"""An original is saved and never opened here, whatever it is."""

bp = Blueprint("attachments", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _header(name: str, text: str) -> object:
    return Field(alias=name, description=text)


@dataclass(frozen=True)
class Sending:
    """Which upload a piece belongs to."""

    upload_case: Annotated[Id, _header("Upload-Case", "The case it is evidence of.")]
    upload_sealed: Annotated[Sha256, _header("Upload-Sealed", "SHA-256 of the sealed whole.")]
    upload_length: Annotated[int, Field(alias="Upload-Length", ge=1, le=25_000_081)]
    upload_offset: Annotated[int, Field(alias="Upload-Offset", ge=0, le=25_000_081)]
    authorization: Annotated[str, _header("Authorization", "A lost device's: `Bearer` and its token.")] = ""


@dataclass(frozen=True)
class Received:
    """How much of the sealed file is here; `complete`: it is kept, and the sender may let go of it."""

    offset: int
    complete: bool


SENDS = {
    "Upload-Offset": "How many bytes of the sealed file are here.",
    "Upload-Complete": "?1 once the file is kept; ?0 until then.",
}


@bp.route("/attachments/<sha256>", methods=["HEAD"])
def received(sha256: str) -> Response:
    """How far an upload has come. A lost device asks by its token, without a session."""
    try:
        return _told(progress(installation(), _upload(sha256)))
    except NotTaken as error:
        raise _unusable(error) from error


@bp.put("/attachments/<sha256>")
@answers(Received, headers=Sending, octets=True, sends=SENDS, fails=(400, 401, 403, 404, 409, 413, 415, 422, 429))
def take(sha256: str) -> Response:
    """The next piece of a file sealed to the inbox; with the last one it is opened, hashed and kept.

    A lost device sends what it had not sent by its token, without a session.
    """
    if request.mimetype != OCTETS:
        raise Unusable("not_octets", f"A piece must be {OCTETS}.", status=415)
    try:
        return _told(take_piece(installation(), _upload(sha256), _number("Upload-Offset"), request.get_data(), now()))
    except NotTaken as error:
        raise _unusable(error) from error


@bp.get("/cases/<uuid:case_id>/attachments/<sha256>")
@answers(media=OCTETS, fails=(404,))
def original(case_id: object, sha256: str) -> Response:
    """The original, to be saved; 404 also where it has not come yet."""
    body = read_attachment(installation(), signed_in().id, str(case_id), _name(sha256), now())
    return abort(404) if body is None else Response(body, mimetype=OCTETS, headers=SAVED)


@bp.get("/cases/<uuid:case_id>/attachments/<sha256>/preview")
@answers(media="image/jpeg", fails=(404,))
def preview(case_id: object, sha256: str) -> Response:
    """What is shown of it, made anew without metadata; 404 also where there is nothing to show."""
    body = read_preview(installation(), signed_in().id, str(case_id), _name(sha256), now())
    return abort(404) if body is None else Response(body, mimetype="image/jpeg")


def _upload(sha256: str) -> Upload:
    sender = _sender()
    length = _number("Upload-Length")
    case_id = _matching("Upload-Case", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a case's id")
    sealed = _matching("Upload-Sealed", r"[0-9a-f]{64}", "the SHA-256 of the sealed file")
    return Upload(sender, sealed, case_id, _name(sha256), length)


def _sender() -> str:
    """Whose upload it is: whoever is signed in, or the officer of a lost device, which sends by its token."""
    return signed_in().id if current_user.is_authenticated else lost_device(installation(), token()).officer


def _name(sha256: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        abort(404)
    return sha256


def _matching(name: str, pattern: str, wanted: str) -> str:
    given = request.headers.get(name, "")
    if not re.fullmatch(pattern, given):
        raise Unusable("header", f"{name}: must be {wanted}.")
    return given


def _number(name: str) -> int:
    return int(_matching(name, r"[0-9]{1,8}", "a number of bytes"))


def _told(found: Progress) -> Response:
    answer = jsonify(found)
    answer.headers["Upload-Offset"] = str(found.offset)
    answer.headers["Upload-Complete"] = "?1" if found.complete else "?0"
    return answer


def _unusable(error: NotTaken) -> Unusable:
    return Unusable(error.code, str(error), status=STATUS.get(error.code, 409))
