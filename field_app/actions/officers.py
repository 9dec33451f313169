"""Officers: signed in by a passkey, on devices of their own."""

from __future__ import annotations

import os
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from field_app.adapters import passkeys
from field_app.adapters.passkeys import NotThisPasskey
from field_app.adapters.push import is_allowed
from field_app.cases.entries import newest
from field_app.cases.office import Device, Office, Officer
from field_app.cases.references import PREFIX_SIGNS
from field_app.law.regimes import authorising_from
from field_app.store import access
from field_app.store import officers as store
from field_app.store.database import reading, stamp, writing

from .installation import Installation, NotSetUp
from .record import Batch, as_sent, record

NOBODY_KNOWN = "unknown"
"""Who is on record as having tried to sign in with a passkey that is nobody's here."""


class NotAllowed(Exception):
    """Somebody asked for what is not theirs; the message is one sentence for them."""


@dataclass(frozen=True)
class SignedIn:
    """A new session: whose, and the token that opens it."""

    officer: str
    token: str


def begin_sign_in(installation: Installation, now: datetime) -> dict[str, Any]:
    """Options for signing in with a passkey, its challenge kept for one use."""
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        challenge = passkeys.sign_in_challenge(os.urandom(32))
        store.keep_challenge(connection, challenge, "sign in", now)
        return passkeys.sign_in_options(office, challenge)


def sign_in(installation: Installation, credential: dict[str, Any], now: datetime) -> SignedIn:
    """Open a session for whoever's passkey answered; that they signed in, or tried to, is on record.

    :raise NotThisPasskey: it did not, or the challenge was used before or has ended.
    """
    try:
        return _signed_in(installation, credential, now)
    except NotThisPasskey:
        with writing(installation.engine) as connection:
            office, _ = installation.office(connection)
            passkey = office.passkeys.get(str(credential.get("id")))
            officer = passkey.officer if passkey else NOBODY_KNOWN
            access.keep(connection, installation.keys, at=stamp(now), officer=officer, action="sign-in refused")
        raise


def _signed_in(installation: Installation, credential: dict[str, Any], now: datetime) -> SignedIn:
    challenge = passkeys.challenge_of(credential)
    with writing(installation.engine) as connection:
        fresh = store.use_challenge(connection, challenge, "sign in", now)
    if not fresh:
        raise NotThisPasskey("This took too long or was done before. Try again.")
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        count = store.sign_count(connection, str(credential.get("id")))
        passkey, count = passkeys.check_sign_in(office, credential, challenge, count)
        store.keep_sign_count(connection, passkey.credential, count)
        access.keep(connection, installation.keys, at=stamp(now), officer=passkey.officer, action="signed in")
        return SignedIn(passkey.officer, store.open_session(connection, passkey.officer, passkey.credential, now))


def sign_out(installation: Installation, token: str, now: datetime) -> None:
    """Revoke a session."""
    with writing(installation.engine) as connection:
        store.close_session(connection, token, now)


def who_is(installation: Installation, token: str, now: datetime, device_id: str | None = None) -> Officer | None:
    """The officer of a live session, unless the passkey that opened it has been withdrawn since.

    Nor if the session's device, or the one that says it asks, has been revoked.
    """
    try:
        found = store.session_of(installation.engine, installation.office_id(), token, now)
    except NotSetUp:
        return None
    if found is None:
        return None
    office = installation.office_at(found.office)
    passkey = office.passkeys.get(found.credential)
    if passkey is None or passkey.withdrawn_at:
        return None
    for one in (found.device, device_id):
        device = office.devices.get(one or "")
        if device and device.officer == found.officer and device.revoked_at:
            return None
    return office.officers.get(found.officer)


def add_device(installation: Installation, officer: Officer, device_id: str, now: datetime) -> Device:
    """Register a browser as this officer's and give it the prefix of its case references; again changes nothing.

    :raise NotAllowed: the device belongs to another officer, or has been revoked.
    """
    with writing(installation.engine) as connection:
        batch = office_batch(installation, connection, now)
        device = batch.office.devices.get(device_id)
        if device is None:
            taken = {one.prefix for one in batch.office.devices.values()}
            facts = {"device": device_id, "officer": officer.id, "prefix": _free_prefix(taken)}
            add_to_office(batch, "device added", facts)
            return Device(device_id, officer.id, facts["prefix"])
        if device.officer != officer.id or device.revoked_at:
            raise NotAllowed("This device is not yours to use.")
        return device


def list_officers(installation: Installation, by: str, now: datetime) -> Office:
    """The office with everyone in it, for an officer."""
    with writing(installation.engine) as connection:
        access.keep(connection, installation.keys, at=stamp(now), officer=by, action="officers")
        return installation.office(connection)[0]


def subscribe_to_push(
    installation: Installation,
    officer: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    now: datetime,
    device: str | None = None,
) -> None:
    """Keep where to push to, and on which device that is.

    In training only from a browser that is an officer's of this installation: whoever is enrolled elsewhere alone is
    never pushed to.

    :raise NotAllowed: the endpoint is no known push service's, or the browser is nobody's here.
    """
    if not is_allowed(endpoint, installation.push_origins):
        raise NotAllowed("endpoint: is not an address of a push service this force allows.")
    with writing(installation.engine) as connection:
        if installation.training:
            known = installation.office(connection)[0].devices.get(device or "")
            if known is None or known.officer != officer or known.revoked_at:
                raise NotAllowed("endpoint: is of no browser that was signed in to this training installation.")
        store.subscribe(connection, officer, endpoint, p256dh, auth, now, device)


def unsubscribe_from_push(installation: Installation, officer: str, endpoint: str) -> None:
    """Push no more to an endpoint of this officer's."""
    with writing(installation.engine) as connection:
        store.unsubscribe(connection, endpoint, officer)


def first_administrator(
    installation: Installation,
    *,
    name: str,
    collar_number: str,
    force: str,
    origin: str,
    rp_id: str,
    demonstration: bool,
    training: bool = False,
    now: datetime,
) -> str:
    """Set up an empty installation with its first administrator; returns the administrator's id.

    Nobody can sign this rank: it is the system's own entry, and unsigned. Every later one is signed.

    :raise NotAllowed: the installation is set up already.
    """
    with reading(installation.engine) as connection:
        try:
            installation.office(connection)
        except NotSetUp:
            pass
        else:
            raise NotAllowed("This installation is set up already; an administrator adds officers.")
    office_id, officer = str(uuid.uuid4()), str(uuid.uuid4())
    entries: list[tuple[str, dict[str, Any]]] = [
        (
            "installation made",
            {
                "force": force,
                "origin": origin,
                "rp_id": rp_id,
                "demonstration": demonstration,
                "training": training,
            },
        ),
        *_administrator(installation, officer, name, collar_number),
    ]
    installation.begin(office_id)
    outcomes = record(
        installation,
        "system",
        [as_sent(system_entry(office_id, kind, facts, now)) for kind, facts in entries],
        now,
    )
    if any(one.outcome != "accepted" for one in outcomes):
        raise NotAllowed("; ".join(why.message for one in outcomes for why in one.reasons))
    return officer


def further_administrator(installation: Installation, *, name: str, collar_number: str, now: datetime) -> str:
    """Add an administrator at the machine, whom no other administrator let in; returns their id.

    Two such can each confirm what the other records (cases/ranks.py). The system's own entries, and unsigned.

    :raise NotAllowed: somebody has this collar number.
    :raise NotSetUp: there is no first administrator yet.
    """
    officer = str(uuid.uuid4())
    with writing(installation.engine) as connection:
        batch = office_batch(installation, connection, now)
        if batch.office.by_collar_number(collar_number):
            raise NotAllowed(f"{collar_number}: is another officer's collar number here.")
        first, *further = _administrator(installation, officer, name, collar_number)
        add_to_office(batch, *first, *further)
    return officer


def _administrator(
    installation: Installation, officer: str, name: str, collar_number: str
) -> list[tuple[str, dict[str, Any]]]:
    """The entries that make somebody an administrator, each with its kind."""
    rank = {
        "officer": officer,
        "rank": "police staff",
        "basis": "substantive",
        "reason": None,
        "postings": ["administrator"],
        "authorising_from": authorising_from(one.id for one in installation.regimes),
    }
    added = {"officer": officer, "name": name, "collar_number": collar_number}
    return [("officer added", added), ("rank and posting recorded", rank)]


def system_entry(office_id: str, kind: str, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """An office entry in the system's own name."""
    return {
        "kind": kind,
        "version": newest(kind).version,
        "id": str(uuid.uuid4()),
        "case": office_id,
        "officer": "system",
        "device": office_id,
        "number": None,
        "made_at": stamp(now),
        "clock_offset_s": 0,
        "happened_at": None,
        "replaces": [],
        "relies_on": [],
        "salt": secrets.token_urlsafe(16),
        "facts": facts,
    }


def office_batch(installation: Installation, connection: Connection, now: datetime) -> Batch:
    """A batch in the system's own name, with the office log held."""
    batch = Batch(installation, connection, "system", now)
    batch.begin((), {installation.office(connection)[0].id})
    return batch


def record_in_office(
    installation: Installation, connection: Connection, kind: str, facts: dict[str, Any], now: datetime
) -> str:
    """An entry of the system's own in the office log; its id."""
    batch = office_batch(installation, connection, now)
    add_to_office(batch, kind, facts)
    return batch.added[-1].entry.id


def add_to_office(batch: Batch, kind: str, facts: dict[str, Any], *further: tuple[str, dict[str, Any]]) -> None:
    """Add an entry of the system's own to the office log, and further ones after it.

    :raise NotAllowed: the rules do not take one of them.
    """
    for one, said in ((kind, facts), *further):
        outcome = batch.take_sent(as_sent(system_entry(batch.office.id, one, said, batch.now)))
        if outcome.outcome != "accepted":
            raise NotAllowed("; ".join(why.message for why in outcome.reasons))
    batch.finish()


def _free_prefix(taken: set[str]) -> str:
    length = 3 if len(taken) < 20_000 else 4
    while (prefix := "".join(secrets.choice(PREFIX_SIGNS) for _ in range(length))) in taken:
        pass
    return prefix
