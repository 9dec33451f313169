"""Shut unless listed. Sessions, cross-site requests and the headers every answer carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from field_app.actions import hear, who_is
from field_app.cases.office import Officer

from . import device_of_session, installation, limits, now
from .compressed import PART_OF_A_PAGE
from .errors import answer

OPEN = frozenset(
    {
        "static",
        "shells.screen",
        "shells.screen_in_training",
        "shells.assets",
        "shells.law",
        "shells.everything",
        "shells.styles",
        "words.words",
        "enrolment.page",
        "enrolment.options",
        "enrolment.enrol",
        "directory.page",
        "directory.begin",
        "directory.back",
        "sign_in.options",
        "sign_in.sign_in",
        "health.live",
        "health.ready",
        "openapi.description",
        "metrics.metrics",
        "devices.this",
        "devices.envelopes",
        "attachments.received",
        "attachments.take",
        "reaching.delivered",
        "reaching.opened",
        "training.training",
    }
)
"""What answers without a session: shells and description hold no personal data, the rest is how a session begins.

A device's token opens no session: by it a phone asks whether it was lost, and a lost one sends what is sealed.
Nor does a push's: by it a locked phone says that the push came. The metrics ask for this machine, or a token.
"""

COOKIES = 4096
"""So many cookies whose signature was found ours are remembered: a phone sends the same with every poll."""

FURTHEST_S = 10**9
"""A clock that is wrong by more than 30 years is noted as that."""

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",  # what a locked store or the server gave, put on the screen by the page itself
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

OF_DOCUMENTS = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""What speaks to documents and workers, and is left out of what is a part of a page."""


@dataclass
class Session(UserMixin):
    """What Flask-Login knows of a session: the token that opens it, and whose it is."""

    token: str
    officer: Officer

    def get_id(self) -> str:
        return self.token


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own session, read by one serializer: Flask makes another for every request.

    How long a session is good for the database says. The age that Flask goes by as well is from two machines' clocks,
    and less than nothing where the one that made the cookie is a second ahead of the one that it is sent to.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)
        self._read = lru_cache(maxsize=COOKIES)(self._said)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says, where it is one of ours."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        try:
            return self.session_class(self._read(cookie) if cookie else {})
        except BadSignature:
            return self.session_class()

    def _said(self, cookie: str) -> dict[str, Any]:
        """:raise BadSignature: we did not sign it."""
        said: dict[str, Any] = self._serializer.loads(cookie) if self._serializer else {}
        return said


def register(app: Flask, origin: str) -> None:
    """Put the gate before every route of `app`; `origin` is the one origin it is served on."""
    app.session_interface = SignedCookie(app)
    sessions = LoginManager(app)
    sessions.session_protection = None  # a phone changes its address on every street

    @sessions.user_loader
    def load(token: str) -> Session | None:
        officer = who_is(installation(), token, now(), device_of_session())
        return Session(token, officer) if officer else None

    @app.before_request
    def gate() -> tuple[Response, int] | None:
        if request.method not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(origin):
            return answer("other_site", "The request comes from another site.", 403)
        limits.count()
        if request.endpoint is None or request.endpoint in OPEN:
            return None
        if current_user.is_authenticated:
            listen()
            return None
        return answer("signed_out", "Sign in first.", 401)

    always = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    if origin.startswith("https:"):
        always["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    of_documents = [*always.items(), *OF_DOCUMENTS.items()]

    @app.after_request
    def headers(response: Response) -> Response:
        sent = response.headers
        policy = sent.setdefault("Content-Security-Policy", CSP)
        sent.setdefault("Cache-Control", "no-store")
        # No view says these itself: to look for each among all that stand there costs more than to add it.
        sent.extend(always if policy == PART_OF_A_PAGE else of_documents)
        return response


def listen() -> None:
    """Note that a device was heard from, if it says which it is, and what its clock shows (ms since 1970)."""
    device = device_of_session()
    if device is None:
        return
    clock = request.headers.get("Field-Clock", "")
    offset = round(now().timestamp() - int(clock) / 1000) if re.fullmatch("[0-9]{1,15}", clock) else None
    if offset is not None:
        offset = max(-FURTHEST_S, min(FURTHEST_S, offset))
    hear(installation(), current_user.token, current_user.officer, device, offset, now())


def _from_elsewhere(origin: str) -> bool:
    """Whether a browser says that another site made this request (a client that is no browser says neither)."""
    site, from_origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return from_origin is not None and from_origin != origin
