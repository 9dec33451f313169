"""An officer with a device made of software: writes and signs entries the way a phone does."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from webauthn.helpers import base64url_to_bytes

from field_app.actions import (
    Installation,
    NotAllowed,
    Outcome,
    Sent,
    add_device,
    begin_enrolment,
    enrol,
    enrolment_link,
    record,
)
from field_app.adapters.passkeys import entry_challenge
from field_app.cases.entries import newest
from field_app.cases.office import Office
from field_app.cases.references import check_character
from field_app.store.database import reading

from .authenticator import SoftwareAuthenticator


class SoftwareOfficer:
    """Enrols by a real link, then records. `number` counts the entries of its device, as a phone's does."""

    def __init__(self, installation: Installation, officer_id: str, now: datetime) -> None:
        self.installation = installation
        self.id = officer_id
        office = self.office()
        self.authenticator = SoftwareAuthenticator(office.rp_id, office.origin)
        link, _ = enrolment_link(installation, officer_id, now)
        token = link.rpartition("/")[2]
        officer, options = begin_enrolment(installation, token, now)
        credential = self.authenticator.register(base64url_to_bytes(options["challenge"]))
        self.token = enrol(installation, token, credential, now).token
        self.device = str(uuid.uuid4())
        self.prefix = add_device(installation, officer, self.device, now).prefix
        self.number = 0
        self.started = 0

    def office(self) -> Office:
        """The office as it stands now."""
        with reading(self.installation.engine) as connection:
            return self.installation.office(connection)[0]

    def start_case(self, now: datetime) -> tuple[str, Sent]:
        """A new case's id and the entry that gives it its reference."""
        self.started += 1
        count = f"{self.started:03d}"
        reference = f"{self.prefix}-{count}-{check_character(self.prefix, count)}"
        case_id = str(uuid.uuid4())
        return case_id, self.write("case started", case_id, {"reference": reference, "regime": "CSA2010"}, now)

    def write(
        self,
        kind: str,
        case_id: str,
        facts: dict[str, Any],
        now: datetime,
        *,
        replaces: Sequence[str] = (),
        relies_on: Sequence[Sent] = (),
        signed: bool | None = None,
        **changed: Any,
    ) -> Sent:
        """An entry's exact bytes, signed if its kind is (or as `signed` says); `changed` overrides the envelope."""
        self.number += 1
        body = json.dumps(
            {
                "kind": kind,
                "version": newest(kind).version,
                "id": str(uuid.uuid4()),
                "case": case_id,
                "officer": self.id,
                "device": self.device,
                "number": self.number,
                "made_at": now.isoformat(timespec="seconds"),
                "clock_offset_s": 0,
                "happened_at": None,
                "replaces": list(replaces),
                "relies_on": [{"id": entry_id(one), "sha256": body_sha256(one)} for one in relies_on],
                "salt": secrets.token_urlsafe(16),
                "facts": facts,
                **changed,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        wanted = newest(kind).signed if signed is None else signed
        return self.sign(body) if wanted else Sent(body, None)

    def sign(self, body: str) -> Sent:
        """These bytes with this officer's signature."""
        return Sent(body, json.dumps(self.authenticator.answer(entry_challenge(body.encode()))))

    def send(self, entries: Sequence[Sent], now: datetime) -> list[Outcome]:
        """Record entries in this officer's name."""
        return record(self.installation, self.id, entries, now)

    def record(self, entries: Sequence[Sent], now: datetime) -> None:
        """Record entries that must all be accepted.

        :raise NotAllowed: one was not.
        """
        for outcome in self.send(entries, now):
            if outcome.outcome != "accepted":
                raise NotAllowed(f"{outcome.outcome}: " + "; ".join(why.message for why in outcome.reasons))


def entry_id(sent: Sent) -> str:
    return str(json.loads(sent.body)["id"])


def body_sha256(sent: Sent) -> str:
    return sha256(sent.body.encode()).hexdigest()
