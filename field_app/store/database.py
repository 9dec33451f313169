"""One engine, two kinds of transaction, and the migrations."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CompoundSelect, Connection, Engine, PoolProxiedConnection, Select, create_engine, event
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError

DatabaseError = SQLAlchemyError
"""Whatever goes wrong with the database, for whoever only waits until it is there again."""


class DoesNotAnswer(SQLAlchemyError):
    """The database did not answer a statement that went to the driver as text."""


AWAY = (DoesNotAnswer, OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database is gone, full or stands still; later the same may be asked again."""

MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Engine:
    """An engine for `url`: SQLite with accepted-means-on-disk settings, or PostgreSQL."""
    if url.startswith("sqlite:///") and ":memory:" not in url:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    # hide_parameters: a database error must not carry what was recorded into a log line
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


_OF_SQLITE = (
    *("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"),
    "wal_autocheckpoint=4000",  # 16 MB, where no worker has written back before (`write_back`)
)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not inside the driver
    for setting in _OF_SQLITE:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; on SQLite it takes its place among the writers at once."""
    with _turn(engine, _writing), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


_Turns = WeakKeyDictionary[Engine, threading.Lock]

_writing: _Turns = WeakKeyDictionary()
"""On SQLite, this process's writers queue here: SQLite itself has them sleep and try again, up to 100 ms."""

_asking: _Turns = WeakKeyDictionary()
"""On SQLite, this process's questions queue here (`Question`)."""


def _turn(engine: Engine, turns: _Turns) -> AbstractContextManager[object]:
    return turns.setdefault(engine, threading.Lock()) if engine.dialect.name == "sqlite" else nullcontext()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads; it never waits behind a writer."""
    with engine.connect() as connection, connection.begin():
        yield connection


class Question:
    """One statement that reads, asked by itself: its answer is of one moment, and needs no transaction to be that.

    For what every request or every poll asks. It is compiled once, and goes to the driver as text: SQLAlchemy's way
    through a transaction costs ten times what SQLite takes to answer (docs/decisions/0029). Only texts and numbers go
    in and come out, which every driver takes and gives as they are.

    On SQLite this process's questions queue: each lets go of the interpreter some four times within 50 µs, and threads
    on several cores that take it from each other there cost more processor time than the answer. No question waits
    behind a writer, so none waits long for its turn.
    """

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, dict[str, Any], list[str] | None]] = {}

    def answer(self, engine: Engine, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """What the database answers now, row by row.

        :raise DoesNotAnswer: it does not.
        """
        text, always, order = self._compiled.get(engine.dialect.name) or self._compile(engine)
        given = {**always, **values}
        with _turn(engine, _asking), closing(_raw(engine)) as connection:
            try:
                with closing(connection.cursor()) as cursor:
                    cursor.execute(text, given if order is None else [given[name] for name in order])
                    return list(cursor.fetchall())
            except engine.dialect.loaded_dbapi.Error as error:
                connection.invalidate(error)  # the database may have gone away: who asks next opens another
                raise DoesNotAnswer(type(error).__name__) from error

    def _compile(self, engine: Engine) -> tuple[str, dict[str, Any], list[str] | None]:
        compiled = self._statement.compile(dialect=engine.dialect, compile_kwargs={"render_postcompile": True})
        made = str(compiled), dict(compiled.params), getattr(compiled, "positiontup", None)
        self._compiled[engine.dialect.name] = made
        return made


def _raw(engine: Engine) -> PoolProxiedConnection:
    try:
        return engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as error:  # which nobody has translated here
        raise DoesNotAnswer(type(error).__name__) from error


def in_text(connection: Connection, text: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a statement answers within a transaction, row by row, for the few that are asked where milliseconds count.

    `text` is in the driver's own language, and goes to it as it is: half of what SQLAlchemy takes over rows is saved.

    :raise DoesNotAnswer: the database does not.
    """
    try:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(text, values)
            return list(cursor.fetchall())
    except connection.dialect.loaded_dbapi.Error as error:
        raise DoesNotAnswer(type(error).__name__) from error


def write_back(engine: Engine) -> None:
    """Have SQLite write into the database's file what stands in its write-ahead log, as far as nobody reads there.

    Done now and then it is not done within a request; it keeps nobody waiting. PostgreSQL does this by itself.

    :raise DoesNotAnswer: the database does not.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(_raw(engine)) as connection:
        try:
            with closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except engine.dialect.loaded_dbapi.Error as error:
            raise DoesNotAnswer(type(error).__name__) from error


@contextmanager
def unchanging(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads everything as it stood at one moment, whatever is committed meanwhile."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision."""
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest revision."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def stamp(moment: datetime) -> str:
    """An instant as the tables hold it: UTC, microseconds always, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
