"""The legal desk: served cases by when they were served, which is the order of their deadlines.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("cases", sa.Column("served_at", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_cases_served_at"), "cases", ["served_at"], unique=False)
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    known = op.get_bind().execute(sa.text("SELECT case_id FROM cases WHERE stage = 'served'")).scalars()
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in known
    ]
    op.bulk_insert(jobs, rows)
