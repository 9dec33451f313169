"""The shape of a case as computed (`Case.view`): its sections are the facts of their kinds, and `_` beside them."""

from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from typing import Any, Literal, get_type_hints

from field_app.cases import breaches, court
from field_app.cases.entries import KINDS
from field_app.cases.entries.kinds import Day, Id, Reference, Sha256
from field_app.cases.section import SECTIONS
from field_app.cases.served import REPORTED, SERVED

from .deadlines import ExcludedDay, HeldSitting
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
class Sittings:
    """The first and the last sitting at which the case can be heard in time; from `alarm_at` on somebody is told."""

    earliest: HeldSitting | None
    last: HeldSitting | None
    alarm_at: Instant


@dataclass(frozen=True)
class HearingDeadline:
    """Not later than when the application must be heard; `other` is the other reading where the law has two.

    `sittings` is null where the force has named no court.
    """

    at: Instant
    other: Instant | None
    excluded: tuple[ExcludedDay, ...]
    provisional: bool
    sittings: Sittings | None


@dataclass(frozen=True)
class CustodyDeadline:
    """When the 24 hours from an arrest end; `other` is the other reading where the law has two."""

    at: Instant
    other: Instant | None
    excluded: tuple[ExcludedDay, ...]


@dataclass(frozen=True)
class ArrestLimits:
    """By when an arrested person must be before the court: the earlier of the two is `by`."""

    custody: CustodyDeadline
    hearing: Instant | None
    by: Instant


@dataclass(frozen=True)
class Detention:
    """Where the respondent is detained, since when, and when 24 hours there end."""

    station: str | None
    since: Instant
    until: Instant


@dataclass(frozen=True)
class ToTell:
    """An event of which the protected person is told, and what it goes back to; `since` may lie ahead.

    `told`: the entry that says they were.
    """

    event: str
    entry: Id
    since: Instant
    told: Id | None


@dataclass(frozen=True)
class Irregular:
    """An entry that a rule did not expect, and why."""

    entry: Id
    kind: str
    reasons: tuple[str, ...]


def _section(*names: str, also: tuple[tuple[str, Any], ...] = ()) -> Any:
    """The facts of these kinds in every version, each with `_`, and with what is computed beside them."""
    found: Any = None
    for declared in (kind for (name, _), kind in KINDS.items() if name in names):
        types = get_type_hints(declared.facts, include_extras=True)
        members = [(one.name, types[one.name]) for one in fields(declared.facts)]
        shape = make_dataclass(f"{declared.facts.__name__}Section", [*members, *also, ("_", Entered)], frozen=True)
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

Breaches = make_dataclass(
    "Breaches",
    [
        *((name, _several(_section(kind))) for name, kind in breaches.KINDS.items()),
        (
            "arrests",
            _several(
                _section(
                    "arrest made",
                    also=(
                        ("limits", ArrestLimits | None),
                        ("sittings", Sittings | None),
                        ("heard", bool),
                        ("next", tuple[str, ...]),
                    ),
                )
            ),
        ),
    ],
    frozen=True,
    namespace={"__doc__": "What was reported, each arrest with its limits and what is to be done, what a court did."},
)

Telephone = make_dataclass(
    "Telephone",
    [
        ("state", Literal["unconfirmed", "confirmed", "differs"]),
        ("answer", _section("telephone authority confirmed", "telephone authority differs") | None),
        ("in_doubt", tuple[str, ...]),
    ],
    frozen=True,
    namespace={"__doc__": "How an authority by telephone stands; `in_doubt` are codes of conditions."},
)

_OF_ORDER = (
    ("conditions_now", tuple[str, ...]),
    ("ends_on", Day | None),
    ("told", bool),
    ("now", Literal["in force", "suspended", "ended"]),
    ("until", Instant | None),
)

AtCourt = make_dataclass(
    "AtCourt",
    [
        ("listed", _section(court.LISTED) | None),
        ("next", Instant | None),
        ("heard_by", Instant | None),
        ("notices", _several(_section(court.NOTICE))),
        ("adjourned", _several(_section(court.ADJOURNED))),
        ("order", _section(court.ORDER, also=_OF_ORDER) | None),
        ("changed", _several(_section(court.CHANGED))),
        ("told", _several(_section(court.TOLD))),
        ("ended", _section(court.ENDED) | None),
    ],
    frozen=True,
    namespace={
        "__doc__": "The application before the court and the order: `next` when it is heard as listed or adjourned to, "
        "`heard_by` the latest; of the order, as the court has changed it since (`changed`), its conditions, its last "
        "day, whether the respondent knows of it, and how it stands `now`."
    },
)

PoliceEmployed = make_dataclass(
    "PoliceEmployed",
    [(name, _section("police employment recorded") | None) for name in ("respondent", "protected_person")],
    frozen=True,
    namespace={"__doc__": "Whether either of the two works for the police."},
)

Monitored = make_dataclass(
    "Monitored",
    [(name, _section("equality monitoring recorded") | None) for name in ("respondent", "protected_person")],
    frozen=True,
    namespace={"__doc__": "What either of the two said for the equality figures; nothing shows it but its own form."},
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
        ("elsewhere", _section("order or notice known from elsewhere", "order imported") | None),
        ("not_pursued", _section("considered and not pursued") | None),
        ("detention", Detention | None),
        ("request", _section("authority requested") | None),
        ("taken_back", _section("request withdrawn") | None),
        ("decision", _section("notice authorised", "authority refused", "telephone authority noted") | None),
        ("telephone", Telephone | None),
        ("withdrawal", _section("authority withdrawn before service") | None),
        ("hand_over", _section("handed over") | None),
        ("taken_over", _section("hand-over accepted") | None),
        ("attempts", _several(_section("service attempted"))),
        ("service", _section(SERVED, REPORTED) | None),
        ("by_radio", _section(REPORTED, also=(("confirmed", bool),)) | None),
        ("printed", _several(_section("notice printed"))),
        ("spoiled", _several(_section("notice spoiled"))),
        ("documents", _several(_section("document rendered"))),
        ("commanding_officer", _section("commanding officer told") | None),
        ("bail", _section("bail or release decision recorded") | None),
        ("released", _section("respondent released") | None),
        ("deadline", HearingDeadline | None),
        ("breaches", Breaches),
        ("visits", _several(_section("compliance visit made"))),
        ("later", _several(_section("later event recorded"))),
        ("court", AtCourt),
        ("police", PoliceEmployed),
        ("monitoring", Monitored),
        ("declared", _several(_section("connection declared"))),
        ("sealed", _several(_section("case sealed", "police employment recorded"))),
        ("opened_to", _several(_section("sealed case opened"))),
        ("safe_contact", _section("safe contact arranged") | None),
        ("contact_officer", _section("contact officer named") | None),
        ("contacts", _several(_section("protected person told"))),
        ("telling", tuple[ToTell, ...]),
        ("conflicts", tuple[tuple[Id, ...], ...]),
        ("irregular", tuple[Irregular, ...]),
    ],
    frozen=True,
    namespace={"__doc__": "A case as added up from its entries; docs/api.md, Case view."},
)


@dataclass(frozen=True)
class CaseAnswer:
    """A case as computed. `joining_left_out`: the notice of the hearing on paper does not say how it is joined from
    elsewhere, since the words recorded would tell where somebody is to be found."""

    case: CaseView  # type: ignore[valid-type]
    joining_left_out: bool
