"""Documents made of a case: the notice to be handed over, the certificate of its service, the court bundle and what it
would say. Saved, never opened here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from flask import Blueprint, Flask, Response, abort, jsonify, request

from field_app.actions import (
    Translation,
    list_translations,
    preview_bundle,
    read_archive,
    read_document,
    read_drawn_page,
    read_subject_access,
)
from field_app.cases.bundle import Choice
from field_app.cases.entries.kinds import Line, Reference, Sha256, _shape, part

from . import installation, now, signed_in
from .attachments import SAVED
from .confirmations import confirmed_here
from .legal_desk import Page
from .openapi import answers, takes

PDF = "application/pdf"
ZIP = "application/zip"

bp = Blueprint("documents", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/cases/<uuid:case_id>/documents/<sha256>")
@answers(media=PDF, fails=(403, 404))
def document(case_id: object, sha256: str) -> Response:
    """A document as it was rendered, to be saved or printed; on record before it is given; a bundle once confirmed."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        abort(404)
    found = read_document(installation(), signed_in().id, str(case_id), sha256, now(), confirmed=confirmed_here())
    if found is None:
        abort(404)
    named = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.body, mimetype=PDF, headers={**SAVED, **named})


@part
class ChosenForBundle:
    """What is in it and what is left out; `exhibits` null: all but the protected person's own statements. `drawn`: the
    attached PDFs among them whose pages are drawn; the others are named."""

    exhibits: Annotated[tuple[Sha256, ...], _shape(max_length=200)] | None
    withheld: Annotated[tuple[Line, ...], _shape(max_length=500)]
    drawn: Annotated[tuple[Sha256, ...], _shape(max_length=200)] = ()


@dataclass(frozen=True)
class BundleLine:
    """One line of a part, as it is read."""

    kind: Literal["heading", "subheading", "paragraph", "row"]
    text: str


@dataclass(frozen=True)
class BundlePart:
    """A part of the bundle, in the order they are bound."""

    title: str
    lines: tuple[BundleLine, ...]


@dataclass(frozen=True)
class BundlePassage:
    """A passage that can be withheld, by its `key`."""

    key: str
    part: str
    heading: str
    text: str
    withheld: bool


@dataclass(frozen=True)
class BundleDrawing:
    """What became of the pages of an attached PDF: "being drawn" by the worker; ask again. `why_not` in words."""

    state: Literal["being drawn", "drawn", "not drawn"]
    pages: int | None
    why_not: str | None


@dataclass(frozen=True)
class BundleExhibit:
    """An item of evidence. `theirs`: it seems to be the protected person's own statement (CSA 2010 s.27(10)).

    `drawing` is null of what is no PDF, or has not been received.
    """

    sha256: Sha256
    shows: str
    media_type: str
    received: bool
    theirs: bool
    chosen: bool
    drawn: bool
    drawing: BundleDrawing | None


@dataclass(frozen=True)
class BundleDisclosure:
    """A sentence that keeps the bundle from being made: what it `tells`, and the key it can be withheld by."""

    part: str
    key: str | None
    sentence: str
    tells: str


@dataclass(frozen=True)
class BundlePreview:
    """What a bundle of this choice says, word for word, and what is withheld, counted."""

    reference: Reference | None
    parts: tuple[BundlePart, ...]
    passages: tuple[BundlePassage, ...]
    exhibits: tuple[BundleExhibit, ...]
    disclosures: tuple[BundleDisclosure, ...]
    withheld: tuple[str, ...]


@bp.post("/cases/<uuid:case_id>/court-bundle")
@answers(BundlePreview, fails=(404,))
@takes(ChosenForBundle)
def bundle(chosen: ChosenForBundle, case_id: object) -> Response:
    """What a court bundle of this choice would say, for legal services. Nothing is made; the reading is on record."""
    choice = None
    if chosen.exhibits is not None:
        choice = Choice(frozenset(chosen.exhibits), frozenset(chosen.withheld), frozenset(chosen.drawn))
    found = preview_bundle(installation(), signed_in().id, str(case_id), choice, now())
    return abort(404) if found is None else jsonify(found)


@bp.get("/cases/<uuid:case_id>/drawn-pages/<sha256>")
@answers(media="image/jpeg", query=Page, fails=(404,))
def drawn_page(case_id: object, sha256: str) -> Response:
    """A page of an attached PDF as the bundle shows it, for legal services; on record before it is given."""
    page = request.args.get("page", "1")
    if not re.fullmatch("[0-9a-f]{64}", sha256) or not re.fullmatch("[1-9][0-9]{0,5}", page):
        abort(404)
    body = read_drawn_page(installation(), signed_in().id, str(case_id), sha256, int(page), now())
    return abort(404) if body is None else Response(body, mimetype="image/jpeg")


@bp.get("/cases/<uuid:case_id>/evidence-archives/<uuid:entry_id>")
@answers(media=ZIP, fails=(403, 404))
def archive(case_id: object, entry_id: object) -> Response:
    """The evidence archive this entry asked for, for legal services and auditors, once it was confirmed; on record."""
    found = read_archive(installation(), signed_in().id, str(case_id), str(entry_id), now(), confirmed=confirmed_here())
    if found is None:
        abort(404)
    named = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.chunks, mimetype=ZIP, headers={**SAVED, **named})


@bp.get("/cases/<uuid:case_id>/subject-access/<uuid:entry_id>")
@answers(media=ZIP, fails=(403, 404))
def subject_access(case_id: object, entry_id: object) -> Response:
    """What somebody on the case is given who asked what is held about them, for auditors and professional standards,
    once it was confirmed; on record."""
    asked = (installation(), signed_in().id, str(case_id), str(entry_id), now())
    found = read_subject_access(*asked, confirmed=confirmed_here())
    if found is None:
        abort(404)
    named = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.chunks, mimetype=ZIP, headers={**SAVED, **named})


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
