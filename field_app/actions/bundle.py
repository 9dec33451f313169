"""The court bundle: its pieces made one by one, read as whoever is given it will read them, and set as one PDF."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from markupsafe import escape

from field_app.adapters.pdf import Html, Line, Pages, Rendered, lines_of
from field_app.cases.attached import is_intimate
from field_app.cases.bundle import (
    Bundle,
    Choice,
    Part,
    Places,
    Said,
    Withholding,
    compose,
    disclosures,
    is_drawable,
    is_theirs,
)
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.law.clocks import LONDON
from field_app.law.notice import short_hash, text_hash
from field_app.store import attachments
from field_app.store.database import reading

from .exhibits import Exhibit, drawing_of, sheets_of, shown
from .installation import Installation

Certified = Callable[[Held[Any]], dict[str, Any]]
"""What a certificate of this service says."""

Sheets = Callable[[str, int], Iterable[bytes]]
"""So many pages of the attached PDF of this hash, as they are drawn."""


class TellsTooMuch(ValueError):
    """A bundle would tell what it must not. It was asked for all the same, and is not made."""


@dataclass(frozen=True)
class Piece:
    """One part of a bundle as HTML, and what is read there."""

    title: str
    html: str
    lines: tuple[Line, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 of its lines, joined by line feeds, in UTF-8."""
        return sha256("\n".join(line.text for line in self.lines).encode()).hexdigest()


def render_bundle(
    installation: Installation,
    office: Office,
    case: Case,
    choice: Choice,
    certified: Certified,
    shared: dict[str, Any],
    made_at: str,
) -> Rendered:
    """The bundle as one PDF.

    :raise TellsTooMuch: what it says names a place it must not.
    """
    bundle = compose(case, office, choice)
    exhibits = shown(installation, case, bundle.exhibits, choice)
    sheets = partial(sheets_of, installation, case.id)
    return bind(case, office, bundle, exhibits, certified, shared, made_at, sheets)


def bind(
    case: Case,
    office: Office,
    bundle: Bundle,
    exhibits: list[Exhibit],
    certified: Certified,
    shared: dict[str, Any],
    made_at: str,
    sheets: Sheets,
) -> Rendered:
    """The pieces of a bundle, its exhibits as they are shown, set as one PDF; `sheets` gives the pages of a PDF.

    :raise TellsTooMuch: what it says names a place it must not.
    """
    say = Withholding(case, office)
    pieces = list(_pieces(Pages(say), case, bundle, certified, exhibits, sheets))
    read = [(piece.title, line.key, line.text) for piece in pieces for line in piece.lines if piece.title != NOTICE]
    if found := disclosures(Places(case), read):
        raise TellsTooMuch(f"{len(found)} sentences tell where somebody is to be found.")
    values = {
        **shared,
        "made_at": made_at,
        "pieces": [
            {
                "title": say(one.title),
                "sha256": one.sha256,
                "html": Html(one.html),
                "at": at,
                "exhibits": one.title == EXHIBITS,
            }
            for at, one in enumerate(pieces, 1)
        ],
        "exhibits": [
            {"number": number, "sha256": one.item.entry.facts.sha256} for number, one in enumerate(exhibits, 1)
        ],
        "withheld": [*_names(say), *bundle.withheld],
    }
    return Pages.whole("court/bundle.html", values)


def preview_of(
    installation: Installation, office: Office, case: Case, choice: Choice | None, certified: Certified
) -> dict[str, Any]:
    """What a bundle of this choice says, and what keeps it from being made."""
    if choice is None:
        offered = (one for one in case.evidence if not is_theirs(case, one))
        names = (one.entry.facts.sha256 for one in offered)
        choice = Choice(frozenset(name for name in names if not is_intimate(case, name)))
    bundle, whole = compose(case, office, choice), compose(case, office, Choice(choice.exhibits))
    with reading(installation.engine) as connection:
        here = {
            one.entry.facts.sha256: attachments.is_held(connection, case.id, one.entry.facts.sha256)
            for one in case.evidence
        }
    exhibits = shown(installation, case, bundle.exhibits, choice)
    say = Withholding(case, office)
    pieces = list(_pieces(Pages(say), case, bundle, certified, exhibits, _unseen))
    unnamed = Withholding(case, office)  # what is listed beside the bundle is not counted with it
    passages = [
        {
            "key": block.key,
            "part": part.title,
            "heading": block.heading,
            "text": unnamed(block.text),
            "withheld": block.key in choice.withheld,
        }
        for part in whole.evidence
        for block in part.blocks
        if isinstance(block, Said)
    ]
    return {
        "reference": case.reference,
        "parts": [
            {"title": one.title, "lines": [{"kind": line.kind, "text": line.text} for line in one.lines]}
            for one in pieces
        ],
        "passages": passages,
        "exhibits": [
            {
                "sha256": one.entry.facts.sha256,
                "shows": unnamed(one.entry.facts.shows),
                "media_type": one.entry.facts.media_type,
                "received": here[one.entry.facts.sha256],
                "theirs": is_theirs(case, one),
                "chosen": one.entry.facts.sha256 in choice.exhibits,
                "drawn": one.entry.facts.sha256 in choice.drawn & choice.exhibits,
                "drawing": _drawing(installation, case, one) if here[one.entry.facts.sha256] else None,
            }
            for one in case.evidence
        ],
        "disclosures": [vars(one) for one in disclosures(Places(case), bundle.said())],
        "withheld": [*_names(say), *bundle.withheld],
    }


def _drawing(installation: Installation, case: Case, item: Held[Any]) -> dict[str, Any] | None:
    """What is known of the pages of an attached PDF; of anything else, nothing."""
    if not is_drawable(item):
        return None
    drawing = drawing_of(installation, case.id, item.entry.facts.sha256)
    if drawing is None:
        return {"state": "being drawn", "pages": None, "why_not": None}
    state = "not drawn" if drawing.why_not else "drawn"
    return {"state": state, "pages": drawing.count, "why_not": drawing.said}


def _unseen(_name: str, count: int) -> Iterable[bytes]:
    """A preview is read line by line: the pages are fetched one by one by whoever looks at them."""
    return [b""] * count


NOTICE, EXHIBITS = "The notice", "Exhibits"


def _pieces(
    pages: Pages, case: Case, bundle: Bundle, certified: Certified, shown: list[Exhibit], sheets: Sheets
) -> Iterator[Piece]:
    """The pieces in the order they are bound."""
    for part in bundle.first:
        yield _part(pages, part)
    text = bundle.notice.entry.facts.text
    lines = [(line.startswith("# "), Html(str(escape(line.removeprefix("# "))))) for line in text]
    yield _piece(pages, NOTICE, "court/notice.html", lines=lines, check=short_hash(text_hash(text)))
    for one in bundle.services:
        at = one.entry.facts.served_at.astimezone(LONDON)
        yield _piece(pages, f"Certificate of service, {at:%d.%m.%Y %H:%M}", "notice/certificate.html", **certified(one))
    for part in bundle.evidence:
        yield _part(pages, part)
    exhibits = [
        {
            "number": number,
            "facts": one.item.entry.facts,
            "taken": f"{taken.astimezone(LONDON):%d.%m.%Y %H:%M}" if (taken := one.item.entry.facts.taken_at) else None,
            "received": one.received,
            "picture": _address(one.picture) if one.picture else None,
            "sheets": [_address(page) for page in sheets(one.item.entry.facts.sha256, one.sheets)],
            "why_not": one.why_not,
            "intimate": one.intimate,
            "shown_sha256": one.shown_sha256,
        }
        for number, one in enumerate(shown, 1)
    ]
    yield _piece(pages, EXHIBITS, "court/exhibits.html", exhibits=exhibits)
    for part in bundle.last:
        yield _part(pages, part)


def _part(pages: Pages, part: Part) -> Piece:
    blocks = [(type(block).__name__, block) for block in part.blocks]
    return _piece(pages, part.title, "court/part.html", title=part.title, blocks=blocks)


def _piece(pages: Pages, title: str, template: str, /, **values: Any) -> Piece:
    html = pages.page(template, values)
    return Piece(title, html, tuple(lines_of(html)))


def _address(picture: bytes) -> Html:
    return Html(f"data:image/jpeg;base64,{b64encode(picture).decode()}")


def _names(say: Withholding) -> list[str]:
    """How many names are left out, and how often."""
    children = [label for label in say.counts if label.startswith("[child")]
    counts = ((len(children), "child", "children"), (len(say.counts) - len(children), "other person", "other people"))
    people = " and ".join(f"{count} {one if count == 1 else several}" for count, one, several in counts if count)
    times = say.counts.total()
    return [f"Names of {people} withheld, {times} {'time' if times == 1 else 'times'}"] if people else []
