"""The public door, `POST /api/entries`, and what must hold whenever it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from field_app.actions import Sent
from field_app.store.database import reading
from field_app.store.tables import heads, refused
from field_app.web.entries import MOST
from tests.conftest import Force

LARGEST = 1_500_000
"""Bytes of entries in one request, below what the door takes."""


@dataclass
class Door:
    """A force and its officers' browsers, signed in once each."""

    force: Force
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """An officer's browser, signed in."""
        if who not in self.clients:
            self.clients[who] = self.force.client(who)
        return self.clients[who]

    def post(self, who: str, entries: list[Sent]) -> list[dict[str, Any]]:
        """Send entries in as many requests as it takes; their outcomes in order."""
        client = self.client(who)
        outcomes: list[dict[str, Any]] = []
        for batch in batches(entries):
            items = [{"body": one.body, "signature": one.signature} for one in batch]
            answer = client.post("/api/entries", data=json.dumps({"entries": items}), content_type="application/json")
            assert answer.status_code == 200, (answer.status_code, answer.json)
            assert len(answer.json["entries"]) == len(batch)
            outcomes += answer.json["entries"]
        return outcomes

    def answer(self, who: str, sent: Sent) -> str:
        """What one entry is answered, in the words of the tables: `yes`, `marked: why`, `no: why and why`.

        Where it is refused the logs stay as they were and the exact bytes are kept with their reasons; otherwise its
        own log is one entry longer, and no other.
        """
        before, last = self.heads(), self._last_refused()
        (outcome,) = self.post(who, [sent])
        if outcome["outcome"] == "refused":
            self._left_alone(before, last, [sent], [outcome])
        else:
            after = self.heads()
            (moved,) = {log for log in after if after[log] != before.get(log)}
            assert after[moved] == (outcome["position"], outcome["hash"])
            assert after[moved][0] == before.get(moved, (0, ""))[0] + 1
        return in_short(outcome)

    def refused(self, who: str, entries: list[Sent]) -> list[list[dict[str, Any]]]:
        """Send entries that must all be refused, the logs left alone and the bytes kept; the reasons of each."""
        before, last = self.heads(), self._last_refused()
        outcomes = self.post(who, entries)
        self._left_alone(before, last, entries, outcomes)
        return [one["reasons"] for one in outcomes]

    def _left_alone(
        self, before: dict[str, tuple[int, str]], last: int, entries: list[Sent], outcomes: list[dict[str, Any]]
    ) -> None:
        assert self.heads() == before
        kept = self.kept_since(last)
        for sent, one in zip(entries, outcomes, strict=True):
            assert (one["outcome"], one["position"], one["hash"]) == ("refused", None, None), (sent.body[:300], one)
            assert one["reasons"], sent.body[:300]
            assert kept[sent.body.encode("utf-8", "surrogatepass")] == one["reasons"]

    def heads(self) -> dict[str, tuple[int, str]]:
        """How far every log reaches: its last position and that entry's hash."""
        with reading(self.force.installation.engine) as connection:
            found = connection.execute(select(heads).where(heads.c.position > 0))
            return {row.case_id: (row.position, row.hash) for row in found}

    def _last_refused(self) -> int:
        with reading(self.force.installation.engine) as connection:
            newest = select(refused.c.number).order_by(refused.c.number.desc()).limit(1)
            return connection.execute(newest).scalar() or 0

    def kept_since(self, number: int) -> dict[bytes, Any]:
        """What was refused after this row: the exact bytes, and why."""
        installation = self.force.installation
        with reading(installation.engine) as connection:
            office, _ = installation.office(connection)
            found = connection.execute(select(refused).where(refused.c.number > number)).all()
            keys = {row.case_id: installation.keys.of(connection, row.case_id or office.id) for row in found}
        kept = {keys[row.case_id].open(row.body_sha256, row.body): json.loads(row.reasons) for row in found}
        assert [sha256(body).hexdigest() for body in kept] == [row.body_sha256 for row in found]
        return kept


def batches(entries: list[Sent]) -> list[list[Sent]]:
    found: list[list[Sent]] = [[]]
    size = 0
    for one in entries:
        length = len(json.dumps(one.body))
        if found[-1] and (len(found[-1]) == MOST or size + length > LARGEST):
            found.append([])
            size = 0
        found[-1].append(one)
        size += length
    return found


def in_short(outcome: dict[str, Any]) -> str:
    word = {"accepted": "yes", "accepted irregular": "marked", "refused": "no"}[outcome["outcome"]]
    codes = " and ".join(sorted(one["code"] for one in outcome["reasons"]))
    return f"{word}: {codes}" if codes else word
