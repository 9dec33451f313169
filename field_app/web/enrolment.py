"""Enrolling a passkey by a one-time link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template

from field_app.actions import begin_enrolment
from field_app.actions import enrol as register_passkey

from . import installation, now
from .errors import read_json
from .sign_in import begin

bp = Blueprint("enrolment", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Link:
    """The token of an enrolment link."""

    token: str


@dataclass(frozen=True)
class Enrolled:
    """A link's token and the new passkey, as the browser's `toJSON` gives it."""

    token: str
    credential: dict[str, Any]


@bp.get("/enrol/<token>")
def page(token: str) -> str:
    """The page a link opens; it holds nothing about the officer until it has asked with the token."""
    return render_template("enrol.html")


@bp.post("/api/enrol/options")
def options() -> Response:
    """Options for `navigator.credentials.create`, and for whom."""
    officer, public_key = begin_enrolment(installation(), read_json(Link).token, now())
    named = {name: asdict(officer)[name] for name in ("id", "name", "collar_number")}
    return jsonify({"publicKey": public_key, "officer": named})


@bp.post("/api/enrol")
def enrol() -> Response:
    """Register the passkey, use up the link, sign in."""
    given = read_json(Enrolled)
    return begin(register_passkey(installation(), given.token, given.credential, now()))
