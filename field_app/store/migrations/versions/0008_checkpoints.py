"""Checkpoints, append-only like what they cover; and access rows written so that a checkpoint misses none."""

from importlib import import_module

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_record = import_module("field_app.store.migrations.versions.0001_the_record")

APPEND_ONLY = {"checkpoints": ("number",)}


def upgrade() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=86), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoints")),
    )
    for table, keys in APPEND_ONLY.items():
        _record.guard(table, keys)
    if op.get_bind().dialect.name == "postgresql":
        # A statement's trigger fires before any of its rows takes a number: whoever holds the lock alone
        # (store/checkpoints.py) knows that every number given out so far is committed or never will be.
        op.execute(
            "CREATE FUNCTION number_access() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_advisory_xact_lock_shared(7100001); RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER access_numbered BEFORE INSERT ON access FOR EACH STATEMENT EXECUTE FUNCTION number_access()"
        )
