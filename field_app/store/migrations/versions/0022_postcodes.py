"""Addresses by postcode, from the file that the force supplies."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "postcode_addresses",
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", "line", name=op.f("pk_postcode_addresses")),
        sqlite_with_rowid=False,
    )
