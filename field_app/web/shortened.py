"""What is sent of a file under static/: shortened at set-up, by setup/vendor.py, or as it is where it changed since."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path


def sent_of(static: Path, name: str) -> bytes:
    """What is sent of this file. Raises FileNotFoundError where there is none."""
    return _together(static).get(name) or _read(static, name, _changed_at(static / name))


def _together(static: Path) -> dict[str, bytes]:
    """What is sent instead of which file, so that the worker's modules travel as one."""
    made_of, instead = _made_together(static / "vendor" / "together")
    fresh = all(_digest(static / name, _changed_at(static / name)) == was for name, was in made_of.items())
    return instead if fresh else {}


@cache
def _made_together(path: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    made = json.loads(path.read_text(encoding="utf-8"))
    return made["made_of"], {name: text.encode() for name, text in made["instead"].items()}


@lru_cache(maxsize=1024)
def _read(static: Path, name: str, changed_at: int) -> bytes:
    """A file as it is sent, read again only when it has changed: shortened, where that was made of this very source."""
    body = (static / name).read_bytes()
    shortened = _shortened(static / "vendor" / "shortened").get(sha256(body).hexdigest())
    return body if shortened is None else shortened.encode()


@cache
def _shortened(path: Path) -> dict[str, str]:
    """What came of our scripts and stylesheets, by the SHA-256 of their source."""
    made: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return made


@lru_cache(maxsize=1024)
def _digest(path: Path, changed_at: int) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _changed_at(path: Path) -> int:
    return path.stat().st_mtime_ns
