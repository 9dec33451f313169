"""What a look-up shows of each case, as one sealed row beside its log.

It is computed: the worker makes the rows of the cases that there are already; until then their logs are read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "shown_cases",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_shown_cases")),
    )
    op.create_index(op.f("ix_shown_cases_made_by"), "shown_cases", ["made_by"], unique=False)
    found = "('authorised', 'withdrawn', 'served', 'before the court', 'ordered', 'ended')"
    blob = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    op.execute(
        f"INSERT INTO shown_cases SELECT case_id, '', '', CAST('' AS {blob}) FROM cases "
        f"WHERE NOT sealed AND stage IN {found}"
    )
