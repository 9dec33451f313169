"""`POST /api/lookup`: is there a notice on this person, at this address?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import Query, look_up
from field_app.cases.entries.kinds import Age, Day, Id, Line, part
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import Instant, answers, takes

bp = Blueprint("lookup", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


SOUGHT = ("name", "born", "address", "postcode", "reference", "age", "telephone", "number_plate", "handle")
"""What somebody can be looked up by: at least one of these is given."""


@part
class Asked:
    """What somebody is looked up by; whatever is not known is null, but never all of it.

    `name` may hold everything that is known, in one line: what in it is a date, a year, an age, an address, a
    postcode, a reference, a telephone number, a number plate or an `@name` is read as such.
    """

    name: Line | None
    born: Day | None
    address: Line | None
    postcode: Line | None
    reference: Line | None
    reason: Line | None
    age: Age | None = None
    telephone: Line | None = None
    number_plate: Line | None = None
    handle: Line | None = None

    @staticmethod
    def __get_pydantic_json_schema__(schema: Any, handler: Any) -> dict[str, Any]:
        """Adds what `lookup` looks to: that something is asked."""
        found: dict[str, Any] = handler(schema)
        given = [{"properties": {name: {"not": {"type": "null"}}}, "required": [name]} for name in SOUGHT]
        handler.resolve_ref_schema(found)["anyOf"] = given
        return found


IN_FORCE = (
    "notice",
    "order",
    "order not yet told",
    "order suspended",
    "notice in doubt",
    "authorised, not served",
    "not known to be served",
    "also known",
    "withdrawn",
    "ended",
)
"""How what somebody made may stand."""


@dataclass(frozen=True)
class Elsewhere:
    """Who made it where that was another force or a court, on which day, and how it is known here."""

    issued_by: str
    made_on: Day
    source: str


@dataclass(frozen=True)
class Ordered:
    """By which court an order of this force's own case was made, and on which day."""

    court: str
    made_on: Day


@dataclass(frozen=True, kw_only=True)
class Between:
    """Another case that may be of the same two people, perhaps the other way round: how it stands, and what came of it
    when, in words. `what` is its name for short; `elsewhere`, who made it where that was another force or a court."""

    case: Id
    reference: str | None
    other_way_round: bool
    what: str
    state: Literal[(*IN_FORCE, "requested", "refused")]  # type: ignore[valid-type]
    elsewhere: Elsewhere | None
    dates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody like who was sought: how like (0 to 100) and why, and what is in force on the case they are in.

    `sure` says in words how sure it is that it is they; `ask`, what to ask them for to be surer.
    `before` is what happened under it already, the last first; `visited`, when somebody last looked whether it is kept,
    and whether the respondent was there. `power` says whether a constable may arrest; `dangers`
    what endangers officers.
    `hearing_not_later_than` and `ends` are null before service. `what` is its name for short: DVPN, say. `sealed`: the
    case is closed to this officer, and whatever else is known of it is null or empty.
    """

    name: str | None
    born: str | None
    address: str | None
    postcode: str | None
    reference: str | None
    role: Literal["respondent", "protected person"]
    score: int
    why: tuple[str, ...]
    sure: str | None
    ask: tuple[str, ...]
    case: Id
    regime: str | None
    in_force: Literal[IN_FORCE]  # type: ignore[valid-type]
    power: str
    dangers: tuple[str, ...]
    dangers_account: str | None
    conditions: tuple[str, ...]
    condition_codes: tuple[str, ...]
    served_at: Instant | None
    hearing_not_later_than: Instant | None
    ends: str | None
    respondent: str | None
    protected_person: str | None
    what: str
    ordered: Ordered | None
    elsewhere: Elsewhere | None
    before: tuple[str, ...]
    visited: str | None
    sealed: bool


@dataclass(frozen=True, kw_only=True)
class MatchInFull(Match):
    """A match, and `between`: this force's other cases, and what is known from elsewhere, that may be of the same two
    people, the last first."""

    between: tuple[Between, ...]


@dataclass(frozen=True)
class LookupAnswer:
    """The matches, best first; `advice` where there are none. `look` is this look-up's id; `wants_reason`: it was asked
    without one and without an open incident, so that one is to be given later.
    """

    as_at: Instant
    matches: tuple[MatchInFull, ...]
    advice: str | None
    look: Id
    wants_reason: bool


@bp.post("/lookup")
@answers(LookupAnswer, fails=(403,))
@takes(Asked)
def lookup(asked: Asked) -> Response:
    """Ranked matches; logged before they are answered."""
    if all(getattr(asked, name) is None for name in SOUGHT):
        message = (
            "Give a name, a date of birth, an address, a postcode, a reference, a number plate or a telephone number."
        )
        raise Unusable("nothing_asked", message, (NotMet("nothing_asked", message),), 422)
    if asked.born and asked.born > now().date():
        message = "born: is in the future. Give a date of birth in the past, or leave it out and give an age."
        raise Unusable("born_in_the_future", message, (NotMet("born_in_the_future", message),), 422)
    query = Query(
        asked.name,
        asked.born.isoformat() if asked.born else None,
        asked.address,
        asked.postcode,
        asked.reference,
        asked.reason,
        asked.age,
        asked.telephone,
        asked.number_plate,
        asked.handle,
    )
    return jsonify(look_up(installation(), signed_in().id, query, now()))
