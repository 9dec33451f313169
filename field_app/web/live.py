"""`GET /api/live`: what is about to go wrong in the whole force, for duty inspectors and those above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, abort, current_app, request

from field_app.actions import LiveView
from field_app.cases.entries.kinds import Day, Id, Reference
from field_app.cases.rules import may_see_live_view

from . import installation, now, signed_in
from .openapi import Conditional, Instant, answers

bp = Blueprint("live", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class WatchedCase:
    """A line about a case. `late`: somebody should have seen to it by now."""

    case: Id
    reference: Reference | None
    district: str | None
    late: bool


@dataclass(frozen=True)
class WaitingRequest(WatchedCase):
    """A request since `at`: who holds it, in how many `steps` it was put to somebody, and to whom last (null: nobody
    was left to ask). `late`: unclaimed when the force's last step was due."""

    what: str
    at: Instant
    claimed_by: str | None
    steps: int
    put_to: str | None


@dataclass(frozen=True)
class UnservedNotice(WatchedCase):
    """An authority nobody has served, given at `at`; `handed_to`: who has not accepted yet. `late`: past the hours."""

    what: str
    at: Instant
    held_by: str | None
    handed_to: str | None
    attempts: int
    tried_at: Instant | None


@dataclass(frozen=True)
class NearDeadline(WatchedCase):
    """What must be by `at`. `where`: the court where it is listed, or the police station. `late`: that has passed."""

    what: Literal["hearing", "adjourned hearing", "breach of the notice", "breach of the order", "detention"]
    at: Instant
    where: str | None


@dataclass(frozen=True)
class EndingOrder(WatchedCase):
    """An order whose last day is `at`; `now`: in force or suspended. `late`: the respondent has not been told of it."""

    what: str
    at: Day
    now: str


@dataclass(frozen=True)
class NotTold(WatchedCase):
    """What (`what`) the protected person is to be told, by `at`; who is responsible for it. `late`: overdue."""

    what: str
    at: Instant
    contact_officer: str | None


@dataclass(frozen=True)
class BreachOpen(WatchedCase):
    """A breach of `what`, reported at `at`, that no unit is known to have met; `not_sent`: none was sent.

    `late`: that, or past the minutes for a unit to be sent.
    """

    what: str
    at: Instant
    not_sent: bool


@dataclass(frozen=True)
class SilentPhone:
    """A phone, by the prefix of its references, not heard from since `at`; from `forgets_at` it holds no case."""

    device: str
    at: Instant
    officer: str | None
    telephone: str | None
    forgets_at: Instant


@dataclass(frozen=True)
class LiveAnswer:
    """What waits or is near, by when it began or is due: fifty of each, `totals` says of how many."""

    as_at: Instant
    totals: dict[str, int]
    requests: tuple[WaitingRequest, ...]
    unserved: tuple[UnservedNotice, ...]
    deadlines: tuple[NearDeadline, ...]
    ending: tuple[EndingOrder, ...]
    untold: tuple[NotTold, ...]
    breaches: tuple[BreachOpen, ...]
    phones: tuple[SilentPhone, ...]


@bp.get("/live")
@answers(
    LiveAnswer,
    headers=Conditional,
    fails=(403,),
    bare=(304,),
    sends={"ETag": "What to ask with in If-None-Match, so that nothing changed is answered by 304."},
)
def live() -> Response:
    """What is about to go wrong; 304 where that is what is known already."""
    officer = signed_in()
    if not may_see_live_view(officer):
        abort(403)
    view: LiveView | None = current_app.extensions.get("live_view")
    if view is None:  # made when it is first asked for, of the installation this application serves then
        view = current_app.extensions.setdefault("live_view", LiveView(installation()))
    found = view.read(officer, request.if_none_match.as_set(include_weak=True), now())
    answer = Response(status=304) if found.body is None else Response(found.body, mimetype="application/json")
    answer.set_etag(found.etag)
    return answer
