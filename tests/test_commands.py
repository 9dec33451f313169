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
    for name in ("FIELD_ORIGIN", "FIELD_FORCE", *SECRETS):
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
        "2 logs, 64 entries, 12 signatures hold.\n"
        "0 checkpoints hold, with 0 access records; 64 entries since the last.\n",
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
    link = r"http://localhost:8000/enrol/\S+\nCode, for ten minutes: [0-9]{8}\n"
    assert re.fullmatch(link, enrolled.output)
    assert (
        re.fullmatch(link, (another := terminal("officers", "link", "1")).output) and another.output != enrolled.output
    )
    assert terminal("officers", "link", "2").exit_code == 1
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


def test_config_check_names_every_wrong_line_and_exits_1(terminal, tmp_path):
    assert terminal("config", "check").exit_code == 0
    path = tmp_path / "force.toml"
    path.write_text("name = 1\n\nother = 2\n")
    result = terminal("config", "check", FIELD_FORCE=str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "force.toml, line 1: name: must be text.\nforce.toml, line 3: other: is not a field here.\n"
    )
    worker = terminal("worker")
    assert worker.exit_code == 1 and "line 3: other" in worker.output
    path.write_text('name = "Testshire"\npacks = ["own.json"]\n')
    path.with_name("own.json").write_text('{\n"id" "own"}')
    pack = terminal("config", "check")
    assert (pack.exit_code, pack.stderr) == (
        1,
        "own.json, line 2, column 6: this is not JSON (Expecting ':' delimiter).\n",
    )
    path.write_text('name = "Testshire"\n')
    right = terminal("config", "check")
    assert right.exit_code == 0 and "nothing is wrong. Testshire" in right.output


def lines(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_deadline_prints_what_it_read_the_deadline_the_other_reading_and_the_days_left_out(terminal):
    result = terminal("deadline", "2026-12-24 12:00", "2026-07-14T02:20:00Z", "2026-01-11 14:00")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines(result) == [
        [
            "2026-12-24T12:00:00+00:00",
            "2026-12-29T12:00:00+00:00",
            "2026-12-30T12:00:00+00:00",
            "2026-12-25 Christmas Day, 2026-12-26 Boxing Day (doubtful: counted), 2026-12-27 Sunday, "
            "2026-12-28 Bank holiday for Boxing Day",
        ],
        ["2026-07-14T03:20:00+01:00", "2026-07-16T03:20:00+01:00", "-", "-"],
        ["2026-01-11T14:00:00+00:00", "2026-01-14T00:00:00+00:00", "-", "2026-01-11 Sunday"],
    ]


def test_deadline_of_an_arrest_and_from_standard_input(terminal):
    runner = create_app(from_environment(), serving=False).test_cli_runner()
    result = runner.invoke(args=("deadline", "--arrest"), input="2026-01-09 17:00\n\n2026-03-28T10:00\n")
    assert [one[1] for one in lines(result)] == ["2026-01-10T17:00:00+00:00", "2026-03-30T10:00:00+01:00"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tomorrow", "is no time; write it like 2026-04-02 16:00, or 2026-04-02T16:00:00+01:00."),
        ("2026-04-02", "is no time; write it like"),
        ("20260402T1600", "is no time; write it like"),
        ("2026-02-30 10:00", "is on no calendar and no clock"),
        ("2026-04-02 24:00", "is on no calendar and no clock"),
        ("2026-03-29 01:30", "does not exist in London: the clocks go forward over that hour."),
        ("2009-12-31 12:00", ": The bank holidays of 2009 are not in the table"),
        ("2030-12-31 12:00", ": The bank holidays of 2031 are not in the table"),
        ("0001-01-01T00:00:00+14:00", "is on no calendar and no clock"),
    ],
)
def test_deadline_says_in_one_sentence_what_it_cannot_read_and_goes_on(terminal, written, said):
    result = terminal("deadline", written, "2026-07-14 03:20")
    assert result.exit_code == 1
    assert [one[1] for one in lines(result)] == ["2026-07-16T03:20:00+01:00"]
    assert result.stderr.startswith(f"'{written}'") and said in result.stderr
    assert result.stderr.count("\n") == 1


def test_deadline_takes_the_first_of_the_hour_that_comes_twice(terminal):
    twice, later = lines(terminal("deadline", "2026-10-25 01:30", "2026-10-25T01:30:00+00:00"))
    assert twice[0] == "2026-10-25T01:30:00+01:00" and later[0] == "2026-10-25T01:30:00+00:00"
    assert twice[1] == later[1] == "2026-10-28T00:00:00+00:00"


def test_deadline_needs_no_database(terminal):
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    result = terminal("deadline", "2026-07-14 03:20", FIELD_DATABASE_URL=nowhere)
    assert [one[1] for one in lines(result)] == ["2026-07-16T03:20:00+01:00"]


def test_a_database_that_is_away_or_empty_is_one_sentence(terminal, tmp_path):
    (tmp_path / "none").write_text("no database")
    for url, said in (
        (
            "postgresql://nobody:secret@127.0.0.1:1/none",
            "does not answer: (psycopg.OperationalError) connection failed",
        ),
        (f"sqlite:///{tmp_path}/none", "does not answer: (sqlite3.DatabaseError) file is not a database"),
        (f"sqlite:///{tmp_path}/empty", "holds no force yet; `demo load` or `officers enrol` comes first."),
    ):
        for words in (("log", "verify"), ("orders", "export"), ("demo", "load"))[: 2 if "empty" in url else 3]:
            result = terminal(*words, FIELD_DATABASE_URL=url)
            assert result.exit_code == 1 and result.output.count("\n") == 1, result.output
            assert said in result.output and "secret" not in result.output


def test_deadline_uses_the_holidays_an_administrator_added(sqlite_force):
    administrator, now = sqlite_force.administrator, sqlite_force.now
    day = {"date": "2026-07-15", "name": "Invented holiday", "source": "Invented", "doubtful": False}
    entry = administrator.write("holiday recorded", administrator.office().id, day, now)
    administrator.record([entry], now)
    result = sqlite_force.app().test_cli_runner().invoke(args=("deadline", "2026-07-14 03:20"))
    assert lines(result)[0][1:] == ["2026-07-17T03:20:00+01:00", "-", "2026-07-15 Invented holiday"]
