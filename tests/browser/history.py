"""The reference case as far as a test wants it, recorded on other devices of the same officers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from field_app.actions import Sent
from field_app.demonstration.case import authorise, capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer

from .conftest import Served


@dataclass
class Recorded:
    """A case with the officers' other devices, and what was captured of it."""

    id: str
    constable: SoftwareOfficer
    superintendent: SoftwareOfficer
    captured: list[Sent]
    now: datetime


def recorded(served: Served, stage: str = "recording", language: str | None = None) -> Recorded:
    """The reference case: "recording", "requested" or "authorised"; its respondent speaks this language."""
    now = datetime.now(UTC)
    constable, superintendent = (
        SoftwareOfficer(served.installation, served.officers[role], now) for role in ("constable", "superintendent")
    )
    case_id, captured = capture(constable, now)
    captured = [_speaking(language, constable, case_id, one, now) for one in captured] if language else captured
    constable.record(captured, now)
    if stage != "recording":
        requested = ask(constable, case_id, captured, now)
        constable.record([requested], now)
        if stage == "authorised":
            superintendent.record([authorise(superintendent, case_id, requested, now)], now)
    return Recorded(case_id, constable, superintendent, captured, now)


def _speaking(language: str, constable: SoftwareOfficer, case_id: str, one: Sent, now: datetime) -> Sent:
    body = json.loads(one.body)
    if body["kind"] != "person described" or body["facts"]["role"] != "respondent":
        return one
    return constable.write("person described", case_id, {**body["facts"], "language": language}, now)
