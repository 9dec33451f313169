"""Look-ups made in an emergency without saying why: whose they are, and the reasons given for them later.

A look-up stays as it was asked. The reason given later is an access record of its own that names it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.cases.audit import GIVEN_LATER, LOOK_UPS
from field_app.store import access, open_incident
from field_app.store.access import Looked
from field_app.store.database import reading, stamp

from .installation import Installation

ASKED_BY = ("name", "born", "age", "address", "postcode", "reference", "number_plate", "telephone", "handle")
"""What somebody is looked up by."""

INCIDENT = timedelta(hours=12)
"""An incident whose case went on so lately is open: whoever recorded on it need not say why they look."""

ASKED_FOR = timedelta(days=28)
"""So long whoever looked is asked for the reason."""


@dataclass(frozen=True)
class GivenLater:
    """A reason given for a look-up after it was made: `at` when (UTC, as stored)."""

    at: str
    reason: str


def has_open_incident(connection: Connection, officer: str, now: datetime) -> bool:
    """Whether the officer has recorded on a case that is not before the court yet and went on in the last hours."""
    return open_incident.works_on_one_since(connection, officer, stamp(now - INCIDENT))


def what_was_asked(one: Looked) -> dict[str, Any]:
    """What an access record says was asked, or why; nothing where it says nothing."""
    if one.detail is None or one.action not in (*LOOK_UPS, GIVEN_LATER):
        return {}
    found: dict[str, Any] = json.loads(one.detail)
    return found


def given_later(rows: Iterable[Looked]) -> dict[tuple[str, str], GivenLater]:
    """The first reason that each officer gave later for each of their own look-ups."""
    found: dict[tuple[str, str], GivenLater] = {}
    for one in rows:
        if one.action == GIVEN_LATER and (said := what_was_asked(one)):
            found.setdefault((one.officer, said["look"]), GivenLater(one.at, said["reason"]))
    return found


def read_given_later(
    installation: Installation, connection: Connection, office: str, since: str, officers: Collection[str] | None
) -> dict[tuple[str, str], GivenLater]:
    """The same of everything on record since then (UTC, as stored), perhaps of these officers alone."""
    return given_later(
        access.read(connection, installation.keys, office, since=since, officers=officers, actions=(GIVEN_LATER,))
    )


def without_reason(installation: Installation, officer: str, now: datetime) -> dict[str, Any]:
    """The officer's own look-ups of the last weeks that still want a reason, the oldest first (docs/api.md)."""
    since = stamp(now - ASKED_FOR)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        actions = (*LOOK_UPS, GIVEN_LATER)
        rows = list(
            access.read(connection, installation.keys, office.id, since=since, officers={officer}, actions=actions)
        )
    given = given_later(rows)
    looks = []
    for one in rows:
        said = what_was_asked(one)
        if one.action in LOOK_UPS and wants_reason(said) and (officer, said["look"]) not in given:
            asked = ", ".join(str(said[name]) for name in ASKED_BY if said.get(name) is not None)
            looks.append({"look": said["look"], "at": one.at, "asked": asked})
    return {"as_at": stamp(now), "looks": looks}


def wants_reason(said: dict[str, Any]) -> bool:
    """Whether a look-up, as it was asked, was made with no reason and without an open incident."""
    return bool(said.get("look")) and not said.get("reason") and not said.get("incident")
