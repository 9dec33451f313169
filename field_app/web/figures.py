"""The force's figures of a period, and the paragraph a press officer would send."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import Field

from field_app.actions import press_paragraph, read_figures
from field_app.cases.entries.kinds import Day, Text, part
from field_app.cases.figures import LONDON
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import answers, takes

bp = Blueprint("figures", __name__, url_prefix="/api")

A_DAY = Field(description="A day, like 2026-03-31.", json_schema_extra={"format": "date"})


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Period:
    """From which day to which, both included, whichever is the earlier; without them, the last four weeks."""

    from_: Annotated[str, A_DAY, Field(alias="from")] = ""
    to: Annotated[str, A_DAY] = ""
    district: Annotated[str, Field(description="One district alone.")] = ""
    court: Annotated[str, Field(description="What happened before one court alone.")] = ""


@dataclass(frozen=True)
class MinutesTaken:
    """Of so many with a time: within how many minutes half of them, and nine in ten."""

    number: int
    median: float
    p90: float


@dataclass(frozen=True)
class OneFigure:
    """One figure. Each of `by` adds up to `number`; `of` is the denominator and `denominator` says which, or null."""

    key: str
    heading: str
    definition: str
    denominator: str | None
    number: int
    of: int | None
    minutes: MinutesTaken | None
    amount: int | None
    by: dict[str, dict[str, int]]


@dataclass(frozen=True)
class FiguresAnswer:
    """All of a period; `people` are counted once each, and `notes` says what each of those is of."""

    first: Day
    last: Day
    figures: tuple[OneFigure, ...]
    people: dict[str, int]
    notes: dict[str, str]


@part
class SentenceAsked:
    """Which days, both included; `unsuppressed`: why what is too few to be published is wanted, else null."""

    first: Day
    last: Day
    unsuppressed: Text | None


@dataclass(frozen=True)
class SentenceAnswer:
    """The paragraph."""

    paragraph: str


@bp.get("/figures")
@answers(FiguresAnswer, query=Period, fails=(400, 403))
def figures() -> Response:
    """The figures of a period, by when things happened; on record before it is answered."""
    at = now()
    last = _day("to") or at.astimezone(LONDON).date()
    first = _day("from") or date.fromordinal(max(last.toordinal() - 27, 1))
    first, last = sorted((first, last))
    district, court = request.args.get("district") or None, request.args.get("court") or None
    found = asdict(read_figures(installation(), signed_in(), first, last, at, district=district, court=court))
    return jsonify({**found, "first": first.isoformat(), "last": last.isoformat()})


@bp.post("/figures/sentence")
@answers(SentenceAnswer, fails=(400, 403))
@takes(SentenceAsked)
def sentence(given: SentenceAsked) -> Response:
    """The paragraph a press officer would send; on record, with the reason, before it is answered."""
    first, last = sorted((given.first, given.last))
    return jsonify(SentenceAnswer(press_paragraph(installation(), signed_in(), first, last, given.unsuppressed, now())))


def _day(name: str) -> date | None:
    given = request.args.get(name)
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        message = f"{name}: must be a day like 2026-03-31."
        raise Unusable(name, message, (NotMet(name, message),)) from None
