"""The days administrators added to the table of holidays. What adds or takes back a day is an entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.cases.entries.kinds import Day
from field_app.store.database import reading

from . import installation, signed_in
from .openapi import answers

bp = Blueprint("holidays", __name__, url_prefix="/api/holidays")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.before_request
def administrators_only() -> None:
    if not signed_in().is_administrator:
        abort(403)


@dataclass(frozen=True)
class ListedHoliday:
    """A day as it was added, and what makes it a holiday. `doubtful`: the working deadline counts it."""

    date: Day
    name: str
    source: str
    doubtful: bool


@dataclass(frozen=True)
class HolidaysAnswer:
    """The days added, in order, and the first and the last year of the table they are added to."""

    added: tuple[ListedHoliday, ...]
    years: tuple[int, int]


@bp.get("")
@answers(HolidaysAnswer, fails=(403,))
def holidays() -> Response:
    """The days added to the table."""
    with reading(installation().engine) as connection:
        office, _ = installation().office(connection)
    days = sorted(office.added_days.values(), key=lambda one: one.date)
    added = tuple(
        ListedHoliday(one.date.isoformat(), one.name, one.source, one.doubtful)  # type: ignore[arg-type]
        for one in days
    )
    return jsonify(HolidaysAnswer(added, (office.holidays.years[0], office.holidays.years[-1])))
