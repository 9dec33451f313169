"""The force's figures of a period, and the paragraph a press officer would send."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import Field

from field_app.actions import press_paragraph, read_figures
from field_app.cases.entries.kinds import Day, Text, part
from field_app.cases.figures import Figure

from . import installation, now, signed_in
from .openapi import answers, takes
from .period import Period, period_asked_for

bp = Blueprint("figures", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Divided(Period):
    """A period, and what of it."""

    district: Annotated[str, Field(description="One district alone.")] = ""
    court: Annotated[str, Field(description="What happened before one court alone.")] = ""


@dataclass(frozen=True)
class FiguresAnswer:
    """All of a period; `people` are counted once each, and `notes` says what each of those is of."""

    first: Day
    last: Day
    figures: tuple[Figure, ...]
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
@answers(FiguresAnswer, query=Divided, fails=(400, 403))
def figures() -> Response:
    """The figures of a period, by when things happened; on record before it is answered."""
    at = now()
    first, last = period_asked_for(at)
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
