"""Enrolment: a link used once, and the code that is read out to whoever opens it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import scrypt, sha256
from hmac import compare_digest

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from .database import stamp
from .door_tables import enrolments

LINK = timedelta(days=7)
CODE = timedelta(minutes=10)
DIGITS = 8
MOST_WRONG = 5
"""So many wrong tries end a code; another can be shown."""

_c = enrolments.c


def make_link(connection: Connection, officer: str, now: datetime, *, needs_code: bool) -> tuple[str, datetime]:
    """A one-time enrolment token and when it ends; earlier ones of this officer end at once."""
    connection.execute(update(enrolments).where(_c.officer == officer, _c.used_at.is_(None)).values(used_at=stamp(now)))
    token, ends = secrets.token_urlsafe(24), now + LINK
    values = {"token_sha256": _digest(token), "officer": officer, "expires_at": stamp(ends), "needs_code": needs_code}
    connection.execute(insert(enrolments).values(values))
    return token, ends


def make_code(connection: Connection, officer: str, now: datetime) -> tuple[str, datetime] | None:
    """A new code for the officer's open link, and when it ends; an earlier one does now. None: they have none."""
    row = connection.execute(select(_c.token_sha256).where(_open(now), _c.officer == officer, _c.needs_code)).first()
    if row is None:
        return None
    code, ends = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", now + CODE
    values = {"code": _slowly(code, row.token_sha256), "code_ends_at": stamp(ends), "wrong": 0}
    connection.execute(update(enrolments).where(_c.token_sha256 == row.token_sha256).values(values))
    return code, ends


def officer_of(connection: Connection, token: str, code: str | None, now: datetime) -> str | None:
    """The officer an open link is for, if whoever opened it may go on: a wrong code counts as a try, none does not."""
    asked = select(enrolments).where(_open(now), _c.token_sha256 == _digest(token)).with_for_update()
    row = connection.execute(asked).first()
    if row is None:
        return None
    if not row.needs_code:
        return str(row.officer)
    if code is None or row.code is None or row.code_ends_at <= stamp(now) or row.wrong >= MOST_WRONG:
        return None
    if compare_digest(_slowly(code, row.token_sha256), bytes(row.code)):
        return str(row.officer)
    connection.execute(
        update(enrolments).where(_c.token_sha256 == row.token_sha256).values(wrong=enrolments.c.wrong + 1)
    )
    return None


def is_for(connection: Connection, token: str, officer: str, now: datetime) -> bool:
    """Whether this is an open link of this officer's."""
    asked = select(_c.officer).where(_open(now), _c.token_sha256 == _digest(token), _c.officer == officer)
    return connection.execute(asked).first() is not None


def use(connection: Connection, token: str, now: datetime) -> str | None:
    """Use an open link up; the officer it was for."""
    used = update(enrolments).where(_open(now), _c.token_sha256 == _digest(token)).values(used_at=stamp(now))
    return connection.execute(used.returning(_c.officer)).scalar()


def open_links(connection: Connection, now: datetime) -> dict[str, str]:
    """Until when (UTC, as stored) each officer's open link that needs a code is open."""
    found = connection.execute(select(_c.officer, _c.expires_at).where(_open(now), _c.needs_code))
    return {row.officer: row.expires_at for row in found}


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(_c.used_at.is_(None), _c.expires_at > stamp(now))


def _slowly(code: str, salt: str) -> bytes:
    """Eight digits are soon tried through by whoever reads the table: not within the ten minutes, this way."""
    return scrypt(code.encode("utf-8", "surrogatepass"), salt=salt.encode(), n=2**15, r=8, p=1, maxmem=2**26, dklen=32)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
