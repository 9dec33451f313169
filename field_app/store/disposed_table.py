"""The table of cases that were disposed of: append-only, and what lets their keys and files be deleted."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from .tables import metadata

disposed = Table(
    "disposed",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("apart", String(36), nullable=False, index=True),  # the name of its further key
    Column("entry", String(36), nullable=False, unique=True),  # the office log's, signed, that says so
    Column("at", String(32), nullable=False),
)
"""Cases that were disposed of: of these, and of no others, keys and files may be deleted, and none is made again."""
