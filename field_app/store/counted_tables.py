"""The tables figures are read from: computed from the log, and sealed under the figures' key."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, String, Table, text

from field_app.cases.figures import PIECES

from .tables import cases, metadata

counted = Table(
    "counted",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # what of it figures are added up from, under the figures' key
    sqlite_with_rowid=False,
)

tallies = Table(
    "tallies",
    metadata,
    Column("span", String(10), primary_key=True),  # a year, a month, a day: 2026, 2026-07, 2026-07-13
    Column("district", String(200), primary_key=True),  # one of the force's; empty: of all, and of none
    *(Column(piece, LargeBinary, nullable=False) for piece in PIECES),  # of what is added up, under the figures' key
)

counted_by = Table(
    "counted_by",
    metadata,
    Column("basis", String(64), primary_key=True),  # what else than entries the counting hangs on: see actions/counting
    sqlite_with_rowid=False,
)

Index(
    "ix_cases_not_counted",
    cases.c.case_id,
    sqlite_where=text("counted_at IS NOT changed_at"),
    postgresql_where=text("counted_at IS DISTINCT FROM changed_at"),
)
