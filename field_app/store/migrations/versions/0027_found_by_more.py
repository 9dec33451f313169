"""Whom the look-up finds, filed anew: a street by how it sounds, telephone numbers and number plates as a whole.

It is computed: the worker files the cases that there are already; until then each is found by what it was filed under.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    known = op.get_bind().execute(sa.text("SELECT case_id FROM cases")).scalars()
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in known
    ]
    op.bulk_insert(jobs, rows)
