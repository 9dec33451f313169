"""Devices: heard from, lost, and what a lost one may still do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from field_app.cases.office import Device, Officer
from field_app.store import access, officers
from field_app.store import devices as store
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed
from .record import Outcome, Sealed, record

HEARD_EVERY = timedelta(minutes=1)
"""More often than this it is not written down that a device was heard from, unless its clock was changed."""

CHANGED_S = 30


class NoSuchDevice(NotAllowed):
    """The device token is none that was given out, or has been replaced by a newer one."""


@dataclass(frozen=True)
class Listed:
    """A device, whose it is, and when it was last heard from; where it never was, when it was added."""

    device: Device
    officer: Officer
    heard_at: str
    clock_offset_s: int | None


def device_token(installation: Installation, device: Device) -> str:
    """A token for this device, in place of any earlier. It opens no session: see `standing` and `record_envelopes`."""
    with writing(installation.engine) as connection:
        return store.give_token(connection, device.id, device.officer)


def hear(
    installation: Installation, session: str, officer: Officer, device_id: str, offset_s: int | None, now: datetime
) -> None:
    """A device was heard from in this session, which is the device's from now on.

    `offset_s`: server minus device. A device that is not this officer's says nothing.
    """
    at, before = installation.heard.get((session, device_id), (None, None))
    moved = offset_s is not None and (before is None or abs(offset_s - before) >= CHANGED_S)
    if at and timedelta(0) <= now - at < HEARD_EVERY and not moved:
        return
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        device = office.devices.get(device_id)
        if device is None or device.officer != officer.id:
            return
        officers.bind_session(connection, session, device_id)
        store.keep_heard(connection, device_id, officer.id, offset_s, now)
    if len(installation.heard) > 10_000:
        installation.heard.clear()
    installation.heard[session, device_id] = (now, offset_s)


def list_devices(installation: Installation, officer: Officer, now: datetime) -> list[Listed]:
    """The officer's own devices, everybody's for an administrator; those longest unheard of first."""
    with writing(installation.engine) as connection:
        access.keep(connection, installation.keys, at=stamp(now), officer=officer.id, action="devices")
        office, _ = installation.office(connection)
        heard = store.heard(connection, None if officer.is_administrator else officer.id)
    found = []
    for device in office.devices.values():
        if device.officer == officer.id or officer.is_administrator:
            known = heard.get(device.id, store.Heard(None, None))
            at = known.at or (stamp(device.added_at) if device.added_at else "")
            found.append(Listed(device, office.officers[device.officer], at, known.clock_offset_s))
    return sorted(found, key=lambda one: one.heard_at)


def standing(installation: Installation, token: str) -> Device:
    """The device of a token.

    :raise NoSuchDevice: the token is no device's.
    """
    with reading(installation.engine) as connection:
        device_id = store.of_token(connection, token)
        device = installation.office(connection)[0].devices.get(device_id or "")
    if device is None:
        raise NoSuchDevice("This is no device's token.")
    return device


def record_envelopes(installation: Installation, token: str, items: Sequence[Sealed], now: datetime) -> list[Outcome]:
    """Take in what a lost phone had not sent, in its officer's name.

    Only from a device that has been revoked: whoever holds the phone has its token too and can seal what they like,
    so nothing comes this way that is not marked as from a revoked device.

    :raise NoSuchDevice: the token is no device's.
    :raise NotAllowed: the device has not been revoked.
    """
    device = lost_device(installation, token)
    return record(installation, device.officer, items, now, device.id)


def lost_device(installation: Installation, token: str) -> Device:
    """The device of a token, which was reported lost.

    :raise NoSuchDevice: the token is no device's.
    :raise NotAllowed: the device has not been revoked.
    """
    device = standing(installation, token)
    if not device.revoked_at:
        raise NotAllowed("Only a device that was reported lost sends this way; sign in to send.")
    return device
