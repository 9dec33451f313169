"""Lists computed from the log: how far each case has come, who is on it, what its opposite finds it by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from field_app.cases.case import Case
from field_app.cases.moments import put_right

from .case_times import review, times
from .database import Question, stamp
from .log import Head
from .tables import case_officers, cases, heads, search_keys


@dataclass(frozen=True)
class Listed:
    """One line of a list of cases. `joined`: the officer recorded on it, or it was handed to them."""

    case_id: str
    reference: str | None
    stage: str
    changed_at: str
    joined: bool = False
    sealed: bool = False


def keep(connection: Connection, case: Case, joined: Collection[str], left: Collection[str], changed_at: str) -> None:
    """Write a case's line anew from the case itself, and the officers who have joined or left it."""
    line = {
        "case_id": case.id,
        "reference": case.reference,
        "stage": case.stage,
        "changed_at": changed_at,
        "handed_at": stamp(put_right(case.hand_over.entry)) if case.hand_over else None,
        "sealed": bool(case.seals),
        **times(case),
        **review(case),
    }
    connection.execute(_KEEP[connection.dialect.name], line)
    if joined:
        rows = [{"case_id": case.id, "officer": officer} for officer in sorted(joined)]
        connection.execute(_JOIN[connection.dialect.name], rows)
    if left:
        theirs = (case_officers.c.case_id == case.id, case_officers.c.officer.in_(sorted(left)))
        connection.execute(delete(case_officers).where(*theirs))


def keep_elsewhere(connection: Connection, imported: Collection[Case], changed_at: str) -> None:
    """Write the lines of cases that are no more than what another force or court made, all at once."""
    nothing = dict.fromkeys(("reference", "handed_at", "held_at", "served_at", "tell_by"))
    lines = [
        {
            **nothing,
            **review(one),
            "case_id": one.id,
            "stage": "elsewhere",
            "changed_at": changed_at,
            "counted_at": changed_at,  # nothing of these is counted in the force's figures
            "sealed": False,
        }
        for one in sorted(imported, key=lambda one: one.id)
    ]
    connection.execute(_KEEP[connection.dialect.name], lines)


def keep_times(connection: Connection, case: Case) -> None:
    """Write anew since when the notice is served and the respondent held, by when somebody is to be told, when an order
    ends, when a breach was reported that nobody was arrested for, and when the case is to be reviewed."""
    anew = {**times(case), **review(case)}
    connection.execute(update(cases).where(cases.c.case_id == case.id).values(**anew))


def in_custody(connection: Connection) -> list[Head]:
    """The cases whose respondent is held, or left custody before the notice was served."""
    found = connection.execute(_IN_CUSTODY)
    return [Head(row.case_id, row.position, row.hash) for row in found]


def breached_since(connection: Connection, since: str) -> list[Head]:
    """The cases whose last breach without an arrest was reported at or after this time (UTC, as stored)."""
    found = select(heads).join(cases, heads.c.case_id == cases.c.case_id).where(cases.c.breach_at >= since)
    return [Head(row.case_id, row.position, row.hash) for row in connection.execute(found.order_by(heads.c.case_id))]


def at_stages(connection: Connection, stages: Collection[str], since: str) -> list[tuple[Head, bool]]:
    """The cases at these stages that changed at or after `since` (UTC, as stored), each with whether it is sealed."""
    asked = select(heads, cases.c.sealed).join(cases, heads.c.case_id == cases.c.case_id)
    wanted = asked.where(cases.c.stage.in_(list(stages)), cases.c.changed_at >= since).order_by(heads.c.case_id)
    return [(Head(row.case_id, row.position, row.hash), bool(row.sealed)) for row in connection.execute(wanted)]


def count_in(connection: Connection, stages: Collection[str], but_not: Collection[str] = ()) -> int:
    """How many cases with a notice that was served stand at these stages, `but_not` these."""
    found = select(func.count()).where(*_served(stages, but_not))
    return int(connection.execute(found).scalar_one())


def by_service(
    connection: Connection, stages: Collection[str], most: int, skip: int, but_not: Collection[str] = ()
) -> list[tuple[str, Head]]:
    """The served cases at these stages, `but_not` these, longest served first, each with how far its log reaches."""
    found = connection.execute(
        select(cases.c.case_id, heads.c.position, heads.c.hash)
        .join(heads, heads.c.case_id == cases.c.case_id)
        .where(*_served(stages, but_not))
        .order_by(cases.c.served_at, cases.c.case_id)
        .limit(most)
        .offset(skip)
    )
    return [(row.case_id, Head(row.case_id, row.position, row.hash)) for row in found]


def _served(stages: Collection[str], but_not: Collection[str]) -> list[ColumnElement[bool]]:
    """What is true of the cases at these stages whose notice was served, `but_not` of these."""
    return [cases.c.stage.in_(list(stages)), cases.c.served_at.is_not(None), *_none_of(but_not)]


def _none_of(case_ids: Collection[str]) -> list[ColumnElement[bool]]:
    return [cases.c.case_id.not_in(sorted(case_ids))] if case_ids else []


def sealed(connection: Connection) -> list[tuple[Listed, Head]]:
    """The sealed cases, each with how far its log reaches. Whether an officer joined one is not looked up."""
    return _listed(connection.execute(_SEALED))


def changed_since(connection: Connection, at: str, case_id: str, most: int) -> list[tuple[str, str, bool]]:
    """The cases that changed last, at `at` (UTC), those with a higher id, or later, in that order: id, when, sealed."""
    later = or_(cases.c.changed_at > at, and_(cases.c.changed_at == at, cases.c.case_id > case_id))
    asked = select(cases.c.case_id, cases.c.changed_at, cases.c.sealed).where(later)
    found = connection.execute(asked.order_by(cases.c.changed_at, cases.c.case_id).limit(most))
    return [(row.case_id, row.changed_at, row.sealed) for row in found]


def count_to_tell(connection: Connection, but_not: Collection[str] = ()) -> int:
    """How many cases there are, `but_not` these, in which somebody is still to be told, or something to be done."""
    found = select(func.count()).where(cases.c.tell_by.is_not(None), *_none_of(but_not))
    return int(connection.execute(found).scalar_one())


def by_telling(connection: Connection, most: int, skip: int, but_not: Collection[str] = ()) -> list[Head]:
    """The cases, `but_not` these, in which somebody is still to be told, or something to be done: what is due first
    before the rest."""
    found = connection.execute(
        select(heads)
        .join(cases, heads.c.case_id == cases.c.case_id)
        .where(cases.c.tell_by.is_not(None), *_none_of(but_not))
        .order_by(cases.c.tell_by, cases.c.case_id)
        .limit(most)
        .offset(skip)
    )
    return [Head(row.case_id, row.position, row.hash) for row in found]


def keep_keys(connection: Connection, case_id: str, keys: Iterable[bytes]) -> None:
    """Write anew the keys that a case of the same two people, the other way round, finds it by."""
    connection.execute(_DROP_KEYS, {"case": case_id})
    rows = [{"key": key, "case_id": case_id} for key in sorted(set(keys))]
    if rows:
        connection.execute(_KEEP_KEYS, rows)


def open_to(
    connection: Connection, officer: str, stages: Collection[str], *, telling: bool = False
) -> list[tuple[Listed, Head]]:
    """The cases an officer recorded on, and those in these stages, each with how far its log reaches.

    `telling`: also those in which somebody is still to be told, or something to be done.
    """
    return _listed(connection.execute(_OPEN_TO, {"officer": officer, "stages": list(stages), "telling": telling}))


def _listed(rows: Iterable[Any]) -> list[tuple[Listed, Head]]:
    return [
        (
            Listed(row.case_id, row.reference, row.stage, row.changed_at, bool(row.joined), bool(row.sealed)),
            Head(row.case_id, row.position, row.hash),
        )
        for row in rows
    ]


def reach(engine: Engine, office: str, officer: str, stages: Collection[str]) -> dict[str, Head]:
    """How far the office's log and those of `open_to` reach, by id: what a poll asks, all at one moment."""
    values = {"office": office, "officer": officer}
    return {found[0]: Head(*found) for found in _reach(tuple(stages)).answer(engine, values)}


def unserved(connection: Connection) -> list[Head]:
    """The cases with an authority that waits to be served or a hand-over that waits to be accepted."""
    found = connection.execute(_UNSERVED)
    return [Head(row.case_id, row.position, row.hash) for row in found]


def named(connection: Connection, name: str) -> str | None:
    """The case with this reference or id."""
    found = select(cases.c.case_id).where(or_(cases.c.case_id == name.lower(), cases.c.reference == name.upper()))
    return connection.execute(found).scalar()


def on_case(connection: Connection, case_id: str) -> set[str]:
    """The officers who recorded on a case."""
    found = select(case_officers.c.officer).where(case_officers.c.case_id == case_id)
    return set(connection.execute(found).scalars())


def is_any_elsewhere(connection: Connection) -> bool:
    """Whether there is any case that is no more than what another force or a court made."""
    return connection.execute(_ANY_ELSEWHERE).first() is not None


_ANY_ELSEWHERE = select(cases.c.case_id).where(cases.c.stage == "elsewhere").limit(1)


def every(connection: Connection) -> list[str]:
    """The id of every case."""
    return list(connection.execute(select(cases.c.case_id).order_by(cases.c.case_id)).scalars())


def references(connection: Connection, case_ids: Collection[str]) -> dict[str, str]:
    """The references of these cases, where they have one."""
    found = select(cases.c.case_id, cases.c.reference).where(cases.c.case_id.in_(case_ids))
    return {row.case_id: row.reference for row in connection.execute(found) if row.reference}


def exists(connection: Connection, case_id: str) -> bool:
    """Whether anything has been recorded under this id."""
    return connection.execute(select(cases.c.case_id).where(cases.c.case_id == case_id)).scalar() is not None


def _line(upsert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    anew = {one.name: upsert.excluded[one.name] for one in cases.c if one.name != "case_id"}
    return upsert.on_conflict_do_update(index_elements=["case_id"], set_=anew)


# Statements that every batch or every poll runs, built once.
_JOINED = cases.c.case_id.in_(select(case_officers.c.case_id).where(case_officers.c.officer == bindparam("officer")))
_OPEN_TO = (
    select(cases, heads.c.position, heads.c.hash, _JOINED.label("joined"))
    .join(heads, heads.c.case_id == cases.c.case_id)
    .where(
        or_(
            _JOINED,
            cases.c.stage.in_(bindparam("stages", expanding=True)),
            and_(bindparam("telling", type_=Boolean), cases.c.tell_by.is_not(None)),
        )
    )
    .order_by(cases.c.case_id)
)
_SEALED = (
    select(cases, heads.c.position, heads.c.hash, false().label("joined"))
    .join(heads, heads.c.case_id == cases.c.case_id)
    .where(cases.c.sealed.is_(True))
    .order_by(cases.c.case_id)
)


@cache
def _reach(stages: tuple[str, ...]) -> Question:
    office = select(heads).where(heads.c.case_id == bindparam("office"))
    own = select(heads).join(case_officers, case_officers.c.case_id == heads.c.case_id)
    own = own.where(case_officers.c.officer == bindparam("officer"))
    # Each stage by itself: a list is given its values only when a statement is run.
    further = [
        select(heads).join(cases, cases.c.case_id == heads.c.case_id).where(cases.c.stage == stage) for stage in stages
    ]
    return Question(union_all(office, own, *further))


_UNSERVED = (
    select(heads.c.case_id, heads.c.position, heads.c.hash)
    .join(cases, heads.c.case_id == cases.c.case_id)
    .where(or_(cases.c.stage == "authorised", cases.c.handed_at.is_not(None)))
    .order_by(heads.c.case_id)
)
_IN_CUSTODY = (
    select(heads.c.case_id, heads.c.position, heads.c.hash)
    .join(cases, heads.c.case_id == cases.c.case_id)
    .where(cases.c.held_at.is_not(None))
    .order_by(heads.c.case_id)
)
_KEEP = {"sqlite": _line(sqlite.insert(cases)), "postgresql": _line(postgresql.insert(cases))}
_JOIN = {
    "sqlite": sqlite.insert(case_officers).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(case_officers).on_conflict_do_nothing(),
}
_DROP_KEYS = delete(search_keys).where(search_keys.c.case_id == bindparam("case"))
_KEEP_KEYS = insert(search_keys)
