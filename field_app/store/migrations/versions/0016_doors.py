"""How often was asked, counted by all servers; a link's code; what a session's passkey confirmed last."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_counts")),
        sqlite_with_rowid=False,
    )
    op.add_column("enrolments", sa.Column("needs_code", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("enrolments", sa.Column("code", sa.LargeBinary(length=32), nullable=True))
    op.add_column("enrolments", sa.Column("code_ends_at", sa.String(length=32), nullable=True))
    op.add_column("enrolments", sa.Column("wrong", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sessions", sa.Column("confirmed", sa.String(length=64), nullable=True))
    op.add_column("sessions", sa.Column("confirmed_until", sa.String(length=32), nullable=True))
    op.execute("UPDATE enrolments SET needs_code = true WHERE used_at IS NULL")  # so do those that were made before
