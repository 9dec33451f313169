"""Figures: of what is added up, each piece stands by itself, so that who asks for one need not open the others.

It is computed: the worker counts every case again; until it has, figures are read from their entries.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.drop_table("tallies")
    op.create_table(
        "tallies",
        sa.Column("span", sa.String(length=10), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("standing", sa.LargeBinary(), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.Column("served", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("span", "district", name=op.f("pk_tallies")),
    )
    op.execute("DELETE FROM counted")
    op.execute("UPDATE cases SET counted_at = NULL WHERE stage <> 'elsewhere'")
