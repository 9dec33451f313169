"""The real application, served to real Chromium, by a server that a test can stop and start again."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from field_app import create_app
from field_app.actions import Installation, enrolment_link
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.force_file import DEMONSTRATION
from field_app.opening import installation_with
from field_app.store.database import connect, migrate
from field_app.worker import Worker
from tests.conftest import KEYS, ROLES
from tests.push_service import PushService

from .phone import Phone, like_a_phone

expect.set_options(timeout=30_000)  # a machine that is busy with other things is no fault of the app's

OFF = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    "PreconnectToSearch",
)
"""What Chromium is to leave out. The first two are pages of its own under the address bar, which nobody sees here: two
for each window, a third of the processor time of enrolling a phone. The others are what Playwright leaves out (but
for Edge and Windows): a browser goes by the last such list that it is given."""

ARGUMENTS = [
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
    f"--disable-features={','.join(OFF)}",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser on a busy machine now and then loses a moment: it gets one more try, and the try is reported."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium. `make test` installs it and says where; without it nothing is skipped."""
    path = os.environ.get("CHROMIUM", "")
    if not Path(path).is_file():
        pytest.fail(f"CHROMIUM ({path!r}) does not name a Chromium; `make test` installs one and sets it.")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    return {"executable_path": chromium, "args": ARGUMENTS}


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, *_: object) -> None:
        pass


class HeldBack:
    """Answers that wait, although what they answer is done; `waiting` is how many do."""

    def __init__(self, path: str) -> None:
        self.path, self.waiting, self._go = path, 0, threading.Event()

    def wait(self) -> None:
        self.waiting += 1
        self._go.wait(30)
        self.waiting -= 1

    def let_go(self) -> None:
        self._go.set()


@dataclasses.dataclass
class Served:
    """The application on its origin. `sent` is every request that reached it: method, path, body."""

    settings: Settings
    installation: Installation
    administrator: SoftwareOfficer
    officers: dict[str, str]
    port: int
    sent: list[tuple[str, str, bytes]] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self._server: Any = None
        self._held_back: HeldBack | None = None

    @property
    def origin(self) -> str:
        return self.settings.origin

    def start(self) -> None:
        self._app = create_app(self.settings)
        server = make_server("127.0.0.1", self.port, self._recording, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self._server, self._thread = server, thread

    def stop(self) -> None:
        """As if the process had ended: from now on nobody answers on this port."""
        if self._server is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = None
        self._app.extensions["installation"].engine.dispose()

    def link(self, role: str) -> str:
        """A one-time enrolment link, as an administrator makes it."""
        return enrolment_link(self.installation, self.officers[role], datetime.now(UTC))[0]

    def work(self, **later: float) -> None:
        """What `flask worker` does, now or so much later, until nothing is due."""
        worker = Worker(self.installation, self.origin)
        while worker.work(datetime.now(UTC) + timedelta(**later)):
            pass

    def hold_answers(self, path: str) -> HeldBack:
        """From now on what this path answers, once it is done, is kept from whoever asked."""
        self._held_back = HeldBack(path)
        return self._held_back

    def _recording(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = _Again(body)
        self.sent.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], body))
        answer = self._app(environ, start_response)
        if self._held_back and self._held_back.path == environ["PATH_INFO"]:
            self._held_back.wait()
        return answer


def _Again(body: bytes) -> Any:
    from io import BytesIO

    return BytesIO(body)


@pytest.fixture(scope="session")
def port() -> int:
    """Chosen before anything is set up: the origin, port and all, is fixed in the office log."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


@pytest.fixture(scope="session")
def set_up(port: int, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SoftwareOfficer, dict[str, str]]:
    """A force on that origin, nobody enrolled but an administrator; both superintendents on call."""
    path = tmp_path_factory.mktemp("browser") / "field.sqlite"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    settings, now = _settings(path, port), datetime.now(UTC)
    installation = installation_with(engine, settings, KEYS, demonstration=False)
    administrator, ids = found(installation, settings.origin, now, demonstration=False)
    engine.dispose()
    return path, administrator, dict(zip(ROLES, ids, strict=True))


def _settings(path: Path, port: int) -> Settings:
    return Settings(f"sqlite:///{path}", f"http://localhost:{port}", KEYS, None, False, (), force=DEMONSTRATION)


@pytest.fixture
def push_service() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.stop()


@pytest.fixture
def serve(
    set_up: tuple[Path, SoftwareOfficer, dict[str, str]], port: int, tmp_path: Path, push_service: PushService
) -> Iterator[Callable[..., Served]]:
    """Serves a fresh copy of the force, with these settings changed."""
    template, administrator, officers = set_up
    served: list[Served] = []

    def start(**changed: Any) -> Served:
        path = tmp_path / "field.sqlite"
        shutil.copy(template, path)
        settings = dataclasses.replace(_settings(path, port), push_origins=(push_service.origin,), **changed)
        installation = installation_with(connect(settings.database_url), settings, KEYS, demonstration=False)
        administrator.installation = installation
        one = Served(settings, installation, administrator, officers, port)
        one.start()
        served.append(one)
        return one

    yield start
    for one in served:
        one.stop()
        one.installation.engine.dispose()


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """The application as a force runs it: no PIN allowed."""
    return serve()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes a phone of its own for an officer. Whatever its console complained of fails the test."""
    phones: list[Phone] = []

    def make(served: Served, **options: Any) -> Phone:
        phones.append(Phone.new(browser, served.origin, **options))
        return phones[-1]

    yield make
    complaints = [line for one in phones for line in one.complaints]
    for one in phones:
        with contextlib.suppress(Exception):
            one.context.close()
    assert complaints == []


@pytest.fixture
def profile(playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator:
    """Opens the one browser on one profile folder, as a phone is switched on; the folder outlives it."""
    contexts = []

    def switch_on(served, *, offline=False):
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium, args=ARGUMENTS, **like_a_phone()
        )
        contexts.append(context)
        context.set_offline(offline)
        return Phone(context, served.origin, prf=False)

    switch_on.folder = tmp_path / "profile"
    yield switch_on
    for context in contexts:
        context.close()
