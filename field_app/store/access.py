"""Who looked at what: written, and committed, before anything is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, insert, select

from .keys import CaseKeys
from .tables import access, offline_look_ups


@dataclass(frozen=True)
class Looked:
    """An access record: `detail` is what was asked, opened; `sealed` as it is stored, as checkpoints cover it."""

    number: int
    at: str
    officer: str
    action: str
    case_id: str | None
    detail: str | None
    sealed: bytes | None


def keep(
    connection: Connection,
    keys: CaseKeys,
    *,
    at: str,
    officer: str,
    action: str,
    case_id: str | None = None,
    detail: str | None = None,
) -> None:
    """One consultation. `at` is UTC; `detail` (what was asked) is encrypted under a key that is the month's own."""
    sealed = keys.of(connection, _month(at)).seal(f"access {at}", detail.encode()) if detail else None
    connection.execute(insert(access).values(at=at, officer=officer, action=action, case_id=case_id, detail=sealed))


def keep_each(connection: Connection, *, at: str, officer: str, action: str, case_ids: Collection[str]) -> None:
    """As `keep`, of each of these cases, without a detail."""
    rows = [{"at": at, "officer": officer, "action": action, "case_id": case_id} for case_id in case_ids]
    if rows:
        connection.execute(insert(access), rows)


def read(
    connection: Connection,
    keys: CaseKeys,
    office: str,
    *,
    since: str = "",
    until: str = "9",
    officers: Collection[str] | None = None,
    case_id: str | None = None,
    actions: Collection[str] | None = None,
) -> Iterator[Looked]:
    """The access records from `since` to before `until` (UTC, as stored), perhaps of these officers, one case or these
    actions alone.

    In the order they were written.
    """
    asked = select(access).where(access.c.at >= since, access.c.at < until).order_by(access.c.number)
    if officers is not None:
        asked = asked.where(access.c.officer.in_(officers))
    if actions is not None:
        asked = asked.where(access.c.action.in_(actions))
    if case_id:
        asked = asked.where(access.c.case_id == case_id)
    with connection.execute(asked, execution_options={"yield_per": 1000}) as found:
        for row in found:
            detail = _open(connection, keys, office, row.at, row.detail) if row.detail else None
            yield Looked(row.number, row.at, row.officer, row.action, row.case_id, detail, row.detail)


def kept_back(connection: Connection, case_ids: Collection[str], actions: Collection[str]) -> set[tuple[str, str]]:
    """When (UTC, as stored) and by whom one of these actions was done to one of these cases."""
    asked = select(access.c.at, access.c.officer).where(access.c.case_id.in_(case_ids), access.c.action.in_(actions))
    return {(row.at, row.officer) for row in connection.execute(asked)}


def taken(connection: Connection, look_up: str) -> bool:
    """Whether this look-up, made without signal, is on record."""
    return connection.execute(select(offline_look_ups.c.id).where(offline_look_ups.c.id == look_up)).first() is not None


def take(connection: Connection, look_up: str, received_at: str) -> None:
    """Note that it is. `received_at` is UTC."""
    connection.execute(insert(offline_look_ups).values(id=look_up, received_at=received_at))


def _month(at: str) -> str:
    """The name under which a month's key is kept beside those of the cases."""
    return f"access {at[:7]}"


def _open(connection: Connection, keys: CaseKeys, office: str, at: str, sealed: bytes) -> str | None:
    """What was asked; None once its month's key is gone. Before there were such keys, the installation's sealed it."""
    for name in (_month(at), office):
        key = keys.known(connection, name)
        try:
            if key:
                return key.open(f"access {at}", sealed).decode()
        except InvalidTag:
            continue
    return None
