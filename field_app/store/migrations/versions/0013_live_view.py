"""The live view: orders by their last day, and breaches nobody was arrested for.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("cases", sa.Column("ends_on", sa.String(length=10), nullable=True))
    op.add_column("cases", sa.Column("breach_at", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_cases_ends_on"), "cases", ["ends_on"], unique=False)
    op.create_index(op.f("ix_cases_breach_at"), "cases", ["breach_at"], unique=False)
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    asked = sa.text("SELECT case_id FROM cases WHERE stage IN ('served', 'before the court', 'ordered', 'ended')")
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in op.get_bind().execute(asked).scalars()
    ]
    op.bulk_insert(jobs, rows)
