"""Officers, for administrators: the list, and enrolment links. What changes an officer is an entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import enrolment_code, enrolment_link, links_open, list_officers
from field_app.cases.entries.kinds import Id, Sha256
from field_app.cases.office import Office, who_may_confirm
from field_app.cases.ranks import RankSaid, RankWaiting
from field_app.store.database import stamp

from . import installation, now, signed_in
from .openapi import Instant, answers

bp = Blueprint("officers", __name__, url_prefix="/api/officers")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.before_request
def administrators_only() -> None:
    if not signed_in().is_administrator:
        abort(403)


@dataclass(frozen=True)
class WaitingRank:
    """A rank that may authorise, as one administrator (`recorded_by`, an officer's id) recorded it.

    It takes effect once another has signed a *rank confirmed* that relies on `entry` with these bytes (`sha256`):
    one of `confirmed_by`, the administrators (officers' ids) who were let in by others than whoever recorded it.
    """

    entry: Id
    sha256: Sha256
    rank: str
    postings: tuple[str, ...]
    recorded_by: Id
    recorded_at: Instant
    confirmed_by: tuple[Id, ...]


@dataclass(frozen=True)
class OtherRank:
    """The rank the force's directory said last, where it is another: its own word, and the rank here if it is one."""

    said: str
    rank: str | None
    at: Instant


@dataclass(frozen=True)
class ListedOfficer:
    """An officer as the office log leaves them; `enrolled`: they have a passkey. `line_manager` is an officer's id.

    `link_ends_at`: until when their enrolment link is open, for which a code can be shown. `waiting`: the rank that
    waits for a second administrator; until then they have the rank and postings they had. `directory`: what the
    force's directory says otherwise.
    """

    id: Id
    name: str
    collar_number: str
    rank: str | None
    postings: tuple[str, ...]
    on_call: bool
    enrolled: bool
    line_manager: Id | None
    team: str | None
    district: str | None
    link_ends_at: Instant | None
    waiting: WaitingRank | None
    directory: OtherRank | None


@dataclass(frozen=True)
class OfficersAnswer:
    """Everyone."""

    officers: tuple[ListedOfficer, ...]


@dataclass(frozen=True)
class EnrolmentLink:
    """A link for one use, and when it ends."""

    link: str
    expires_at: Instant


@bp.get("")
@answers(OfficersAnswer, fails=(403,))
def officers() -> Response:
    """Everyone, by name."""
    office = list_officers(installation(), signed_in().id, now())
    enrolled = {one.officer for one in office.passkeys.values() if not one.withdrawn_at}
    links = links_open(installation(), now())
    found = [
        ListedOfficer(
            id=one.id,
            name=one.name,
            collar_number=one.collar_number,
            rank=one.rank,
            postings=one.postings,
            on_call=one.on_call,
            enrolled=one.id in enrolled,
            line_manager=one.line_manager,
            team=one.team,
            district=one.district,
            link_ends_at=links.get(one.id),
            waiting=_waiting(office, office.ranks.waiting.get(one.id)),
            directory=_otherwise(office.ranks.said.get(one.id), one.rank),
        )
        for one in sorted(office.officers.values(), key=lambda one: one.name)
    ]
    return jsonify(OfficersAnswer(tuple(found)))


def _waiting(office: Office, one: RankWaiting | None) -> WaitingRank | None:
    if one is None:
        return None
    return WaitingRank(
        entry=one.entry,
        sha256=one.sha256,
        rank=one.rank,
        postings=one.postings,
        recorded_by=one.recorded_by,
        recorded_at=stamp(one.recorded_at),
        confirmed_by=who_may_confirm(office, one),
    )


def _otherwise(one: RankSaid | None, held: str | None) -> OtherRank | None:
    return OtherRank(one.said, one.rank, stamp(one.at)) if one and one.rank != held else None


@bp.post("/<uuid:officer_id>/enrolment-link")
@answers(EnrolmentLink, fails=(404,))
def link(officer_id: object) -> Response:
    """A one-time link; earlier ones of this officer end at once."""
    address, ends = enrolment_link(installation(), str(officer_id), now(), signed_in().id, needs_code=True)
    return jsonify({"link": address, "expires_at": stamp(ends)})


@dataclass(frozen=True)
class EnrolmentCode:
    """Eight digits to be read out to the officer, and when they end."""

    code: str
    expires_at: Instant


@bp.post("/<uuid:officer_id>/enrolment-code")
@answers(EnrolmentCode, fails=(404,))
def code(officer_id: object) -> Response:
    """A code for the officer's open link, to be read out in their presence; an earlier one ends at once."""
    digits, ends = enrolment_code(installation(), str(officer_id), now(), signed_in().id)
    return jsonify(EnrolmentCode(digits, stamp(ends)))
