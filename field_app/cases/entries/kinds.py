"""How a kind of entry is declared, and the few types its facts are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

C = TypeVar("C", bound=type)


@dataclass(frozen=True)
class Kind:
    """One kind of entry in one version.

    An *act* (request, decision) is refused unless the rules allow it; every other kind is a *fact*, which
    has happened whatever we think of it. A *signed* kind carries a passkey assertion over its exact bytes.
    ``log`` is "case" or "office". A *system* kind is written by the server alone.
    """

    name: str
    version: int
    facts: type
    act: bool
    signed: bool
    log: str
    system: bool


KINDS: dict[tuple[str, int], Kind] = {}


def kind(
    name: str,
    *,
    version: int = 1,
    act: bool = False,
    signed: bool = False,
    log: str = "case",
    system: bool = False,
) -> Callable[[C], C]:
    """Declare the decorated class as the facts of the kind called `name`."""

    def declare(cls: C) -> C:
        declared = part(cls)
        KINDS[name, version] = Kind(name, version, declared, act, signed, log, system)
        return declared

    return declare


def newest(name: str) -> Kind:
    """The version of a kind that is written now. Raises KeyError if there is no such kind."""
    versions = [version for known, version in KINDS if known == name]
    return KINDS[name, max(versions, default=0)]


def part(cls: C) -> C:
    """A frozen dataclass that takes no unknown field and coerces nothing (read by pydantic's TypeAdapter)."""
    cls.__pydantic_config__ = {"extra": "forbid", "strict": True}  # type: ignore[attr-defined]
    return dataclass(frozen=True, kw_only=True)(cls)  # type: ignore[return-value]


@dataclass(frozen=True)
class Shape:
    """Bounds on a text, a list or a number, in the words pydantic's core schema uses for them."""

    bounds: tuple[tuple[str, Any], ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        return {**handler(source), **dict(self.bounds)}


def _shape(**bounds: Any) -> Shape:
    return Shape(tuple(bounds.items()))


@dataclass(frozen=True)
class Written:
    """How a text must write a value: pydantic alone also reads `733017600` and `2026-07-13_20:00Z` as times."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        written = {"type": "str", "strict": True, "pattern": self.pattern}
        return {"type": "chain", "steps": [written, {**handler(source), "strict": False}]}


MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?[+-][0-9]{2}:[0-9]{2}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Moment = Annotated[
    datetime,
    _shape(tz_constraint="aware", ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC)),
    Written(MOMENT),
]
"""An instant, written in one form only, ISO 8601 to the second with its offset; a dead clock says 1970."""

Day = Annotated[date, _shape(ge=date(1890, 1, 1), le=date(2100, 1, 1)), Written(DAY)]
"""A calendar day."""

Line = Annotated[str, _shape(min_length=1, max_length=200, pattern=r"\S")]
"""A short answer: one line, not blank."""

Text = Annotated[str, _shape(min_length=1, max_length=20_000, pattern=r"\S")]
"""Dictated or typed prose. The bound guards the server; nobody at a door reaches it."""

Id = Annotated[str, _shape(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""A UUID, in lower case with hyphens."""

Sha256 = Annotated[str, _shape(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hexadecimal."""

Base64Url = Annotated[str, _shape(min_length=1, max_length=4_000, pattern=r"^[A-Za-z0-9_-]+$")]
"""Bytes as base64url without padding (RFC 4648 section 5)."""

Reference = Annotated[str, _shape(pattern=r"^[2-9A-HJ-NP-RT-Y]{3,4}-[0-9]{3,5}-[0-9A-HJ-NP-RT-Y]$")]
"""A case reference as said over the radio, `7QF-012-F`: device prefix, count, check character."""

Prefix = Annotated[str, _shape(pattern=r"^[2-9A-HJ-NP-RT-Y]{3,4}$")]
"""The part of a case reference that one device owns."""

Telephone = Annotated[str, _shape(pattern=r"^\+?[0-9][0-9 ]{2,19}$")]
"""A telephone number as it is dialled, with spaces or without."""

Age = Annotated[int, _shape(ge=0, le=130)]
"""Whole years."""

Metres = Annotated[int, _shape(ge=1, le=20_000)]
"""A distance a notice may state."""
