"""Whether an officer works on something that goes on: who does looks people up without saying why."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from .tables import case_officers, cases


def works_on_one_since(connection: Connection, officer: str, since: str) -> bool:
    """Whether a case that this officer recorded on, and that is not before the court yet, changed since (UTC)."""
    return connection.execute(_WORKS_ON_ONE, {"officer": officer, "since": since}).first() is not None


_WORKS_ON_ONE = (
    select(cases.c.case_id)
    .where(
        cases.c.case_id.in_(select(case_officers.c.case_id).where(case_officers.c.officer == bindparam("officer"))),
        cases.c.changed_at >= bindparam("since"),
        cases.c.stage.in_(("recording", "requested", "authorised", "served")),
    )
    .limit(1)
)
