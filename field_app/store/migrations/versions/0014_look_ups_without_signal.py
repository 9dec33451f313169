"""Which look-ups made without signal are on record, so that none is twice. None was before: phones could make none."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "offline_look_ups",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_look_ups")),
        sqlite_with_rowid=False,
    )
