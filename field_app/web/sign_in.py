"""Signing in with a passkey, who is signed in, and the device they are on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Blueprint, Flask, Response, jsonify, session
from flask_login import current_user, login_user, logout_user
from webauthn.helpers import bytes_to_base64url

from field_app.actions import (
    SignedIn,
    add_device,
    begin_sign_in,
    who_is,
)
from field_app.actions import (
    sign_in as open_session,
)
from field_app.actions import (
    sign_out as close_session,
)
from field_app.cases.entries.kinds import Id
from field_app.store.database import reading, stamp

from . import installation, now, signed_in
from .errors import read_json
from .gate import Session

bp = Blueprint("sign_in", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Nothing:
    """An empty object."""

    __pydantic_config__ = {"extra": "forbid"}


@dataclass(frozen=True)
class Answered:
    """A passkey's answer, as the browser's `toJSON` gives it."""

    credential: dict[str, Any]


@dataclass(frozen=True)
class NewDevice:
    """A device's id, made by the browser."""

    device: Id


@bp.post("/sign-in/options")
def options() -> Response:
    """Options for `navigator.credentials.get`, with a challenge for one use."""
    read_json(Nothing)
    return jsonify({"publicKey": begin_sign_in(installation(), now())})


@bp.post("/sign-in")
def sign_in() -> Response:
    """Open a session for whoever's passkey answered."""
    return begin(open_session(installation(), read_json(Answered).credential, now()))


@bp.delete("/sign-in")
def sign_out() -> tuple[str, int]:
    """End this session."""
    close_session(installation(), current_user.token, now())
    logout_user()
    return "", 204


@bp.get("/me")
def me() -> Response:
    """Who is signed in, and what their phone needs to know of the installation."""
    return jsonify(_me(signed_in().id))


@bp.post("/devices")
def devices() -> Response:
    """Register this browser as the officer's own; its prefix begins the case references it gives."""
    device = add_device(installation(), signed_in(), read_json(NewDevice).device, now())
    return jsonify({"device": device.id, "prefix": device.prefix})


def begin(opened: SignedIn) -> Response:
    """Answer a sign-in or an enrolment with the session's cookie and who is signed in."""
    officer = who_is(installation(), opened.token, now())
    assert officer is not None, "a session just opened is live"
    session.permanent = True  # outlives the browser's restart; the database ends it
    login_user(Session(opened.token, officer))
    return jsonify(_me(officer.id))


def _me(officer_id: str) -> dict[str, Any]:
    here = installation()
    with reading(here.engine) as connection:
        office, _ = here.office(connection)
    officer = office.officers[officer_id]
    own = [one for one in office.passkeys.values() if one.officer == officer.id and not one.withdrawn_at]
    return {
        "officer": {
            "id": officer.id,
            "name": officer.name,
            "collar_number": officer.collar_number,
            "rank": officer.rank,
            "postings": list(officer.postings),
            "on_call": officer.on_call,
            "constable": officer.is_constable,
        },
        "credentials": [{"id": one.credential, "rp_id": one.rp_id, "public_key": one.public_key} for one in own],
        "installation": office.id,
        "force": {"name": office.force},
        "training": here.training,
        "demonstration": office.demonstration,
        "allow_pin": here.allow_pin,
        "inbox_key": _point(here.secrets.inbox.public_key()),
        "vapid_public_key": _point(here.secrets.vapid.public_key()),
        "now": stamp(now()),
    }


def _point(key: Any) -> str:
    return bytes_to_base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
