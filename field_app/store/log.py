"""The log: exact bytes in, exact bytes out, chained."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from field_app.cases.chain import FIRST, chain_hash
from field_app.cases.entries import Held
from field_app.cases.entries.safeguarding import WITHHELD
from field_app.law.answers import NotMet
from field_app.parse import Read, Unreadable, parse

from .keys import CaseKeys
from .tables import entries, heads, refused


@dataclass(frozen=True)
class Head:
    """How far a log reaches: the last entry's position (0 for none) and hash."""

    case_id: str
    position: int
    hash: str


@dataclass(frozen=True)
class Row:
    """An entry as stored: what `log verify`, the phone and an export read."""

    case_id: str
    position: int
    id: str
    body: bytes
    body_sha256: str
    signature: str | None
    signed_by: str | None
    received_at: str
    signed_in: str
    office_head: str | None
    reasons: tuple[NotMet, ...]
    hash: str

    @property
    def withheld(self) -> bool:
        """Whether this is of a kind withheld from most of those who read the case (P21)."""
        return any(kind in self.body for kind in _WITHHELD) and json.loads(self.body)["kind"] in WITHHELD

    def held(self) -> Held:
        """The entry read, with what the server added.

        :raise ValueError: the stored bytes are no entry, which only damage can cause.
        """
        read = parse(self.body.decode())
        if isinstance(read, Unreadable):
            raise ValueError(f"entry {self.id} cannot be read: {read.reasons[0].message}")
        received_at = datetime.fromisoformat(self.received_at)
        return Held(read.entry, read.sha256, self.position, received_at, self.reasons, self.signed_by)


def lock(connection: Connection, case_ids: Iterable[str]) -> dict[str, Head]:
    """The heads of these logs, held against every other writer until the transaction ends.

    Rows are made and locked in one order everywhere, so that two batches never wait for each other.
    """
    wanted = sorted(set(case_ids))
    found = _locked(connection, wanted)
    if absent := [one for one in wanted if one not in found]:
        rows = [{"case_id": one, "position": 0, "hash": FIRST.hex()} for one in absent]
        connection.execute(_BEGIN_LOG[connection.dialect.name], rows)
        if connection.dialect.name == "sqlite":  # whoever writes is alone: it is as it was written
            return {one: found.get(one) or Head(one, 0, FIRST.hex()) for one in wanted}
        found = _locked(connection, wanted)
    return found


def _locked(connection: Connection, case_ids: Sequence[str]) -> dict[str, Head]:
    found = connection.execute(_LOCK, {"case_ids": case_ids})
    return {row.case_id: Head(row.case_id, row.position, row.hash) for row in found}


def head(connection: Connection, case_id: str) -> Head:
    """How far a log reaches, without holding it."""
    row = connection.execute(_HEAD, {"case_id": case_id}).one_or_none()
    return Head(case_id, row.position, row.hash) if row else Head(case_id, 0, FIRST.hex())


def heads_of(connection: Connection, case_ids: Sequence[str]) -> dict[str, Head]:
    """How far these logs reach, asked for at once, without holding them."""
    found = connection.execute(_HEADS_OF, {"case_ids": case_ids})
    return {row.case_id: Head(row.case_id, row.position, row.hash) for row in found}


def chained(
    before: Head,
    read: Read,
    *,
    signature: str | None,
    signed_by: str | None,
    received_at: str,
    signed_in: str,
    office_head: str | None,
    reasons: Sequence[NotMet],
) -> Row:
    """The row that adds one entry after `before`, the locked head of its log."""
    position = before.position + 1
    hashed = chain_hash(
        bytes.fromhex(before.hash),
        position,
        bytes.fromhex(read.sha256),
        signature,
        received_at,
        signed_in,
        bytes.fromhex(office_head) if office_head else None,
    )
    return Row(
        read.entry.case,
        position,
        read.entry.id,
        read.body,
        read.sha256,
        signature,
        signed_by,
        received_at,
        signed_in,
        office_head,
        tuple(reasons),
        hashed.hex(),
    )


def write(connection: Connection, keys: CaseKeys, rows: Sequence[Row]) -> None:
    """Write rows that `chained` made, in their order, and move the heads of their logs."""
    if not rows:
        return
    of = keys.of_all(connection, {row.case_id for row in rows})
    apart = {row.case_id: keys.apart(connection, row.case_id) for row in rows if row.withheld}
    stored = [
        {
            **vars(row),
            "body": (apart if row.withheld else of)[row.case_id].seal(row.id, row.body),
            "reasons": reasons_text(row.reasons),
        }
        for row in rows
    ]
    connection.execute(_APPEND, stored)
    last = {row.case_id: {"log": row.case_id, "position": row.position, "hash": row.hash} for row in rows}
    connection.execute(_MOVE_HEAD, list(last.values()))


def read_log(connection: Connection, keys: CaseKeys, case_id: str, after: int = 0) -> list[Row]:
    """The entries of one log after a position, in order."""
    found = connection.execute(_READ, {"case_id": case_id, "after": after}).all()
    if not found:
        return []
    body_of = keys.opener(connection, case_id)
    return [
        Row(**{**row._mapping, "body": body_of(row.id, row.body), "reasons": reasons_from(row.reasons)})
        for row in found
    ]


def read_closed(connection: Connection, case_id: str) -> list[Row]:
    """The rows of a log nobody can read any more, in order, each with an empty body: what its chain is checked by."""
    found = connection.execute(_READ, {"case_id": case_id, "after": 0}).all()
    return [Row(**{**row._mapping, "body": b"", "reasons": reasons_from(row.reasons)}) for row in found]


def read_logs(connection: Connection, keys: CaseKeys, case_ids: Sequence[str]) -> dict[str, Callable[[], list[Row]]]:
    """The entries of each of these logs, in order, all asked for at once; they are opened as each is called for.

    A case whose key is gone is left out.
    """
    found: dict[str, list[Any]] = {case_id: [] for case_id in case_ids}
    for row in connection.execute(_READ_MANY, {"case_ids": case_ids}):
        found[row.case_id].append(row)

    def opened(rows: list[Any], body_of: Callable[[str, bytes], bytes]) -> list[Row]:
        return [
            Row(**{**row._mapping, "body": body_of(row.id, row.body), "reasons": reasons_from(row.reasons)})
            for row in rows
        ]

    return {case: partial(opened, found[case], body_of) for case, body_of in keys.openers(connection, case_ids).items()}


def cases_since(connection: Connection, at: str) -> list[str]:
    """The cases of which anything was received since then (UTC, as stored)."""
    found = select(entries.c.case_id).where(entries.c.received_at >= at, entries.c.office_head.is_not(None)).distinct()
    return list(connection.execute(found).scalars())


@dataclass(frozen=True)
class Place:
    """Where an entry is held, the hash of its bytes, and why it is irregular if it is."""

    body_sha256: str
    position: int
    hash: str
    reasons: tuple[NotMet, ...]


def find(connection: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """Those of these ids that are in a log, and where."""
    found = connection.execute(_FIND, {"ids": list(ids)})
    return {row.id: Place(row.body_sha256, row.position, row.hash, reasons_from(row.reasons)) for row in found}


def office_id(connection: Connection) -> str | None:
    """The id of the office log: the one whose entries name no office head. None before set-up."""
    first = select(entries.c.case_id).where(entries.c.office_head.is_(None), entries.c.position == 1)
    return connection.execute(first).scalar()


def logs(connection: Connection) -> list[Head]:
    """Every log there is."""
    return [Head(row.case_id, row.position, row.hash) for row in connection.execute(select(heads))]


def unheaded(connection: Connection) -> str | None:
    """A log that has entries but is not among `logs`, which only tampering can cause."""
    listed = select(heads.c.case_id).where(heads.c.position > 0)
    return connection.execute(select(entries.c.case_id).where(entries.c.case_id.not_in(listed)).limit(1)).scalar()


def beyond_head(connection: Connection) -> str | None:
    """A log with entries after its head, which only tampering can cause."""
    further = select(entries.c.case_id).join(heads, heads.c.case_id == entries.c.case_id)
    return connection.execute(further.where(entries.c.position > heads.c.position).limit(1)).scalar()


def keep_refused(
    connection: Connection,
    keys: CaseKeys,
    office: str,
    *,
    entry_id: str | None,
    case_id: str | None,
    body: bytes,
    body_sha256: str,
    signature: str | None,
    received_at: str,
    signed_in: str,
    reasons: Sequence[NotMet],
) -> None:
    """Keep refused bytes, outside every chain, once per officer who sent them.

    Under the key of their case, with which they go; under the installation's where they name none that has one.
    """
    key = keys.known(connection, case_id) if case_id not in (None, office) else None
    same = (refused.c.body_sha256 == body_sha256, refused.c.signed_in == signed_in)
    if connection.execute(select(literal(1)).where(*same)).scalar():
        return
    connection.execute(
        insert(refused).values(
            id=entry_id,
            body=(key or keys.of(connection, office)).seal(body_sha256, body),
            body_sha256=body_sha256,
            signature=signature,
            received_at=received_at,
            signed_in=signed_in,
            reasons=reasons_text(reasons),
            case_id=case_id if key else None,
        )
    )


def received(connection: Connection, case_id: str) -> list[tuple[str, str]]:
    """When each entry of a log was received, and from whom."""
    found = select(entries.c.received_at, entries.c.signed_in).where(entries.c.case_id == case_id)
    return [(row.received_at, row.signed_in) for row in connection.execute(found.order_by(entries.c.position))]


def every_refused(connection: Connection, keys: CaseKeys, office: str) -> Iterator[dict[str, Any]]:
    """What was refused, in the order it came; bytes that are no UTF-8 with their surrogates escaped.

    `body` is None where its case was disposed of.
    """
    with connection.execute(select(refused).order_by(refused.c.number), execution_options={"yield_per": 100}) as found:
        for row in found:
            key = keys.known(connection, row.case_id or office)
            body = key.open(row.body_sha256, row.body).decode("utf-8", "backslashreplace") if key else None
            yield {**row._mapping, "body": body, "reasons": json.loads(row.reasons)}


def is_refused(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these ids were refused."""
    return set(connection.execute(select(refused.c.id).where(refused.c.id.in_(list(ids)))).scalars())


def reasons_text(reasons: Sequence[NotMet]) -> str:
    return json.dumps([asdict(one) for one in reasons])


def reasons_from(text: str) -> tuple[NotMet, ...]:
    if text == "[]":  # as nearly all of them are
        return ()
    return tuple(NotMet(**one) for one in json.loads(text))


_WITHHELD = [kind.encode() for kind in WITHHELD]

# Statements that every batch runs, built once.
_LOCK = (
    select(heads)
    .where(heads.c.case_id.in_(bindparam("case_ids", expanding=True)))
    .order_by(heads.c.case_id)
    .with_for_update()
)
_HEAD = select(heads).where(heads.c.case_id == bindparam("case_id"))
_HEADS_OF = select(heads).where(heads.c.case_id.in_(bindparam("case_ids", expanding=True)))
_BEGIN_LOG = {
    "sqlite": sqlite.insert(heads).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(heads).on_conflict_do_nothing(),
}
_APPEND = insert(entries)
_MOVE_HEAD = (
    update(heads)
    .where(heads.c.case_id == bindparam("log"))
    .values(position=bindparam("position"), hash=bindparam("hash"))
)
_READ = (
    select(entries)
    .where(entries.c.case_id == bindparam("case_id"), entries.c.position > bindparam("after"))
    .order_by(entries.c.position)
)
_READ_MANY = (
    select(entries)
    .where(entries.c.case_id.in_(bindparam("case_ids", expanding=True)))
    .order_by(entries.c.case_id, entries.c.position)
)
_FIND = select(entries.c.id, entries.c.body_sha256, entries.c.position, entries.c.hash, entries.c.reasons).where(
    entries.c.id.in_(bindparam("ids", expanding=True))
)
