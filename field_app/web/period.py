"""The days that figures are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from flask import request
from pydantic import Field

from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON

from .errors import Unusable

A_DAY = Field(description="A day, like 2026-03-31.", json_schema_extra={"format": "date"})


@dataclass(frozen=True)
class Period:
    """From which day to which, both included, whichever is the earlier; without them, the last four weeks."""

    from_: Annotated[str, A_DAY, Field(alias="from")] = ""
    to: Annotated[str, A_DAY] = ""


def period_asked_for(at: datetime) -> tuple[date, date]:
    """The first and last day of this request's query, in Europe/London.

    :raise Unusable: one of them is no day.
    """
    last = _day("to") or at.astimezone(LONDON).date()
    first = _day("from") or date.fromordinal(max(last.toordinal() - 27, 1))
    return min(first, last), max(first, last)


def days_asked_for() -> tuple[date | None, date | None]:
    """The first and last day of this request's query, None for the one that is not asked for.

    :raise Unusable: one of them is no day.
    """
    first, last = _day("from"), _day("to")
    return (last, first) if first and last and last < first else (first, last)


def _day(name: str) -> date | None:
    given = request.args.get(name)
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        message = f"{name}: must be a day like 2026-03-31."
        raise Unusable(name, message, (NotMet(name, message),)) from None
