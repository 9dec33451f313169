"""Reaching superintendents: what phones say of their alerts, who would be asked, the rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import Field

from field_app.actions import AskedNow, figures_of_reaching, push_was, read_rota, request_was_opened, who_would_be_asked
from field_app.cases.entries.kinds import Day, Id, Shape, part
from field_app.cases.reaching_figures import DEFINITIONS, Hour
from field_app.cases.rota import OnCall
from field_app.law.answers import NotMet
from field_app.store.database import stamp

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import Instant, answers, takes
from .period import Period, period_asked_for

bp = Blueprint("reaching", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class PushToken:
    """What came inside a push, encrypted to the one browser; it counts once, and opens no session."""

    token: Annotated[str, Shape((("min_length", 1), ("max_length", 100)))]


@dataclass(frozen=True)
class AskedOfficer:
    """Somebody who would be asked, and where they are rung; `until` is null for whoever stands on call."""

    id: Id
    name: str
    rank: str | None
    district: str | None
    telephone: str | None
    until: Instant | None


@dataclass(frozen=True)
class NotAsked:
    """Somebody on call who would not be asked about this case, and why, in words that give nothing away."""

    id: Id
    name: str
    why: Literal["recorded the request", "not independent"]


@dataclass(frozen=True)
class OnCallAnswer:
    """Who would be asked now, in order; `telephone` is what is rung where nobody is on call."""

    authorising: tuple[AskedOfficer, ...]
    inspectors: tuple[AskedOfficer, ...]
    telephone: str | None
    passed_over: tuple[NotAsked, ...]


@dataclass(frozen=True)
class AboutACase:
    """In which case authority would be asked for; without it, in any."""

    case: Annotated[str, Field(description="A case's id.", json_schema_extra={"format": "uuid"})] = ""


@dataclass(frozen=True)
class RotaShift:
    """A shift as it stands; `entry` is what recorded it."""

    id: Id
    officer: Id
    role: str
    district: str | None
    order: int
    starts_at: Instant
    ends_at: Instant
    covers: Id | None
    entry: Id
    recorded_by: str


@dataclass(frozen=True)
class RotaOffDuty:
    """A time in which an officer is not asked."""

    id: Id
    officer: Id
    starts_at: Instant
    ends_at: Instant | None
    reason: str | None
    entry: Id
    recorded_by: str


@dataclass(frozen=True)
class RotaPhone:
    """One browser that takes alerts: how the last alert to it ended, and when it last showed one."""

    device: Id | None
    since: Instant
    state: Literal["never", "on its way", "taken", "shown", "failed"]
    at: Instant | None
    shown_at: Instant | None
    why: str | None


@dataclass(frozen=True)
class RotaOfficer:
    """Somebody who may stand in the rota, and how they are reached."""

    id: Id
    name: str
    rank: str | None
    on_call: bool
    telephone: str | None
    phones: tuple[RotaPhone, ...]


@dataclass(frozen=True)
class Gap:
    """Nobody who may decide is on call from the one to the other."""

    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True)
class RotaAnswer:
    """The rota from now on, its gaps in the next seven days, and who is reached how. `texts`: whether any are sent."""

    shifts: tuple[RotaShift, ...]
    off_duty: tuple[RotaOffDuty, ...]
    gaps: tuple[Gap, ...]
    officers: tuple[RotaOfficer, ...]
    now: OnCallAnswer
    districts: tuple[str, ...]
    texts: bool


@dataclass(frozen=True)
class ReachingAnswer:
    """By the hour of the day, all of them (`hour` null) last; and what each figure is of, in a sentence."""

    first: Day
    last: Day
    hours: tuple[Hour, ...]
    definitions: dict[str, str]


@bp.get("/reaching")
@answers(ReachingAnswer, query=Period, fails=(400, 403))
def reaching() -> Response:
    """How soon requests for authority were shown, opened and decided; logged before it is answered."""
    at = now()
    first, last = period_asked_for(at)
    hours = figures_of_reaching(installation(), signed_in(), first, last, at)
    return jsonify(ReachingAnswer(_written(first), _written(last), tuple(hours), DEFINITIONS))


def _written(day: date) -> Any:
    return day.isoformat()


@bp.post("/pushes/delivered")
@answers(status=204, fails=(403,))
@takes(PushToken)
def delivered(given: PushToken) -> tuple[str, int]:
    """The phone has shown an alert. Needs no session: it may be locked."""
    push_was(installation(), given.token, "delivered", now())
    return "", 204


@bp.post("/pushes/opened")
@answers(status=204, fails=(403,))
@takes(PushToken)
def opened(given: PushToken) -> tuple[str, int]:
    """An alert was tapped. Needs no session."""
    push_was(installation(), given.token, "opened", now())
    return "", 204


@bp.post("/cases/<uuid:case_id>/opened")
@answers(status=204, fails=(404,))
def case_opened(case_id: object) -> tuple[str, int]:
    """This officer has the request before them; where it was put to them, that is recorded."""
    request_was_opened(installation(), signed_in().id, str(case_id), now())
    return "", 204


@bp.get("/on-call")
@answers(OnCallAnswer, query=AboutACase, fails=(400,))
def on_call() -> Response:
    """Who would be asked if this officer requested authority now."""
    said = request.args.get("case")
    try:
        case_id = None if said is None else str(UUID(said))
    except ValueError:
        message = "case: must be the id of a case, or be left out."
        raise Unusable("case", message, (NotMet("case", message),)) from None
    return jsonify(_asked(who_would_be_asked(installation(), signed_in(), now(), case_id)))


@bp.get("/rota")
@answers(RotaAnswer, fails=(403,))
def rota() -> Response:
    """The rota, for administrators and inspectors."""
    at = now()
    found = read_rota(installation(), signed_in(), at)
    office = found.office
    officers = sorted(office.officers.values(), key=lambda one: one.name)
    return jsonify(
        RotaAnswer(
            shifts=tuple(
                RotaShift(**{**vars(one), "starts_at": stamp(one.starts_at), "ends_at": stamp(one.ends_at)})
                for one in sorted(office.shifts.values(), key=lambda one: (one.starts_at, one.order))
                if one.ends_at > at
            ),
            off_duty=tuple(
                RotaOffDuty(**{**vars(one), "starts_at": stamp(one.starts_at), "ends_at": _stamp(one.ends_at)})
                for one in sorted(office.off_duty.values(), key=lambda one: one.starts_at)
                if one.ends_at is None or one.ends_at > at
            ),
            gaps=tuple(Gap(stamp(starts), stamp(ends)) for starts, ends in found.gaps),
            officers=tuple(
                RotaOfficer(
                    one.id,
                    one.name,
                    one.rank,
                    one.on_call,
                    one.telephone,
                    tuple(RotaPhone(**vars(phone)) for phone in found.health.get(one.id, ())),
                )
                for one in officers
                if one.holds("inspector")
            ),
            now=_asked(found.now),
            districts=found.districts,
            texts=found.texts,
        )
    )


def _asked(found: AskedNow) -> OnCallAnswer:
    def plain(one: OnCall) -> AskedOfficer:
        officer = one.officer
        return AskedOfficer(officer.id, officer.name, officer.rank, one.district, officer.telephone, _stamp(one.until))

    return OnCallAnswer(
        tuple(plain(one) for one in found.authorising),
        tuple(plain(one) for one in found.inspectors),
        found.telephone,
        tuple(NotAsked(one.id, one.name, why) for one, why in found.passed_over),
    )


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None
