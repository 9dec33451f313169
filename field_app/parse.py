"""Exact bytes -> entry: strict JSON, then the kind's own declaration.

What is stored and signed is the text as it came; nothing is ever re-serialised to be checked. So whatever two
readers of the same bytes could understand differently is refused here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from field_app.cases.entries import KINDS, Entry
from field_app.cases.entries.envelope import Author
from field_app.cases.entries.kinds import DAY, MOMENT, Base64Url, Id, Prefix, Reference, Sha256
from field_app.law.answers import NotMet

LARGEST_BODY = 256 * 1024
EXACT = 2**53
"""Beyond this a JavaScript number is no longer the number that was written."""

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Read:
    """An entry, its exact bytes and their SHA-256 in hexadecimal."""

    entry: Entry[Any]
    body: bytes
    sha256: str


@dataclass(frozen=True)
class Unreadable:
    """Bytes that are no entry, and why. `id` and `case` are given where they could be made out."""

    id: str | None
    case: str | None
    reasons: tuple[NotMet, ...]


def parse(body: str) -> Read | Unreadable:
    """Read one entry from its exact JSON text."""
    try:
        raw = body.encode()
        if len(raw) > LARGEST_BODY:
            return Unreadable(None, None, (NotMet("too_long", f"An entry is at most {LARGEST_BODY} bytes."),))
        document = strict_json(body)
    except (ValueError, RecursionError) as error:
        return Unreadable(None, None, (NotMet("not_json", f"The entry is not readable JSON: {_plain(error)}."),))
    if not isinstance(document, dict):
        return Unreadable(None, None, (NotMet("not_json", "The entry must be one JSON object."),))
    case_id = _uuid_in(document, "case")
    kind, version = document.get("kind"), document.get("version")
    if not (isinstance(kind, str) and type(version) is int and (kind, version) in KINDS):
        return Unreadable(_uuid_in(document, "id"), case_id, (_no_kind(document),))
    try:
        entry = adapter(kind, version).validate_json(raw)
    except ValidationError as error:
        return Unreadable(_uuid_in(document, "id"), case_id, sentences(error))
    if entry.id in entry.names():
        itself = NotMet("names_itself", "replaces, relies_on: an entry cannot name itself.")
        return Unreadable(entry.id, case_id, (itself,))
    return Read(entry, raw, sha256(raw).hexdigest())


@cache
def adapter(kind: str, version: int) -> TypeAdapter[Entry[Any]]:
    """What validates an entry of this kind in this version."""
    shape: Any = Entry.__class_getitem__(KINDS[kind, version].facts)  # type: ignore[attr-defined]
    return TypeAdapter(shape)


def strict_json(text: str) -> Any:
    """JSON that has one reading: no duplicate key, NaN, number beyond 2**53, U+0000 or lone surrogate.

    :raise ValueError: it has none, or more than one.
    """
    document = _STRICT.decode(text)
    if "\\u" in text:  # raw UTF-8 cannot hold either; only an escape can
        _check_characters(document)
    return document


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _exact_int(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > EXACT:
        raise ValueError("a number is beyond 2 to the power of 53")
    return int(digits)


def _exact_float(digits: str) -> float:
    number = float(digits)
    if not abs(number) <= EXACT:
        raise ValueError("a number is beyond 2 to the power of 53")
    return number


_STRICT = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_constant=_refuse_constant,
    parse_int=_exact_int,
    parse_float=_exact_float,
)


def _check_characters(document: Any) -> None:
    if isinstance(document, str):
        if "\0" in document:
            raise ValueError("a text holds the character U+0000")
        try:
            document.encode()
        except UnicodeEncodeError:
            raise ValueError("a text holds half of a surrogate pair") from None
    elif isinstance(document, dict):
        for key, value in document.items():
            _check_characters(key)
            _check_characters(value)
    elif isinstance(document, list):
        for value in document:
            _check_characters(value)


def _uuid_in(document: dict[str, Any], key: str) -> str | None:
    value = document.get(key)
    return value if isinstance(value, str) and UUID.fullmatch(value) else None


def _no_kind(document: dict[str, Any]) -> NotMet:
    """Why an object is no kind of entry; the kind is named only if it is one of ours."""
    kind = document.get("kind")
    for name, wanted in (("kind", "text"), ("version", "a whole number")):
        if name not in document:
            return NotMet("kind", f"{name}: is missing.")
        if type(document[name]) is not (str if name == "kind" else int):
            return NotMet("kind", f"{name}: must be {wanted}.")
    if kind not in {known for known, _ in KINDS}:
        return NotMet("kind", "kind: is not a kind of entry this server knows.")
    return NotMet("kind", f"version: this server does not know '{kind}' in this version.")


def _plain(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at character {error.pos}"
    if isinstance(error, UnicodeEncodeError):
        return "a text holds half of a surrogate pair"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error)


A_DAY = "must be a date, such as 1993-04-12"
A_MOMENT = "must be a time with its offset, such as 2026-04-02T16:00:00+01:00"

WANTED = {
    "missing": "is missing",
    "missing_argument": "is missing",
    "unexpected_keyword_argument": "is not a field here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "dataclass_type": "must be an object",
    "tuple_type": "must be a list",
    "date_type": A_DAY,
    "date_from_datetime_parsing": A_DAY,
    "datetime_type": A_MOMENT,
    "datetime_from_date_parsing": A_MOMENT,
    "datetime_parsing": A_MOMENT,
    "timezone_aware": A_MOMENT,
    "literal_error": "must be {expected}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length}",
    "too_long": "must have at most {max_length}",
    "greater_than_equal": "must not be less than {ge}",
    "less_than_equal": "must not be more than {le}",
}
"""What was wanted, by pydantic's name for what is wrong; in braces what it says of the bounds."""


def _pattern(shaped: Any) -> str:
    return str(dict(shaped.__metadata__[0].bounds)["pattern"])


BLANK = "must not be blank"

FORMS = {
    r"\S": BLANK,
    MOMENT: A_MOMENT,
    DAY: A_DAY,
    _pattern(Id): "must be an id, such as 0a1b2c3d-0000-4000-8000-00000000000f",
    _pattern(Author): "must be an officer's id",
    _pattern(Sha256): "must be a SHA-256 of 64 digits and letters a to f",
    _pattern(Base64Url): "must be base64url without padding",
    _pattern(Reference): "must be a case reference, such as 7QF-012-F",
    _pattern(Prefix): "must be the beginning of a case reference, such as 7QF",
}
"""What a pattern asks for, in words."""

MOST_REASONS = 100
LONGEST_NAME = 40
"""Of a field nobody knows: its name is anybody's text."""


def sentences(error: ValidationError) -> tuple[NotMet, ...]:
    """What is wrong with which field, one sentence each; never what was typed."""
    found = error.errors(include_input=False, include_url=False)
    told = []
    for one in found:
        place, bounds = one["loc"], one.get("ctx", {})
        if one["type"] == "too_short" and any(other["loc"][:-1][: len(place)] == place for other in found):
            continue  # pydantic counts only the items it could read, and those it could not have their own sentence
        if one["type"] == "string_pattern_mismatch":
            wanted = FORMS.get(bounds.get("pattern", ""), "does not have the form it must have")
        elif one["type"] == "string_too_short" and bounds.get("min_length") == 1:
            wanted = BLANK
        elif one["type"] in WANTED:
            wanted = WANTED[one["type"]].format(**bounds)
        else:
            wanted = one["msg"][:1].lower() + one["msg"][1:]
        path = ".".join(str(step)[:LONGEST_NAME] for step in place) or "the whole"
        told.append(NotMet(one["type"], f"{path}: {wanted}."))
    return tuple(dict.fromkeys(told))[:MOST_REASONS]
