"""The force file (FIELD_FORCE, TOML) -> a `Force`; or every line of it that is wrong, and what is wanted there.

tomllib says no more than the first error, and keeps no line numbers. So the file is read statement by statement, each
the fewest lines that are TOML by themselves, which says on which line everything stands.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from field_app.cases.force import Force
from field_app.parse import wanted

DEMONSTRATION = Path(__file__).parent / "demonstration" / "force.toml"
"""The demonstration's own file, and the example of one."""

LONGEST_STATEMENT = 500
"""Lines: where a bracket or a text is never closed, no more are tried than these."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class WrongLine:
    """A line of the file, counted from 1, and in one sentence what is wanted there."""

    line: int
    wanted: str


class BadForceFile(Exception):
    """The file cannot be used; `lines` says why, in order, and the message all of it."""

    def __init__(self, name: str, lines: list[WrongLine]) -> None:
        super().__init__("\n".join(f"{name}, line {one.line}: {one.wanted}" for one in lines))
        self.lines = lines


def read_force(path: Path) -> Force:
    """The force this file describes.

    :raise BadForceFile: it cannot be read, or does not hold what a force file holds.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadForceFile(str(path), [WrongLine(0, f"The file cannot be read: {error.strerror}.")]) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadForceFile(str(path), [WrongLine(line, "The file must be UTF-8.")]) from error
    return parse_force(text, path.name)


def parse_force(text: str, name: str = "the force file") -> Force:
    """The force this TOML describes; `name` is what an error calls it.

    :raise BadForceFile: as `read_force`.
    """
    written = _Written(text.replace("\r\n", "\n"))
    wrong, document, force = written.wrong, written.document(), None
    try:
        force = _shape().validate_json(json.dumps(document, default=_as_text), strict=True, extra="forbid")
    except ValidationError as error:
        for one in error.errors(include_input=False, include_url=False):
            if one["type"] == "value_error":
                sentence = one["msg"].removeprefix("Value error, ")
            else:
                sentence = wanted(one)
            place = one["loc"]
            wrong.append(WrongLine(written.line_of(place), f"{_in_words(place)}: {sentence}."))
    wrong += _unknown_names(document, written)
    if wrong or force is None:
        raise BadForceFile(name, sorted(set(wrong)))
    return force


@cache
def _shape() -> TypeAdapter[Force]:
    return TypeAdapter(Force)


def _as_text(value: object) -> str:
    # A date or a time of TOML's own; anything else would be a bug.
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a force file")


def _unknown_names(document: dict[str, Any], written: _Written) -> Iterator[WrongLine]:
    """What names something that the file does not hold, and names that stand twice. Wrong types are told elsewhere."""
    districts = _listed(document.get("districts"))
    seen: set[str] = set()
    for number, court in enumerate(_listed(document.get("courts"))):
        if not isinstance(court, dict):
            continue
        for at, district in enumerate(_listed(court.get("districts"))):
            if isinstance(district, str) and district not in districts:
                place: Place = ("courts", number, "districts", at)
                yield WrongLine(written.line_of(place), f"{_in_words(place)}: must be one of this file's districts.")
        name = court.get("name")
        if isinstance(name, str) and name in seen:
            named: Place = ("courts", number, "name")
            yield WrongLine(written.line_of(named), f"{_in_words(named)}: another court has this name.")
        seen.add(str(name))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _in_words(place: Place) -> str:
    """A place as it is counted by people: "courts 2, sittings 1, end"."""
    words = ""
    for step in place:
        words += f" {step + 1}" if isinstance(step, int) else f", {step[:40]}"
    return words.removeprefix(", ") or "the whole"


class _Written:
    """A TOML text taken apart into statements: where each name stands, and what is wrong with the TOML itself."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.wrong: list[WrongLine] = []
        self.places: dict[Place, int] = {(): 1}
        self.table: Place = ()
        self.counts: dict[Place, int] = {}
        at = 0
        while at < len(self.lines):
            at += self._statement(at)

    def document(self) -> dict[str, Any]:
        """All of it that is TOML. What cannot stand together, though each line is right, becomes a wrong line."""
        while True:
            try:
                return tomllib.loads("\n".join(self.lines))
            except tomllib.TOMLDecodeError as error:
                line = int(str(error).rpartition("(at line ")[2].split(",")[0])
                self._is_wrong(line - 1, error)

    def line_of(self, place: Place) -> int:
        """Where this stands, or what it is a part of."""
        while place not in self.places:
            place = place[:-1]
        return self.places[place]

    def _statement(self, at: int) -> int:
        """Take the statement that begins on this line; returns how many lines it has."""
        first: tomllib.TOMLDecodeError | None = None
        for length in range(1, min(LONGEST_STATEMENT, len(self.lines) - at) + 1):
            try:
                held = tomllib.loads("\n".join(self.lines[at : at + length]))
            except tomllib.TOMLDecodeError as error:
                first = first or error
                continue
            self._note(held, at, length)
            return length
        assert first is not None
        self._is_wrong(at, first)
        return 1

    def _is_wrong(self, at: int, error: tomllib.TOMLDecodeError) -> None:
        self.wrong.append(WrongLine(at + 1, f"is not TOML: {str(error).partition(' (at ')[0]}."))
        self.lines[at] = ""

    def _note(self, held: dict[str, Any], at: int, length: int) -> None:
        if not held:
            return  # a comment, or nothing
        names, value = _path(held)
        if self.lines[at].lstrip().startswith("["):
            self.table = self._header(names, value, at)
            return
        place = (*self.table, *names)
        for most in range(len(names)):
            self.places.setdefault((*self.table, *names[: most + 1]), at + 1)
        if isinstance(value, list):
            for number, line in enumerate(self._items(at, length)):
                self.places[*place, number] = line + 1

    def _header(self, names: Place, value: Any, at: int) -> Place:
        table: Place = ()
        for name in names:
            table = (*table, name)
            if table in self.counts and table != names:
                table = (*table, self.counts[table] - 1)
        if isinstance(value, list):
            self.counts[table] = self.counts.get(table, 0) + 1
            table = (*table, self.counts[table] - 1)
        self.places.setdefault(table, at + 1)
        return table

    def _items(self, at: int, length: int) -> Iterator[int]:
        """The line each item of a list ends on: where closing the list there makes it one longer."""
        found = 0
        for line in range(at, at + length):
            text = "\n".join(self.lines[at : line + 1])
            try:
                held = tomllib.loads(text if line == at + length - 1 else f"{text}\n]")
            except tomllib.TOMLDecodeError:
                continue
            items = _path(held)[1]
            yield from [line] * (len(items) - found)
            found = len(items)


def _path(held: dict[str, Any]) -> tuple[tuple[str, ...], Any]:
    """The one name, dotted or not, that a statement gives a value, and the value; `{}` or `[{}]` for a header."""
    names: list[str] = []
    value: Any = held
    while isinstance(value, dict) and len(value) == 1:
        [(name, value)] = value.items()
        names.append(name)
    return tuple(names), value
