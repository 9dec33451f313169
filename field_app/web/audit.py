"""`POST /api/audit`: who saw what, for auditors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import AuditQuery, NobodyOfThatName, audit
from field_app.cases.audit import WHY
from field_app.cases.entries.kinds import Day, Line, part
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import Instant, answers, takes

bp = Blueprint("audit", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class AuditAsked:
    """What of the record is asked for; whatever is null narrows nothing, and without days it is the last seven.

    `officer`: a name or part of one, or a collar number; `case`: a reference or id; `person`: a name looked up.
    """

    officer: Line | None
    case: Line | None
    person: Line | None
    since: Day | None
    until: Day | None


@dataclass(frozen=True)
class AuditRecord:
    """Somebody looked, or recorded: who, when, what they did, at which case (its reference where it has one).

    `asked` is what was asked for, `reason` why, where a look-up said so; `reason_at`: when, where that was only later.
    """

    at: Instant
    officer: str
    action: str
    case: str | None
    asked: tuple[str, ...]
    reason: str | None
    reason_at: Instant | None


@dataclass(frozen=True)
class AuditAlert:
    """What stands out, in a word and a sentence: whose looking, how often, when last, at which name or case."""

    why: Literal[tuple(WHY)]  # type: ignore[valid-type]
    sentence: str
    officer: str
    times: int
    last_at: Instant
    name: str | None
    case: str | None


@dataclass(frozen=True)
class AuditAnswer:
    """The alerts, last first; the records, newest first, and how many more there are than these."""

    as_at: Instant
    alerts: tuple[AuditAlert, ...]
    records: tuple[AuditRecord, ...]
    more: int


@bp.post("/audit")
@answers(AuditAnswer, fails=(403, 404))
@takes(AuditAsked)
def look(asked: AuditAsked) -> Response:
    """Who saw what; that this was asked is on record before it is answered."""
    query = AuditQuery(asked.officer, asked.case, asked.person, asked.since, asked.until)
    try:
        return jsonify(audit(installation(), signed_in().id, query, now()))
    except NobodyOfThatName as error:
        raise Unusable("nobody", str(error), (NotMet(error.field, str(error)),), 404) from error
