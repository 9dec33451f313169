"""What is shown of a file that somebody attached: a picture made anew, or nothing.

The file is trusted in nothing: what it is is found by reading it, and no byte of it is in what is made.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
MOST_PIXELS = 64_000_000
"""More than any phone's ordinary photograph; a small file can claim to be far larger."""

SIDE = 1200
"""The longer side of what is shown, in pixels."""


def preview(original: bytes) -> bytes | None:
    """A JPEG of at most 1,200 pixels a side, the right way up, without metadata; None where there is none to make."""
    try:
        with Image.open(BytesIO(original), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.thumbnail((SIDE, SIDE), reducing_gap=1.0)  # a JPEG is decoded no larger than that needs
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            shown = Image.new("RGB", upright.size, "white")
            shown.paste(upright, mask=upright)
            made = BytesIO()
            shown.save(made, "JPEG", quality=80)
            return made.getvalue()
    except Exception:  # a broken file breaks its reader in many ways, and each means the same
        return None
