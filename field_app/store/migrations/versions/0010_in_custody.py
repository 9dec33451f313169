"""The custody desk: cases whose respondent is held at a police station, or left it before the notice was served.

It is computed: the worker files the cases that there are already.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("cases", sa.Column("held_at", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_cases_held_at"), "cases", ["held_at"], unique=False)
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    asked = sa.text(
        "SELECT case_id FROM cases WHERE stage IN ('requested', 'authorised', 'served', 'before the court', 'ordered')"
    )
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in op.get_bind().execute(asked).scalars()
    ]
    op.bulk_insert(jobs, rows)
