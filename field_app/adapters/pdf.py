"""Documents as tagged PDF (PDF/UA-1) by WeasyPrint, from the templates under templates/notice/.

WeasyPrint reads nothing but what it is given: no file and no network. The same values give the same bytes on the same
machine; what was rendered is kept by its hash and not rendered again.
"""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Literal

import segno
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from PIL import ImageFile

TEMPLATES = Path(__file__).parents[2] / "templates"
CATALOGUES = Path(__file__).parents[1] / "translations"

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
    return typeset(
        _environment(language)
        .get_template(template)
        .render(language=language, dir=Locale.parse(language).text_direction, **values)
    )


@dataclass(frozen=True)
class Line:
    """One line of a page's text: a heading, a paragraph or a row; `key` where the page gives it one."""

    kind: Literal["heading", "subheading", "paragraph", "row"]
    text: str
    key: str | None = None


@dataclass(frozen=True)
class Html:
    """HTML that a template here has made."""

    text: str


class Pages:
    """Pieces of one document, each made by a template; every word they are given goes through `say` first."""

    def __init__(self, say: Callable[[str], str]) -> None:
        said: Callable[[Any], Any] = lambda value: say(value) if type(value) is str else value  # noqa: E731
        self._environment = _environment("en").overlay(finalize=said)

    def page(self, template: str, values: Mapping[str, Any]) -> str:
        """The HTML of this template; of a whole document only what is in its body."""
        made = self._environment.get_template(template).render(language="en", dir="ltr", **_marked(values))
        return made.split("<body>")[-1].split("</body>")[0]

    @staticmethod
    def whole(template: str, values: Mapping[str, Any]) -> Rendered:
        """The document that this template makes of pieces that are HTML already."""
        return render(template, {name: _marked(value) for name, value in values.items()})


def lines_of(page: str) -> list[Line]:
    """What a reader of this HTML reads, line by line."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.lines


def typeset(text: str) -> Rendered:
    """The PDF of this HTML."""
    # Imported by who renders, and by nobody else: it takes a second, and fails where Pango is not installed.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets the whole process show broken pictures
    with _ONE_AT_A_TIME:
        document = HTML(string=text, url_fetcher=URLFetcher(allowed_protocols=("data",))).render()
        body = document.write_pdf(pdf_variant="pdf/ua-1")
    missing = {chr(sign) for font in document.fonts.values() for sign in font.missing}
    return Rendered(body, len(document.pages), tuple(sorted(missing)))


def catalogue(language: str) -> bytes:
    """Every sentence but the notice's own in this language, as it is written down."""
    return (CATALOGUES / language / "LC_MESSAGES" / "messages.po").read_bytes()


@cache
def sentences(language: str) -> NullTranslations:
    """The sentences of this language; English is what the templates say."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(catalogue(language)), locale=language))
    compiled.seek(0)
    return Translations(compiled)


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
    made.install_gettext_translations(sentences(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters["qr"] = _qr
    made.filters["watermark"] = _watermark
    return made


class _Reader(HTMLParser):
    """Reads what stands in headings, paragraphs, list items and the rows of tables; `data-key` names a line."""

    KINDS: ClassVar[Mapping[str, Any]] = {
        "h1": "heading",
        "h2": "subheading",
        "p": "paragraph",
        "li": "paragraph",
        "figcaption": "paragraph",
        "tr": "row",
    }

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._key: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.KINDS:
            self._words, self._key = [], dict(attrs).get("data-key")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self._words.append(": ")
        elif tag == "td":
            self._words.append(" ")
        text = " ".join("".join(self._words).split())
        if tag in self.KINDS and text:
            self.lines.append(Line(self.KINDS[tag], text, self._key))
            self._words = []


def _marked(value: Any) -> Any:
    """HTML that was made here, as such: strings in lists and mappings too."""
    if isinstance(value, Html):
        return Markup(value.text)
    if isinstance(value, list | tuple):
        return [_marked(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _marked(one) for name, one in value.items()}
    return value


def _qr(address: str) -> str:
    """A QR code of this address, as the address of a picture."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)


def _watermark(word: str) -> str:
    """A word across a whole A4 page, twice, as the address of a picture."""
    words = "".join(
        f'<text x="105" y="{y}" transform="rotate(-35 105 {y})" text-anchor="middle" font-family="DejaVu Sans" '
        f'font-weight="bold" font-size="34" fill="#f3d9d9">{escape(word)}</text>'
        for y in (95, 225)
    )
    page = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">{words}</svg>'
    return "data:image/svg+xml;base64," + b64encode(page.encode()).decode()
