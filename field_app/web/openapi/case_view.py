"""The shape of a case as computed (`Case.view`): its sections are the facts of their kinds, and `_` beside them."""

from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from typing import Any, Literal, get_type_hints

from field_app.cases.case import SECTIONS
from field_app.cases.entries import KINDS
from field_app.cases.entries.kinds import Day, Id, Reference, Sha256

from .declare import Instant


@dataclass(frozen=True)
class Entered:
    """The entry a section comes from. `state` says that the server holds it."""

    entry: Id
    sha256: Sha256
    kind: str
    officer: Id | Literal["system"]
    made_at: Instant
    position: int
    received_at: Instant
    state: Literal["held"]


@dataclass(frozen=True)
class ExcludedDay:
    """A day within the 48 hours that is left out of them, or (`counted`) might have been."""

    date: Day
    name: str
    counted: bool


@dataclass(frozen=True)
class HearingDeadline:
    """Not later than when the application must be heard; `other` is the other reading where the law has two."""

    at: Instant
    other: Instant | None
    excluded: tuple[ExcludedDay, ...]
    provisional: bool


@dataclass(frozen=True)
class Detention:
    """Where the respondent is detained, since when, and when 24 hours there end."""

    station: str | None
    since: Instant
    until: Instant


@dataclass(frozen=True)
class Irregular:
    """An entry that a rule did not expect, and why."""

    entry: Id
    kind: str
    reasons: tuple[str, ...]


def _section(*names: str) -> Any:
    """The facts of these kinds in every version, each with `_`."""
    found: Any = None
    for declared in (kind for (name, _), kind in KINDS.items() if name in names):
        types = get_type_hints(declared.facts, include_extras=True)
        members = [(one.name, types[one.name]) for one in fields(declared.facts)]
        shape = make_dataclass(f"{declared.facts.__name__}Section", [*members, ("_", Entered)], frozen=True)
        found = found | shape if found else shape
    return found


def _several(shape: Any) -> Any:
    return tuple.__class_getitem__((shape, ...))


_PERSON, _VIEWS = _section("person described"), _section("views recorded")

ViewsByPerson = make_dataclass(
    "ViewsByPerson",
    [
        *((name, _VIEWS | None) for name in ("respondent", "protected_person", "other_residents")),
        ("residents", _several(_VIEWS)),
    ],
    frozen=True,
    namespace={"__doc__": "What everyone thinks of a notice."},
)

CaseView = make_dataclass(
    "CaseView",
    [
        ("id", Id),
        ("reference", Reference | None),
        ("regime", str),
        ("stage", str),
        ("started", _section("case started") | None),
        ("respondent", _PERSON | None),
        ("protected_person", _PERSON | None),
        ("others", _several(_PERSON)),
        ("mistaken", tuple[Id, ...]),
        *((name, _section(kind) | None) for name, kind in SECTIONS.items()),
        ("views", ViewsByPerson),
        ("evidence", _several(_section("evidence attached"))),
        ("links", _several(_section("cases linked"))),
        ("elsewhere", _section("order or notice known from elsewhere") | None),
        ("not_pursued", _section("considered and not pursued") | None),
        ("detention", Detention | None),
        ("request", _section("authority requested") | None),
        ("decision", _section("notice authorised", "authority refused") | None),
        ("service", _section("notice served") | None),
        ("printed", _several(_section("notice printed"))),
        ("spoiled", _several(_section("notice spoiled"))),
        ("documents", _several(_section("document rendered"))),
        ("commanding_officer", _section("commanding officer told") | None),
        ("deadline", HearingDeadline | None),
        ("conflicts", tuple[tuple[Id, ...], ...]),
        ("irregular", tuple[Irregular, ...]),
    ],
    frozen=True,
    namespace={"__doc__": "A case as added up from its entries; docs/api.md, Case view."},
)


@dataclass(frozen=True)
class CaseAnswer:
    """A case as computed."""

    case: CaseView  # type: ignore[valid-type]
