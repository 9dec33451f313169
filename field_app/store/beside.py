"""Which cases are read beside which: linked ones, and those that may be of the same two people the other way round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, insert, or_, select, union_all

from .cases import Listed
from .database import in_text
from .log import Head
from .tables import beside, cases, heads

Why = Literal["linked", "crosswise"]

_FILING = 0x6669656C64
"""Names the lock under which cases are filed; any number no other lock of this database has."""


@dataclass(frozen=True)
class Pair:
    """A case in which a request waits, and another that is read beside it."""

    waits: Head
    other: Head
    listed: Listed
    why: frozenset[str]


def one_at_a_time(connection: Connection) -> None:
    """Wait until no other transaction is filing: of two filed at once, neither would find the other.

    On SQLite a transaction that writes is alone in any case.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_FILING)))


def keep(connection: Connection, case_id: str, why: Why, others: Collection[str]) -> None:
    """Write anew the cases that stand beside this one for this reason."""
    near = beside.c.case_id == bindparam("case")
    # Who is linked, each case's own log says; what lies crosswise does so from either side.
    ours = near if why == "linked" else or_(near, beside.c.other == bindparam("case"))
    connection.execute(
        delete(beside).where(beside.c.why == bindparam("reason"), ours), {"case": case_id, "reason": why}
    )
    rows = [{"case_id": case_id, "other": other, "why": why} for other in sorted(set(others) - {case_id})]
    if rows:
        connection.execute(insert(beside), rows)


def filed_under(
    connection: Connection, respondent: Sequence[bytes], protected: Sequence[bytes], *, couples: int = 1
) -> list[str]:
    """The cases filed under one of each of these keys, which are of so many couples; those changed last first."""
    if not respondent or not protected:
        return []
    if connection.dialect.name == "postgresql":
        text = _FILED_UNDER.format("= ANY(%(respondent)s)", "= ANY(%(protected)s)", "%(most)s")
        named = {"respondent": [*respondent], "protected": [*protected], "most": _MOST * couples}
        rows = in_text(connection, text, named)
    else:
        respondents, protecteds = (f"IN ({', '.join('?' * len(side))})" for side in (respondent, protected))
        text = _FILED_UNDER.format(respondents, protecteds, "?")
        rows = in_text(connection, text, [*respondent, *protected, _MOST * couples])
    return [case_id for (case_id,) in rows]


_MOST = 100
"""So many of one couple's at most."""

_FILED_UNDER = (
    "SELECT case_id FROM cases WHERE case_id IN (SELECT case_id FROM search_keys WHERE key {}) "
    "AND case_id IN (SELECT case_id FROM search_keys WHERE key {}) ORDER BY changed_at DESC LIMIT {}"
)


def pairs(connection: Connection, stages: Collection[str], other: str | None = None) -> list[Pair]:
    """Each case in these stages with each that stands beside it; of those only `other`, where one is given."""
    found: dict[tuple[str, str], Pair] = {}
    there = _pairs(stages, beside.c.case_id, beside.c.other, other)
    back = _pairs(stages, beside.c.other, beside.c.case_id, other)
    for row in connection.execute(union_all(there, back)):
        waits, beside_it = (
            Head(row.waits, row.waits_position, row.waits_hash),
            Head(row.case_id, row.position, row.hash),
        )
        listed = Listed(row.case_id, row.reference, row.stage, row.changed_at, row.sealed)
        known = found.get((row.waits, row.case_id))
        why = frozenset({row.why}) | (known.why if known else frozenset())
        found[row.waits, row.case_id] = Pair(waits, beside_it, listed, why)
    return [found[one] for one in sorted(found)]


def _pairs(
    stages: Collection[str], near: ColumnElement[str], far: ColumnElement[str], other: str | None
) -> Select[tuple[object, ...]]:
    waits, reaches = cases.alias("waits"), heads.alias("reaches")
    wanted = (
        select(
            waits.c.case_id.label("waits"),
            reaches.c.position.label("waits_position"),
            reaches.c.hash.label("waits_hash"),
            beside.c.why,
            cases,
            heads.c.position,
            heads.c.hash,
        )
        .select_from(waits)
        .join(reaches, reaches.c.case_id == waits.c.case_id)
        .join(beside, near == waits.c.case_id)
        .join(cases, cases.c.case_id == far)
        .join(heads, heads.c.case_id == far)
        .where(waits.c.stage.in_(list(stages)))
    )
    return wanted.where(far == other) if other else wanted
