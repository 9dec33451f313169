"""`GET /api/orders`: the force's own notices and orders as a file, for PNC or LEDS entry and for other systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from flask import Blueprint, Flask, Response, abort, request
from pydantic import Field

from field_app.actions import STATES, OrderFile, export_orders
from field_app.actions.own_orders import Form, State
from field_app.cases.entries.kinds import Day, Id
from field_app.cases.rules import may_take_orders
from field_app.law.answers import NotMet
from field_app.law.regimes import REGIMES

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import Instant, answers
from .period import A_DAY, days_asked_for

bp = Blueprint("orders", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Wanted:
    """Which notices and orders: made from which day to which, both included; without them, whenever they were made."""

    from_: Annotated[str, A_DAY, Field(alias="from")] = ""
    to: Annotated[str, A_DAY] = ""
    state: Annotated[
        Literal[STATES],  # type: ignore[valid-type]
        Field(description="What binds, or will once somebody is told; what is over; or both."),
    ] = "in force"


@dataclass(frozen=True)
class OwnOrder:
    """A notice or an order; what has a column in `orders import` has its name.

    `in_force` is as in the look-up. Of the protected person's addresses only that of the home which the respondent is
    recorded as knowing. `served_at`: when the notice was served, or the order told, where that is known.
    """

    case: Id
    reference: str
    regime: Literal[tuple(REGIMES)]  # type: ignore[valid-type]
    kind: Literal["notice", "order"]
    what: str
    in_force: str
    respondent_given: str | None
    respondent_family: str
    respondent_aliases: tuple[str, ...]
    respondent_born: Day | None
    respondent_addresses: tuple[str, ...]
    protected_given: str | None
    protected_family: str | None
    protected_addresses: tuple[str, ...]
    served_at: Instant | Day | None
    made_on: Day
    ends_on: Day | None
    court: str | None
    hearing_not_later_than: Instant | None
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class OrdersAnswer:
    """Those asked for; `withheld`: how many sealed cases were left out."""

    as_at: Instant
    force: str
    state: Literal[STATES]  # type: ignore[valid-type]
    first: Day | None
    last: Day | None
    withheld: int
    orders: tuple[OwnOrder, ...]


@bp.get("/orders")
@answers(OrdersAnswer, query=Wanted, fails=(400, 403))
def listed() -> Response:
    """The force's own notices and orders; on record before they are answered."""
    return Response(_taken("json").body, mimetype="application/json")


WITHHELD = "Field-Withheld"


@bp.get("/orders.csv")
@answers(query=Wanted, fails=(400, 403), media="text/csv", sends={WITHHELD: "How many sealed cases were left out."})
def file() -> Response:
    """The same as a list that `orders import` takes in; on record before it is answered."""
    found = _taken("csv")
    answer = Response(found.body, mimetype="text/csv")
    answer.headers[WITHHELD] = str(found.withheld)
    answer.headers["Content-Disposition"] = "attachment; filename=notices-and-orders.csv"
    return answer


def _taken(form: Form) -> OrderFile:
    """What is asked for, once it is known that this officer may have it: the one door to both forms."""
    if not may_take_orders(signed_in()):
        abort(403)
    first, last = days_asked_for()
    return export_orders(installation(), signed_in().id, form, now(), state=_state(), first=first, last=last)


def _state() -> State:
    asked = request.args.get("state", STATES[0])
    for one in STATES:
        if one == asked:
            return one
    message = f"state: must be one of {', '.join(STATES)}."
    raise Unusable("state", message, (NotMet("state", message),))
