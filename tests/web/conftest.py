"""One application for each test, let go of at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from field_app import create_app
from tests.conftest import Force


def _with_one_app(force: Force) -> Iterator[Force]:
    made: list[Flask] = []

    def app() -> Flask:
        if not made:
            made.append(create_app(force.settings))
        return made[0]

    force.app = app
    yield force
    for one in made:
        one.extensions["installation"].engine.dispose()


@pytest.fixture
def force(force: Force) -> Iterator[Force]:
    yield from _with_one_app(force)


@pytest.fixture
def sqlite_force(sqlite_force: Force) -> Iterator[Force]:
    yield from _with_one_app(sqlite_force)
