"""A force's list of addresses by postcode: each row read, or every reason why it cannot be.

CSV in UTF-8, its first line the names of its columns, in any order: `postcode`, `line_1` to `line_4`, `town`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .matching.places import POSTCODE, postcode_key

LINES = ("line_1", "line_2", "line_3", "line_4")

WANTED = ("postcode", "line_1", "town")
"""The columns every list has; it may have `line_2` to `line_4` besides."""

LONGEST = 200
"""Characters of one cell."""


class NoList(ValueError):
    """The file as a whole is no such list; the message says what is wanted."""


@dataclass(frozen=True)
class Address:
    """An address of the list: `postcode` its capitals and digits alone, `text` its lines, the town the last."""

    line: int
    postcode: str
    text: str


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used, and why."""

    line: int
    why: str


def whole_postcode(written: str) -> str | None:
    """A whole postcode as it is kept, without its space: `ZZ99ZZ`; None where it is none."""
    return postcode_key(written) if POSTCODE.fullmatch(" ".join(written.split())) else None


def spaced(postcode: str) -> str:
    """A postcode that is kept, as it is written: `ZZ9 9ZZ`."""
    return f"{postcode[:-3]} {postcode[-3:]}"


def read_addresses(lines: Iterable[str]) -> Iterator[Address | BadRow]:
    """Each row of the list, one after another: a million need no more memory than one. Empty lines are passed over.

    :raise NoList: its first line is not the names of the columns, or what follows is no CSV.
    """
    rows = csv.reader(lines, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        wrong = sorted({*WANTED} - {*names}) or sorted({*names} - {*WANTED, *LINES})
        if wrong or len({*names}) != len(names):
            raise NoList(f"Line 1: must name the columns {', '.join(WANTED)}, and may name {', '.join(LINES[1:])}.")
        for row in rows:
            if row:
                yield _read(rows.line_num, names, row)
    except csv.Error as error:
        raise NoList(f"Line {rows.line_num}: is no CSV ({error}).") from None


def _read(line: int, names: list[str], row: list[str]) -> Address | BadRow:
    if len(row) != len(names):
        return BadRow(line, f"has {len(row)} cells, and there are {len(names)} columns.")
    cells = {name: " ".join(cell.split()) for name, cell in zip(names, row, strict=True)}
    for name, cell in cells.items():
        if not cell.isprintable():
            return BadRow(line, f"{name}: must be text in UTF-8.")
        if len(cell) > LONGEST:
            return BadRow(line, f"{name}: must be at most {LONGEST} characters long.")
    postcode = whole_postcode(cells["postcode"])
    if postcode is None:
        return BadRow(line, "postcode: must be a whole postcode, like ZZ9 9ZZ.")
    if not cells["line_1"]:
        return BadRow(line, "line_1: must be the first line of the address.")
    said = [cells[name] for name in (*LINES, "town") if cells.get(name)]
    return Address(line, postcode, "\n".join(said))
