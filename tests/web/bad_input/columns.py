"""The columns of the matrix that turn on an entry's form alone: every way to spoil each place of an entry.

Each column takes a well-formed entry and its shape, and gives the spoilt texts with the sentence each must be
answered by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from field_app.parse import EXACT, LONGEST_NAME

from .fields import OWN_LENGTH, Holds, Path, at, dotted, just_beyond, places, put, sample, text, without

WORD, NUMBER = "Zqxword", 731946
"""What no answer may repeat: texts and numbers that stand in no sentence of ours."""

NOT_JSON = "The entry is not readable JSON: "


@dataclass(frozen=True)
class Bad:
    """A spoilt entry's text, and the one sentence that must say so."""

    body: str
    says: str


Column = Callable[[dict[str, Any], Holds], Iterator[Bad]]

VALUES = {
    "null": (None,),
    "number": (NUMBER,),
    "text": (WORD,),
    "list": ([], [WORD]),
    "object": ({WORD: NUMBER},),
    "boolean": (True,),
    "fraction": (NUMBER + 0.5, 1.0),
}
"""One or more of each JSON type; a number with a fraction is no whole number, 1.0 neither."""

WANTED = {
    "number": "must be a whole number.",
    "boolean": "must be true or false.",
    "list": "must be a list.",
    "object": "must be an object.",
    "text": "must be text.",
}
FORM = {
    "moment": "must be a time with its offset, such as 2026-04-02T16:00:00+01:00.",
    "day": "must be a date, such as 1993-04-12.",
}


def missing(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """Each field taken away, one at a time."""
    for path, _ in places(shape):
        if path and isinstance(path[-1], str):
            yield Bad(text(without(entry, path)), f"{dotted(path)}: is missing.")


def wrong_type(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """Each place given each of the other JSON types."""
    for path, holds in places(shape):
        for type_, values in VALUES.items():
            if not path or type_ == holds.json or (type_ == "null" and holds.nullable):
                continue
            for value in values:
                yield Bad(text(put(entry, path, value)), f"{dotted(path)}: {wanted(holds)}")


def wrong_form(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """A word where a day, a moment, a choice, an id or another form is wanted; a kind and version of nobody's."""
    for path, holds in places(shape):
        if holds.type == "choice" or (holds.type == "text" and holds.bounds.get("pattern") in OWN_LENGTH):
            yield Bad(text(put(entry, path, WORD)), f"{dotted(path)}: must be ")
        elif holds.json == "text" and holds.type in FORM:
            for value in (WORD, "733017600", "2026-02-30", "2026-02-30T22:00:00+00:00"):
                yield Bad(text(put(entry, path, value)), f"{dotted(path)}: {FORM[holds.type]}")
        elif path == ("kind",):
            yield Bad(text(put(entry, path, WORD)), "kind: is not a kind of entry this server knows.")
        elif path == ("version",):
            said = f"version: this server does not know '{entry['kind']}' in this version."
            yield Bad(text(put(entry, path, NUMBER)), said)
        elif holds.type == "text" and path != NOTICE_LINE[0]:
            for value in ("", " \t\n"):
                yield Bad(text(put(entry, path, value)), f"{dotted(path)}: must ")


def wanted(holds: Holds) -> str:
    if holds.type == "choice":
        return f"must be {_either(holds.choices)}."
    return WANTED[holds.json]


def _either(choices: tuple[str, ...]) -> str:
    *most, last = (f"'{one}'" for one in choices)
    return f"{', '.join(most)} or {last}" if most else last


NOTICE_LINE: tuple[Path, str] = (
    ("facts", "text", 0),
    "compared letter by letter with the notice composed from the record; 256 KiB bound the whole entry",
)
"""The one text without a bound of its own, and why."""


def too_long(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """Each text, list, number, day and moment one beyond each of its bounds. A place without bounds is an error."""
    for path, holds in places(shape):
        bounds, name = holds.bounds, dotted(path)
        if path in (("kind",), ("version",), NOTICE_LINE[0]) or holds.type in ("choice", "boolean", "object"):
            continue
        if holds.type in ("number", "day", "moment"):
            assert bounds.keys() >= {"ge", "le"}, f"{name} has not both bounds"
            under = put(entry, path, just_beyond(bounds["ge"], -1))
            yield Bad(text(under), f"{name}: must not be less than {bound(bounds['ge'])}")
            if bounds["le"] != EXACT:  # beyond which is no JSON of ours: see `two_readings`
                over = put(entry, path, just_beyond(bounds["le"], 1))
                yield Bad(text(over), f"{name}: must not be more than {bound(bounds['le'])}")
        elif holds.type == "text" and bounds.get("pattern") in OWN_LENGTH:
            yield Bad(text(put(entry, path, f"{at(entry, path)}{'22' * 20}")), f"{name}: must be ")
        else:
            unit = " characters" if holds.type == "text" else ""
            most, least = bounds.get("max_length"), bounds.get("min_length", 0)
            assert most and most <= 20_000, f"{name} has no bound"
            yield Bad(text(put(entry, path, long(holds, most + 1))), f"{name}: must have at most {most}{unit}.")
            if least > 1:
                under = put(entry, path, long(holds, least - 1))
                yield Bad(text(under), f"{name}: must have at least {least}{unit}.")
            elif least and holds.type == "list":
                yield Bad(text(put(entry, path, [])), f"{name}: must have at least {least}.")


def bound(value: Any) -> str:
    """A bound as the sentence says it, of a moment only the day: its midnight may be written in more ways than one."""
    return str(value)[:10] if isinstance(value, datetime) else f"{value}."


def long(holds: Holds, length: int) -> Any:
    """A text or list of just this length."""
    return "x" * length if holds.type == "text" else sample(holds) * length


def at_its_bounds(entry: dict[str, Any], shape: Holds) -> Iterator[tuple[str, str]]:
    """Each text, list, number, day and moment exactly at each of its bounds: the place, and the whole text."""
    for path, holds in places(shape):
        if path in (("kind",), ("version",)):
            continue
        for name, most in holds.bounds.items():
            if name in ("ge", "le"):
                yield dotted(path), text(put(entry, path, just_beyond(most, 0)))
            elif name in ("min_length", "max_length"):
                yield dotted(path), text(put(entry, path, long(holds, most)))


def unknown_field(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """A field nobody knows in the envelope, the facts and each nested part."""
    for path, holds in places(shape):
        if holds.type == "object":
            for name in ("further", "further" * 10):
                says = f"{dotted((*path, name[:LONGEST_NAME]))}: is not a field here."
                yield Bad(text(put(entry, (*path, name), WORD)), says)


def surrogate(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """Half a surrogate pair, or U+0000, as an escape and as the character itself, in each text and each key."""
    for path, holds in places(shape):
        if holds.json == "text":
            for character, says in (("\ud83d", "half of a surrogate pair"), ("\0", "the character U+0000")):
                body = text(put(entry, path, f"{WORD}{character}"))
                yield Bad(body, f"{NOT_JSON}a text holds {says}.")
            unescaped = body.replace("\\u0000", "\ud83d")
            yield Bad(unescaped, f"{NOT_JSON}a text holds half of a surrogate pair.")
        elif holds.type == "object":
            body = text(put(entry, (*path, f"{WORD}\0"), 1))
            yield Bad(body, f"{NOT_JSON}a text holds the character U+0000.")


def two_readings(entry: dict[str, Any], shape: Holds) -> Iterator[Bad]:
    """What two readers could understand differently: a key twice in each object, NaN and numbers beyond 2^53."""
    for path, holds in places(shape):
        if holds.type == "object":
            first = next(iter(at(entry, path)), None)
            for one in (first, WORD) if first else (WORD,):
                twice = text(put(entry, (*path, "\x01"), 1)).replace('"\\u0001":1', f'"{one}":1,"{one}":1')
                yield Bad(twice, f"{NOT_JSON}a key stands twice in one object.")
        elif holds.type == "number":
            for written, says in (
                ("NaN", "NaN is not a JSON number"),
                ("-Infinity", "-Infinity is not a JSON number"),
                (str(EXACT + 1), "a number is beyond 2 to the power of 53"),
                (str(-EXACT - 1), "a number is beyond 2 to the power of 53"),
                ("9" * 5000, "a number is beyond 2 to the power of 53"),
                ("1e300", "a number is beyond 2 to the power of 53"),
            ):
                body = text(put(entry, path, "\x01")).replace('"\\u0001"', written)
                yield Bad(body, f"{NOT_JSON}{says}.")


COLUMNS: dict[str, Column] = {
    "missing": missing,
    "wrong type": wrong_type,
    "wrong form": wrong_form,
    "too long": too_long,
    "unknown field": unknown_field,
    "surrogate": surrogate,
    "two readings": two_readings,
}
