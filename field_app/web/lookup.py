"""`POST /api/lookup`: is there a notice on this person, at this address?"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import Query, look_up
from field_app.cases.entries.kinds import Day, Line, part
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable, read_json

bp = Blueprint("lookup", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class Asked:
    """What somebody is looked up by; whatever is not known is null."""

    name: Line | None
    born: Day | None
    address: Line | None
    postcode: Line | None
    reference: Line | None
    reason: Line | None


@bp.post("/lookup")
def lookup() -> Response:
    """Ranked matches; logged before they are answered."""
    asked = read_json(Asked)
    if not any((asked.name, asked.born, asked.address, asked.postcode, asked.reference)):
        message = "Give a name, a date of birth, an address, a postcode or a reference."
        raise Unusable("nothing_asked", message, (NotMet("nothing_asked", message),), 422)
    query = Query(
        asked.name,
        asked.born.isoformat() if asked.born else None,
        asked.address,
        asked.postcode,
        asked.reference,
        asked.reason,
    )
    return jsonify(look_up(installation(), signed_in().id, query, now()))
