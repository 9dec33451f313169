"""Cases that are to be reviewed, and everything of a case that goes when it is disposed of."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, tuple_, update

from field_app.cases import keeping

from . import counted, search
from .beside import one_at_a_time
from .disposed_table import disposed
from .keys import CaseKeys
from .log import Head
from .shown import shown_cases
from .tables import (
    attachment_parts,
    attachments,
    beside,
    case_keys,
    case_officers,
    cases,
    drawn_pages,
    entries,
    heads,
    jobs,
    previews,
    pushes,
    rescues,
    search_keys,
    upload_pieces,
    uploads,
    waiting,
)

_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Due:
    """The cases whose review is due on a day, or which somebody proposes to dispose of: how many, and one page."""

    total: int
    page: list[Head]


def due(
    connection: Connection,
    on: date,
    years: Mapping[str, int],
    but_not: Collection[str],
    most: int,
    skip: int,
) -> Due:
    """One page of them, what is proposed first, then what fell quiet longest ago; `years` by group."""
    wanted = [_is_due(on, years)]
    if but_not:
        wanted.append(cases.c.case_id.not_in(sorted(but_not)))
    total = connection.execute(select(func.count()).select_from(cases).where(*wanted)).scalar_one()
    found = connection.execute(
        select(heads)
        .join(cases, heads.c.case_id == cases.c.case_id)
        .where(*wanted)
        .order_by(cases.c.proposed_at.is_(None), cases.c.proposed_at, cases.c.quiet_since, cases.c.case_id)
        .limit(most)
        .offset(skip)
    )
    return Due(total, [Head(row.case_id, row.position, row.hash) for row in found])


def _is_due(on: date, years: Mapping[str, int]) -> ColumnElement[bool]:
    """What `keeping.review_due` says, asked of the list."""
    by_group = [
        and_(cases.c.keep_group == group, cases.c.quiet_since <= keeping.years_before(on, count).isoformat())
        for group, count in years.items()
    ]
    reviewed = or_(cases.c.review_on.is_(None), cases.c.review_on <= on.isoformat())
    return or_(and_(or_(*by_group), reviewed), cases.c.proposed_at.is_not(None))


def is_left(connection: Connection, keys: CaseKeys, case_id: str) -> bool:
    """Whether a key or a file of a case that was disposed of is still here."""
    names = (case_id, keys.apart_name(case_id))
    key = select(case_keys.c.case_id).where(case_keys.c.case_id.in_(names))
    kept = (attachments, attachment_parts, previews, drawn_pages)
    files = [select(one.c.case_id).where(one.c.case_id == case_id) for one in kept]
    return any(connection.execute(one.limit(1)).first() for one in (key, *files))


def dispose(connection: Connection, keys: CaseKeys, case_id: str, entry_id: str, at: str) -> None:
    """Delete the keys of a case, its files and everything computed from it. `entry_id`: the office log's that says so.

    Its entries stay as they are, and nobody can read them.
    """
    apart = keys.apart_name(case_id)
    connection.execute(insert(disposed).values(case_id=case_id, apart=apart, entry=entry_id, at=at))
    connection.execute(delete(case_keys).where(case_keys.c.case_id.in_((case_id, apart))))
    counted.forget(connection, keys, case_id)
    ids = {case_id, *connection.execute(select(entries.c.id).where(entries.c.case_id == case_id)).scalars()}
    of_case = (pushes.c.case_id == case_id, pushes.c.entry.in_(sorted(ids)))
    ids |= {*connection.execute(select(pushes.c.id).where(or_(*of_case))).scalars()}
    connection.execute(delete(pushes).where(or_(*of_case)))
    on_the_way = select(uploads.c.officer, uploads.c.sealed_sha256).where(uploads.c.case_id == case_id)
    for officer, name in connection.execute(on_the_way).all():
        its = tuple_(upload_pieces.c.officer, upload_pieces.c.sealed_sha256) == (officer, name)
        connection.execute(delete(upload_pieces).where(its))
    one_at_a_time(connection)
    connection.execute(delete(beside).where(or_(beside.c.case_id == case_id, beside.c.other == case_id)))
    search.put(connection, keys, case_id, {})
    for table in (
        attachment_parts,
        attachments,
        previews,
        drawn_pages,
        uploads,
        waiting,
        search_keys,
        shown_cases,
        case_officers,
        cases,
    ):
        connection.execute(delete(table).where(table.c.case_id == case_id))
    _jobs(connection, ids)
    _rescues(connection, ids)


def _jobs(connection: Connection, ids: Collection[str]) -> None:
    """Whatever work names the case, one of its entries or an alert about it, done or not."""
    found = connection.execute(select(jobs.c.number, jobs.c.payload, jobs.c.key), execution_options={"yield_per": 5000})
    named = [row.number for row in found if not _ids_in(f"{row.payload} {row.key}").isdisjoint(ids)]
    for start in range(0, len(named), 500):
        connection.execute(delete(jobs).where(jobs.c.number.in_(named[start : start + 500])))


def _rescues(connection: Connection, ids: Collection[str]) -> None:
    """The bytes of rescue files that held an entry of the case: each was read in, so that the others are in the log.

    One that waits to be read in is not opened here: what it holds of the case is refused when it is.
    """
    read = select(rescues.c.sha256, rescues.c.outcomes).where(rescues.c.read_in_at.is_not(None))
    for name, outcomes in connection.execute(read).all():
        if any(entry_id in ids for entry_id, _ in json.loads(outcomes or "[]")):
            connection.execute(update(rescues).where(rescues.c.sha256 == name).values(body=b""))


def _ids_in(text: str) -> set[str]:
    """Every id that stands in a text."""
    return {*_IDS.findall(text)}
