"""Whom the look-up finds.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "found_people",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_found_people")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_found_people_case_id"), "found_people", ["case_id"], unique=False)
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    known = op.get_bind().execute(sa.text("SELECT case_id FROM cases")).scalars()
    op.bulk_insert(
        jobs,
        [
            {
                "kind": "file case",
                "payload": json.dumps({"case": one}),
                "due_at": due_at,
                "tries": 0,
                "failed": False,
            }
            for one in known
        ],
    )
