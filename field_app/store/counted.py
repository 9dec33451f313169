"""What is counted of each case, and that added up by day, month and year: what the force's figures are read from.

All of it is computed from the log and can be rebuilt. At rest it is sealed under a key of its own: the database alone
tells that something was counted on a day in a district, and of which case something is counted at all.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, delete, func, insert, null, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from field_app.cases.figures import PIECES, Happened, Tally, covering, spans_of

from .counted_tables import counted, counted_by, tallies
from .keys import CaseKeys, OneOfSeveral
from .log import Head
from .tables import cases, heads

_COUNTING = 0x636F756E74
"""Names the lock under which tallies are changed; any number no other lock of this database has."""

ALL = ""
"""Stands for a district where a tally is of all of them, and of what happened in none."""


class NotAsWritten(Exception):
    """A row is not as it was written; `figures rebuild` writes all of them anew."""


@dataclass(frozen=True)
class Uncounted:
    """A case to which something was added since it was counted, as it stands."""

    head: Head
    changed_at: str


def not_counted(connection: Connection, most: int | None = None) -> list[Uncounted]:
    """The cases that were not counted since something was added to them, `most` of them."""
    asked = (
        select(heads, cases.c.changed_at)
        .join(cases, cases.c.case_id == heads.c.case_id)
        .where(cases.c.counted_at.is_distinct_from(cases.c.changed_at))
        .order_by(heads.c.case_id)
    )
    found = connection.execute(asked.limit(most))
    return [Uncounted(Head(row.case_id, row.position, row.hash), row.changed_at) for row in found]


def of_cases(connection: Connection, keys: CaseKeys, case_ids: Collection[str]) -> dict[str, list[Happened]]:
    """What is counted of these cases, of those that were counted.

    :raise NotAsWritten: a row cannot be opened.
    """
    found = connection.execute(select(counted).where(counted.c.case_id.in_(sorted(case_ids))))
    return {row.case_id: _unpacked(row.case_id, _opened(keys.figures, row.case_id, row.body)) for row in found}


def differences(before: Iterable[Happened], now: Iterable[Happened]) -> list[tuple[Happened, int]]:
    """What is to be added to what was counted, or taken from it, so that it is what is counted now, and how often."""
    found = Counter(now)
    found.subtract(Counter(before))
    return [(one, times) for one, times in found.items() if times]


def count(
    connection: Connection,
    keys: CaseKeys,
    happened: Mapping[str, tuple[Uncounted, Sequence[Happened]]],
    office: tuple[str, str],
) -> int:
    """Keep what is counted of these cases, and change the tallies by what that changed; how many were counted.

    A case that has gone on meanwhile, or is being written to, is left for the next time; so are all where `office`,
    that log's id and the hash it stood at when they were read, has gone on: a holiday may have been added.

    :raise NotAsWritten: a row cannot be opened.
    """
    _alone(connection)
    stands = connection.execute(select(heads.c.hash).where(heads.c.case_id == office[0])).scalar()
    if stands != office[1]:
        return 0
    asked = (
        select(cases.c.case_id, cases.c.changed_at, heads.c.hash)
        .join(heads, heads.c.case_id == cases.c.case_id)
        .where(cases.c.case_id.in_(sorted(happened)))
        .with_for_update(of=cases, skip_locked=True)
    )
    same = {
        row.case_id
        for row in connection.execute(asked)
        if (one := happened[row.case_id][0]).changed_at == row.changed_at and one.head.hash == row.hash
    }
    before = of_cases(connection, keys, same)
    _change(connection, keys, [one for case in same for one in differences(before.get(case, ()), happened[case][1])])
    rows = [as_row(keys, case, happened[case][1]) for case in sorted(same)]
    if rows:
        connection.execute(_KEEP[connection.dialect.name], rows)
        connection.execute(update(cases).where(cases.c.case_id.in_(sorted(same))).values(counted_at=cases.c.changed_at))
    return len(same)


def forget(connection: Connection, keys: CaseKeys, case_id: str) -> None:
    """Take what was counted of a case out of every tally, and delete it: for whoever deletes a case's derived rows.

    A case whose key is gone counts nothing, should it be counted again.
    """
    _alone(connection)
    for was in of_cases(connection, keys, [case_id]).values():
        _change(connection, keys, differences(was, ()))
    connection.execute(delete(counted).where(counted.c.case_id == case_id))
    connection.execute(update(cases).where(cases.c.case_id == case_id).values(counted_at=cases.c.changed_at))


def count_again(connection: Connection, since: str) -> None:
    """Have those cases counted again to which something was added on or after this day or moment (UTC, as text)."""
    ours = (cases.c.stage != "elsewhere", cases.c.changed_at >= since)
    connection.execute(update(cases).where(*ours).values(counted_at=null()))


def begin_anew(connection: Connection) -> None:
    """Forget everything that was counted, and have every case counted again."""
    _alone(connection)
    connection.execute(delete(counted))
    connection.execute(delete(tallies))
    count_again(connection, "")


def is_counted_by(connection: Connection, basis: str) -> bool:
    """Whether what is kept was counted on this basis; from now on it is said to be."""
    if connection.execute(select(counted_by.c.basis)).scalars().all() == [basis]:
        return True
    connection.execute(delete(counted_by))
    connection.execute(insert(counted_by).values(basis=basis))
    return False


FIGURES, PUBLISHED = ("sums", "standing", "served", "people"), ("sums", "places", "people")
"""What of a tally the figures of a period are made of, and a paragraph."""

SERVED, STOOD = ("served",), ("standing",)
"""What counts of the year before a period, and what of all the days before it."""


def tally(
    connection: Connection,
    keys: CaseKeys,
    first: date,
    last: date,
    district: str | None,
    pieces: Sequence[str] = PIECES,
) -> Tally:
    """What happened from `first` to `last`, both included, added up: of one district, or of all (None); these pieces.

    :raise NotAsWritten: a row cannot be opened.
    """
    of = ALL if district is None else district
    where = (tallies.c.span.in_(covering(first, last)), tallies.c.district == of)
    found = Tally()
    for row in connection.execute(select(tallies.c.span, *(tallies.c[one] for one in pieces)).where(*where)):
        _take(found, keys, row.span, of, row, pieces)
    return found


def _take(found: Tally, keys: CaseKeys, span: str, district: str, row: Any, pieces: Sequence[str]) -> None:
    for piece in pieces:
        found.take(piece, _opened(keys.figures, f"{piece} {span} {district}", getattr(row, piece)))


def _change(connection: Connection, keys: CaseKeys, changes: Iterable[tuple[Happened, int]]) -> None:
    """Add these to the tallies of their days, months and years, or take them away, as often as is said."""
    by: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for one, times in changes:
        for span in spans_of(one.day):
            for district in {ALL, one.district or ALL}:
                by[span, district].count([one], times)
    if not by:
        return
    wanted = tuple_(tallies.c.span, tallies.c.district).in_(sorted(by))
    for row in connection.execute(select(tallies).where(wanted)).all():
        stood = Tally()
        _take(stood, keys, row.span, row.district, row, PIECES)
        stood.add(by[row.span, row.district])
        by[row.span, row.district] = stood
    connection.execute(delete(tallies).where(wanted))
    rows = [as_tally_row(keys, *of, added_up) for of, added_up in by.items() if not added_up.is_empty]
    if rows:
        connection.execute(insert(tallies), rows)


def as_row(keys: CaseKeys, case_id: str, happened: Sequence[Happened]) -> dict[str, object]:
    """What is counted of a case, as its row of `counted`."""
    return {"case_id": case_id, "body": _sealed(keys.figures, case_id, _packed(happened))}


def as_tally_row(keys: CaseKeys, span: str, district: str, added_up: Tally) -> dict[str, object]:
    """A tally as its row of `tallies`."""
    sealed = {
        piece: _sealed(keys.figures, f"{piece} {span} {district}", packed)
        for piece, packed in added_up.packed().items()
    }
    return {"span": span, "district": district, **sealed}


def _alone(connection: Connection) -> None:
    """Wait until no other transaction changes tallies. On SQLite one that writes is alone in any case."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_COUNTING)))


def _packed(happened: Sequence[Happened]) -> bytes:
    """Where and who it is of is the same for all that is counted of a case, and stands once."""
    if not happened:
        return b"[]"
    first = happened[0]
    of_all = [first.district, first.town, first.act, first.respondent, first.protected_person]
    each = [
        [one.what, one.day.isoformat(), one.hour, one.court, one.of, one.minutes, one.amount, one.age]
        for one in happened
    ]
    return json.dumps([of_all, each], ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(case_id: str, packed: bytes) -> list[Happened]:
    read = json.loads(packed)
    if not read:
        return []
    (district, town, act, respondent, protected_person), each = read
    return [
        Happened(
            what,
            date.fromisoformat(day),
            hour,
            case_id,
            district,
            town,
            act,
            court,
            of,
            minutes,
            amount,
            age,
            respondent,
            protected_person,
        )
        for what, day, hour, court, of, minutes, amount, age in each
    ]


def _sealed(cipher: OneOfSeveral, about: str, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, plain, about.encode())


def _opened(cipher: OneOfSeveral, about: str, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:12], sealed[12:], about.encode())
    except InvalidTag as error:
        raise NotAsWritten(
            f"What is counted ({about}) is not as it was written: run `figures rebuild`, which counts every case anew."
        ) from error


def _keep(upsert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    return upsert.on_conflict_do_update(index_elements=["case_id"], set_={"body": upsert.excluded.body})


_KEEP = {"sqlite": _keep(sqlite.insert(counted)), "postgresql": _keep(postgresql.insert(counted))}
