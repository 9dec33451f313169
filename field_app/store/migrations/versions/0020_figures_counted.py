"""Figures: what is counted of each case, and that added up by day, month and year.

It is computed: the worker counts the cases that there are already; until then figures are read from their entries.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "counted",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_counted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tallies",
        sa.Column("span", sa.String(length=10), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("span", "district", name=op.f("pk_tallies")),
    )
    op.create_table(
        "counted_by",
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("basis", name=op.f("pk_counted_by")),
        sqlite_with_rowid=False,
    )
    op.add_column("cases", sa.Column("counted_at", sa.String(length=32), nullable=True))
    op.execute("UPDATE cases SET counted_at = changed_at WHERE stage = 'elsewhere'")
    op.create_index(
        "ix_cases_not_counted",
        "cases",
        ["case_id"],
        unique=False,
        sqlite_where=sa.text("counted_at IS NOT changed_at"),
        postgresql_where=sa.text("counted_at IS DISTINCT FROM changed_at"),
    )
