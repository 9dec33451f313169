"""Proving at the force's directory who one is, before a passkey is enrolled by a link (docs/decisions/0060).

The browser goes to the directory and comes back by itself; nothing here redirects. What it keeps meanwhile stands in
the session's own cookie, which is Strict: the page it comes back to is ours, and sends from there what it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from flask import Blueprint, Flask, Response, jsonify, render_template, session

from field_app.actions import NoDirectory, ProviderAway, begin_proving, prove
from field_app.cases.entries.kinds import Shape, part

from . import installation, now
from .enrolment import Code, Enrolling
from .errors import answer
from .openapi import answers, takes

UNTIL_BACK = "directory"
"""Where the cookie keeps what this browser began with."""

Said = Annotated[str, Shape((("min_length", 1), ("max_length", 4_000)))]

bp = Blueprint("directory", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(bp)

    @app.errorhandler(ProviderAway)
    def away(_: ProviderAway) -> tuple[Response, int]:
        message = (
            "The force's directory does not answer just now. Try again in a minute, or ask the administrator for a "
            "code. Whoever has a passkey signs in with it as ever."
        )
        return answer("directory_away", message, 503)

    @app.errorhandler(NoDirectory)
    def none_here(_: NoDirectory) -> tuple[Response, int]:
        return answer("not_found", "There is nothing here.", 404)


@part
class Going:
    """The token of an enrolment link, and the digits that were read out where the force asks for them as well."""

    token: Annotated[str, Shape((("min_length", 1), ("max_length", 100)))]
    code: Code | None = None


@part
class Back:
    """What the directory put into the address it sent the browser back to; `iss` where it says it (RFC 9207)."""

    state: Said
    code: Said
    iss: Said | None = None


@dataclass(frozen=True)
class Asking:
    """Where the browser goes to."""

    address: str


@dataclass(frozen=True)
class ProvedToBe:
    """Whom the directory named; the link's token, and `publicKey` as with a code."""

    token: str
    publicKey: dict[str, Any]
    officer: Enrolling


@bp.get("/directory/back")
@answers(media="text/html")
def page() -> str:
    """The page the directory sends back to: that of a link, which asks by itself."""
    return render_template("enrol.html", directory=installation().directory)


@bp.post("/api/directory/begin")
@answers(Asking, fails=(404, 503))
@takes(Going)
def begin(going: Going) -> Response:
    """The directory's address for one visit; nothing is said of the link."""
    begun = begin_proving(installation(), going.token, going.code, now())
    session[UNTIL_BACK] = [begun.secret, going.token]
    return jsonify(Asking(begun.address))


@bp.post("/api/directory/back")
@answers(ProvedToBe, fails=(404, 503))
@takes(Back)
def back(given: Back) -> Response:
    """Whom the directory named, if the link is theirs; 403 alike whatever is wrong. It serves once."""
    secret, token = session.pop(UNTIL_BACK, ("", ""))
    proved = prove(installation(), secret, token, given.state, given.code, given.iss, now())
    one = proved.officer
    return jsonify(ProvedToBe(token, proved.public_key, Enrolling(one.id, one.name, one.collar_number)))
