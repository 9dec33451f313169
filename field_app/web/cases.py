"""Cases: what changed, the list, one case as computed and as recorded."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, jsonify, request

from field_app.actions import changes, list_cases, read_case, read_log

from . import installation, now, signed_in

bp = Blueprint("cases", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/changes")
def changed() -> Response:
    """What this officer may hold and has not yet got; 304 where that is nothing."""
    etag = request.if_none_match.as_set().pop() if len(request.if_none_match.as_set()) == 1 else None
    found = changes(installation(), signed_in().id, request.args.get("after"), etag, now())
    answer = Response(status=304) if found.document is None else jsonify(found.document)
    answer.set_etag(found.etag)
    return answer


@bp.get("/cases")
def listed() -> Response:
    """The cases this officer may hold, newest change first."""
    return jsonify({"cases": list_cases(installation(), signed_in().id, now())})


@bp.get("/cases/<uuid:case_id>")
def case(case_id: object) -> Response:
    """One case as computed."""
    view = read_case(installation(), signed_in().id, str(case_id), now())
    if view is None:
        abort(404)
    return jsonify({"case": view})


@bp.get("/cases/<uuid:case_id>/log")
def case_log(case_id: object) -> Response:
    """One case as recorded."""
    entries = read_log(installation(), signed_in().id, str(case_id), now())
    if entries is None:
        abort(404)
    return jsonify({"entries": entries})
