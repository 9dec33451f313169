"""Photographs and documents: taken in piece by piece, kept once they are what an entry says they are, and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from field_app.adapters.inbox import POINT, NotForThisInbox
from field_app.adapters.pictures import preview
from field_app.cases.case import Case
from field_app.cases.entries.evidence import MOST_BYTES
from field_app.cases.office import Officer
from field_app.cases.rules import may_see_item
from field_app.store import attachments, log
from field_app.store import cases as lists
from field_app.store.attachments import Upload
from field_app.store.database import reading, stamp, writing

from .changes import readable
from .installation import Installation

MOST_PIECE = 1024 * 1024
"""The largest piece taken at a time, in bytes."""

SEALING = POINT + 16
"""What sealing adds to a file's length: the encapsulated key and the tag."""

MOST_UPLOADS, MOST_UNFINISHED = 50, 250_000_000
"""How many files, and how many bytes, one officer may have on the way at once."""

FORGOTTEN = timedelta(days=7)
"""After so long without a piece an upload makes room for others. The phone has the file, and begins again."""


class NotTaken(Exception):
    """A piece or a file that is not taken in; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Progress:
    """How much of the sealed file is here, and whether the file is kept: then the sender may let go of it."""

    offset: int
    complete: bool


def progress(installation: Installation, asked: Upload) -> Progress:
    """How far an upload has come; from 0 where it was never begun.

    :raise NotTaken: this officer may not send it.
    """
    with reading(installation.engine) as connection:
        _standing(installation, connection, asked)
        if attachments.is_held(connection, asked.case_id, asked.sha256):
            return Progress(asked.length, True)
        begun = attachments.find(connection, asked.officer, asked.sealed_sha256)
        return Progress(_same(begun, asked).received if begun else 0, False)


def take_piece(installation: Installation, asked: Upload, offset: int, body: bytes, now: datetime) -> Progress:
    """Take in the next piece of an upload; with the last, the file is opened, hashed and kept.

    A whole file that no entry of its sender's names yet stays sealed: sent again once the entry has come, it is kept.

    :raise NotTaken: too large, too much at once, not the next piece, not this officer's, or not the bytes of that name.
    """
    if asked.length > MOST_BYTES + SEALING or offset + len(body) > asked.length:
        raise NotTaken("too_large", "A file may have at most 25 MB, and no more than Upload-Length says.")
    if len(body) > MOST_PIECE:
        raise NotTaken("too_large", "A piece may have at most 1 MiB.")
    with writing(installation.engine) as connection:
        _standing(installation, connection, asked)
        if attachments.is_held(connection, asked.case_id, asked.sha256):
            attachments.drop(connection, asked.officer, asked.sealed_sha256)
            return Progress(asked.length, True)
        if attachments.find(connection, asked.officer, asked.sealed_sha256) is None:
            _make_room(connection, asked, now)
            attachments.begin(connection, asked, stamp(now))
        begun = attachments.find(connection, asked.officer, asked.sealed_sha256, lock=True)
        upload = _same(begun or asked, asked)
        if offset != upload.received or not (body or offset == upload.length):
            raise NotTaken("offset", f"Upload-Offset: {upload.received} bytes are here; the next piece begins there.")
        if body:
            upload = attachments.add_piece(connection, upload, body, stamp(now))
    if upload.received < upload.length:
        return Progress(upload.received, False)
    return _finish(installation, upload, now)


def _finish(installation: Installation, upload: Upload, now: datetime) -> Progress:
    """Open and hash what has come whole, outside any transaction that others would wait for; then keep it."""
    with reading(installation.engine) as connection:
        sealed = attachments.sealed(connection, upload)
    wrong = None
    try:
        body = installation.inbox.open_attachment(upload.sha256, sealed)
        if sha256(body).hexdigest() != upload.sha256:
            wrong = NotTaken("other_bytes", "The bytes do not hash to the name they were sent under.")
    except NotForThisInbox as error:
        wrong = NotTaken("sealed", str(error))
    with writing(installation.engine) as connection:
        if wrong is None:
            if not _standing(installation, connection, upload):
                return Progress(upload.received, False)
            if not attachments.is_held(connection, upload.case_id, upload.sha256):
                attachments.keep(
                    connection,
                    installation.keys,
                    upload.case_id,
                    upload.sha256,
                    body,
                    officer=upload.officer,
                    received_at=stamp(now),
                )
        attachments.drop(connection, upload.officer, upload.sealed_sha256)
    if wrong:
        raise wrong
    return Progress(upload.length, True)


def _standing(installation: Installation, connection: Connection, asked: Upload) -> bool:
    """Whether an entry of this officer's on this case names the file: only then it is kept.

    :raise NotTaken: it does not, and the officer is not on the case, so that it never rightly will.
    """
    if not lists.exists(connection, asked.case_id):
        return False  # its first entry may be on the way
    case = installation.case(connection, asked.case_id, log.head(connection, asked.case_id))
    named = any(
        one.entry.kind == "evidence attached"
        and one.entry.facts.sha256 == asked.sha256
        and one.entry.officer == asked.officer
        for one in case.held
    )
    if not named and asked.officer not in case.officers:
        raise NotTaken("not_yours", "There is no case of yours to which this belongs.")
    return named


def _make_room(connection: Connection, asked: Upload, now: datetime) -> None:
    attachments.drop_untouched(connection, asked.officer, stamp(now - FORGOTTEN))
    count, length = attachments.unfinished(connection, asked.officer)
    if count >= MOST_UPLOADS or length + asked.length > MOST_UNFINISHED:
        raise NotTaken("too_many", "Too much of yours is on the way already: finish that first.")


def _same(begun: Upload, asked: Upload) -> Upload:
    told = (begun.case_id, begun.sha256, begun.length)
    if told != (asked.case_id, asked.sha256, asked.length):
        raise NotTaken("other_upload", "This sealing was begun as another file, for another case or of another length.")
    return begun


# --- Reading -----------------------------------------------------------------------------------------------


def read_attachment(
    installation: Installation, officer_id: str, case_id: str, name: str, now: datetime
) -> bytes | None:
    """The original of an item of a case this officer may read; None where there is none, or it has not come yet.

    Of an intimate image, None for whoever may not see it (P8).
    """
    if readable(installation, officer_id, case_id, "attachment", now, name, also=_seeing(name)) is None:
        return None
    with reading(installation.engine) as connection:
        return attachments.read(connection, installation.keys, case_id, name)


def read_preview(installation: Installation, officer_id: str, case_id: str, name: str, now: datetime) -> bytes | None:
    """What is shown of it, a JPEG; None also where it cannot or may not be shown. Made when it is first asked for."""
    if readable(installation, officer_id, case_id, "preview", now, name, also=_seeing(name)) is None:
        return None
    with reading(installation.engine) as connection:
        made, shown = attachments.preview(connection, installation.keys, case_id, name)
        original = None if made else attachments.read(connection, installation.keys, case_id, name)
    if original is None:
        return shown
    shown = preview(original)
    with writing(installation.engine) as connection:
        attachments.keep_preview(connection, installation.keys, case_id, name, shown)
    return shown


def _seeing(name: str) -> Callable[[Officer, Case], bool]:
    return lambda officer, case: may_see_item(officer, case, name)
