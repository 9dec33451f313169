"""Which cases the live view is of, and how far their logs reach."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from sqlalchemy import Engine, bindparam, or_, select, union_all

from .database import Question, stamp
from .log import Head
from .tables import cases, heads


def watched(
    engine: Engine,
    office: str,
    stages: Collection[str],
    *,
    told_by: datetime,
    breach_since: datetime,
    ends: tuple[date, date],
) -> dict[str, Head]:
    """How far the office's log reaches, and those of the cases at these stages, of those whose respondent is held, in
    which something to tell or do was due by `told_by`, a breach was reported since `breach_since` and nobody arrested,
    or an order ends within `ends`; by id, all at one moment."""
    values = {
        "office": office,
        "told_by": stamp(told_by),
        "breach_since": stamp(breach_since),
        "ends_first": ends[0].isoformat(),
        "ends_last": ends[1].isoformat(),
    }
    return {found[0]: Head(*found) for found in _watched(tuple(stages)).answer(engine, values)}


@cache
def _watched(stages: tuple[str, ...]) -> Question:
    office = select(heads).where(heads.c.case_id == bindparam("office"))
    wanted = or_(
        *(cases.c.stage == stage for stage in stages),
        cases.c.held_at.is_not(None),
        cases.c.tell_by <= bindparam("told_by"),
        cases.c.breach_at >= bindparam("breach_since"),
        cases.c.ends_on.between(bindparam("ends_first"), bindparam("ends_last")),
    )
    return Question(union_all(office, select(heads).join(cases, heads.c.case_id == cases.c.case_id).where(wanted)))
