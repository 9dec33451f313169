"""The migrations make the tables the code describes, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from field_app.store.database import is_current, migrate, reading
from field_app.store.tables import metadata


def test_the_database_is_what_the_tables_say(force):
    with reading(force.installation.engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(force):
    case_id, _ = force.requested()
    migrate(force.installation.engine)
    assert is_current(force.installation.engine)
    assert force.client("constable").get(f"/api/cases/{case_id}").json["case"]["stage"] == "requested"
