"""A rescue file, read: lines of JSON, the first about the file, each of the others one sealed entry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from field_app.cases.entries.kinds import Id, Moment, Shape, part
from field_app.parse import sentences, strict_json

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2_000
VERSION = 1

Count = Annotated[int, Shape((("ge", 0), ("le", MOST_ENTRIES)))]
Long = Annotated[str, Shape((("min_length", 1), ("max_length", 1_000_000), ("pattern", r"^[A-Za-z0-9_-]+$")))]


class NotARescueFile(ValueError):
    """The file as a whole cannot be taken; the message is one sentence for whoever brought it."""


@part
class Head:
    """The first line, less the words that say what this is: whose it is, when it was made, how much is in it."""

    installation: Id
    made_at: Moment
    entries: Count


@part
class Line:
    """One entry: from which device, its number there, and sealed to the inbox under its id."""

    id: Id
    device: Id
    number: Annotated[int, Shape((("ge", 1), ("le", 2**31)))]
    sealed: Long


@dataclass(frozen=True)
class RescueFile:
    """What can be read of it; `problems` names every line that cannot, in sentences that repeat nothing of it."""

    head: Head
    lines: tuple[Line, ...]
    problems: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.lines)


_HEAD, _LINE = TypeAdapter(Head), TypeAdapter(Line)


def read_rescue_file(body: bytes, installation: str) -> RescueFile:
    """Read a rescue file of this installation's.

    :raise NotARescueFile: it is none, of another installation or too large. A broken line costs that line alone.
    """
    if len(body) > MOST_BYTES:
        raise NotARescueFile(f"The file is too large: at most {MOST_BYTES // 2**20} MiB.")
    first, *rest = body.split(b"\n")
    head = _head(first)
    if head.installation != installation:
        raise NotARescueFile("The file comes from another installation and can only be read in there.")
    lines: list[Line] = []
    problems: list[str] = []
    for place, text in enumerate(rest, start=2):
        if not text.strip():
            continue
        try:
            line = _line(text)
            if any(line.id == one.id for one in lines):
                raise ValueError("it repeats an entry of an earlier line.")
        except ValueError as error:
            problems.append(f"Line {place}: {error}")
        else:
            lines.append(line)
    if len(lines) > MOST_ENTRIES:
        raise NotARescueFile(f"The file holds too much: at most {MOST_ENTRIES} entries.")
    if (found := len(lines) + len(problems)) != head.entries:
        problems.append(f"The file says it holds {head.entries} entries, and {found} are there.")
    return RescueFile(head, tuple(lines), tuple(problems[:100]))


def _head(text: bytes) -> Head:
    try:
        given = _object(text)
        if given.pop("field rescue", None) != VERSION:
            raise ValueError
        return _HEAD.validate_json(json.dumps(given))
    except ValueError as error:  # of which pydantic's is one
        raise NotARescueFile("This is not a rescue file: its first line must say so, and whose it is.") from error


def _line(text: bytes) -> Line:
    given = _object(text)
    if (kind := given.pop("kind", None)) != "entry":
        named = f"'{kind[:40]}'" if isinstance(kind, str) and kind[:40].isprintable() else "this"
        raise ValueError(f"{named} is no kind of line that can be read here.")
    try:
        return _LINE.validate_json(json.dumps(given))
    except ValidationError as error:
        raise ValueError(" ".join(one.message for one in sentences(error))) from error


def _object(text: bytes) -> dict[str, Any]:
    try:
        given = strict_json(text.decode())
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not readable JSON.") from error
    if not isinstance(given, dict):
        raise ValueError("it must be a JSON object.")
    return given
