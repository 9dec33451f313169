"""The fields of every kind of entry, read from the kinds' own declarations, with what each may hold."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime, timedelta
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from field_app.cases.entries import KINDS, Entry, Kind
from field_app.cases.entries.envelope import Author
from field_app.cases.entries.kinds import Base64Url, Id, Prefix, Reference, Sha256, Shape, Telephone, Written
from tests.cases.examples import example, id_of

Path = tuple[str | int, ...]

PLAIN = {str: "text", int: "number", bool: "boolean", datetime: "moment", date: "day"}


@dataclass(frozen=True)
class Holds:
    """What a place may hold: text, number, boolean, moment, day, choice, list or object; its bounds; null too."""

    type: str
    nullable: bool = False
    bounds: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Any, ...] = ()
    items: Holds | None = None
    parts: dict[str, Holds] = field(default_factory=dict)

    @property
    def json(self) -> str:
        """The JSON type it is written as."""
        return "text" if self.type in ("moment", "day", "choice") else self.type


def declared(hint: Any) -> Holds:
    """What a type hint of a kind allows. Raises AssertionError for a hint this matrix would not cover."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        inner = declared(arguments[0])
        bounds = dict(inner.bounds)
        for one in arguments[1:]:
            bounds |= dict(one.bounds) if isinstance(one, Shape) else {}
            bounds |= {"pattern": one.pattern} if isinstance(one, Written) else {}
        return Holds(inner.type, inner.nullable, bounds, inner.choices, inner.items, inner.parts)
    if origin is UnionType or str(origin) == "typing.Union":
        (one,) = (each for each in arguments if each is not type(None))
        inner = declared(one)
        return Holds(inner.type, True, inner.bounds, inner.choices, inner.items, inner.parts)
    if origin is Literal:
        return Holds("choice", choices=arguments)
    if origin is tuple:
        assert arguments[1:] == (...,), f"{hint}: a list whose length is not free is not in this matrix"
        return Holds("list", items=declared(arguments[0]))
    if is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return Holds("object", parts={one.name: declared(hints[one.name]) for one in fields(hint)})
    assert hint in PLAIN, f"{hint}: is not in this matrix"
    return Holds(PLAIN[hint])


def shape_of(kind: Kind) -> Holds:
    """A whole entry of this kind."""
    hints = get_type_hints(Entry, include_extras=True)
    parts = {one.name: declared(hints[one.name]) for one in fields(Entry) if one.name != "facts"}
    return Holds("object", parts={**parts, "facts": declared(kind.facts)})


SHAPES = {key: shape_of(kind) for key, kind in KINDS.items()}


def pattern_of(shaped: Any) -> str:
    return str(declared(shaped).bounds["pattern"])


WRITTEN = {
    pattern_of(Id): id_of("sample"),
    pattern_of(Author): id_of("sample"),
    pattern_of(Sha256): "0" * 64,
    pattern_of(Base64Url): "AAAA",
    pattern_of(Reference): "7QF-012-F",
    pattern_of(Prefix): "7QF",
    pattern_of(Telephone): "07700 900123",
}
"""A text of each form that bounds a text's length by itself or is no prose."""

OWN_LENGTH = set(WRITTEN) - {pattern_of(Base64Url)}
"""The forms that say how long a text is."""


def sample(holds: Holds) -> Any:
    """Something that may stand in a place: never null, never an empty list."""
    match holds.type:
        case "text":
            return WRITTEN.get(holds.bounds.get("pattern", ""), "x")
        case "number":
            return holds.bounds["ge"]
        case "boolean":
            return True
        case "moment":
            return "2026-07-13T22:00:00+01:00"
        case "day":
            return "2026-07-13"
        case "choice":
            return holds.choices[0]
        case "list":
            assert holds.items
            return [sample(holds.items)]
    return {name: sample(part) for name, part in holds.parts.items()}


def whole(kind: str, version: int, **changed: Any) -> dict[str, Any]:
    """A well-formed entry in which nothing is null and every list has one item, so that each place can be spoilt.

    One item and no more, so that a list whose only item is spoilt is seen to be told of that alone.
    """
    return filled(example(kind, version, **changed), SHAPES[kind, version])


def filled(value: Any, holds: Holds) -> Any:
    if holds.type == "object":
        return {name: filled((value or {}).get(name), part) for name, part in holds.parts.items()}
    if holds.type == "list":
        assert holds.items
        return [filled((value or sample(holds))[0], holds.items)]
    return sample(holds) if value is None else value


def places(holds: Holds, at: Path = ()) -> Iterator[tuple[Path, Holds]]:
    """Every place of an entry, the first item of each list standing for the others; the entry itself first."""
    yield at, holds
    for name, part in holds.parts.items():
        yield from places(part, (*at, name))
    if holds.items:
        yield from places(holds.items, (*at, 0))


def dotted(path: Path) -> str:
    """A place as the answers name it: `facts.conditions.0.code`."""
    return ".".join(str(step) for step in path)


def put(document: Any, path: Path, value: Any) -> Any:
    """A copy with another value at one place; what does not lead there is shared with the original, not copied."""
    copied, (step, *further) = copy.copy(document), path
    copied[step] = put(document[step], tuple(further), value) if further else value
    return copied


def without(document: Any, path: Path) -> Any:
    """A copy, as of `put`, that lacks one place."""
    copied, (step, *further) = copy.copy(document), path
    if further:
        copied[step] = without(document[step], tuple(further))
    else:
        del copied[step]
    return copied


def at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def just_beyond(value: Any, by: int) -> int | str:
    """The number, day or moment so many units, days or seconds past a bound, as an entry writes it."""
    if isinstance(value, int):
        return value + by
    step = timedelta(seconds=by) if isinstance(value, datetime) else timedelta(days=by)
    return str((value + step).isoformat())


def text(document: Any) -> str:
    """JSON text with every character outside ASCII escaped, so that half a surrogate pair can be written."""
    return json.dumps(document, separators=(",", ":"))
