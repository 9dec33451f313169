"""Which cases are read beside which.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "beside",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("other", sa.String(length=36), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "other", "why", name=op.f("pk_beside")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_beside_other"), "beside", ["other"], unique=False)
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
