"""Documents made of a case: the notice to be handed over, the certificate of its service. Saved, never opened here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, jsonify

from field_app.actions import Translation, list_translations, read_document

from . import installation, now, signed_in
from .attachments import SAVED
from .openapi import answers

PDF = "application/pdf"

bp = Blueprint("documents", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/cases/<uuid:case_id>/documents/<sha256>")
@answers(media=PDF, fails=(404,))
def document(case_id: object, sha256: str) -> Response:
    """A document as it was rendered, to be saved or printed; on record before it is given."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        abort(404)
    found = read_document(installation(), signed_in().id, str(case_id), sha256, now())
    if found is None:
        abort(404)
    named = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.body, mimetype=PDF, headers={**SAVED, **named})


@dataclass(frozen=True)
class TranslationsAnswer:
    """Every language the notice is translated into."""

    translations: tuple[Translation, ...]


@bp.get("/translations")
@answers(TranslationsAnswer, fails=(403,))
def translations() -> Response:
    """The words of each language by their hashes, and whether the force's translator has approved them."""
    if not signed_in().is_administrator:
        abort(403)
    return jsonify(TranslationsAnswer(tuple(list_translations(installation()))))
