"""What is recorded is refused to change after every upgrade, and to a role that runs the servers and owns nothing."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from field_app.actions import Checkpoints, read_case, verify_logs
from field_app.opening import installation_with
from field_app.store.database import _config, connect, is_current, migrate, reading, writing
from tests.conftest import KEYS

from .story import recorded
from .test_chain import STATEMENTS, contents

SECURITY = Path(__file__).parent.parent.parent / "docs" / "security.md"
[ROLE] = re.findall(r"```sql\n(.+?)```", SECURITY.read_text(), re.DOTALL)

FROM_THE_FIRST = {
    "entries": ("reasons = '[]'", "case_id, position"),
    "case_keys": ("wrapped = {table}.wrapped", "case_id"),
    "refused": ("reasons = '[]'", "number"),
    "access": ("officer = 'y'", "number"),
}
"""The append-only tables of the first revision: a change to try, and the key of a row."""

LATER = {
    "checkpoints": ("at = 'y'", "number"),
    "attachments": ("size = 0", "case_id, sha256"),
    "attachment_parts": ("body = {table}.body", "case_id, sha256, number"),
}

ROWS = (
    "INSERT INTO entries (case_id, position, id, body, body_sha256, received_at, signed_in, reasons, hash) "
    "VALUES ('c', 1, 'i', :b, 's', '2026', 'o', '[]', 'h')",
    "INSERT INTO case_keys (case_id, wrapped) VALUES ('c', :b)",
    "INSERT INTO refused (body, body_sha256, received_at, signed_in, reasons) VALUES (:b, 's', '2026', 'o', '[]')",
    "INSERT INTO access (at, officer, action) VALUES ('2026', 'o', 'a')",
)
ROWS_LATER = (
    "INSERT INTO checkpoints (number, at, body, signature) VALUES (1, '2026', 'b', 's')",
    "INSERT INTO attachments (case_id, sha256, size, officer, received_at) VALUES ('c', 's', 1, 'o', '2026')",
    "INSERT INTO attachment_parts (case_id, sha256, number, body) VALUES ('c', 's', 0, :b)",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An engine on a database with nothing in it."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path}/field.sqlite")
        yield engine
        engine.dispose()
        return
    server, name = request.getfixturevalue("postgres"), f"field_{uuid.uuid4().hex}"
    engine = connect(server.create(name))
    yield engine
    engine.dispose()
    server.drop(name)


def add(engine, statements):
    with writing(engine) as connection:
        for one in statements:
            connection.execute(text(one), {"b": b"x"} if ":b" in one else {})


def all_of(engine, table):
    with reading(engine) as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).all()


def test_from_the_first_revision_to_the_newest_nothing_recorded_is_changed_or_deleted(empty):
    with writing(empty) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    add(empty, ROWS)
    before = {table: all_of(empty, table) for table in FROM_THE_FIRST}
    migrate(empty)
    assert is_current(empty)
    add(empty, ROWS_LATER)
    for table, (change, key) in {**FROM_THE_FIRST, **LATER}.items():
        kept = all_of(empty, table)
        assert len(kept) == 1
        for statement in STATEMENTS[empty.dialect.name]:
            made = statement.format(table=table, change=change.format(table=table), key=key)
            with pytest.raises(DBAPIError, match="append-only"), writing(empty) as connection:
                connection.exec_driver_sql(made)
        assert all_of(empty, table) == kept
    for table, rows in before.items():  # a later revision may have added a column at the end
        assert [row[: len(rows[0])] for row in all_of(empty, table)] == [tuple(row) for row in rows]


SAYS_SO = (
    "INSERT INTO entries (case_id, position, id, body, body_sha256, signature, received_at, signed_in, reasons, hash) "
    "VALUES ('office', {n}, '{id}', x, 's', {signature}, '2026', 'o', '[]', 'h')"
)
GONE = "INSERT INTO disposed (case_id, apart, entry, at) VALUES ('c', 'further', '{entry}', '2026')"
MAY_GO = ("case_keys", "attachments", "attachment_parts")


def test_a_key_and_files_are_deleted_only_where_a_signed_entry_of_the_office_says_so(empty):
    migrate(empty)
    add(empty, (*ROWS, *ROWS_LATER, "INSERT INTO case_keys (case_id, wrapped) VALUES ('further', :b)"))
    add(empty, [SAYS_SO.format(n=1, id="unsigned", signature="NULL").replace(" x,", " :b,")])
    add(empty, [SAYS_SO.format(n=2, id="signed", signature="'s'").replace(" x,", " :b,")])

    def refuses(statement, why):
        with pytest.raises(DBAPIError, match=why):
            add(empty, [statement])

    for entry in ("none", "unsigned", "i"):  # no such entry; not signed; of a case
        refuses(GONE.format(entry=entry), "no signed entry")
    for table in MAY_GO:
        refuses(f"DELETE FROM {table}", "append-only")
    add(empty, ["INSERT INTO case_keys (case_id, wrapped) VALUES ('kept', :b)", GONE.format(entry="signed")])
    refuses("DELETE FROM case_keys WHERE case_id = 'kept'", "append-only")
    for table in MAY_GO:
        add(empty, [f"DELETE FROM {table} WHERE case_id IN ('c', 'further')"])
    assert [row[0] for row in all_of(empty, "case_keys")] == ["kept"]
    for again in ("c", "further"):
        refuses(f"INSERT INTO case_keys (case_id, wrapped) VALUES ('{again}', :b)", "was disposed of")
    refuses(ROWS_LATER[2], "was disposed of")
    for statement in STATEMENTS[empty.dialect.name]:
        refuses(statement.format(table="disposed", change="at = 'y'", key="case_id"), "append-only")


@pytest.fixture
def force(postgres, request):
    """The force on PostgreSQL alone."""
    return request.getfixturevalue("postgres_force")


@pytest.fixture
def as_role(force, postgres):
    """The force's installation again, as the role of docs/security.md runs it; and how to reach the database as it."""
    url = str(force.settings.database_url)
    owner = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(ROLE)
    limited = url.replace("//field@", "//field_app@")
    installation = installation_with(
        connect(limited), replace(force.settings, database_url=limited), KEYS, demonstration=False
    )
    yield installation, limited.replace("postgresql+psycopg://", "postgresql://")
    installation.engine.dispose()
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP OWNED BY field_app")
        connection.execute("DROP ROLE field_app")


def test_the_servers_role_does_all_its_work_and_owns_nothing(force, as_role):
    installation, url = as_role
    for officer in force.officers.values():
        officer.installation = installation
    case_id, _ = recorded(force)
    assert read_case(installation, force.constable.id, case_id, force.now)
    assert Checkpoints(installation).take(force.later(minutes=1)).access.rows == 1
    assert verify_logs(installation).failure is None
    with psycopg.connect(url, autocommit=True) as connection:
        owned = "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        assert connection.execute(owned).fetchone() == (0,)


@pytest.mark.parametrize("table", [*FROM_THE_FIRST, *LATER])
def test_the_servers_role_may_not_even_try_nor_switch_the_triggers_off(force, as_role, table):
    _, url = as_role
    change, key = {**FROM_THE_FIRST, **LATER}[table]
    recorded(force)
    before = contents(force, table)
    tries = [one.format(table=table, change=change.format(table=table), key=key) for one in STATEMENTS["postgresql"]]
    if table in MAY_GO:  # a role may delete there what was disposed of; the trigger refuses it the rest
        tries = [one for one in tries if not one.startswith("DELETE")]
    tries += [
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table}",
        "SET session_replication_role = replica",
    ]
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in tries:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
    assert contents(force, table) == before
