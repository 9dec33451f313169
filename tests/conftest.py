"""The force every test works with: the demonstration's officers, enrolled on software authenticators.

`force` runs a test twice, on SQLite and on PostgreSQL; `sqlite_force` once. Each test has a database of its own,
copied from one that was set up once.
"""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from webauthn.helpers import base64url_to_bytes

from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Installation
from field_app.demonstration.case import capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.force import add_officer, found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret, open_installation
from field_app.store.database import connect, migrate

from .postgres import Postgres, memory

if TYPE_CHECKING:
    from .oidc_provider import Provider

ORIGIN = "http://localhost:8000"
MONDAY = datetime(2026, 7, 13, 20, 0, tzinfo=UTC)
"""When the tests' evening begins: Mon 13 Jul 2026, 21:00 in Basildon."""

KEYS = {name: new_secret() for name in SECRETS}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' own folders in memory where there is room: on a disk each commit waits some 8 ms for it.

    What survives a kill is not the disk's doing, and is proven on disk too (tests/chaos). Workers are told where.
    """
    if config.option.basetemp is None and (room := memory()):
        config.option.basetemp = tempfile.mkdtemp(prefix="field-tests-", dir=room)
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, and end with what is short: no worker is to wait for another's last test.

    xdist's `worksteal` gives each worker one piece of the list, and whoever has done theirs takes from the other end
    of another's. So each piece begins with a share of the long ones, then of the browser's; what mostly waits is one
    worker's, for the processors are the others' meanwhile.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    waits = [one for one in items if one.get_closest_marker("waits")]
    long = [one for one in items if one.get_closest_marker("long")]
    rest = [one for one in items if not (one.get_closest_marker("waits") or one.get_closest_marker("long"))]
    browser = Path(__file__).parent / "browser"
    seen = [one for one in rest if browser in one.path.parents]
    short = [one for one in rest if browser not in one.path.parents]
    left, dealt = len(items), []
    for remaining in range(workers, 0, -1):
        share = left // remaining
        piece = waits if remaining == 1 else long[remaining - 2 :: workers - 1]
        piece += _whole_files(seen, -(-len(seen) // remaining))
        piece += _from_the_front(short, max(0, share - len(piece)))
        dealt += piece
        left -= share
    items[:] = [*dealt, *short]


def _whole_files(items: list[pytest.Item], least: int) -> list[pytest.Item]:
    """Take so many and to the end of the file, whose tests may share what it took long to make."""
    while 0 < least < len(items) and items[least].path == items[least - 1].path:
        least += 1
    return _from_the_front(items, least)


def _from_the_front(items: list[pytest.Item], number: int) -> list[pytest.Item]:
    taken, items[:] = items[:number], items[number:]
    return taken


@dataclass
class Force:
    """An installation with its officers by what they do, and the time on the tests' own clock."""

    installation: Installation
    settings: Settings
    officers: dict[str, SoftwareOfficer]
    now: datetime = MONDAY
    made: list[Flask] = field(default_factory=list)

    def __getattr__(self, name: str) -> SoftwareOfficer:
        try:
            return self.__dict__["officers"][name]
        except KeyError:
            raise AttributeError(name) from None

    def later(self, **by: float) -> datetime:
        """Let time pass, and say what the clock shows."""
        self.now += timedelta(**by)
        return self.now

    def requested(self) -> tuple[str, Any]:
        """The reference case, recorded and requested by the constable: its id, and the request."""
        case_id, captured = capture(self.constable, self.now)
        request = ask(self.constable, case_id, captured, self.now)
        self.constable.record([*captured, request], self.later(minutes=5))
        return case_id, request

    def second_administrator(self) -> SoftwareOfficer:
        """Another administrator, enrolled: two must agree on who may authorise."""
        new = ("Mo Secondly, administrator", "5006", "police staff", ("administrator",), False)
        added = add_officer(self.administrator, *new, now=self.now)
        return SoftwareOfficer(self.installation, added, datetime.now(UTC))

    def app(self) -> Flask:
        """The application over this database, one for each test.

        Its routes are the run's: which test adds to them makes an application of its own (`own_app`).
        """
        if not self.made:
            app = copy.copy(_routed())
            app.config = copy.copy(app.config)
            app.extensions = {**app.extensions, "installation": open_installation(self.settings, serving=True)}
            self.made.append(app)
        return self.made[0]

    def own_app(self) -> Flask:
        """As `app`, for a test that changes more of it than what it is over."""
        self.made.append(create_app(self.settings))
        return self.made[-1]

    def let_go(self) -> None:
        """Close every connection of this test's."""
        for installation in (self.installation, *(one.extensions["installation"] for one in self.made)):
            installation.engine.dispose()

    def client(self, officer: str | None = None) -> FlaskClient:
        """A browser of an officer's, signed in; of nobody's without a name."""
        client = self.app().test_client()
        if officer:
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = self.officers[officer].token, True
        return client

    def confirm(self, officer: str, path: str) -> FlaskClient:
        """A browser of an officer's whose passkey has just confirmed that they take this."""
        client, about = self.client(officer), {"what": path}
        asked = client.post("/api/confirmations/options", json=about).json["publicKey"]["challenge"]
        credential = self.officers[officer].authenticator.answer(base64url_to_bytes(asked))
        assert client.post("/api/confirmations", json={**about, "credential": credential}).status_code == 204
        return client


ROLES = (
    "constable",
    "other_constable",
    "response",
    "custody",
    "inspector",
    "superintendent",
    "other_superintendent",
    "solicitor",
    "safeguarding",
    "control_room",
    "administrator",
    "auditor",
)


@cache
def _routed() -> Flask:
    """An application over an empty database: making its sixty-odd routes takes longer than most tests do."""
    with tempfile.TemporaryDirectory(prefix="field-routes-") as folder:
        url = f"sqlite:///{folder}/field.sqlite"
        engine = connect(url)
        migrate(engine)
        engine.dispose()
        app = create_app(_settings(url))
        app.extensions["installation"].engine.dispose()
    return app


def _settings(url: str) -> Settings:
    return Settings(url, ORIGIN, KEYS, None, False, ())


def _set_up(url: str) -> dict[str, SoftwareOfficer]:
    """A force in an empty database, everyone enrolled, both superintendents on call."""
    engine = connect(url)
    migrate(engine)
    # Enrolled today, so that sessions opened at set-up live; entries carry the tests' own clock.
    now = datetime.now(UTC)
    installation = installation_with(engine, _settings(url), KEYS, demonstration=False)
    _, ids = found(installation, ORIGIN, now, demonstration=False)
    officers = {role: SoftwareOfficer(installation, one, now) for role, one in zip(ROLES, ids, strict=True)}
    engine.dispose()
    return officers


def _force(url: str, officers: dict[str, SoftwareOfficer], checkpoint_file: Path | None = None) -> Force:
    settings = replace(_settings(url), checkpoint_file=checkpoint_file)
    installation = installation_with(connect(url), settings, KEYS, demonstration=False)
    own = {role: copy.copy(officer) for role, officer in officers.items()}
    for officer in own.values():
        officer.installation = installation
    return Force(installation, settings, own)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, SoftwareOfficer]]:
    path = tmp_path_factory.mktemp("template") / "field.sqlite"
    return path, _set_up(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> tuple[str, dict[str, SoftwareOfficer]]:
    return "field_template", _set_up(postgres.create("field_template"))


@pytest.fixture(scope="session")
def _provider() -> Iterator[Provider]:
    from .oidc_provider import Provider  # Authlib's server side: for the two files that ask a directory

    one = Provider()
    yield one
    one.stop()


@pytest.fixture
def provider(_provider: Provider) -> Provider:
    """A force's directory, as it is before anybody has asked it anything."""
    _provider.anew()
    return _provider


@pytest.fixture
def sqlite_force(sqlite_template: tuple[Path, dict[str, SoftwareOfficer]], tmp_path: Path) -> Iterator[Force]:
    template, officers = sqlite_template
    path = tmp_path / "field.sqlite"
    shutil.copy(template, path)
    force = _force(f"sqlite:///{path}", officers, tmp_path / "checkpoints")
    yield force
    force.let_go()


@pytest.fixture
def postgres_force(
    postgres: Postgres, postgres_template: tuple[str, dict[str, SoftwareOfficer]], tmp_path: Path
) -> Iterator[Force]:
    template, officers = postgres_template
    name = f"field_{uuid.uuid4().hex}"
    force = _force(postgres.create(name, template), officers, tmp_path / "checkpoints")
    yield force
    force.let_go()
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def force(request: pytest.FixtureRequest) -> Force:
    made: Force = request.getfixturevalue({"sqlite": "sqlite_force", "postgresql": "postgres_force"}[request.param])
    return made
