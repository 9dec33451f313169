"""`orders import`: a list of another force's or court's notices and orders, taken in so that the look-up finds them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.order_list import SOMEBODY_ELSE, NotAList, Row, read_list
from field_app.cases.section import as_json
from field_app.store import access, log
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NotAllowed, system_entry
from .record import Batch, as_sent

KIND = "order imported"

AT_ONCE = 1_000
"""So many rows are judged and written together."""

_OF_THE_IMPORT = ("operator", "file")
"""What an entry says of how it was taken in, and not of what it is."""


@dataclass(frozen=True)
class Told:
    """What becomes of one row, in the order of the list; `wrong` says why it is refused, a sentence each."""

    line: int
    reference: str | None
    outcome: Literal["taken", "changed", "unchanged", "refused"]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What became of a list; `done` is False where nothing was written: a preview, or a list with bad rows."""

    rows: tuple[Told, ...]
    done: bool

    def count(self, outcome: str) -> int:
        """How many rows this became of."""
        return sum(one.outcome == outcome for one in self.rows)


def import_orders(
    installation: Installation,
    officer: str,
    body: bytes,
    source: str | None,
    now: datetime,
    *,
    preview: bool = False,
    without_bad_rows: bool = False,
) -> Imported:
    """Take in a list (`cases.order_list`) from `source` in the name of `officer`, all in one transaction.

    A row that stands in the record as it is changes nothing; one that differs replaces what was imported before. With
    a bad row nothing is written, unless it is to be left out (`without_bad_rows`); for a `preview` nothing ever is.

    :raise NotAllowed: this is a training installation, it is no such list, or `source` (None: nobody says) is blank or
        too long.
    """
    if installation.training:
        raise NotAllowed("A training installation takes in no list: whoever stands in it would be real.")
    source = SOMEBODY_ELSE if source is None else " ".join(source.split())
    if not 0 < len(source) <= 150:
        raise NotAllowed("--source: say in 1 to 150 characters whose list it is, like Kent Police.")
    try:
        listed = list(read_list(body, source, now))
    except NotAList as error:
        raise NotAllowed(str(error)) from error
    good = [one for one in listed if one.facts]
    told = {one.line: Told(one.line, one.reference, "refused", one.wrong) for one in listed if one.wrong}
    about = {"operator": officer, "file": sha256(body).hexdigest()}
    writes = not preview and (without_bad_rows or not told)
    with writing(installation.engine) if writes else reading(installation.engine) as connection:
        for some in _in_batches(good):
            if writes:
                outcomes = _take(installation, connection, some, about, now)
            else:
                outcomes = _compare(installation, connection, some)
            for one, outcome in zip(some, outcomes, strict=True):
                told[one.line] = Told(one.line, one.reference, outcome)
        if writes:
            access.keep(
                connection,
                installation.keys,
                at=stamp(now),
                officer=officer,
                action="orders import",
                detail=json.dumps({"source": source, "file": about["file"], "rows": len(listed)}, ensure_ascii=False),
            )
    return Imported(tuple(told[line] for line in sorted(told)), writes)


def _in_batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some


Outcome = Literal["taken", "changed", "unchanged"]


def _take(
    installation: Installation, connection: Connection, rows: Sequence[Row], about: dict[str, str], now: datetime
) -> list[Outcome]:
    """Record what is new or has changed, by the one path that every entry takes."""
    batch = Batch(installation, connection, "system", now)
    ids = [_case_id(installation, one) for one in rows]
    batch.begin((), set(ids))
    outcomes = [_outcome(batch.cases[case_id], one) for case_id, one in zip(ids, rows, strict=True)]
    before = {case_id: batch.cases[case_id].latest(KIND) for case_id in ids}
    batch.know([one.entry.id for one in before.values() if one])
    for case_id, row, outcome in zip(ids, rows, outcomes, strict=True):
        if outcome == "unchanged":
            continue
        entry = system_entry(batch.office.id, KIND, {**(row.facts or {}), **about}, now)
        replaced = before[case_id]
        sent = {**entry, "case": case_id, "replaces": [replaced.entry.id] if replaced else []}
        answer = batch.take_sent(as_sent(sent))
        if not answer.position:
            # The list was read more strictly than an entry is: this is ours to put right, and nothing is written.
            said = " ".join(why.message for why in answer.reasons)
            raise NotAllowed(f"Line {row.line}: {said} Nothing was imported.")
    batch.finish()
    return outcomes


def _compare(installation: Installation, connection: Connection, rows: Sequence[Row]) -> list[Outcome]:
    """What taking these rows in would come to."""
    found: list[Outcome] = []
    for row in rows:
        case_id = _case_id(installation, row)
        found.append(_outcome(installation.case(connection, case_id, log.head(connection, case_id)), row))
    return found


def _outcome(case: Case, row: Row) -> Outcome:
    known = case.latest(KIND)
    if known is None:
        return "taken"
    facts: dict[str, Any] = as_json(known.entry.facts)
    said = {name: value for name, value in facts.items() if name not in _OF_THE_IMPORT}
    return "unchanged" if said == row.facts else "changed"


def _case_id(installation: Installation, row: Row) -> str:
    """The case of a row: the same at every import, and telling nothing without the installation's key."""
    return str(UUID(bytes=installation.keys.blind(f"order imported\n{row.key}"), version=4))
