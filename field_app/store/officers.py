"""Sign-in: sessions that can be revoked, challenges used once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, Engine, bindparam, delete, insert, or_, select, update

from .database import Question, stamp
from .log import Head
from .tables import challenges, heads, push_subscriptions, sessions, sign_counts

SESSION = timedelta(hours=12)
CHALLENGE = timedelta(minutes=5)
CONFIRMED = timedelta(minutes=5)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def open_session(connection: Connection, officer: str, credential: str, now: datetime) -> str:
    """A new session's token. Only its hash is kept, so the database opens nobody's session."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(sessions).values(
            token_sha256=_digest(token),
            officer=officer,
            credential=credential,
            made_at=stamp(now),
            expires_at=stamp(now + SESSION),
        )
    )
    return token


@dataclass(frozen=True)
class Session:
    """Whose a session is, by which passkey, on which device once that is known; and where the office log then ended."""

    officer: str
    credential: str
    device: str | None
    office: Head


def session_of(engine: Engine, office: str, token: str, now: datetime) -> Session | None:
    """A session that has neither ended nor been revoked. Every request asks this; `office` is the office log's id."""
    values = {"token_sha256": _digest(token), "now": stamp(now), "office": office}
    for officer, credential, device, position, last in _SESSION.answer(engine, values):
        return Session(officer, credential, device, Head(office, position, last))
    return None


def bind_session(connection: Connection, token: str, device: str) -> None:
    """From now on this is a session of that device."""
    connection.execute(update(sessions).where(sessions.c.token_sha256 == _digest(token)).values(device=device))


def cut_off(connection: Connection, officer: str, device: str, now: datetime) -> None:
    """End this device's sessions and push nothing more to it.

    What of the officer's is not known to be another device's may be this one's, and ends with it.
    """
    connection.execute(
        update(sessions)
        .where(sessions.c.officer == officer, sessions.c.revoked_at.is_(None))
        .where(or_(sessions.c.device == device, sessions.c.device.is_(None)))
        .values(revoked_at=stamp(now))
    )
    pushed = push_subscriptions.c
    connection.execute(
        delete(push_subscriptions).where(
            pushed.officer == officer, or_(pushed.device == device, pushed.device.is_(None))
        )
    )


def close_session(connection: Connection, token: str, now: datetime) -> None:
    """Revoke one session."""
    connection.execute(update(sessions).where(sessions.c.token_sha256 == _digest(token)).values(revoked_at=stamp(now)))


def keep_challenge(connection: Connection, challenge: bytes, purpose: str, now: datetime, of: str = "") -> None:
    """Remember a challenge until it is used, five minutes at most; `of`: the link or session that may, alone."""
    connection.execute(delete(challenges).where(challenges.c.expires_at < stamp(now)))
    connection.execute(
        insert(challenges).values(challenge=_kept_as(challenge, of), purpose=purpose, expires_at=stamp(now + CHALLENGE))
    )


def use_challenge(connection: Connection, challenge: bytes, purpose: str, now: datetime, of: str = "") -> bool:
    """Whether this challenge was given out for this purpose, `of` this link or session, and not used yet; it is now."""
    used = connection.execute(
        delete(challenges).where(
            challenges.c.challenge == _kept_as(challenge, of),
            challenges.c.purpose == purpose,
            challenges.c.expires_at > stamp(now),
        )
    )
    return used.rowcount == 1


def _kept_as(challenge: bytes, of: str) -> str:
    return sha256(challenge + of.encode("utf-8", "surrogatepass")).hexdigest() if of else challenge.hex()


def keep_confirmed(connection: Connection, token: str, what: str, now: datetime) -> None:
    """A session's passkey confirmed this just now."""
    values = {"confirmed": _digest(what), "confirmed_until": stamp(now + CONFIRMED)}
    connection.execute(update(sessions).where(sessions.c.token_sha256 == _digest(token)).values(values))


def is_confirmed(connection: Connection, token: str, what: str, now: datetime) -> bool:
    """Whether this is what a session's passkey confirmed last, less than five minutes ago."""
    asked = select(sessions.c.officer).where(
        sessions.c.token_sha256 == _digest(token),
        sessions.c.confirmed == _digest(what),
        sessions.c.confirmed_until > stamp(now),
    )
    return connection.execute(asked).first() is not None


def sign_count(connection: Connection, credential: str) -> int:
    """The last signature count a sign-in with this passkey showed."""
    found = select(sign_counts.c.count).where(sign_counts.c.credential == credential)
    return connection.execute(found).scalar() or 0


def keep_sign_count(connection: Connection, credential: str, count: int) -> None:
    changed = connection.execute(update(sign_counts).where(sign_counts.c.credential == credential).values(count=count))
    if changed.rowcount == 0:
        connection.execute(insert(sign_counts).values(credential=credential, count=count))


MOST_SUBSCRIPTIONS = 10


def subscribe(
    connection: Connection,
    officer: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    now: datetime,
    device: str | None = None,
) -> None:
    """Keep where to push to; an endpoint belongs to whoever subscribed it last, the oldest beyond ten go."""
    unsubscribe(connection, endpoint)
    connection.execute(
        insert(push_subscriptions).values(
            endpoint=endpoint, officer=officer, p256dh=p256dh, auth=auth, made_at=stamp(now), device=device
        )
    )
    own = subscriptions(connection, officer)
    for endpoint_, _, _ in own[MOST_SUBSCRIPTIONS:]:
        unsubscribe(connection, endpoint_)


def unsubscribe(connection: Connection, endpoint: str, officer: str | None = None) -> None:
    """Forget an endpoint (only if it is this officer's, where one is given)."""
    gone = delete(push_subscriptions).where(push_subscriptions.c.endpoint == endpoint)
    connection.execute(gone if officer is None else gone.where(push_subscriptions.c.officer == officer))


def subscriptions(connection: Connection, officer: str) -> list[tuple[str, str, str]]:
    """Endpoint, p256dh and auth of each browser of an officer's, newest first."""
    found = connection.execute(
        select(push_subscriptions)
        .where(push_subscriptions.c.officer == officer)
        .order_by(push_subscriptions.c.made_at.desc())
    )
    return [(row.endpoint, row.p256dh, row.auth) for row in found]


_SESSION = Question(
    select(sessions.c.officer, sessions.c.credential, sessions.c.device, heads.c.position, heads.c.hash)
    .join(heads, heads.c.case_id == bindparam("office"))
    .where(
        sessions.c.token_sha256 == bindparam("token_sha256"),
        sessions.c.revoked_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
    )
)
