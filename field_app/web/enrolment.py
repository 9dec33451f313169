"""Enrolling a passkey by a one-time link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from flask import Blueprint, Flask, Response, jsonify, render_template

from field_app.actions import begin_enrolment
from field_app.actions import enrol as register_passkey
from field_app.cases.entries.kinds import Id, Shape, part

from . import installation, now
from .openapi import answers, takes
from .sign_in import SESSION_BEGINS, Me, begin

bp = Blueprint("enrolment", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


Code = Annotated[str, Shape((("pattern", "^[0-9]{8}$"),))]
"""The digits that were read out."""


@part
class Link:
    """The token of an enrolment link, and the digits that were read out; null where there are none."""

    token: str
    code: Code | None = None


@part
class Enrolled:
    """A link's token and the new passkey, as the browser's `toJSON` gives it."""

    token: str
    credential: dict[str, Any]


@dataclass(frozen=True)
class Enrolling:
    """Whom a link is for."""

    id: Id
    name: str
    collar_number: str


@dataclass(frozen=True)
class EnrolmentOptions:
    """`publicKey` is a PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3, section 5.1)."""

    publicKey: dict[str, Any]
    officer: Enrolling


@bp.get("/enrol/<token>")
@answers(media="text/html")
def page(token: str) -> str:
    """The page a link opens; it holds nothing about the officer until it has asked with the token."""
    return render_template("enrol.html", directory=installation().directory)


@bp.post("/api/enrol/options")
@answers(EnrolmentOptions, fails=(503,))
@takes(Link)
def options(link: Link) -> Response:
    """Options for `navigator.credentials.create`, and for whom; 403 alike whatever of the link or the code is wrong."""
    officer, public_key = begin_enrolment(installation(), link.token, now(), link.code)
    return jsonify(EnrolmentOptions(public_key, Enrolling(officer.id, officer.name, officer.collar_number)))


@bp.post("/api/enrol")
@answers(Me, fails=(503,), sends=SESSION_BEGINS)
@takes(Enrolled)
def enrol(given: Enrolled) -> Response:
    """Register the passkey, use up the link, sign in."""
    return begin(register_passkey(installation(), given.token, given.credential, now()))
