"""A push service beside the force, and the force's worker."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from field_app.actions import subscribe_to_push
from field_app.store.database import reading, stamp
from field_app.store.officers import subscriptions
from field_app.store.tables import jobs
from field_app.worker import Worker
from tests.conftest import ORIGIN, Force
from tests.push_service import Browser, PushService


@pytest.fixture
def push_service() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.stop()


@dataclasses.dataclass
class Desk:
    """What a test of the worker needs at hand. Every moment is the force's own clock."""

    force: Force
    service: PushService

    def allow(self, *origins: str) -> None:
        """What FIELD_PUSH_ORIGINS would say."""
        self.force.settings = dataclasses.replace(self.force.settings, push_origins=origins)
        self.force.installation.push_origins = origins

    @property
    def vapid_key(self) -> str:
        key = self.force.installation.secrets.vapid.public_key()
        return bytes_to_base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def subscribe(self, role: str, service: PushService | None = None) -> Browser:
        """A browser of an officer's that takes pushes."""
        browser = (service or self.service).subscribe(self.vapid_key)
        keys = browser.as_json()["keys"]
        officer = self.force.officers[role].id
        subscribe_to_push(self.force.installation, officer, browser.endpoint, **keys, now=self.force.now)
        return browser

    def subscribed(self, role: str) -> list[str]:
        with reading(self.force.installation.engine) as connection:
            return [endpoint for endpoint, *_ in subscriptions(connection, self.force.officers[role].id)]

    def off_call(self, role: str) -> None:
        """This officer does not stand on call any more."""
        self.in_office(role, "on call recorded", {"officer": self.force.officers[role].id, "on_call": False})

    def in_office(self, role: str, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Record this in the office log; the facts."""
        officer = self.force.officers[role]
        officer.record([officer.write(kind, officer.office().id, facts, self.force.now)], self.force.now)
        return facts

    def says(self, **changed: Any) -> None:
        """What the force file would say."""
        self.force.installation.force = dataclasses.replace(self.force.installation.force, **changed)

    def tokens(self) -> list[str]:
        """What the pushes that arrived carried, in order."""
        return [json.loads(one.plaintext)["token"] for one in self.service.received]

    def worker(self) -> Worker:
        return Worker(self.force.installation, ORIGIN)

    def work(self) -> None:
        """Do everything that is due, and what falls due by it."""
        worker = self.worker()
        while worker.work(self.force.now):
            pass

    def jobs(self, kind: str) -> list[dict]:
        """The jobs of a kind as they stand, oldest first."""
        with reading(self.force.installation.engine) as connection:
            found = connection.execute(select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.number))
            return [dict(row._mapping) for row in found]

    def due_in_s(self, job: dict) -> float:
        return (datetime.fromisoformat(job["due_at"]) - datetime.fromisoformat(stamp(self.force.now))).total_seconds()


@pytest.fixture
def sqlite_desk(sqlite_force: Force, push_service: PushService) -> Desk:
    """The same on SQLite alone, where the database is not what is in question."""
    desk = Desk(sqlite_force, push_service)
    desk.allow(push_service.origin)
    return desk


@pytest.fixture
def desk(force: Force, push_service: PushService) -> Desk:
    """The desk of a force that allows the tests' own push service."""
    desk = Desk(force, push_service)
    desk.allow(push_service.origin)
    return desk
