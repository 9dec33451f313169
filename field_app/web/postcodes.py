"""`POST /api/postcodes`: the addresses at a postcode, from the file that the force supplied.

A POST, since no address of a request names a place: addresses stand in the logs of proxies.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import addresses_at
from field_app.cases.entries.kinds import Line, part
from field_app.cases.postcodes import spaced, whole_postcode
from field_app.law.answers import NotMet

from . import installation
from .errors import Unusable
from .openapi import answers, takes

bp = Blueprint("postcodes", __name__, url_prefix="/api/postcodes")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class AddressesAsked:
    """Where addresses are asked for."""

    postcode: Line


@dataclass(frozen=True)
class AddressesAnswer:
    """The addresses at a postcode, in the order of the force's list, each in lines; none where it has none there."""

    postcode: str
    addresses: tuple[str, ...]


@bp.post("")
@answers(AddressesAnswer, fails=(404,))
@takes(AddressesAsked)
def addresses(asked: AddressesAsked) -> Response:
    """Which addresses there are at a postcode, and nothing of who lives there."""
    found = whole_postcode(asked.postcode)
    if found is None:
        message = "postcode: must be a whole postcode, like ZZ9 9ZZ."
        raise Unusable("postcode", message, (NotMet("postcode", message),), 404)
    return jsonify(AddressesAnswer(spaced(found), addresses_at(installation(), found)))
