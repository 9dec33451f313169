"""Who looked at what: written, and committed, before anything is shown."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from .keys import CaseKeys
from .tables import access


def keep(
    connection: Connection,
    keys: CaseKeys,
    office: str,
    *,
    at: str,
    officer: str,
    action: str,
    case_id: str | None = None,
    detail: str | None = None,
) -> None:
    """One consultation. `at` is UTC; `detail` (what was asked) is encrypted under the installation's key."""
    sealed = keys.of(connection, office).seal(f"access {at}", detail.encode()) if detail else None
    connection.execute(insert(access).values(at=at, officer=officer, action=action, case_id=case_id, detail=sealed))
