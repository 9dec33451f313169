"""The commands, as somebody at a terminal has them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from config import SECRETS, from_environment
from field_app import create_app, demonstration
from field_app.store.database import connect


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    """A runner of commands on an empty database, and the environment they read."""
    for name in ("FIELD_ORIGIN", *SECRETS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIELD_DATABASE_URL", f"sqlite:///{tmp_path}/field.sqlite")
    made = []

    def run(*words, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        app = create_app(from_environment(), serving=False)
        made.append(app)
        return app.test_cli_runner().invoke(args=words)

    yield run
    for app in made:
        app.extensions["installation"].engine.dispose()


@pytest.fixture(autouse=True)
def closed(monkeypatch):
    """`demo load` opens an engine of its own; a test lets go of it."""
    opened = []

    def remembered(url):
        opened.append(connect(url))
        return opened[-1]

    monkeypatch.setattr("field_app.demonstration.force.connect", remembered)
    yield
    for engine in opened:
        engine.dispose()


def links(result):
    assert result.exit_code == 0, result.output
    return re.findall(r"^  (.+?) +(http://localhost:8000/enrol/\S+)$", result.output, re.MULTILINE)


def test_demo_load_prints_twelve_links_and_again_fresh_ones(terminal):
    first, second = links(terminal("demo", "load")), links(terminal("demo", "load"))
    assert [name for name, _ in first] == [name for name, *_ in demonstration.force.OFFICERS]
    assert [name for name, _ in second] == [name for name, _ in first]
    assert not {link for _, link in first} & {link for _, link in second}


def test_a_demonstration_verifies_and_holds_one_served_case(terminal):
    terminal("demo", "load")
    result = terminal("log", "verify")
    assert (result.exit_code, result.output) == (
        0,
        "2 logs, 65 entries, 15 signatures hold.\n"
        "0 checkpoints hold, with 0 access records; 65 entries since the last.\n",
    )


def test_a_demonstration_older_than_a_key_is_given_it(terminal, tmp_path):
    terminal("demo", "load")
    engine = connect(f"sqlite:///{tmp_path}/field.sqlite")
    kept = "SELECT value FROM demonstration_keys WHERE name = 'FIELD_CHECKPOINT_KEY'"
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM demonstration_keys WHERE name = 'FIELD_CHECKPOINT_KEY'")
    assert terminal("log", "verify").exit_code == 0
    with engine.begin() as connection:
        first = connection.exec_driver_sql(kept).scalar()
    assert first
    terminal("log", "verify")
    with engine.begin() as connection:
        assert connection.exec_driver_sql(kept).scalar() == first
    engine.dispose()


def test_a_demonstration_is_not_loaded_for_another_origin(terminal):
    terminal("demo", "load")
    result = terminal("demo", "load", FIELD_ORIGIN="http://localhost:8001")
    assert result.exit_code == 1
    assert "was set up for http://localhost:8000" in result.output


def test_keys_first_then_an_administrator_and_no_demonstration_after_that(terminal):
    refused = terminal("officers", "enrol", "--force", "Testshire", "--name", "Nobody", "--number", "1")
    assert refused.exit_code == 1 and "keys new" in refused.output
    keys = dict(line.split("=", 1) for line in terminal("keys", "new").output.splitlines())
    assert set(keys) == set(SECRETS)
    enrolled = terminal("officers", "enrol", "--force", "Testshire", "--name", "Nobody", "--number", "1", **keys)
    assert re.fullmatch(r"http://localhost:8000/enrol/\S+\n", enrolled.output)
    again = terminal("officers", "enrol", "--force", "Testshire", "--name", "Other", "--number", "2")
    assert again.exit_code == 1 and "set up already" in again.output
    loaded = terminal("demo", "load")
    assert loaded.exit_code == 1 and "no demonstration" in loaded.output


def test_log_verify_says_what_fails_and_exits_1(sqlite_force):
    sqlite_force.requested()
    with sqlite_force.installation.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        connection.exec_driver_sql(
            "UPDATE entries SET received_at = '2020' || substr(received_at, 5) WHERE position = 2"
        )
        connection.commit()
    app = create_app(replace(sqlite_force.settings), serving=False)
    result = app.test_cli_runner().invoke(args=("log", "verify"))
    app.extensions["installation"].engine.dispose()
    assert result.exit_code == 1
    assert "its hash does not follow from what is stored" in result.output
