"""`demo load`: twelve officers who can be enrolled, and one case already served."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from config import SECRETS, Settings
from field_app.actions import (
    Installation,
    NotSetUp,
    enrolment_link,
    first_administrator,
    further_administrator,
    record_in_office,
)
from field_app.law.regimes import at_least, authorising_from
from field_app.opening import check_training, force_of, installation_with, new_secret, rp_id
from field_app.store import demonstration as kept
from field_app.store.database import connect, migrate, reading, stamp, writing
from field_app.store.log import office_id
from field_app.store.training import open_to_reset

from .case import play
from .officer import SoftwareOfficer
from .training import EARLIER, play_earlier, withdraw

FORCE = "Demonstration Police"

IN_TRAINING = "Training Police"
"""What stands in every notice, letter and archive of a training installation as the force's name."""

OFFICERS = (
    # name, collar number, rank, postings, on call
    ("PC Alex Sample", "1001", "constable", ("attending",), False),
    ("PC Bobbie Template", "1002", "constable", ("attending",), False),
    ("PC Casey Placeholder", "1003", "constable", ("response",), False),
    ("Sgt Drew Fictive", "1101", "sergeant", ("custody",), False),
    ("Insp Eden Pretend", "1201", "inspector", ("attending",), False),
    ("Supt Frankie Invented", "1301", "superintendent", ("authorising",), True),
    ("Supt Glenn Madeup", "1302", "superintendent", ("authorising",), True),
    ("Harper Imaginary, solicitor", "5001", "police staff", ("legal services",), False),
    ("Indy Fabricated, safeguarding", "5002", "police staff", ("safeguarding",), False),
    ("Jules Mockname, control room", "5003", "police staff", ("control room",), False),
    ("Kit Nobody, administrator", "5004", "police staff", ("administrator",), False),
    ("Lee Nemo, auditor", "5005", "police staff", ("auditor",), False),
)
"""The twelve of the README. All invented."""


class DemonstrationExists(Exception):
    """The database is neither empty nor a demonstration for this origin; the message says so."""


def load(settings: Settings) -> Installation:
    """Migrate the database and, if it is empty, load the demonstration force into it.

    :raise DemonstrationExists: it holds something that is no demonstration, or one for another origin.
    :raise BadForceFile: FIELD_FORCE names a file that is wrong.
    """
    engine = connect(settings.database_url)
    check_training(engine, settings)
    migrate(engine)
    secrets = kept.keys(engine)
    if not secrets:
        _refuse_unless_empty(engine)
        secrets = {name: new_secret() for name in SECRETS}
        trains = {kept.TRAINING: stamp(datetime.now(UTC))} if settings.training else {}
        kept.keep_keys(engine, {**secrets, **trains})
    if settings.training:
        open_to_reset(engine)
    installation = installation_with(engine, settings, {**secrets, **settings.secrets}, demonstration=True)
    installation.force = force_of(settings, demonstration=True)
    try:
        with reading(engine) as connection:
            office, _ = installation.office(connection)
        if office.origin != settings.origin:
            raise DemonstrationExists(
                f"This demonstration was set up for {office.origin}, and its passkeys work only there: start it on "
                "that port, or begin a new one in another database (FIELD_DATABASE_URL)."
            )
    except NotSetUp:
        _load_history(installation, settings.origin, datetime.now(UTC))
    return installation


def links(installation: Installation, now: datetime) -> list[tuple[str, str]]:
    """Name and a fresh one-time enrolment link of everyone who has no passkey yet."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    enrolled = {one.officer for one in office.passkeys.values() if not one.withdrawn_at}
    names = {name for name, *_ in OFFICERS}
    waiting = [one for one in office.officers.values() if one.name in names and one.id not in enrolled]
    return [(one.name, enrolment_link(installation, one.id, now)[0]) for one in waiting]


def found(
    installation: Installation, origin: str, now: datetime, *, demonstration: bool
) -> tuple[SoftwareOfficer, list[str]]:
    """Set up an empty installation with the twelve; the administrator who signed their ranks, and their ids."""
    maker = first_administrator(
        installation,
        name="Demonstration set-up",
        collar_number="0000",
        force=IN_TRAINING if installation.training else FORCE,
        origin=origin,
        rp_id=rp_id(origin),
        demonstration=demonstration,
        training=installation.training,
        now=now,
    )
    administrator = SoftwareOfficer(installation, maker, now)
    return administrator, [add_officer(administrator, *one, now=now) for one in OFFICERS]


def _load_history(installation: Installation, origin: str, now: datetime) -> None:
    """The force, the reference case served seventeen hours ago, and the software's passkeys withdrawn."""
    began = now - timedelta(hours=20)
    administrator, ids = found(installation, origin, began, demonstration=True)
    if installation.training:
        for one in EARLIER:
            add_officer(administrator, *one, now=began)
        withdraw(administrator, [administrator], began)
        play_earlier(installation, now)
        return
    constable = SoftwareOfficer(installation, ids[0], began)
    superintendent = SoftwareOfficer(installation, ids[5], began)
    play(constable, superintendent, began)
    withdraw(administrator, [constable, superintendent, administrator], now)


def add_officer(
    administrator: SoftwareOfficer,
    name: str,
    collar_number: str,
    rank: str,
    postings: tuple[str, ...],
    on_call: bool,
    now: datetime,
) -> str:
    """Record an officer, signed by an administrator; returns the officer's id.

    A rank that may authorise would wait for a second administrator: the set-up has one, so the system records it. It
    records an administrator wholly, as at the machine: whom the set-up let in could not confirm what it records.
    """
    officer, office = str(uuid.uuid4()), administrator.office().id
    installation = administrator.installation
    least = authorising_from(one.id for one in installation.regimes)
    held = {
        "officer": officer,
        "rank": rank,
        "basis": "substantive",
        "reason": None,
        "postings": list(postings),
        "authorising_from": least,
    }
    entries: list[tuple[str, dict[str, Any]]] = [
        ("officer added", {"officer": officer, "name": name, "collar_number": collar_number}),
        ("rank and posting recorded", held),
        ("on call recorded", {"officer": officer, "on_call": on_call}),
    ]
    if "administrator" in postings:
        return further_administrator(installation, name=name, collar_number=collar_number, now=now)
    authorises = at_least(rank, least)
    written = [one for one in entries if not (authorises and one[1] is held)]
    administrator.record([administrator.write(kind, office, facts, now) for kind, facts in written], now)
    if authorises:
        with writing(installation.engine) as connection:
            record_in_office(installation, connection, "rank and posting recorded", held, now)
    return officer


def _refuse_unless_empty(engine: Engine) -> None:
    with reading(engine) as connection:
        if office_id(connection) is not None:
            raise DemonstrationExists("This database holds a force that is no demonstration; it was left as it is.")
