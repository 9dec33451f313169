"""Figures: of what is added up, each piece stands by itself, so that who asks for one need not open the others.

It is computed: the worker counts every case again; until it has, figures are read from their entries.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    op.execute("DELETE FROM tallies")
    op.execute("DELETE FROM counted")
    op.execute("UPDATE cases SET counted_at = NULL WHERE stage <> 'elsewhere'")
    for piece in ("standing", "places", "served"):
        op.add_column("tallies", sa.Column(piece, sa.LargeBinary(), nullable=False))
