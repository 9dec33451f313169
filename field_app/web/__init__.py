"""The only Flask: one file per screen or endpoint family."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import current_app, request
from flask_login import current_user

from field_app.actions import Installation
from field_app.cases.office import Officer


def installation() -> Installation:
    """The installation this application serves."""
    return cast(Installation, current_app.extensions["installation"])


def signed_in() -> Officer:
    """The officer of this request's session; the gate lets nobody else through."""
    return cast(Officer, current_user.officer)


def device_of_session() -> str | None:
    """The device that says it makes this request; the gate lets no lost one through."""
    said: str | None = request.environ.get("HTTP_FIELD_DEVICE")  # what is not sent costs the headers an exception
    return said


def now() -> datetime:
    """The clock that all servers go by (UTC): read here, at the door, and an argument everywhere within."""
    return installation().clock.now()
