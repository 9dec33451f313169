"""The mark of a demonstration database: keys that were made for it and are kept in it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, insert, inspect, select

from .database import reading, writing
from .tables import demonstration_keys


def keys(engine: Engine) -> dict[str, str]:
    """The keys kept in a demonstration database; none in any other, nor in one not yet migrated."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(demonstration_keys.name):
            return {}
        return {row.name: row.value for row in connection.execute(select(demonstration_keys))}


def keep_keys(engine: Engine, made: Mapping[str, str]) -> None:
    """Mark a database as a demonstration by the keys made for it."""
    with writing(engine) as connection:
        connection.execute(insert(demonstration_keys), [{"name": name, "value": made[name]} for name in made])
