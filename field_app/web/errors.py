"""One error shape everywhere: {"error": {"code", "message", "reasons": []}}; a page where a page was asked for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from flask import Flask, Response, jsonify, render_template, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import HTTPException

from field_app.actions import BadCursor, NoSuchDevice, NotAllowed, NotARescueFile, NotConfirmed, NotSetUp, TooMany
from field_app.adapters.passkeys import NotThisPasskey
from field_app.law.answers import NotMet
from field_app.parse import sentences, strict_json
from field_app.store.database import AWAY

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Error:
    """What went wrong: `code` is for programs, `message` for whoever asked, `reasons` each no by itself."""

    code: str
    message: str
    reasons: tuple[NotMet, ...]


@dataclass(frozen=True)
class ErrorAnswer:
    """The one shape of every failure."""

    error: Error


class Unusable(Exception):
    """A request that cannot be read as a whole."""

    def __init__(self, code: str, message: str, reasons: tuple[NotMet, ...] = (), status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.reasons, self.status = code, message, reasons, status


def register(app: Flask) -> None:
    """Map every expected failure to its status; anything else is a 500 without detail."""

    @app.errorhandler(Unusable)
    def unusable(error: Unusable) -> tuple[Response, int]:
        return answer(error.code, error.message, error.status, error.reasons)

    @app.errorhandler(NotThisPasskey)
    def not_this_passkey(error: NotThisPasskey) -> tuple[Response, int]:
        return answer("passkey", str(error), 403)

    @app.errorhandler(NoSuchDevice)
    def no_such_device(error: NoSuchDevice) -> tuple[Response, int]:
        return answer("no_such_device", str(error), 401)

    @app.errorhandler(NotARescueFile)
    def not_a_rescue_file(error: NotARescueFile) -> tuple[Response, int]:
        return answer("file", f"file: {error}", 422)

    @app.errorhandler(NotAllowed)
    def not_allowed(error: NotAllowed) -> tuple[Response, int]:
        return answer("not_allowed", str(error), 403)

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> tuple[Response, int]:
        said, status = answer("too_many_requests", str(error), 429)
        said.headers["Retry-After"] = str(error.wait_s)
        return said, status

    @app.errorhandler(NotConfirmed)
    def not_confirmed(error: NotConfirmed) -> tuple[Response, int]:
        return answer("not_confirmed", str(error), 403)

    @app.errorhandler(BadCursor)
    def bad_cursor(error: BadCursor) -> tuple[Response, int]:
        return answer("cursor", str(error), 400)

    @app.errorhandler(NotSetUp)
    def not_set_up(error: NotSetUp) -> tuple[Response, int]:
        return answer("not_set_up", "This installation has not been set up yet.", 503)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response, int]:
        code = (error.name or "error").lower().replace(" ", "_")
        said, status = answer(code, MESSAGES.get(error.code or 0, error.name or "Error") + "", error.code or 500)
        if error.code == 405 and error.get_response().headers.get("Allow"):
            said.headers["Allow"] = error.get_response().headers["Allow"]
        return said, status

    def away(error: Exception) -> tuple[Response, int]:
        logger.error("the database does not answer: %s serving %s", type(error).__name__, request.endpoint)
        return answer("away", "The record cannot be reached just now. Nothing you recorded is lost; try again.", 503)

    for one in AWAY:
        app.register_error_handler(one, away)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[Response, int]:
        # The exception's text can hold what an officer typed; its type and place are enough to find it.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        logger.error("unexpected %s at %s serving %s", type(error).__name__, where, request.endpoint)
        return answer("unexpected", "Something went wrong here. Nothing you recorded is lost; try again.", 500)


MESSAGES = {
    400: "The request cannot be read.",
    401: "Sign in first.",
    403: "That is not allowed.",
    404: "There is nothing here.",
    405: "That cannot be done here.",
    413: "The request is too large: at most 2 MiB and 50 entries at a time.",
    415: "The request must be JSON.",
    503: "Not available just now; try again.",
}


def answer(code: str, message: str, status: int, reasons: tuple[NotMet, ...] = ()) -> tuple[Response, int]:
    """The one error shape, or the error page where a person asked for a page."""
    if request.method == "GET" and not request.path.startswith(("/api/", "/health/")) and _wants_page():
        return Response(render_template("error.html", message=message), mimetype="text/html"), status
    return jsonify(ErrorAnswer(Error(code, message, reasons))), status


def _wants_page() -> bool:
    return "text/html" in request.headers.get("Accept", "")


@cache
def reader(shape: Any) -> TypeAdapter[Any]:
    """What reads a body of this shape, and describes it."""
    return TypeAdapter[Any](shape)


def read_json(shape: type[T]) -> T:
    """The request's JSON as `shape`, a frozen dataclass.

    :raise Unusable: it is not JSON (400), or not of that shape (422), each wrong field named.
    """
    if request.mimetype != "application/json":
        raise Unusable("not_json", "The request must be JSON.", status=415)
    try:
        text = request.get_data().decode()
        strict_json(text)
    except (ValueError, RecursionError) as error:
        raise Unusable("not_json", "The request is not readable JSON.") from error
    try:
        return cast(T, reader(cast(Any, shape)).validate_json(text))
    except ValidationError as error:
        reasons = sentences(error)
        raise Unusable("not_understood", " ".join(one.message for one in reasons), reasons, 422) from error
