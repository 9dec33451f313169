"""Photographs and documents: what was received whole, append-only; the pieces on their way; what is shown of them."""

from importlib import import_module

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_record = import_module("field_app.store.migrations.versions.0001_the_record")

APPEND_ONLY = {
    "attachments": ("case_id, sha256", _record.ROWID),
    "attachment_parts": ("case_id, sha256, number", _record.ROWID),
}


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(length=36), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sha256", name=op.f("pk_attachments")),
    )
    op.create_table(
        "attachment_parts",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sha256", "number", name=op.f("pk_attachment_parts")),
    )
    op.create_table(
        "previews",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "sha256", name=op.f("pk_previews")),
    )
    op.create_table(
        "uploads",
        sa.Column("officer", sa.String(length=36), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("officer", "sealed_sha256", name=op.f("pk_uploads")),
    )
    op.create_table(
        "upload_pieces",
        sa.Column("officer", sa.String(length=36), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("offset", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("officer", "sealed_sha256", "offset", name=op.f("pk_upload_pieces")),
    )
    for table, keys in APPEND_ONLY.items():
        _record.guard(table, keys)
