"""`POST /api/entries`: the one way anything is recorded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from field_app.actions import Sealed, Sent, record
from field_app.parse import UUID

from . import installation, now, signed_in
from .errors import Unusable

MOST = 50

bp = Blueprint("entries", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.post("/entries")
def entries() -> Response:
    """Take in entries, plain or sealed; each gets its own outcome, in order, under 200."""
    outcomes = record(installation(), signed_in().id, _items(), now())
    return jsonify({"entries": [asdict(one) for one in outcomes]})


def _items() -> list[Sent | Sealed]:
    """The request's entries.

    Read without the strictness of a body: the outer text is a mere envelope, and a half surrogate inside one
    entry's text must cost that entry alone its outcome, not the others theirs.
    """
    try:
        given = request.get_json()
    except RecursionError as error:
        raise Unusable("not_json", "The request is not readable JSON.") from error
    if not isinstance(given, dict) or not isinstance(given.get("entries"), list):
        raise Unusable("not_understood", "entries: must be a list.", status=422)
    if len(given["entries"]) > MOST:
        raise Unusable("too_many", f"entries: at most {MOST} at a time.", status=413)
    return [_item(place, one) for place, one in enumerate(given["entries"])]


def _item(place: int, one: Any) -> Sent | Sealed:
    match one:
        case {"body": str(body), "signature": str(signature)} if len(one) == 2:
            return Sent(body, signature)
        case {"body": str(body), "signature": None} if len(one) == 2:
            return Sent(body, None)
        case {"id": str(entry_id), "sealed": str(sealed)} if len(one) == 2 and UUID.fullmatch(entry_id):
            return Sealed(entry_id, sealed)
    raise Unusable("not_understood", f"entries.{place}: must hold body and signature, or id and sealed.", status=422)
