"""`make run`'s own server on a database that is thrown away, behind a door that counts what passes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
READY_S = 90
STEP_S = 0.01


@dataclass
class Door:
    """A TCP proxy. `sent` is what the server sent and `asked` what browsers sent, in bytes, headers and all."""

    server: int
    sent: int = 0
    asked: int = 0
    shut: bool = False
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """From now on nobody answers on this port, as if the server had ended."""
        self.shut = True
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self.shut:
                browser, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self.server))
                self._open += [browser, server]
                for pair in ((browser, server, "asked"), (server, browser, "sent")):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, counter: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                setattr(self, counter, getattr(self, counter) + len(data))
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@dataclass
class Served:
    """The demonstration as `make run` serves it. `links` are the one-time enrolment links by the officer's name."""

    origin: str
    database_url: str
    door: Door
    links: dict[str, str]

    def link(self, rank: str) -> str:
        """The link of the first officer whose name begins so."""
        return next(link for name, link in self.links.items() if name.startswith(rank))


@contextmanager
def served() -> Iterator[Served]:
    """Start `setup/serve` and end it again, with all it started."""
    port = free_port()
    door = Door(port)
    origin = f"http://localhost:{door.port}"
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELD_")}
        database_url = f"sqlite:///{folder}/field.sqlite"
        environment = {**kept, "FIELD_DATABASE_URL": database_url, "FIELD_ORIGIN": origin}
        process: subprocess.Popen[str] = subprocess.Popen(
            ["setup/serve", str(port)],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that all of it, and nothing else, can be ended
        )
        try:
            links = _links(process)
            urlopen(f"{origin}/health/ready", timeout=READY_S).close()  # the port answers before the application does
            yield Served(origin, database_url, door, links)
        finally:
            door.close()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _links(process: subprocess.Popen[str]) -> dict[str, str]:
    """What `setup/serve` prints once it is ready, read until every link is there."""
    assert process.stdout is not None
    too_long = threading.Timer(READY_S, lambda: os.killpg(process.pid, signal.SIGTERM))
    too_long.start()
    said, links = [], {}
    try:
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"(http\S+/enrol/\S+)", line):
                links[line.replace(found[0], "").strip()] = found[0]
            if len(links) == 12:
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return links
    finally:
        too_long.cancel()
    raise SystemExit("setup/serve did not start:\n" + "".join(said))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, as `make test` finds it."""
    path = os.environ.get("CHROMIUM") or _where()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def _where() -> str:
    found = subprocess.run(["setup/system", "where", "chromium"], cwd=ROOT, text=True, capture_output=True)
    if found.returncode:
        raise SystemExit("There is no Chromium here: `make bench` installs one.")
    return found.stdout.strip()


def until(page: Page, holds: str, seconds: float = 30) -> None:
    """Wait for what this function of the page says. (Playwright's own way of waiting wants `eval`, which is shut.)"""
    for _ in range(int(seconds / STEP_S)):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(STEP_S * 1000)
    raise SystemExit(f"This never came about: {holds}")


def row(value: float, unit: str, baseline: str, baseline_value: float, better: str = "lower") -> dict[str, Any]:
    """A row of `results.json` but for its name; the ratio is how much of the baseline was needed."""
    given = {"value": value, "unit": unit, "baseline": baseline, "baseline_value": baseline_value}
    return {**given, "ratio": round(value / baseline_value, 3), "better": better}
