"""One force for all of a module: what is refused changes nothing, and what is accepted goes into cases of its own."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from field_app.actions import verify_logs
from field_app.cases.force import Switches
from tests.conftest import Force, _force
from tests.postgres import Postgres

from .door import Door


def _opened(force: Force) -> Iterator[Door]:
    # The door reads the machine's own clock, so what is written here was written before.
    force.now = datetime.now(UTC) - timedelta(hours=6)
    # Authority by telephone is off by default; that it then counts for nothing, tests/web/test_telephone.py says.
    for one in (force.installation, force.app().extensions["installation"]):
        one.force = replace(one.force, switches=Switches(telephone_authority=True))
    yield Door(force)
    found = verify_logs(force.installation)
    force.let_go()
    assert found.failure is None


@pytest.fixture(scope="module")
def door(sqlite_template: tuple[Path, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    template, officers = sqlite_template
    path = tmp_path_factory.mktemp("door") / "field.sqlite"
    shutil.copy(template, path)
    yield from _opened(_force(f"sqlite:///{path}", officers))


@pytest.fixture(scope="module")
def postgres_door(postgres: Postgres, postgres_template: tuple[str, Any]) -> Iterator[Door]:
    template, officers = postgres_template
    name = f"field_{uuid.uuid4().hex}"
    yield from _opened(_force(postgres.create(name, template), officers))
    postgres.drop(name)
