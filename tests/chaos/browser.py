"""Chromium on one profile folder, as a phone that is switched on, put away, or runs out of power."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import ARGUMENTS
from tests.browser.phone import Phone, like_a_phone

GONE_S = 10


class Browser:
    """One browser at a time on this profile; `phone` is None while there is none. `complaints` outlive it."""

    def __init__(self, playwright: Playwright, chromium: str, profile: Path, origin: str) -> None:
        self._chromium, self._executable = playwright.chromium, chromium
        self.profile, self.origin = profile, origin
        self.phone: Phone | None = None
        self.complaints: list[str] = []

    def copy(self, profile: Path) -> None:
        """Begin as the browser of this profile, which is closed."""
        shutil.copytree(profile, self.profile)

    def start(self, *, offline: bool = False, prf: bool = False) -> Phone:
        context = self._chromium.launch_persistent_context(
            self.profile, executable_path=self._executable, args=ARGUMENTS, **like_a_phone()
        )
        context.set_offline(offline)
        self.phone = Phone(context, self.origin, prf=prf)
        self.phone.complaints = self.complaints
        return self.phone

    def close(self) -> None:
        """As its user closes it: it may write down what it has in hand."""
        if self.phone is not None:
            _let_go(self.phone.context)
            self.phone = None

    def kill(self, aimed: Sequence[int] = ()) -> None:
        """SIGKILL to the whole process tree at once, so that no part of it can write what another left undone.

        Finding it takes a moment: where the very millisecond matters, it is aimed at before.
        """
        context = self.phone.context if self.phone else None
        self.phone = None
        until = time.monotonic() + GONE_S
        pids = list(aimed) or self.processes()
        while pids:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            pids = self.processes()
            if time.monotonic() > until:
                raise SystemExit(f"Chromium cannot be killed: {pids}")
            time.sleep(0.01)
        if context is not None:
            _let_go(context)

    def processes(self) -> list[int]:
        """Every process that names this profile, and what those started."""
        parents: dict[int, int] = {}
        ours: set[int] = set()
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with suppress(OSError):
                state, parent = folder.joinpath("stat").read_text().rpartition(")")[2].split()[:2]
                if state == "Z":
                    continue
                parents[int(folder.name)] = int(parent)
                if f"--user-data-dir={self.profile}".encode() in folder.joinpath("cmdline").read_bytes().split(b"\0"):
                    ours.add(int(folder.name))
        while further := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= further
        return sorted(ours)


def _let_go(context: BrowserContext) -> None:
    with suppress(PlaywrightError):
        context.close()
