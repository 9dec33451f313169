"""Web push (RFC 8030, 8291, 8292) by pywebpush, behind guards it does not have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import requests

TEXT = "Update: open the app"
"""All that a push says: it crosses others' servers and shows on lock screens."""

PREPARED = f"{TEXT}. It is being prepared"
"""The one thing more it may say, to whoever could decide: there is nothing to decide yet."""

SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
SERVICE_SUFFIXES = (".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com")
TIME_OUT_S = 10
TTL_S = 3600


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


class _Guarded(requests.Session):
    """No redirects and no proxy settings from the environment: a push goes to the address allowed, or nowhere.

    Nor is an answer's body read: the status says all, and a body that breaks off or never ends says nothing more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def post(self, *args: Any, **kwargs: Any) -> requests.Response:
        with super().post(*args, **{**kwargs, "allow_redirects": False, "stream": True}) as answer:
            answer._content, answer._content_consumed = b"", True  # type: ignore[attr-defined]
            return answer


class Push:
    """Sends the texts there are to a subscription.

    `contact` is the VAPID subject, a mailto: or https: address of the force.
    """

    def __init__(self, private_key: str, contact: str, further_origins: tuple[str, ...]) -> None:
        self._private_key = private_key
        self._contact = contact
        self._further_origins = further_origins

    def send(self, endpoint: str, p256dh: str, auth: str, topic: str, token: str, *, prepared: bool = False) -> Answer:
        """Tell one browser to open the app. A later push with the same `topic` replaces one not yet delivered.

        By `token` the phone can say that it came. It names nobody, and only the phone can read it.
        """
        from pywebpush import WebPushException, webpush  # costs a second: only the worker pays it

        if not is_allowed(endpoint, self._further_origins):
            return Answer(Told.GONE, "the endpoint is no push service's")
        try:
            webpush(
                {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}},
                data=json.dumps({"text": PREPARED if prepared else TEXT, "token": token}),
                vapid_private_key=self._private_key,
                vapid_claims={"sub": self._contact},  # fresh each time: pywebpush writes the service's name into it
                ttl=TTL_S,
                timeout=TIME_OUT_S,
                headers={"Urgency": "high", "Topic": topic},
                requests_session=_Guarded(),
            )
        except WebPushException as error:
            return _answer(error)
        except requests.RequestException as error:
            return Answer(Told.AGAIN, type(error).__name__)
        except ValueError:
            return Answer(Told.GONE, "the subscription's keys are not usable")
        return Answer(Told.SENT, "")


def _answer(error: Any) -> Answer:
    if error.response is None:  # nothing was sent: the subscription's keys are not usable
        return Answer(Told.GONE, "the subscription's keys are not usable")
    status = error.response.status_code
    detail = f"status {status}"
    if status in (404, 410):
        return Answer(Told.GONE, detail)
    if status == 429 or status >= 500:
        return Answer(Told.AGAIN, detail, retry_after(error.response.headers.get("Retry-After", "")))
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
