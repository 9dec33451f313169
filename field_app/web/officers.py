"""Officers, for administrators: the list, and enrolment links. What changes an officer is an entry."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import enrolment_link
from field_app.store.database import reading, stamp

from . import installation, now, signed_in

bp = Blueprint("officers", __name__, url_prefix="/api/officers")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.before_request
def administrators_only() -> None:
    if not signed_in().is_administrator:
        abort(403)


@bp.get("")
def officers() -> Response:
    """Everyone, by name."""
    with reading(installation().engine) as connection:
        office, _ = installation().office(connection)
    enrolled = {one.officer for one in office.passkeys.values() if not one.withdrawn_at}
    found = [
        {
            "id": one.id,
            "name": one.name,
            "collar_number": one.collar_number,
            "rank": one.rank,
            "postings": list(one.postings),
            "on_call": one.on_call,
            "enrolled": one.id in enrolled,
        }
        for one in sorted(office.officers.values(), key=lambda one: one.name)
    ]
    return jsonify({"officers": found})


@bp.post("/<uuid:officer_id>/enrolment-link")
def link(officer_id: object) -> Response:
    """A one-time link; earlier ones of this officer end at once."""
    address, ends = enrolment_link(installation(), str(officer_id), now())
    return jsonify({"link": address, "expires_at": stamp(ends)})
