"""`GET /api/postcodes/<postcode>`: the addresses at a postcode, from the file that the force supplied."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import addresses_at
from field_app.cases.postcodes import spaced, whole_postcode
from field_app.law.answers import NotMet

from . import installation
from .errors import Unusable
from .openapi import answers

bp = Blueprint("postcodes", __name__, url_prefix="/api/postcodes")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class AddressesAnswer:
    """The addresses at a postcode, in the order of the force's list, each in lines; none where it has none there."""

    postcode: str
    addresses: tuple[str, ...]


@bp.get("/<postcode>")
@answers(AddressesAnswer, fails=(404,))
def addresses(postcode: str) -> Response:
    """Which addresses there are at a postcode, and nothing of who lives there."""
    found = whole_postcode(postcode)
    if found is None:
        message = "postcode: must be a whole postcode, like ZZ9 9ZZ."
        raise Unusable("postcode", message, (NotMet("postcode", message),), 404)
    return jsonify(AddressesAnswer(spaced(found), addresses_at(installation(), found)))
