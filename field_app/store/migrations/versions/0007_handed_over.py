"""Cases that were handed over, and not accepted yet."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("cases", sa.Column("handed_at", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_cases_handed_at"), "cases", ["handed_at"], unique=False)
