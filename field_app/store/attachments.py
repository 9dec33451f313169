"""Photographs and documents: the pieces that have come, and what has come whole.

Pieces stay sealed as they were sent. What is whole is kept in parts under its case's key, in the database, so that
any number of servers have it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from .keys import CaseKeys
from .tables import attachment_parts, attachments, drawn_pages, previews, upload_pieces, uploads

PART = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """One officer's upload of one sealing of a file: `length` is the sealed whole's, `received` how much is here."""

    officer: str
    sealed_sha256: str
    case_id: str
    sha256: str
    length: int
    received: int = 0


# --- On the way --------------------------------------------------------------------------------------------


def begin(connection: Connection, upload: Upload, at: str) -> None:
    """Note an upload of which nothing has come yet; nothing changes where it is noted already."""
    row = {**vars(upload), "touched_at": at}
    connection.execute(_BEGIN[connection.dialect.name], row)


def find(connection: Connection, officer: str, sealed_sha256: str, *, lock: bool = False) -> Upload | None:
    """An upload as far as it has come; with `lock`, held against every other writer until the transaction ends."""
    asked = select(uploads).where(*_is(uploads, officer, sealed_sha256))
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        return None
    return Upload(row.officer, row.sealed_sha256, row.case_id, row.sha256, row.length, row.received)


def unfinished(connection: Connection, officer: str) -> tuple[int, int]:
    """How many uploads of this officer are on the way, and how many bytes they will be."""
    asked = select(func.count(), func.coalesce(func.sum(uploads.c.length), 0)).where(uploads.c.officer == officer)
    count, length = connection.execute(asked).one()
    return int(count), int(length)


def add_piece(connection: Connection, upload: Upload, body: bytes, at: str) -> Upload:
    """The next piece of an upload that is locked."""
    key = {"officer": upload.officer, "sealed_sha256": upload.sealed_sha256}
    connection.execute(insert(upload_pieces), {**key, "offset": upload.received, "body": body})
    received = upload.received + len(body)
    found = update(uploads).where(*_is(uploads, upload.officer, upload.sealed_sha256))
    connection.execute(found.values(received=received, touched_at=at))
    return Upload(**{**vars(upload), "received": received})


def sealed(connection: Connection, upload: Upload) -> bytes:
    """All that has come of it, in order."""
    pieces = select(upload_pieces.c.body).where(*_is(upload_pieces, upload.officer, upload.sealed_sha256))
    return b"".join(connection.execute(pieces.order_by(upload_pieces.c.offset)).scalars())


def drop(connection: Connection, officer: str, sealed_sha256: str) -> None:
    """Forget an upload and its pieces."""
    for table in (upload_pieces, uploads):
        connection.execute(delete(table).where(*_is(table, officer, sealed_sha256)))


def drop_untouched(connection: Connection, officer: str, before: str) -> None:
    """Forget what this officer began to send and has sent nothing of since."""
    old = select(uploads.c.sealed_sha256).where(uploads.c.officer == officer, uploads.c.touched_at < before)
    for one in list(connection.execute(old).scalars()):
        drop(connection, officer, one)


# --- Whole -------------------------------------------------------------------------------------------------


def is_held(connection: Connection, case_id: str, name: str) -> bool:
    """Whether these bytes have come whole for this case."""
    return connection.execute(select(attachments.c.size).where(*_of(attachments, case_id, name))).scalar() is not None


def every(connection: Connection) -> list[tuple[str, str]]:
    """Every file that has come whole: its case and SHA-256."""
    found = select(attachments.c.case_id, attachments.c.sha256).order_by(attachments.c.case_id, attachments.c.sha256)
    return [(row.case_id, row.sha256) for row in connection.execute(found)]


def sizes(connection: Connection, case_id: str) -> dict[str, int]:
    """Every file of this case that has come whole, by its SHA-256, and how many bytes it has."""
    found = select(attachments.c.sha256, attachments.c.size).where(attachments.c.case_id == case_id)
    return {row.sha256: row.size for row in connection.execute(found)}


def keep(
    connection: Connection, keys: CaseKeys, case_id: str, name: str, body: bytes, *, officer: str, received_at: str
) -> None:
    """Keep a file whole; `name` is its SHA-256."""
    key = keys.of(connection, case_id)
    whole = {"case_id": case_id, "sha256": name, "size": len(body), "officer": officer, "received_at": received_at}
    connection.execute(insert(attachments), whole)
    for number, start in enumerate(range(0, len(body), PART)):
        part = key.seal(f"attachment {name} {number}", body[start : start + PART])
        connection.execute(
            insert(attachment_parts), {"case_id": case_id, "sha256": name, "number": number, "body": part}
        )


def read(connection: Connection, keys: CaseKeys, case_id: str, name: str) -> bytes | None:
    """The file of this SHA-256, or None where it has not come whole.

    :raise cryptography.exceptions.InvalidTag: a part is not what was kept here.
    :raise ValueError: the parts together are not that file.
    """
    parts: list[bytes] = []
    return b"".join(parts) if check(connection, keys, case_id, name, parts.append) else None


def check(
    connection: Connection, keys: CaseKeys, case_id: str, name: str, take: Callable[[bytes], None] | None = None
) -> bool:
    """Whether the file of this SHA-256 has come whole, read part by part; each goes to `take`.

    Fails as `read` does, and then what was taken is not that file.
    """
    size = connection.execute(select(attachments.c.size).where(*_of(attachments, case_id, name))).scalar()
    if size is None:
        return False
    key, digest, length = keys.of(connection, case_id), sha256(), 0
    parts = select(attachment_parts.c.number, attachment_parts.c.body).where(*_of(attachment_parts, case_id, name))
    ordered = parts.order_by(attachment_parts.c.number)
    with connection.execute(ordered, execution_options={"yield_per": 1}) as found:
        for row in found:
            part = key.open(f"attachment {name} {row.number}", row.body)
            digest.update(part)
            length += len(part)
            if take:
                take(part)
    if length != size or digest.hexdigest() != name:
        raise ValueError(f"attachment {name} of {case_id} is not what was received")
    return True


# --- Shown -------------------------------------------------------------------------------------------------


def keep_preview(connection: Connection, keys: CaseKeys, case_id: str, name: str, body: bytes | None) -> None:
    """Keep what is shown of a file; None: it cannot be shown."""
    made = keys.of(connection, case_id).seal(f"preview {name}", body) if body is not None else None
    row = {"case_id": case_id, "sha256": name, "body": made}
    connection.execute(_PREVIEW[connection.dialect.name], row)


def preview(connection: Connection, keys: CaseKeys, case_id: str, name: str) -> tuple[bool, bytes | None]:
    """Whether a preview was tried, and what it came to."""
    row = connection.execute(select(previews.c.body).where(*_of(previews, case_id, name))).one_or_none()
    if row is None or row.body is None:
        return row is not None, None
    return True, keys.of(connection, case_id).open(f"preview {name}", row.body)


def keep_drawing(
    connection: Connection, keys: CaseKeys, case_id: str, name: str, told: bytes, pages: Sequence[bytes]
) -> None:
    """Keep the pages of an attached PDF as drawn, in the place of any before; `told` says what came of it."""
    connection.execute(delete(drawn_pages).where(*_of(drawn_pages, case_id, name)))
    key = keys.of(connection, case_id)
    for number, body in enumerate((told, *pages)):
        row = {"case_id": case_id, "sha256": name, "number": number, "body": key.seal(_page(name, number), body)}
        connection.execute(insert(drawn_pages), row)


def drawn(connection: Connection, keys: CaseKeys, case_id: str, name: str, number: int) -> bytes | None:
    """A page as drawn, counted from 1; 0 is what came of it. None where there is none."""
    asked = select(drawn_pages.c.body).where(*_of(drawn_pages, case_id, name), drawn_pages.c.number == number)
    row = connection.execute(asked).one_or_none()
    return None if row is None else keys.of(connection, case_id).open(_page(name, number), row.body)


def _page(name: str, number: int) -> str:
    return f"drawn page {name} {number}"


def _is(table, officer, sealed_sha256):  # type: ignore[no-untyped-def]
    return table.c.officer == officer, table.c.sealed_sha256 == sealed_sha256


def _of(table, case_id, name):  # type: ignore[no-untyped-def]
    return table.c.case_id == case_id, table.c.sha256 == name


_BEGIN = {
    "sqlite": sqlite.insert(uploads).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(uploads).on_conflict_do_nothing(),
}
_PREVIEW = {
    "sqlite": sqlite.insert(previews).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(previews).on_conflict_do_nothing(),
}
