"""The addresses there are, by postcode, from the file that the force supplies: nothing of any case or anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Column, Connection, Integer, String, Table, Text, delete, insert, select

from .tables import metadata

postcode_addresses = Table(
    "postcode_addresses",
    metadata,
    Column("postcode", String(8), primary_key=True),  # capitals and digits alone
    Column("line", Integer, primary_key=True, autoincrement=False),  # of the file, whose order they keep
    Column("address", Text, nullable=False),
    sqlite_with_rowid=False,
)

AT_ONCE = 5_000
"""Rows that are in memory while a list is taken in."""


def replace_all(connection: Connection, rows: Iterable[tuple[str, int, str]]) -> int:
    """Put these (postcode, line, address) in the place of all that were there; how many."""
    connection.execute(delete(postcode_addresses))
    many, left = 0, iter(rows)
    while some := _some(left):
        connection.execute(insert(postcode_addresses), some)
        many += len(some)
    return many


def _some(rows: Iterator[tuple[str, int, str]]) -> list[dict[str, object]]:
    return [{"postcode": code, "line": line, "address": address} for code, line, address in islice(rows, AT_ONCE)]


def at(connection: Connection, postcode: str) -> tuple[str, ...]:
    """The addresses at a postcode (capitals and digits alone), as the list has them."""
    table = postcode_addresses.c
    asked = select(table.address).where(table.postcode == postcode).order_by(table.line)
    return tuple(connection.execute(asked).scalars())


def is_there_any(connection: Connection) -> bool:
    """Whether a list was taken in."""
    return connection.execute(select(postcode_addresses.c.line).limit(1)).first() is not None
