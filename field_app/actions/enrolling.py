"""Enrolment: by a one-time link, and by a code that an administrator reads out to the officer before them."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from field_app.adapters import passkeys
from field_app.cases.office import Office, Officer
from field_app.store import access
from field_app.store import enrolments as store
from field_app.store import officers as kept
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed, SignedIn, add_to_office, office_batch

NO_WAY_ON = "This link and this code open nothing together. Ask the administrator who is with you for a new code."
"""Whatever is wrong: whoever only has the link learns nothing about it."""


def begin_enrolment(
    installation: Installation, token: str, now: datetime, code: str | None = None
) -> tuple[Officer, dict[str, Any]]:
    """Options for creating the passkey an enrolment link is for.

    :raise NotAllowed: the link has been used, has ended or never was; the code is not the one that was read out; or the
        force's directory is to be asked as well.
    """
    if installation.directory and installation.directory.and_code:
        raise NotAllowed(NO_WAY_ON)  # the digits alone open nothing here
    with writing(installation.engine) as connection:  # a wrong try is kept, so nothing is raised in here
        office, _ = installation.office(connection)
        officer = office.officers.get(store.officer_of(connection, token, code, now) or "")
        if officer:
            challenge = os.urandom(32)
            kept.keep_challenge(connection, challenge, "enrol", now, token)
    if officer is None:
        raise NotAllowed(NO_WAY_ON)
    return officer, passkeys.registration_options(office, officer, challenge)


def enrol(installation: Installation, token: str, credential: dict[str, Any], now: datetime) -> SignedIn:
    """Register the passkey a browser made, use up the link and sign the officer in.

    :raise NotAllowed: the link or the challenge has been used, has ended, or belongs to another link.
    :raise NotThisPasskey: the passkey's answer does not hold.
    """
    challenge = passkeys.challenge_of(credential)
    with writing(installation.engine) as connection:
        batch = office_batch(installation, connection, now)
        office = batch.office
        fresh = kept.use_challenge(connection, challenge, "enrol", now, token)
        made = passkeys.check_registration(office, credential, challenge)
        officer = store.use(connection, token, now)
        if not fresh or made.credential in office.passkeys or officer is None or officer not in office.officers:
            raise NotAllowed("This took too long or was done before. Open the link again.")
        facts = {
            "officer": officer,
            "credential": made.credential,
            "public_key": made.public_key,
            "rp_id": office.rp_id,
            "origin": office.origin,
            "synced": made.synced,
        }
        add_to_office(batch, "passkey registered", facts)
        kept.keep_sign_count(connection, made.credential, made.sign_count)
        return SignedIn(officer, kept.open_session(connection, officer, made.credential, now))


def enrolment_link(
    installation: Installation, officer_id: str, now: datetime, by: str | None = None, *, needs_code: bool = False
) -> tuple[str, datetime]:
    """A one-time enrolment link for an officer and when it ends; earlier ones end at once.

    `by` is the officer who asked for it; None for a command. A demonstration's links need no code: there is nobody yet
    who could read one out.

    :raise NotAllowed: there is no such officer, or it is an administrator whom others than `by` let in.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        if officer_id not in office.officers:
            raise NotAllowed("There is no such officer.")
        if by:
            _lets_in(office, by, officer_id)
            access.keep(
                connection, installation.keys, at=stamp(now), officer=by, action="enrolment link", detail=officer_id
            )
        token, ends = store.make_link(connection, officer_id, now, needs_code=needs_code)
        return f"{office.origin}/enrol/{token}", ends


def enrolment_code(
    installation: Installation, officer_id: str, now: datetime, by: str | None = None
) -> tuple[str, datetime]:
    """Eight digits to be read out to whoever opens the officer's link, and when they end; earlier ones end at once.

    `by` is the officer who asked for them; None for a command.

    :raise NotAllowed: the officer has no open link, or is an administrator whom others than `by` let in.
    """
    with writing(installation.engine) as connection:
        if by:
            _lets_in(installation.office(connection)[0], by, officer_id)
            access.keep(
                connection, installation.keys, at=stamp(now), officer=by, action="enrolment code", detail=officer_id
            )
        made = store.make_code(connection, officer_id, now)
    if made is None:
        raise NotAllowed("There is no open enrolment link of theirs. Make one first.")
    return made


def _lets_in(office: Office, by: str, officer_id: str) -> None:
    """Nobody takes the place of the administrator who must confirm what they record, by a passkey in that one's name.

    :raise NotAllowed: it is an administrator whom others let in.
    """
    officer, administrator = office.officers.get(officer_id), office.officers[by]
    if officer and officer.is_administrator and officer.is_apart_from(administrator):
        raise NotAllowed(
            f"{officer.name} may confirm what you record, so you cannot let them in: ask an administrator whom the "
            f"same one let in, or whoever runs the machine (officers link {officer.collar_number})."
        )


def links_open(installation: Installation, now: datetime) -> dict[str, str]:
    """Until when (UTC, as stored) the links are open for which a code can be shown, by officer."""
    with reading(installation.engine) as connection:
        return store.open_links(connection, now)
