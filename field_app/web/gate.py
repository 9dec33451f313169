"""Shut unless listed. Sessions, cross-site requests and the headers every answer carries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask, Response, request
from flask_login import LoginManager, UserMixin, current_user

from field_app.actions import hear, who_is
from field_app.cases.office import Officer

from . import installation, now
from .errors import answer
from .shells import PART_OF_A_PAGE

OPEN = frozenset(
    {
        "static",
        "shells.screen",
        "shells.assets",
        "shells.law",
        "shells.everything",
        "shells.styles",
        "enrolment.page",
        "enrolment.options",
        "enrolment.enrol",
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
    }
)
"""What answers without a session: shells and description hold no personal data, the rest is how a session begins.

A device's token opens no session: by it a phone asks whether it was lost, and a lost one sends what is sealed.
Nor does a push's: by it a locked phone says that the push came. The metrics ask for this machine, or a token.
"""

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


@dataclass
class Session(UserMixin):
    """What Flask-Login knows of a session: the token that opens it, and whose it is."""

    token: str
    officer: Officer

    def get_id(self) -> str:
        return self.token


def register(app: Flask, origin: str) -> None:
    """Put the gate before every route of `app`; `origin` is the one origin it is served on."""
    sessions = LoginManager(app)
    sessions.session_protection = None  # a phone changes its address on every street

    @sessions.user_loader
    def load(token: str) -> Session | None:
        officer = who_is(installation(), token, now(), request.headers.get("Field-Device"))
        return Session(token, officer) if officer else None

    @app.before_request
    def gate() -> tuple[Response, int] | None:
        if request.method not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(origin):
            return answer("other_site", "The request comes from another site.", 403)
        if request.endpoint is None or request.endpoint in OPEN:
            return None
        if current_user.is_authenticated:
            listen()
            return None
        return answer("signed_out", "Sign in first.", 401)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if response.headers["Content-Security-Policy"] != PART_OF_A_PAGE:  # the others speak to documents and workers
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if origin.startswith("https:"):
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return response


def listen() -> None:
    """Note that a device was heard from, if it says which it is, and what its clock shows (ms since 1970)."""
    device, clock = request.headers.get("Field-Device"), request.headers.get("Field-Clock", "")
    if device is None:
        return
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
