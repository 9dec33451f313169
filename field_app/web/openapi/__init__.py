"""`GET /api/openapi.json`: everything this application answers over HTTP, described from what its views declare."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app

from .declare import COMPONENT, Conditional, Declared, Instant, answers, declared, takes

__all__ = ["COMPONENT", "Conditional", "Declared", "Instant", "answers", "bp", "declared", "register", "takes"]

bp = Blueprint("openapi", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/openapi.json")
@answers(media="application/json")
def description() -> Response:
    """This description (OpenAPI 3.1)."""
    text = current_app.extensions.get("openapi")
    if text is None:
        from .document import document  # spectree and every schema: paid for by who asks, not by every start

        text = current_app.extensions["openapi"] = document(current_app)
    return Response(text, mimetype="application/json")
