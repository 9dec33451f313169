"""Devices that can be lost, and rescue files that wait to be read in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Added to the tables as they stand: a copied table would lose its triggers.
    op.add_column("sessions", sa.Column("device", sa.String(length=36), nullable=True))
    op.add_column("push_subscriptions", sa.Column("device", sa.String(length=36), nullable=True))
    op.create_table(
        "devices",
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("officer", sa.String(length=36), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=True),
        sa.Column("heard_at", sa.String(length=32), nullable=True),
        sa.Column("clock_offset_s", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_devices_token_sha256")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_devices_officer"), "devices", ["officer"], unique=False)
    op.create_table(
        "rescues",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("received_by", sa.String(length=36), nullable=False),
        sa.Column("read_in_at", sa.String(length=32), nullable=True),
        sa.Column("read_in_by", sa.String(length=36), nullable=True),
        sa.Column("outcomes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_rescues")),
    )
