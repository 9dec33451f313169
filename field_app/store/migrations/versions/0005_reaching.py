"""Work that is queued once, and what became of each push."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("key", sa.String(length=120), nullable=True))
    op.create_index("uq_jobs_key", "jobs", ["key"], unique=True)
    op.create_table(
        "pushes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("officer", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.Column("endpoint_sha256", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("entry", sa.String(length=36), nullable=True),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.String(length=32), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=True),
        sa.Column("delivered_at", sa.String(length=32), nullable=True),
        sa.Column("opened_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_pushes_officer"), "pushes", ["officer"], unique=False)
    op.create_index(op.f("ix_pushes_entry"), "pushes", ["entry"], unique=False)
