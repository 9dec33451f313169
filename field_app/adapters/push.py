"""Web push (RFC 8030, 8291, 8292): encrypted to one browser, signed once for each push service, sent within a deadline.

The encryption is `http_ece`'s. pywebpush, which does all of it in one call, opens a connection, reads the private key
and signs anew for every push, follows redirects and waits for ever (docs/decisions/0032).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from .kept_alive import Connections, Unanswered

TEXT = "Update: open the app"
"""All that a push ever says: it crosses others' servers and shows on lock screens."""

SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
SERVICE_SUFFIXES = (".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com")
TIME_OUT_S = 10
"""For the whole of one push, from the connection to the end of the answer's head."""
TTL_S = 3600
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


class Push:
    """Sends the one text there is to a subscription. Safe to use from many threads.

    `contact` is the VAPID subject, a mailto: or https: address of the force.
    """

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, contact: str, further_origins: tuple[str, ...]) -> None:
        self._vapid = Vapid(private_key, contact)
        self._further_origins = further_origins
        self._connections = Connections()

    def send(self, endpoint: str, p256dh: str, auth: str, topic: str, token: str) -> Answer:
        """Tell one browser to open the app. A later push with the same `topic` replaces one not yet delivered.

        By `token` the phone can say that it came. It names nobody, and only the phone can read it.
        """
        if not is_allowed(endpoint, self._further_origins):
            return Answer(Told.GONE, "the endpoint is no push service's")
        try:
            body = encrypted(json.dumps({"text": TEXT, "token": token}).encode(), p256dh, auth)
        except (ValueError, http_ece.ECEException):
            return Answer(Told.GONE, "the subscription's keys are not usable")
        parts = urlsplit(endpoint)
        headers = {
            "Authorization": self._vapid.authorization(f"{parts.scheme}://{parts.netloc}", time.time()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_S),
            "Urgency": "high",
            "Topic": topic,
        }
        try:
            status, said = self._connections.post(endpoint, body, headers, TIME_OUT_S)
        except Unanswered as why:
            return Answer(Told.AGAIN, str(why))
        return _answer(status, said.get("Retry-After", ""))

    def close(self) -> None:
        """Close the connections that were kept."""
        self._connections.close()


class Vapid:
    """Says to each push service who sends (RFC 8292), in a token made out to it and signed once for many pushes."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._private_key = private_key
        public = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self._public_key = bytes_to_base64url(public)
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
        parts = (json.dumps(one).encode() for one in ({"typ": "JWT", "alg": "ES256"}, claims))
        signed = ".".join(map(bytes_to_base64url, parts))
        r, s = decode_dss_signature(self._private_key.sign(signed.encode(), ec.ECDSA(SHA256())))
        signature = bytes_to_base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature},k={self._public_key}"


def encrypted(text: bytes, p256dh: str, auth: str) -> bytes:
    """This text to one browser (RFC 8291), under a key of its own that nobody keeps.

    :raise ValueError: the subscription's keys are none.
    """
    receiver, secret = base64url_to_bytes(p256dh), base64url_to_bytes(auth)
    key = ec.generate_private_key(ec.SECP256R1())
    return bytes(http_ece.encrypt(text, private_key=key, dh=receiver, auth_secret=secret, version="aes128gcm"))


def _answer(status: int, wait: str) -> Answer:
    detail = f"status {status}"
    if 200 <= status <= 202:
        return Answer(Told.SENT, "")
    if status in (404, 410):
        return Answer(Told.GONE, detail)
    if status == 429 or status >= 500:
        return Answer(Told.AGAIN, detail, retry_after(wait))
    return Answer(Told.DROPPED, detail)


def retry_after(said: str) -> timedelta | None:
    """How long to wait (RFC 9110 section 10.2.3: seconds, or a date), an hour at most; None where nothing is said."""
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=min(int(said[:9]), 3600))
    try:
        until = parsedate_to_datetime(said) - datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return min(max(until, timedelta(0)), timedelta(hours=1))
