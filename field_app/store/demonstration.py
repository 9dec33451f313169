"""The marks of a demonstration database: keys made for it and kept in it, and whether it is to train by."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, insert, inspect, select

from .database import reading, writing
from .log import office_id
from .tables import demonstration_keys, entries

TRAINING = "training"
"""Beside the keys: since when (UTC) the trainees' phones may hold what they hold. Each reset writes it anew."""


def keys(engine: Engine) -> dict[str, str]:
    """The keys kept in a demonstration database; none in any other, nor in one not yet migrated."""
    kept = _kept(engine)
    kept.pop(TRAINING, None)
    return kept


def training_since(engine: Engine) -> str | None:
    """Since when a training installation runs as it does; None where the database is no training installation's."""
    return _kept(engine).get(TRAINING)


def is_taken(engine: Engine) -> bool:
    """Whether a force has been set up in this database, or is about to be."""
    with reading(engine) as connection:
        recorded = inspect(connection).has_table(entries.name) and office_id(connection) is not None
    return recorded or bool(_kept(engine))


def _kept(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        if not inspect(connection).has_table(demonstration_keys.name):
            return {}
        return {row.name: row.value for row in connection.execute(select(demonstration_keys))}


def keep_keys(engine: Engine, made: Mapping[str, str]) -> None:
    """Mark a database as a demonstration by the keys made for it, and with `TRAINING` as one to train by."""
    with writing(engine) as connection:
        connection.execute(insert(demonstration_keys), [{"name": name, "value": made[name]} for name in made])
