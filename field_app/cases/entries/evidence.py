"""Photographs and documents: what each shows is recorded here; its bytes travel apart, named by their hash."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Line, Moment, Sha256, Text, _shape, kind

MOST_BYTES = 25_000_000
"""The largest item taken: 25 MB, as a phone counts them."""

PDF, UNKNOWN = "application/pdf", "application/octet-stream"

MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/tiff",
    "image/heic",
    PDF,
    UNKNOWN,
)
"""What an item's first bytes say it is, whatever it was called."""

Bytes = Annotated[int, _shape(ge=1, le=MOST_BYTES)]
"""The size of an item."""


@kind("evidence attached", version=2)
class EvidenceAttached:
    """One photograph or document of the case; `sha256` and `size` (in bytes) are the original's, unchanged.

    `shows` is what is to be seen on it; `by` who took or produced it; `taken_at` and `taken_where` when and where, in
    the officer's own words: a position inside the file stays there. What replaces it changes these words alone.
    `intimate`: whether it shows somebody's body in a way that few may see; null where nobody was asked. Once said of
    an item by anybody, it holds (P8; `rules.reading.may_see_item`).
    """

    sha256: Sha256
    size: Bytes
    media_type: Literal[MEDIA_TYPES]  # type: ignore[valid-type]
    shows: Text
    by: Line | None
    taken_at: Moment | None
    taken_where: Text | None
    intimate: bool | None
