"""`backup`: one file of one moment, taken while all runs, and a record that verifies where it is put back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import uuid
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from field_app import create_app
from field_app.actions import Checkpoints

from .store.story import recorded, served


@pytest.fixture
def run(monkeypatch):
    """A command of an installation with these settings."""
    monkeypatch.setenv("PATH", f"{os.environ['POSTGRES_BIN']}{os.pathsep}{os.environ['PATH']}")

    def invoke(settings, *words):
        app = create_app(settings, serving=False)
        try:
            return app.test_cli_runner().invoke(args=words)
        finally:
            app.extensions["installation"].engine.dispose()

    return invoke


@pytest.fixture
def restored(request, force, tmp_path):
    """Puts a backup back as docs/operations.md says: the settings of an installation on it."""
    made = []

    def put_back(file):
        checkpoints = tmp_path / "restored.checkpoints"
        shutil.copy(file.with_name(file.name + ".checkpoints"), checkpoints)
        if file.suffix == ".sqlite":
            url = f"sqlite:///{shutil.copy(file, tmp_path / 'restored.sqlite')}"
        else:
            postgres = request.getfixturevalue("postgres")
            made.append(f"restored_{uuid.uuid4().hex}")
            url = postgres.create(made[-1])
            into = f"host={postgres.folder} user=field dbname={made[-1]}"
            subprocess.run(["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={into}", file], check=True)
        return replace(force.settings, database_url=url, checkpoint_file=checkpoints)

    yield put_back
    for name in made:
        request.getfixturevalue("postgres").drop(name)


def test_what_was_recorded_before_it_is_all_there_and_verifies_and_nothing_from_after(force, run, restored, tmp_path):
    served(force)
    checkpoints = Checkpoints(force.installation)
    checkpoints.take(force.later(minutes=1))
    before = run(force.settings, "log", "verify").output

    done = run(force.settings, "backup", str(tmp_path / "backups"))
    assert done.exit_code == 0, done.output
    file, size, digest = re.fullmatch(r"(\S+): \d+ entries, (\d+) bytes, SHA-256 (\w{64})\n", done.output).groups()
    recorded(force)
    checkpoints.take(force.later(minutes=2))

    file = Path(file)
    assert (file.stat().st_size, sha256(file.read_bytes()).hexdigest()) == (int(size), digest)
    assert {one.stat().st_mode & 0o077 for one in file.parent.iterdir()} == {0}, "others on the machine can read it"
    assert sorted(one.name for one in file.parent.iterdir()) == [file.name, file.name + ".checkpoints"]
    after = run(restored(file), "log", "verify")
    assert (after.exit_code, after.output) == (0, before)


def test_a_folder_that_cannot_be_written_is_one_sentence(sqlite_force, run, tmp_path):
    (tmp_path / "full").write_text("a file")
    done = run(sqlite_force.settings, "backup", str(tmp_path / "full" / "backups"))
    assert done.exit_code == 1 and re.fullmatch(r"Error: \S+: Not a directory\.\n", done.output)


def test_without_postgresqls_tools_it_says_so_and_leaves_nothing(postgres_force, run, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run(postgres_force.settings, "backup", str(tmp_path / "backups"))
    assert done.exit_code == 1 and done.output.startswith("Error: pg_dump is not on the PATH")
    assert not list((tmp_path / "backups").iterdir())
