"""Rescue: a file of what a phone could not send, put in waiting. Who reads it in signs an entry that names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from field_app.store import access
from field_app.store import rescues as store
from field_app.store.database import stamp, writing

from .installation import Installation
from .officers import NotAllowed
from .rescue_file import NotARescueFile, read_rescue_file

MOST_WAITING = 50
LISTED = 50


@dataclass(frozen=True)
class Rescued:
    """A rescue file as listed. `officers` are the names of those whose devices it is from, `entries` the ids in it."""

    sha256: str
    made_at: str
    officers: tuple[str, ...]
    entries: tuple[str, ...]
    problems: tuple[str, ...]
    received_at: str
    received_by: str
    read_in_at: str | None
    read_in_by: str | None
    outcomes: tuple[tuple[str | None, str], ...]


def put_in_waiting(installation: Installation, body: bytes, by: str, now: datetime) -> str:
    """Keep a rescue file until somebody reads it in; its SHA-256. Again changes nothing, and nothing is admitted.

    `by` is the officer who brought it, or `system` for the command.

    :raise NotARescueFile: it is none of this installation's.
    :raise NotAllowed: too many wait already.
    """
    name = sha256(body).hexdigest()
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        file = read_rescue_file(body, office.id)
        devices = sorted({one.device for one in file.lines})
        if unknown := [one for one in devices if one not in office.devices]:
            raise NotARescueFile(f"The file comes from a device that is not known here: {unknown[0]}.")
        if store.waiting(connection) >= MOST_WAITING:
            raise NotAllowed(f"{MOST_WAITING} files wait to be read in; read those in first.")
        summary = {
            "made_at": file.head.made_at.isoformat(),
            "devices": devices,
            "entries": file.ids,
            "problems": file.problems,
        }
        store.keep(connection, name, body, summary, by, now)
    return name


def list_rescues(installation: Installation, by: str, now: datetime) -> list[Rescued]:
    """The rescue files that came last, newest first, whether or not they have been read in, for an officer."""
    with writing(installation.engine) as connection:
        access.keep(connection, installation.keys, at=stamp(now), officer=by, action="rescue files")
        office, _ = installation.office(connection)
        kept = store.newest(connection, LISTED)

    def named(officer: str | None) -> str | None:
        known = office.officers.get(officer or "")
        return known.name if known else officer

    return [
        Rescued(
            sha256=one.sha256,
            made_at=one.summary["made_at"],
            officers=tuple(
                sorted({office.officers[office.devices[device].officer].name for device in one.summary["devices"]})
            ),
            entries=tuple(one.summary["entries"]),
            problems=tuple(one.summary["problems"]),
            received_at=one.received_at,
            received_by=named(one.received_by) or "",
            read_in_at=one.read_in_at,
            read_in_by=named(one.read_in_by),
            outcomes=one.outcomes,
        )
        for one in kept
    ]
