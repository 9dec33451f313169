"""What passes at the doors: links by which officers enrol, and how often was asked."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, LargeBinary, String, Table, false

from .tables import metadata

enrolments = Table(
    "enrolments",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("officer", String(36), nullable=False, index=True),
    Column("expires_at", String(32), nullable=False),
    Column("used_at", String(32)),
    Column("needs_code", Boolean, nullable=False, server_default=false()),
    Column("code", LargeBinary(32)),  # of the last code that was shown, scrypt
    Column("code_ends_at", String(32)),
    Column("wrong", Integer, nullable=False, server_default="0"),  # tries of that code that were
)

counts = Table(
    "counts",
    metadata,
    Column("key", String(64), primary_key=True),  # keyed hash of what is counted, whose and from when: no address
    Column("many", Integer, nullable=False),
    Column("ends_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)
