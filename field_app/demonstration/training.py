"""A training installation: what stands in it when a class begins, and how it begins again."""

from __future__ import annotations

from datetime import datetime, timedelta

from field_app.actions import Installation, NotAllowed
from field_app.store import access
from field_app.store.database import reading, stamp, writing
from field_app.store.training import empty

from .case import play
from .officer import SoftwareOfficer

BEGAN_AGAIN = "training begun again"

EARLIER = (
    ("PC Earlier Shift", "9001", "constable", ("attending",), False),
    ("Supt Earlier Shift", "9002", "superintendent", ("authorising",), False),
)
"""Whose case is served already: nobody plays them, so that no trainee finds somebody else's case among their own."""

ADMINISTRATOR = "0000"
"""The collar number of whoever set the installation up; nobody plays them either."""


def begin_again(installation: Installation, by: str, now: datetime) -> None:
    """Take away every case and all that was done, and leave what a class begins with; on record, first of all.

    The officers, their passkeys and their enrolment links stay. `by`: the trainer, whose session goes on; "system" for
    the command.

    :raise NotAllowed: this is no training installation.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        if not (office.training and installation.training):
            raise NotAllowed("Only a training installation can begin again: what is recorded elsewhere stays.")
        empty(connection, office.id, by, stamp(now))
        access.keep(connection, installation.keys, at=stamp(now), officer=by, action=BEGAN_AGAIN)
    play_earlier(installation, now)


def play_earlier(installation: Installation, now: datetime) -> None:
    """The reference case, served seventeen hours ago; the passkeys made of software for it are withdrawn."""
    began = now - timedelta(hours=20)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    by_number = {one.collar_number: one.id for one in office.officers.values()}
    numbers = (ADMINISTRATOR, *(number for _, number, *_ in EARLIER))
    administrator, constable, superintendent = (
        SoftwareOfficer(installation, by_number[number], began) for number in numbers
    )
    play(constable, superintendent, began)
    withdraw(administrator, [constable, superintendent, administrator], now)


def withdraw(administrator: SoftwareOfficer, made_of_software: list[SoftwareOfficer], now: datetime) -> None:
    """From now on nobody signs with these passkeys."""
    for one in made_of_software:
        facts = {"officer": one.id, "credential": one.authenticator.credential, "reason": "Made of software."}
        administrator.record([administrator.write("passkey withdrawn", administrator.office().id, facts, now)], now)
