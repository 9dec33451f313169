"""The exhibits of a court bundle: what is shown of each, made anew, once, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from field_app.adapters import pictures
from field_app.adapters.attached_pdf import draw
from field_app.cases.attached import is_intimate
from field_app.cases.bundle import Choice, is_drawable
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.rules import may_have_bundle
from field_app.store import attachments, jobs
from field_app.store.database import reading, writing

from .changes import readable, refuse
from .installation import Installation

MOST_DRAWN = 300
"""So many pages of attached PDFs are drawn in one bundle."""

WHY_NOT = {
    "encrypted": "it is locked with a password",
    "unguarded": "this machine cannot read it safely",
    "unreadable": "it cannot be read, or took too long",
}


@dataclass(frozen=True)
class Drawing:
    """What came of drawing an attached PDF: its pages' number, where found, why they are not drawn, and the SHA-256 of
    all pages as shown, one after another."""

    count: int | None
    why_not: str | None
    shown_sha256: str | None = None

    @property
    def said(self) -> str | None:
        """Why it is not drawn, in words."""
        if self.why_not == "too many pages":
            return f"it has {self.count} pages, too many to draw"
        return WHY_NOT[self.why_not] if self.why_not else None


@dataclass(frozen=True)
class Exhibit:
    """An item of evidence as a bundle shows it. `picture` is a JPEG made anew, None where there is none to make;
    `sheets` the number of pages that are drawn, `shown_sha256` the hash of whatever is shown, `why_not` in words.
    Nothing is shown of what is `intimate` (P8)."""

    item: Held[Any]
    picture: bytes | None
    received: bool
    sheets: int = 0
    shown_sha256: str | None = None
    why_not: str | None = None
    intimate: bool = False


def shown(installation: Installation, case: Case, items: tuple[Held[Any], ...], choice: Choice) -> list[Exhibit]:
    """Each item with what is shown of it: a picture, the pages of a PDF that are to be drawn and are, or why not."""
    found, left = [], MOST_DRAWN
    for one in items:
        name = one.entry.facts.sha256
        intimate = is_intimate(case, name)
        if not is_drawable(one) and not intimate:
            found.append(_photograph(installation, case.id, one))
            continue
        with reading(installation.engine) as connection:
            received = attachments.is_held(connection, case.id, name)
        if intimate:
            found.append(Exhibit(one, None, received, intimate=True))
            continue
        drawing = drawing_of(installation, case.id, name) if received and name in choice.drawn else None
        sheets = (drawing.count or 0) if drawing and not drawing.why_not else 0
        if drawing is None or drawing.why_not:
            found.append(Exhibit(one, None, received, why_not=drawing.said if drawing else None))
        elif sheets > left:
            found.append(Exhibit(one, None, received, why_not="enough pages of others are drawn in this bundle"))
        else:
            left -= sheets
            found.append(Exhibit(one, None, received, sheets, drawing.shown_sha256))
    return found


def sheets_of(installation: Installation, case_id: str, name: str, count: int) -> Iterator[bytes]:
    """The pages of an attached PDF as drawn, in order."""
    for number in range(1, count + 1):
        with reading(installation.engine) as connection:
            page = attachments.drawn(connection, installation.keys, case_id, name, number)
        if page is None:
            raise ValueError("a page that was drawn is not there")
        yield page


def _photograph(installation: Installation, case_id: str, item: Held[Any]) -> Exhibit:
    name = item.entry.facts.sha256
    with reading(installation.engine) as connection:
        made, picture = attachments.preview(connection, installation.keys, case_id, name)
        original = None if made else attachments.read(connection, installation.keys, case_id, name)
    if original is not None:
        picture = pictures.preview(original)
        with writing(installation.engine) as connection:
            attachments.keep_preview(connection, installation.keys, case_id, name, picture)
    digest = sha256(picture).hexdigest() if picture else None
    return Exhibit(item, picture, made or original is not None, shown_sha256=digest)


# --- Attached PDFs -----------------------------------------------------------------------------------------


def drawing_of(installation: Installation, case_id: str, name: str) -> Drawing | None:
    """What came of drawing this PDF; None: it was not tried, or had more pages than are drawn, which are more now."""
    with reading(installation.engine) as connection:
        told = attachments.drawn(connection, installation.keys, case_id, name, 0)
    drawing = Drawing(**json.loads(told)) if told else None
    if drawing and drawing.why_not == "too many pages" and (drawing.count or 0) <= installation.force.bundle.pages:
        return None
    return drawing


def have_drawn(installation: Installation, case_id: str, name: str, now: datetime) -> None:
    """Queue the drawing of this PDF, once."""
    most = installation.force.bundle.pages
    with writing(installation.engine) as connection:
        payload = {"case": case_id, "sha256": name}
        jobs.enqueue_once(connection, f"draw pages {case_id} {name} {most}", "draw pages", payload, now)


def draw_pages(installation: Installation, case_id: str, name: str) -> None:
    """Draw the pages of this PDF and keep them, unless that has been done. Drawing holds no transaction."""
    if drawing_of(installation, case_id, name):
        return
    with reading(installation.engine) as connection:
        original = attachments.read(connection, installation.keys, case_id, name)
    if original is None:
        return
    made = draw(original, installation.force.bundle.pages)
    digest = None if made.why_not else sha256(b"".join(made.pages)).hexdigest()
    told = json.dumps(vars(Drawing(made.count, made.why_not, digest))).encode()
    with writing(installation.engine) as connection:
        if attachments.is_held(connection, case_id, name):  # the case may have been disposed of meanwhile
            attachments.keep_drawing(connection, installation.keys, case_id, name, told, made.pages)


def read_drawn_page(
    installation: Installation, officer_id: str, case_id: str, name: str, number: int, now: datetime
) -> bytes | None:
    """A page of an attached PDF as a bundle would show it, a JPEG, for legal services alone, and on record."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    if not may_have_bundle(office.officers[officer_id]):
        refuse(installation, officer_id, case_id, "drawn page", now)
        return None
    if readable(installation, officer_id, case_id, "drawn page", now, f"{name} {number}") is None:
        return None
    with reading(installation.engine) as connection:
        return attachments.drawn(connection, installation.keys, case_id, name, number)
