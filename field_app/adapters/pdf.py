"""Documents as tagged PDF (PDF/UA-1) by WeasyPrint, from the templates under templates/notice/.

WeasyPrint reads nothing but what it is given: no file and no network. The same values give the same bytes on the same
machine; what was rendered is kept by its hash and not rendered again.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import ImageFile

TEMPLATES = Path(__file__).parents[2] / "templates"
CATALOGUES = Path(__file__).parents[1] / "locale"

_ONE_AT_A_TIME = threading.Lock()
"""Pango and Fontconfig share what they know between threads without asking."""


@dataclass(frozen=True)
class Rendered:
    """A document. `unprintable` are the characters for which no font here has a shape: each is an empty box in it."""

    body: bytes
    pages: int
    unprintable: tuple[str, ...]


def render(template: str, values: Mapping[str, Any], language: str = "en") -> Rendered:
    """The document of this template (`notice/notice.html`) in this language, as the catalogues have it."""
    # Imported by who renders, and by nobody else: it takes a second, and fails where Pango is not installed.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets the whole process show broken pictures
    text = _environment(language).get_template(template).render(language=language, **values)
    with _ONE_AT_A_TIME:
        document = HTML(string=text, url_fetcher=URLFetcher(allowed_protocols=("data",))).render()
        body = document.write_pdf(pdf_variant="pdf/ua-1")
    missing = {chr(sign) for font in document.fonts.values() for sign in font.missing}
    return Rendered(body, len(document.pages), tuple(sorted(missing)))


def catalogue(language: str) -> bytes:
    """The sentences of the explanation in this language, as they are written down."""
    return (CATALOGUES / f"{language}.po").read_bytes()


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(_sentences(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters["qr"] = _qr
    return made


def _sentences(language: str) -> NullTranslations:
    """The sentences of this language; English is what the templates say."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(catalogue(language)), locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _qr(address: str) -> str:
    """A QR code of this address, as the address of a picture."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)
