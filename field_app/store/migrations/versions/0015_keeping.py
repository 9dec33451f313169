"""Keeping and forgetting: what is to be reviewed when, and cases that were disposed of.

A case's key may be deleted from here on, with its files, once the office log says so: a row of `disposed` names the
signed entry. Nothing else that is append-only may. What of a case was refused is kept under its key, if it has one.
When cases fell quiet is computed: the worker files those there are already.
"""

import json
from datetime import UTC, datetime
from importlib import import_module

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_record = import_module("field_app.store.migrations.versions.0001_the_record")

MAY_GO = ("case_keys", "attachments", "attachment_parts")
"""Append-only tables whose rows go with their case."""

IS_DISPOSED = (
    "(EXISTS (SELECT 1 FROM disposed WHERE disposed.case_id = {row}.case_id) "
    "OR EXISTS (SELECT 1 FROM disposed WHERE disposed.apart = {row}.case_id))"
)
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM entries WHERE entries.id = NEW.entry AND entries.office_head IS NULL "
    "AND entries.signature IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "disposed",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("apart", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_disposed")),
        sa.UniqueConstraint("entry", name=op.f("uq_disposed_entry")),
    )
    op.create_index(op.f("ix_disposed_apart"), "disposed", ["apart"], unique=False)
    _record.guard("disposed", ("case_id", "entry", _record.ROWID))
    op.add_column("refused", sa.Column("case_id", sa.String(length=36), nullable=True))
    for name, length in (("keep_group", 1), ("quiet_since", 10), ("review_on", 10), ("proposed_at", 32)):
        op.add_column("cases", sa.Column(name, sa.String(length=length), nullable=True))
    op.create_index(op.f("ix_cases_quiet_since"), "cases", ["quiet_since"], unique=False)
    op.create_index(op.f("ix_cases_proposed_at"), "cases", ["proposed_at"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()
    jobs = sa.table("jobs", *(sa.column(name) for name in ("kind", "payload", "due_at", "tries", "failed")))
    due_at = datetime.now(UTC).isoformat(timespec="microseconds")
    rows = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": due_at, "tries": 0, "failed": False}
        for one in op.get_bind().execute(sa.text("SELECT case_id FROM cases")).scalars()
    ]
    op.bulk_insert(jobs, rows)


def _sqlite() -> None:
    for table in MAY_GO:
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT {IS_DISPOSED.format(row='OLD')} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_again BEFORE INSERT ON {table} WHEN {IS_DISPOSED.format(row='NEW')} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: this case was disposed of'); END"
        )
    op.execute(
        f"CREATE TRIGGER disposed_is_signed BEFORE INSERT ON disposed WHEN NOT {IS_SIGNED} "
        "BEGIN SELECT RAISE(ABORT, 'disposed: no signed entry of the office log says so'); END"
    )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_unless_disposed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_DISPOSED.format(row='OLD')} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_if_disposed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_DISPOSED.format(row='NEW')} THEN RAISE EXCEPTION '%: this case was disposed of', TG_TABLE_NAME; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_unless_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_SIGNED} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'disposed: no signed entry of the office log says so'; END $$"
    )
    for table in MAY_GO:
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_unless_disposed()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_again BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_if_disposed()"
        )
    op.execute(
        "CREATE TRIGGER disposed_is_signed BEFORE INSERT ON disposed "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unless_signed()"
    )
