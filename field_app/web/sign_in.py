"""Signing in with a passkey, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Blueprint, Flask, Response, jsonify, session
from flask_login import current_user, login_user, logout_user
from webauthn.helpers import bytes_to_base64url

from field_app.actions import (
    SignedIn,
    are_addresses_known,
    begin_sign_in,
    who_is,
)
from field_app.actions import (
    sign_in as open_session,
)
from field_app.actions import (
    sign_out as close_session,
)
from field_app.cases.entries.kinds import Base64Url, Day, Id, part
from field_app.cases.office import Office, Officer
from field_app.law.regimes import authorising_from
from field_app.store.database import reading, stamp

from . import installation, now, signed_in
from .gate import Session
from .health import ClockDoubt
from .openapi import Instant, answers, takes

TOLD_FOR_DAYS = 7
"""How long whoever may authorise reads on their first screen that somebody else now may."""

bp = Blueprint("sign_in", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class Nothing:
    """An empty object."""


@part
class Answered:
    """A passkey's answer, as the browser's `toJSON` gives it."""

    credential: dict[str, Any]


@dataclass(frozen=True)
class SignInOptions:
    """`publicKey` is a PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3, section 5.1)."""

    publicKey: dict[str, Any]


@dataclass(frozen=True)
class Myself:
    """Who is signed in; `constable` is whether they hold that office, in whatever rank."""

    id: Id
    name: str
    collar_number: str
    rank: str | None
    postings: tuple[str, ...]
    on_call: bool
    constable: bool


@dataclass(frozen=True)
class OwnPasskey:
    """One of the officer's passkeys: the credential's id, the host it is bound to, its public key (COSE)."""

    id: str
    rp_id: str
    public_key: str


@dataclass(frozen=True)
class Force:
    """Whose installation this is."""

    name: str


@dataclass(frozen=True)
class AddedHoliday:
    """A day an administrator added to the table of holidays in law.json, or put in the place of one of its days."""

    date: Day
    name: str
    doubtful: bool


@dataclass(frozen=True)
class WrittenSitting:
    """A sitting as the force file has it, `start` and `end` on the clock in London."""

    start: str
    end: str
    day: str | None
    date: Day | None
    on_holidays: bool
    remand: bool


@dataclass(frozen=True)
class WrittenCourt:
    """A court as the force file has it."""

    name: str
    sittings: tuple[WrittenSitting, ...]
    remote: bool
    joining: str | None
    telephone: str | None
    closed: tuple[Day, ...]


@dataclass(frozen=True)
class Courts:
    """Every court of the force; minutes until papers can be before one, hours of warning before the last sitting."""

    courts: tuple[WrittenCourt, ...]
    papers: int
    alarm: int


@dataclass(frozen=True)
class NewAuthority:
    """Somebody who came to hold a rank that may authorise: which administrators recorded and confirmed it, and when."""

    name: str
    recorded_by: str
    confirmed_by: str
    at: Instant


@dataclass(frozen=True)
class Me:
    """Who is signed in, and what their phone needs to know of the installation.

    Entries are sealed to `inbox_key`, push is signed with `vapid_public_key`: uncompressed points of P-256. Without a
    touch or a key for `idle_lock_minutes` the phone's store locks. `holidays` and `courts` are what its deadlines need
    beside law.json. `postcodes`: that the force supplied addresses by postcode. `server_clock`, for administrators:
    that the server's own clock may be wrong. `new_authority`, for who may authorise: who else has come to in the last
    seven days.
    """

    officer: Myself
    credentials: tuple[OwnPasskey, ...]
    installation: Id
    force: Force
    training: bool
    demonstration: bool
    allow_pin: bool
    idle_lock_minutes: int
    checks: dict[str, str]
    telephone_authority: bool
    postcodes: bool
    inbox_key: Base64Url
    vapid_public_key: Base64Url
    holidays: tuple[AddedHoliday, ...]
    courts: Courts
    districts: tuple[str, ...]
    server_clock: ClockDoubt | None
    new_authority: tuple[NewAuthority, ...]
    now: Instant


SESSION_BEGINS = {"Set-Cookie": "The session's cookie."}


@bp.post("/sign-in/options")
@answers(SignInOptions, fails=(503,))
@takes(Nothing)
def options(_: Nothing) -> Response:
    """Options for `navigator.credentials.get`, with a challenge for one use."""
    return jsonify(SignInOptions(begin_sign_in(installation(), now())))


@bp.post("/sign-in")
@answers(Me, fails=(503,), sends=SESSION_BEGINS)
@takes(Answered)
def sign_in(given: Answered) -> Response:
    """Open a session for whoever's passkey answered."""
    return begin(open_session(installation(), given.credential, now()))


@bp.delete("/sign-in")
@answers(status=204)
def sign_out() -> tuple[str, int]:
    """End this session."""
    close_session(installation(), current_user.token, now())
    logout_user()
    return "", 204


@bp.get("/me")
@answers(Me)
def me() -> Response:
    """Who is signed in, and what their phone needs to know of the installation."""
    return jsonify(_me(signed_in().id))


def begin(opened: SignedIn) -> Response:
    """Answer a sign-in or an enrolment with the session's cookie and who is signed in."""
    officer = who_is(installation(), opened.token, now())
    assert officer is not None, "a session just opened is live"
    if current_user.is_authenticated:  # the browser lets go of its earlier session, and so does the server
        close_session(installation(), current_user.token, now())
    session.permanent = True  # outlives the browser's restart; the database ends it
    login_user(Session(opened.token, officer))
    return jsonify(_me(officer.id))


def _me(officer_id: str) -> Me:
    here = installation()
    with reading(here.engine) as connection:
        office, _ = here.office(connection)
        postcodes = are_addresses_known(connection)
    officer = office.officers[officer_id]
    doubt = office.server_clock
    own = [one for one in office.passkeys.values() if one.officer == officer.id and not one.withdrawn_at]
    return Me(
        officer=Myself(
            id=officer.id,
            name=officer.name,
            collar_number=officer.collar_number,
            rank=officer.rank,
            postings=officer.postings,
            on_call=officer.on_call,
            constable=officer.is_constable,
        ),
        credentials=tuple(OwnPasskey(one.credential, one.rp_id, one.public_key) for one in own),
        installation=office.id,
        force=Force(office.force),
        training=here.training,
        demonstration=office.demonstration,
        allow_pin=here.allow_pin,
        idle_lock_minutes=here.idle_lock_minutes,
        checks=dict(here.force.settings),
        telephone_authority=here.force.switches.telephone_authority,
        postcodes=postcodes,
        inbox_key=_point(here.secrets.inbox.public_key()),
        vapid_public_key=_point(here.secrets.vapid.public_key()),
        holidays=tuple(
            AddedHoliday(one.date.isoformat(), one.name, one.doubtful)  # type: ignore[arg-type]
            for one in sorted(office.added_days.values(), key=lambda one: one.date)
        ),
        courts=Courts(
            tuple(one.as_json() for one in here.force.courts),  # type: ignore[misc]
            here.force.clocks.papers,
            here.force.clocks.alarm,
        ),
        districts=here.force.districts,
        server_clock=ClockDoubt(**doubt) if doubt and officer.is_administrator else None,
        new_authority=_new_authority(office, officer, now()),
        now=stamp(now()),
    )


def _new_authority(office: Office, officer: Officer, at: datetime) -> tuple[NewAuthority, ...]:
    if not officer.holds(authorising_from(one.id for one in installation().regimes)):
        return ()
    return tuple(
        NewAuthority(
            office.officers[one.officer].name,
            office.officers[one.recorded_by].name,
            office.officers[one.confirmed_by].name,
            stamp(one.at),
        )
        for one in office.ranks.made
        if one.officer != officer.id and at - one.at < timedelta(days=TOLD_FOR_DAYS)
    )


def _point(key: Any) -> str:
    return bytes_to_base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
