"""The sealed rows people are found by, and the index of them as one server holds it in memory."""

from __future__ import annotations

import json
import logging
import os
import threading
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, bindparam, delete, insert, select

from field_app.cases.matching import Card, Known, Match, card, clues, keys, match, parts, to_ask
from field_app.store.beside import one_at_a_time
from field_app.store.database import in_text
from field_app.store.keys import CaseKeys, OneOfSeveral
from field_app.store.tables import found_people

from .filed import hashed
from .shortlist import Held
from .vocabulary import as_like

logger = logging.getLogger(__name__)

MOST_JUDGED = 24
"""How many of the shortlist are opened and judged."""

SURE_TO_BE_JUDGED, FEW = 12, 4
"""So many of the shortlist are judged in any case; the others only while no more than so many did not fit."""


@dataclass(frozen=True)
class Found:
    """Somebody on record who is like who was sought."""

    case_id: str
    role: str
    match: Match
    ask: tuple[str, ...]
    """What to ask for to be surer (`matching.to_ask`)."""


def put(connection: Connection, case_keys: CaseKeys, case_id: str, people: Mapping[str, Known]) -> None:
    """Write anew whom a case is found by: each of its people by their part in it; with nobody it is found no more.

    Rows are numbered in the order in which they are committed.
    """
    one_at_a_time(connection)
    connection.execute(_DROP, {"case": case_id})
    if people:
        connection.execute(_KEEP, [_sealed(case_keys.look_up, case_id, *one) for one in sorted(people.items())])


def put_many(
    connection: Connection,
    case_keys: CaseKeys,
    people: Iterable[tuple[str, str, Known]],
    instead_of: Collection[str] = (),
) -> None:
    """Write people (case, part in it, who) all at once; those of the cases `instead_of` anew."""
    one_at_a_time(connection)
    if instead_of:
        connection.execute(_DROP, [{"case": one} for one in sorted(instead_of)])
    connection.execute(_KEEP, list(sealed(case_keys, people)))


def sealed(case_keys: CaseKeys, people: Iterable[tuple[str, str, Known]]) -> Iterator[dict[str, object]]:
    """The rows of found_people that these people (case, part in it, who) are found by."""
    return (_sealed(case_keys.look_up, *one) for one in people)


def _sealed(cipher: OneOfSeveral, case_id: str, role: str, known: Known) -> dict[str, object]:
    described = card(known)
    hashes = array("Q", [hashed(key) for key in keys(described)])
    found_by = " ".join(parts(described)).encode() + b"\n" + hashes.tobytes()
    as_json = json.dumps({name: value for name, value in vars(described).items() if value}, ensure_ascii=False)
    return {
        "case_id": case_id,
        "role": role,
        "keys": _seal(cipher, b"keys", found_by),
        "card": _seal(cipher, f"card {case_id} {role}".encode(), as_json.encode()),
    }


def _seal(cipher: OneOfSeveral, about: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, plain, about)


def _opened(cipher: OneOfSeveral, number: int, about: bytes, sealed: bytes) -> bytes | None:
    """What `_seal` sealed. None where it is not that: one spoilt row must not end every look-up, but is said."""
    try:
        return cipher.decrypt(sealed[:12], sealed[12:], about)
    except InvalidTag:
        logger.error("Look-up: row %d of found_people is not as it was written; file its case anew.", number)
        return None


class _Row:
    """One row of a shortlist: sealed, until it is judged."""

    def __init__(self, number: int, case_id: str, role: str, sealed: bytes) -> None:
        self.case_id, self.role = case_id, role
        self._number, self._sealed = number, sealed
        self._card: Card | None = None

    def card(self, cipher: OneOfSeveral) -> Card | None:
        """Who it is, as they are compared; None where the row is not as it was written."""
        if self._card is None:
            opened = _opened(cipher, self._number, f"card {self.case_id} {self.role}".encode(), self._sealed)
            self._card = None if opened is None else Card(**json.loads(opened))
        return self._card


class Index:
    """The index as one server holds it in memory. It asks for new rows before each answer, so it is never behind."""

    def __init__(self, case_keys: CaseKeys) -> None:
        self._cipher = case_keys.look_up
        self._last = 0
        self._lock = threading.Lock()
        self._held = Held()

    def find(self, connection: Connection, asked: Card, on: str, least: int, most: int = MOST_JUDGED) -> list[Found]:
        """Who is like who is sought, best first, of a shortlist of `most`; nobody under the score `least`.

        `on` is today, ISO 8601.
        """
        (found,) = self.find_each(connection, [asked], on, least, most)
        return found

    def find_each(
        self, connection: Connection, asked: Sequence[Card], on: str, least: int, most: int = MOST_JUDGED
    ) -> list[list[Found]]:
        """`find` for each of those who are sought, in their order: they are opened in one statement, each once."""
        self.refresh(connection)
        looked_for, last = [clues(one, on) for one in asked], self._last
        shortlists = [self._held.shortlist(one, most) for one in looked_for]
        rows, newest = self._open(connection, {number for one in shortlists for number in one})
        if newest > last:
            self.refresh(connection)
            shortlists = [self._held.shortlist(one, most) for one in looked_for]
            rows, _ = self._open(connection, {number for one in shortlists for number in one})
        return [
            self._judged(one, [rows[number] for number in shortlist if number in rows], on, least)
            for one, shortlist in zip(asked, shortlists, strict=True)
        ]

    def _judged(self, asked: Card, rows: Sequence[_Row], on: str, least: int) -> list[Found]:
        found: list[Found] = []
        for place, row in enumerate(rows):
            if place >= SURE_TO_BE_JUDGED and place > len(found) + FEW:
                break  # so many did not fit that those who follow will not either
            if (known := row.card(self._cipher)) is None:
                continue
            fit = match(asked, known, on, as_like)
            if fit.score >= least:
                found.append(Found(row.case_id, row.role, fit, tuple(to_ask(asked, known))))
        found.sort(key=lambda one: -one.match.score)  # of two as alike, the one of whom more was found
        return found

    def _open(self, connection: Connection, chosen: Collection[int]) -> tuple[dict[int, _Row], int]:
        """The rows of these numbers, still sealed, and the newest number there is: one question for both."""
        name = connection.dialect.name
        numbers = list(chosen) if name == "postgresql" else json.dumps(list(chosen))
        rows = in_text(connection, _CHOSEN[name], {"numbers": numbers})
        newest = max(number or 0 for number, case_id, *_ in rows if case_id is None)
        return {row[0]: _Row(*row) for row in rows if row[1] is not None}, newest

    def refresh(self, connection: Connection) -> None:
        """Take in what was written since."""
        ((newest,),) = in_text(connection, _NEWEST, {})
        if (newest or 0) <= self._last:
            return
        with self._lock:
            rows = connection.execute(_SINCE, {"last": self._last}, execution_options={"yield_per": 5_000})
            last = self._last
            try:
                for number, sealed in rows:
                    self._take(number, sealed)
                    last = number
            finally:
                self._held.put_in_order()
                self._last = last

    def _take(self, number: int, sealed: bytes) -> None:
        opened = _opened(self._cipher, number, b"keys", sealed)
        if opened is None:
            return
        written, _, packed = opened.partition(b"\n")
        hashes = array("Q")
        hashes.frombytes(packed)
        self._held.add(number, written.decode().split(), hashes)


_DROP = delete(found_people).where(found_people.c.case_id == bindparam("case"))
_KEEP = insert(found_people)
_NEWEST = "SELECT max(number) FROM found_people"
_SINCE = (
    select(found_people.c.number, found_people.c["keys"])
    .where(found_people.c.number > bindparam("last"))
    .order_by(found_people.c.number)
)
_NEWEST_TOO = "UNION ALL SELECT max(number), NULL, NULL, NULL FROM found_people"
_CHOSEN = {
    "sqlite": "SELECT number, case_id, role, card FROM found_people "
    f"WHERE number IN (SELECT value FROM json_each(:numbers)) {_NEWEST_TOO}",
    "postgresql": f"SELECT number, case_id, role, card FROM found_people WHERE number = ANY(%(numbers)s) {_NEWEST_TOO}",
}
"""Whom a shortlist names and, in a row of nobody, the newest number there is."""
