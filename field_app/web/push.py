"""Where an officer's browsers can be reached by web push."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Flask

from field_app.actions import subscribe_to_push, unsubscribe_from_push
from field_app.cases.entries.kinds import Base64Url, Shape, part

from . import device_of_session, installation, now, signed_in
from .openapi import answers, takes

bp = Blueprint("push", __name__, url_prefix="/api")

Endpoint = Annotated[str, Shape((("min_length", 1), ("max_length", 1024)))]


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class SubscriptionKeys:
    """The browser's public key and secret for encrypting to it (RFC 8291)."""

    p256dh: Base64Url
    auth: Base64Url


@part
class Subscription:
    """A push subscription, as the browser's `toJSON` gives it (less its expiry)."""

    endpoint: Endpoint
    keys: SubscriptionKeys


@part
class Unsubscription:
    """Which of the officer's browsers to forget."""

    endpoint: Endpoint


@bp.post("/push-subscriptions")
@answers(status=204)
@takes(Subscription)
def subscribe(one: Subscription) -> tuple[str, int]:
    """Push to this browser from now on."""
    keys, device = one.keys, device_of_session()
    subscribe_to_push(installation(), signed_in().id, one.endpoint, keys.p256dh, keys.auth, now(), device)
    return "", 204


@bp.delete("/push-subscriptions")
@answers(status=204)
@takes(Unsubscription)
def unsubscribe(one: Unsubscription) -> tuple[str, int]:
    """Push to this browser no more."""
    unsubscribe_from_push(installation(), signed_in().id, one.endpoint)
    return "", 204
