"""What a look-up shows of a case, as one sealed row beside its log: computed, and never asked what is in the log."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, LargeBinary, String, Table, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from .database import in_text
from .keys import CaseKeys
from .log import Head
from .tables import metadata

shown_cases = Table(
    "shown_cases",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("head", String(64), nullable=False),  # the hash of the log's head it was made of
    Column("made_by", String(64), nullable=False, index=True),  # the code that made it, in a hash
    Column("shown", LargeBinary, nullable=False),  # encrypted under the case's key
)
"""What a look-up shows of each case that it finds and that is open: of another head, or made by other code, nothing."""


@dataclass(frozen=True)
class Opened:
    """How far a log reaches, and what a look-up shows of it as JSON; None where there is no row of that head."""

    head: Head
    shown: bytes | None


def keep(connection: Connection, keys: CaseKeys, made_by: str, made: Sequence[tuple[Head, bytes]]) -> None:
    """Write anew what is shown of these cases, each as its log stands at this head."""
    if not made:
        return
    of = keys.of_all(connection, [head.case_id for head, _ in made])
    rows = [
        {
            "case_id": head.case_id,
            "head": head.hash,
            "made_by": made_by,
            "shown": of[head.case_id].seal(_about(head.hash, made_by), shown),
        }
        for head, shown in made
    ]
    connection.execute(_KEEP[connection.dialect.name], rows)


def make_anew(connection: Connection, case_id: str) -> None:
    """Have the worker make what is shown of a case."""
    connection.execute(_KEEP[connection.dialect.name], {"case_id": case_id, "head": "", "made_by": "", "shown": b""})


def drop(connection: Connection, case_ids: Collection[str]) -> None:
    """Keep nothing of these cases any more."""
    if case_ids:
        connection.execute(delete(shown_cases).where(shown_cases.c.case_id.in_(sorted(case_ids))))


def read(connection: Connection, keys: CaseKeys, made_by: str, case_ids: Collection[str]) -> dict[str, Opened]:
    """How far these logs reach, and what this code wrote down to be shown of each: one question for all of it.

    :raise cryptography.exceptions.InvalidTag: a row is not as it was written.
    """
    ids = list(case_ids)
    name = connection.dialect.name
    values = {"ids": ids if name == "postgresql" else json.dumps(ids), "made_by": made_by}
    found = {}
    for case_id, position, hashed, sealed, wrapped in in_text(connection, _READ[name], values):
        opened = None
        if sealed is not None and wrapped is not None:
            opened = keys.unwrapped(case_id, wrapped).open(_about(hashed, made_by), sealed)
        found[case_id] = Opened(Head(case_id, position, hashed), opened)
    return found


def made_otherwise(connection: Connection, made_by: str, most: int) -> list[str]:
    """So many of the cases whose row other code wrote."""
    other = or_(shown_cases.c.made_by < made_by, shown_cases.c.made_by > made_by)  # each by the index
    return list(connection.execute(select(shown_cases.c.case_id).where(other).limit(most)).scalars())


def _about(head: str, made_by: str) -> str:
    return f"shown {head} {made_by}"


def _upsert(one: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    anew = {name: one.excluded[name] for name in ("head", "made_by", "shown")}
    return one.on_conflict_do_update(index_elements=["case_id"], set_=anew)


_KEEP = {"sqlite": _upsert(sqlite.insert(shown_cases)), "postgresql": _upsert(postgresql.insert(shown_cases))}
_READ_TEXT = (
    "SELECT h.case_id, h.position, h.hash, s.shown, k.wrapped FROM heads h "
    "LEFT JOIN shown_cases s ON s.case_id = h.case_id AND s.head = h.hash AND s.made_by = {made_by} "
    "LEFT JOIN case_keys k ON k.case_id = h.case_id WHERE h.case_id {among}"
)
_READ = {
    "sqlite": _READ_TEXT.format(made_by=":made_by", among="IN (SELECT value FROM json_each(:ids))"),
    "postgresql": _READ_TEXT.format(made_by="%(made_by)s", among="= ANY(%(ids)s)"),
}
