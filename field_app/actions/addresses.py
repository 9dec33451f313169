"""`postcodes import`, and what there is at a postcode: the addresses of the file that the force supplies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from field_app.cases.postcodes import Address, BadRow, read_addresses
from field_app.store import postcodes
from field_app.store.database import reading, writing

from .installation import Installation

MOST_SAID = 100


@dataclass(frozen=True)
class AddressesTaken:
    """How many addresses are known now, None where nothing was taken in; the first bad rows, and how many there are."""

    taken: int | None
    bad: tuple[BadRow, ...]
    all_bad: int


def import_addresses(installation: Installation, file: Path, *, without_bad_rows: bool = False) -> AddressesTaken:
    """Put the list in `file` in the place of the one before, in one transaction; nothing of it where a row is bad,
    unless the rest is wanted.

    It is read twice, so that nobody waits for the database while it is checked.

    :raise NoList: it is no such list.
    :raise OSError: it cannot be read.
    """
    bad: list[BadRow] = []
    all_bad = 0
    for row in _rows(file):
        if isinstance(row, BadRow):
            all_bad += 1
            if len(bad) < MOST_SAID:
                bad.append(row)
    if all_bad and not without_bad_rows:
        return AddressesTaken(None, tuple(bad), all_bad)
    with writing(installation.engine) as connection:
        good = ((one.postcode, one.line, one.text) for one in _rows(file) if isinstance(one, Address))
        return AddressesTaken(postcodes.replace_all(connection, good), tuple(bad), all_bad)


def _rows(file: Path) -> Iterator[Address | BadRow]:
    # What is no UTF-8 is kept as it stands, so that its line can be named.
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        yield from read_addresses(lines)


def addresses_at(installation: Installation, postcode: str) -> tuple[str, ...]:
    """The addresses at a postcode (`whole_postcode`), each in lines; none where it is not known."""
    with reading(installation.engine) as connection:
        return postcodes.at(connection, postcode)


def are_addresses_known(connection: Connection) -> bool:
    """Whether the force supplied a list: only then does a phone ask."""
    return postcodes.is_there_any(connection)
