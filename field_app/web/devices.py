"""Devices: registered, listed, asked whether they are lost; and what a lost one had not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from flask import Blueprint, Flask, Response, jsonify, request
from flask_login import current_user
from pydantic import Field

from field_app.actions import (
    Sealed,
    add_device,
    device_token,
    hear,
    list_devices,
    record_envelopes,
    standing,
)
from field_app.cases.entries.kinds import Id, Prefix, Shape, part
from field_app.store.database import stamp

from . import installation, now, signed_in
from .entries import MOST
from .openapi import Instant, answers, takes

bp = Blueprint("devices", __name__, url_prefix="/api/devices")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Bearer:
    """The device's token."""

    authorization: Annotated[str, Field(alias="Authorization", description="`Bearer` and the device's token.")] = ""


@part
class NewDevice:
    """A device's id, made by the browser."""

    device: Id


@dataclass(frozen=True)
class DeviceAnswer:
    """The device, what the case references it gives out begin with, and its token, in place of any earlier one."""

    device: Id
    prefix: Prefix
    token: str


@dataclass(frozen=True)
class ListedDevice:
    """A device, its officer's name and number, and when it was last heard from (or added).

    `clock_offset_s`: what its clock was then wrong by, server minus device; null where it has not said.
    """

    id: Id
    prefix: Prefix
    officer: Id
    name: str
    collar_number: str
    added_at: Instant
    heard_at: Instant
    clock_offset_s: int | None
    revoked_at: Instant | None


@dataclass(frozen=True)
class DevicesAnswer:
    """The officer's own devices, or everybody's; those longest unheard of first."""

    devices: tuple[ListedDevice, ...]


@dataclass(frozen=True)
class Standing:
    """Whether a device has been reported lost."""

    device: Id
    revoked: bool


@part
class Envelope:
    """An entry sealed to the inbox, under its id."""

    id: Id
    sealed: Annotated[str, Shape((("min_length", 1), ("max_length", 1_000_000), ("pattern", "^[A-Za-z0-9_-]+$")))]


@part
class Envelopes:
    """Entries to take in, in order."""

    entries: Annotated[tuple[Envelope, ...], Shape((("max_length", MOST),))]


@dataclass(frozen=True)
class Arrived:
    """What became of one envelope, and no more: whoever holds the phone is told nothing of what is in it."""

    id: str
    outcome: Literal["accepted", "accepted irregular", "already held", "waiting", "refused"]


@dataclass(frozen=True)
class EnvelopesAnswer:
    """What became of each, in order."""

    entries: tuple[Arrived, ...]


@bp.post("")
@answers(DeviceAnswer)
@takes(NewDevice)
def add(given: NewDevice) -> Response:
    """Register this browser as the officer's own; again gives a new token and changes nothing else."""
    device = add_device(installation(), signed_in(), given.device, now())
    hear(installation(), current_user.token, signed_in(), device.id, None, now())
    return jsonify(DeviceAnswer(device.id, device.prefix, device_token(installation(), device)))


@bp.get("")
@answers(DevicesAnswer)
def devices() -> Response:
    """This officer's devices, everybody's for an administrator."""
    return jsonify(
        {
            "devices": [
                ListedDevice(
                    id=one.device.id,
                    prefix=one.device.prefix,
                    officer=one.officer.id,
                    name=one.officer.name,
                    collar_number=one.officer.collar_number,
                    added_at=stamp(one.device.added_at) if one.device.added_at else one.heard_at,
                    heard_at=one.heard_at,
                    clock_offset_s=one.clock_offset_s,
                    revoked_at=stamp(one.device.revoked_at) if one.device.revoked_at else None,
                )
                for one in list_devices(installation(), signed_in(), now())
            ]
        }
    )


@bp.get("/this")
@answers(Standing, headers=Bearer, fails=(401,))
def this() -> Response:
    """Whether the device of this token has been reported lost. Needs no session."""
    device = standing(installation(), token())
    return jsonify(Standing(device.id, device.revoked_at is not None))


@bp.post("/envelopes")
@answers(EnvelopesAnswer, headers=Bearer, fails=(401, 403))
@takes(Envelopes)
def envelopes(given: Envelopes) -> Response:
    """Take in what a lost device had not sent, by its token. Needs no session; other devices are refused."""
    items = [Sealed(one.id, one.sealed) for one in given.entries]
    taken = record_envelopes(installation(), token(), items, now())
    return jsonify({"entries": [Arrived(str(one.id), one.outcome) for one in taken]})  # type: ignore[arg-type]


def token() -> str:
    """The token this request carries; empty where it carries none."""
    given = request.authorization
    return (given.token or "") if given and given.type == "bearer" else ""
