"""Once more: before what weighs most is handed out, the officer's passkey confirms that very thing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

from field_app.adapters import passkeys
from field_app.adapters.passkeys import NotThisPasskey
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Officer
from field_app.store import access
from field_app.store import officers as store
from field_app.store.database import reading, stamp, writing

from .changes import readable, refuse
from .installation import Installation

PURPOSE = "confirm"


class NotConfirmed(Exception):
    """The officer's passkey has not confirmed this in the last five minutes."""

    def __init__(self) -> None:
        super().__init__("Confirm with your passkey that you take this, then ask again within five minutes.")


def begin_confirming(
    installation: Installation, officer: str, session: str, what: str, now: datetime
) -> dict[str, Any]:
    """Options for confirming `what`, its challenge kept for one use by this session."""
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        challenge = passkeys.confirmation_challenge(what, os.urandom(32))
        store.keep_challenge(connection, challenge, PURPOSE, now, f"{session} {what}")
        return passkeys.confirmation_options(office, officer, challenge)


def confirm(
    installation: Installation, officer: str, session: str, what: str, credential: dict[str, Any], now: datetime
) -> None:
    """Take the passkey's word for `what`: for five minutes, in this session, until something else is confirmed in it.

    :raise NotThisPasskey: it is not this officer's, its answer does not hold, or the challenge was for something else,
        was used or has ended. That it was tried is on record.
    """
    try:
        challenge = passkeys.challenge_of(credential)
        with writing(installation.engine) as connection:
            fresh = store.use_challenge(connection, challenge, PURPOSE, now, f"{session} {what}")
        with writing(installation.engine) as connection:
            office, _ = installation.office(connection)
            count = store.sign_count(connection, str(credential.get("id")))
            passkey, count = passkeys.check_sign_in(office, credential, challenge, count)
            if not fresh or passkey.officer != officer:
                raise NotThisPasskey("This took too long, or was another passkey. Try again.")
            store.keep_sign_count(connection, passkey.credential, count)
            store.keep_confirmed(connection, session, what, now)
    except NotThisPasskey:
        with writing(installation.engine) as connection:
            access.keep(connection, installation.keys, at=stamp(now), officer=officer, action="confirmation refused")
        raise


def is_confirmed(installation: Installation, session: str, what: str, now: datetime) -> bool:
    """Whether this is what the session's passkey confirmed last, less than five minutes ago."""
    with reading(installation.engine) as connection:
        return store.is_confirmed(connection, session, what, now)


def asked_for(
    installation: Installation,
    officer_id: str,
    case_id: str,
    asked_id: str,
    now: datetime,
    *,
    action: str,
    kind: str,
    may: Callable[[Officer], bool],
    confirmed: bool,
) -> tuple[Case, Held[Any]] | None:
    """The case a file is handed out of, and the entry of this kind that asked for it; None where there is none for this
    officer. That it was read, or asked for by whoever may not, is on record before.

    :raise NotConfirmed: the officer's passkey has not confirmed that they take it.
    """
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    if not may(office.officers[officer_id]):
        refuse(installation, officer_id, case_id, action, now)
        return None
    if not confirmed:
        raise NotConfirmed
    case = readable(installation, officer_id, case_id, action, now, asked_id)
    asked = case.by_id.get(asked_id) if case else None
    return (case, asked) if case and asked and asked.entry.kind == kind else None
