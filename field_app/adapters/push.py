"""Web push (RFC 8030, 8291, 8292): sealed and signed by pywebpush, sent within a deadline over kept connections.

Its one call for all of it opens a connection and signs anew for every push, follows redirects, and ends no answer that
trickles (docs/decisions/0032): so it encrypts and signs here, and the sending is ours.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from .kept_alive import Connections, Unanswered

TEXT = "Update: open the app"
"""All that a push says: it crosses others' servers and shows on lock screens."""

PREPARED = f"{TEXT}. It is being prepared"
"""The one thing more it may say, to whoever could decide: there is nothing to decide yet."""

TRAINING = "Training. "
"""What goes before it where nothing is real."""

SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
SERVICE_SUFFIXES = (".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com")
TIME_OUT_S = 10
"""For the whole of one push, from the connection to the end of the answer's head."""
TTL_S = 3600
AS_ANSWERED_S = 900
"""So long what a push service's answer said of the time is compared with."""
VAPID_S = 12 * 3600
"""How long a token says who we are; a service takes a day at most (RFC 8292 section 2)."""


def is_allowed(endpoint: str, further_origins: tuple[str, ...]) -> bool:
    """Whether an endpoint is a push service's: the server calls no address a browser made up.

    `further_origins` are the installation's own additions (FIELD_PUSH_ORIGINS), matched exactly.
    """
    if len(endpoint) > 1024 or not endpoint.isascii() or any(sign in endpoint for sign in "\\# \t\r\n"):
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None or host.endswith(".") or "%" in parts.netloc:
        return False
    if f"{parts.scheme}://{parts.netloc}" in further_origins:
        return True
    known = host in SERVICES or host.endswith(SERVICE_SUFFIXES)
    return parts.scheme == "https" and port in (None, 443) and known


class Told(Enum):
    """What came of one push."""

    SENT = "sent"
    GONE = "gone"  # the subscription is dead: remove it
    AGAIN = "again"  # try later
    DROPPED = "dropped"  # the push service will never take this one


@dataclass(frozen=True)
class Answer:
    """What the push service said; `wait` if it named a time to try again after."""

    told: Told
    detail: str
    wait: timedelta | None = None


@dataclass(frozen=True)
class Sealed:
    """A push as it goes out: where to, and all there is to say."""

    endpoint: str
    origin: str
    headers: dict[str, str]
    body: bytes


class Push:
    """Sends the texts there are to a subscription. Safe to use from many threads.

    `contact` is the VAPID subject, a mailto: or https: address of the force; `clock` says what time it is (UTC).
    """

    def __init__(
        self,
        private_key: ec.EllipticCurvePrivateKey,
        contact: str,
        further_origins: tuple[str, ...],
        *,
        training: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._before = TRAINING if training else ""
        self._vapid = Vapid(private_key, contact)
        self._further_origins = further_origins
        self._connections = Connections()
        self._clock = clock
        self._ahead_s: dict[str, tuple[float, float]] = {}

    def server_ahead_s(self) -> float | None:
        """Seconds our clock is ahead of the push service's nearest to it; None where none answered of late."""
        since = time.monotonic() - AS_ANSWERED_S
        return min((ahead for at, ahead in self._ahead_s.values() if at >= since), key=abs, default=None)

    def seal(
        self, endpoint: str, p256dh: str, auth: str, topic: str, token: str, *, prepared: bool = False
    ) -> Sealed | Answer:
        """What tells one browser to open the app; an answer at once where it will never get there.

        A later push with the same `topic` replaces one not yet delivered. By `token` the phone can say that it came. It
        names nobody, and only the phone can read it.
        """
        if not is_allowed(endpoint, self._further_origins):
            return Answer(Told.GONE, "the endpoint is no push service's")
        try:
            said = {"text": self._before + (PREPARED if prepared else TEXT), "token": token}
            body = encrypted(json.dumps(said).encode(), endpoint, p256dh, auth)
        except ValueError:
            return Answer(Told.GONE, "the subscription's keys are not usable")
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        headers = {
            "Authorization": self._vapid.authorization(origin, self._clock().timestamp()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_S),
            "Urgency": "high",
            "Topic": topic,
        }
        return Sealed(endpoint, origin, headers, body)

    def send(self, sealed: Sealed) -> Answer:
        """Hand it to the push service, and what that said; waits for it, ten seconds at most."""
        try:
            status, said = self._connections.post(sealed.endpoint, sealed.body, sealed.headers, TIME_OUT_S)
        except Unanswered as why:
            return Answer(Told.AGAIN, str(why))
        if date := _date(said.get("Date", "")):
            self._ahead_s[sealed.origin] = time.monotonic(), self._clock().timestamp() - date
        return _answer(status, said.get("Retry-After", ""))

    def close(self) -> None:
        """Close the connections that were kept."""
        self._connections.close()


class Vapid:
    """Says to each push service who sends (RFC 8292), in a token made out to it and signed once for many pushes."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._private_key = private_key
        self._contact = contact
        self._made: dict[str, tuple[float, str]] = {}

    def authorization(self, origin: str, at: float) -> str:
        """The header for this origin at this moment (seconds since 1970). Its token ends within a day, not soon."""
        expires, header = self._made.get(origin, (0.0, ""))
        if not VAPID_S / 2 < expires - at <= VAPID_S:  # the clock may also have been put back
            expires = at + VAPID_S
            header = self._sign({"aud": origin, "exp": int(expires), "sub": self._contact})
            self._made[origin] = expires, header
        return header

    def _sign(self, claims: dict[str, Any]) -> str:
        from py_vapid import Vapid02  # with what pywebpush loads, a second: only the worker pays it

        return str(Vapid02(private_key=self._private_key).sign(claims)["Authorization"])


def encrypted(text: bytes, endpoint: str, p256dh: str, auth: str) -> bytes:
    """This text to one browser (RFC 8291), under a key of its own that nobody keeps.

    :raise ValueError: the subscription's keys are none.
    """
    from http_ece import ECEException
    from pywebpush import WebPusher, WebPushException

    try:
        pusher = WebPusher({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})
        return bytes(pusher.encode(text)["body"])
    except (WebPushException, ECEException, IndexError) as error:
        raise ValueError("the keys are none") from error


def _answer(status: int, wait: str) -> Answer:
    detail = f"status {status}"
    if 200 <= status <= 202:
        return Answer(Told.SENT, "")
    if status in (404, 410):
        return Answer(Told.GONE, detail)
    if status == 429 or status >= 500:
        return Answer(Told.AGAIN, detail, retry_after(wait))
    return Answer(Told.DROPPED, detail)


def _date(said: str) -> float | None:
    """When an answer was given, by its sender's clock (RFC 9110 section 6.6.1): seconds since 1970."""
    try:
        return parsedate_to_datetime(said).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def retry_after(said: str) -> timedelta | None:
    """How long to wait (RFC 9110 section 10.2.3: seconds, or a date), an hour at most; None where nothing is said."""
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=min(int(said[:9]), 3600))
    try:
        until = parsedate_to_datetime(said) - datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return min(max(until, timedelta(0)), timedelta(hours=1))
