"""What is the same for everybody, compressed once and kept: static files, shells, the law (docs/decisions/0008).

Never an answer of /api. Where a secret and something another person chose stand in one compressed answer, its length
tells whether they are alike (BREACH); what is sent from here holds neither.
"""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from threading import Lock

import brotli
from flask import Response, request

PART_OF_A_PAGE = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no document and no worker: it is only read where somebody opens the file by itself."""

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    # A window of 1 MiB spans everything that is sent, and spares memory.
    "br": lambda body: brotli.compress(body, quality=11, lgwin=20),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}

_one_at_a_time = Lock()

INDENTS = re.compile(r"^[ \t]+", re.MULTILINE)


def page(text: str) -> str:
    """HTML without indentation, which it takes for one space, and empty lines."""
    return re.sub(r"\n{2,}", "\n", INDENTS.sub("", text))


def integrity(body: bytes) -> str:
    """The SHA-256 of what is to be received, as `fetch` takes it."""
    return "sha256-" + b64encode(sha256(body).digest()).decode()


def answer(body: bytes, mimetype: str, *, cache: str) -> Response:
    """Send `body` in the best coding this browser takes; 304 where it has it already. `cache` is its Cache-Control."""
    coding = next((name for name in CODINGS if request.accept_encodings.quality(name) > 0), None)
    response = Response(_compressed(body, coding) if coding else body, mimetype=mimetype)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = cache
    # The same bytes in two codings are two representations.
    response.set_etag("-".join(filter(None, (_digest(body), coding))))
    response.make_conditional(request)
    return response


@lru_cache(maxsize=1024)
def _compressed(body: bytes, coding: str) -> bytes:
    with _one_at_a_time:  # compressing well takes memory
        return CODINGS[coding](body)


@lru_cache(maxsize=1024)
def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:12]
