"""The pages of an attached PDF as pictures, drawn in a process of its own that has nothing to lose.

PDFium reads files from strangers, and is large. It runs in `attached_pdf_apart.py`, which can open nothing, reach
nothing and start nothing, and whose memory and time are bounded. Of what that process says only bare pixels are
believed, and they are made a picture here: no byte of the file, no script, link or attachment of it can be in one.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Literal

from PIL import Image

from .attached_pdf_apart import ENCRYPTED, TOO_MANY, UNGUARDED

APART = Path(__file__).with_name("attached_pdf_apart.py")

SIDE = 1754
"""The longer side of a page as drawn, in pixels: 150 dots an inch on A4."""

WITHIN_S = 30.0
"""What has not ended by then is ended. A worker holds a job for a minute."""

WhyNot = Literal["encrypted", "too many pages", "unguarded", "unreadable"]
"""Why nothing is drawn. "unguarded": this machine cannot keep that process from the rest of it. "unreadable": broken,
or it took too long or too much memory."""

_SAID: dict[int, WhyNot] = {ENCRYPTED: "encrypted", TOO_MANY: "too many pages", UNGUARDED: "unguarded"}

_ONE_AT_A_TIME = threading.Lock()
"""Each may take a gigabyte while it runs."""


@dataclass(frozen=True)
class Drawn:
    """Every page as a JPEG, or why there is none; `count` is how many pages the file has, where that was found."""

    pages: tuple[bytes, ...]
    count: int | None
    why_not: WhyNot | None


def draw(body: bytes, most: int, within_s: float = WITHIN_S) -> Drawn:
    """The pages of this PDF, all of them or none; none where there are more than `most`."""
    with _ONE_AT_A_TIME:
        given = os.memfd_create("attached")
        try:
            with os.fdopen(os.dup(given), "wb") as file:
                file.write(body)
            os.lseek(given, 0, os.SEEK_SET)
            return _drawn(given, most, within_s)
        finally:
            os.close(given)


def _drawn(given: int, most: int, within_s: float) -> Drawn:
    command = [sys.executable, "-I", str(APART), str(most), str(SIDE)]
    nothing = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=nothing, env={}, cwd="/")
    ending = threading.Timer(within_s, child.kill)
    ending.start()
    pages, count = [], None
    try:
        with child, child.stdout or BytesIO() as said:
            try:
                [count] = struct.unpack(">I", _exactly(said, 4))
                pages = [_page(said) for _ in range(count if count <= most else 0)]
            except _Ended:
                pages = []
            if said.read(1):  # it says more than it has to: nothing it said is worth anything
                child.kill()
                return Drawn((), None, "unreadable")
    finally:
        ending.cancel()
    if child.returncode == 0 and pages:
        return Drawn(tuple(pages), count, None)
    return Drawn((), count, _SAID.get(child.returncode, "unreadable"))


class _Ended(Exception):
    """It said no more."""


def _page(said: IO[bytes]) -> bytes:
    width, height = struct.unpack(">II", _exactly(said, 8))
    if not (0 < width <= SIDE + 1 and 0 < height <= SIDE + 1):
        raise _Ended
    image = Image.frombytes("RGB", (width, height), _exactly(said, width * height * 3))
    made = BytesIO()
    image.save(made, "JPEG", quality=80)
    return made.getvalue()


def _exactly(said: IO[bytes], count: int) -> bytes:
    found = said.read(count)
    if len(found) < count:
        raise _Ended
    return found
