"""Where the tests' databases lie: in memory where the machine offers it, since every commit waits for its disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_SHARED = Path("/dev/shm")
_ROOM = 2 * 1024**3
"""Bytes; what is kept of tests that passed is removed at once (pyproject.toml), and a container may have 64 MB."""


def _in_memory() -> str | None:
    offered = _SHARED.is_dir() and os.access(_SHARED, os.W_OK) and shutil.disk_usage(_SHARED).free >= _ROOM
    return str(_SHARED) if offered else None


IN_MEMORY = _in_memory()
"""A folder in memory with room enough; None where there is none, and the tests lie in the usual place."""
