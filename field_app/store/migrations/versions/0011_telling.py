"""Safeguarding: the cases in which somebody is still to be told, or something to be done, by when that is due.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("cases", sa.Column("tell_by", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_cases_tell_by"), "cases", ["tell_by"], unique=False)
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    begun = "SELECT case_id FROM cases WHERE stage NOT IN ('recording', 'not pursued', 'elsewhere')"
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in op.get_bind().execute(sa.text(begun)).scalars()
    ]
    op.bulk_insert(jobs, rows)
