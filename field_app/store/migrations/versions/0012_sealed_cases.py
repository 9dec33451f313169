"""Cases that are sealed. None was before: the kinds that seal one are new."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("cases", sa.Column("sealed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f("ix_cases_sealed"), "cases", ["sealed"], unique=False)
