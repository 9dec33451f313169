"""`log export`: everything leaves as plain files, and the lines printed in docs/security.md check them as they are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from field_app import create_app
from field_app.actions import Checkpoints
from field_app.store import attachments
from field_app.store.database import reading, writing
from field_app.store.tables import access

from .store.story import recorded, served

SECURITY = Path(__file__).parent.parent / "docs" / "security.md"
[_, LINES, *_] = re.findall(r"```python\n(.+?)```", SECURITY.read_text(), re.DOTALL)

PHOTOGRAPH = b"not a real photograph"


@pytest.fixture
def run(force):
    app = create_app(force.settings, serving=False)
    yield lambda *words: app.test_cli_runner().invoke(args=("log", "export", *words))
    app.extensions["installation"].engine.dispose()


@pytest.fixture
def exported(force, run, tmp_path):
    """The folder: one served case, another of unsigned sections, a file, a refusal, two checkpoints."""
    case_id, *_ = served(force)
    recorded(force)
    name = sha256(PHOTOGRAPH).hexdigest()
    with writing(force.installation.engine) as connection:
        keys = force.installation.keys
        attachments.keep(connection, keys, case_id, name, PHOTOGRAPH, officer="x", received_at="2026")
    force.constable.send([type(force.constable.start_case(force.now)[1])("{", None)], force.now)
    checkpoints = Checkpoints(force.installation)
    checkpoints.take(force.later(minutes=1))
    recorded(force)
    checkpoints.take(force.later(minutes=1))
    folder = tmp_path / "everything"
    ran = run("--to", str(folder))
    assert ran.exit_code == 0, ran.output
    return folder


def checked(folder):
    return subprocess.run([sys.executable, "-I", "-c", LINES], cwd=folder, capture_output=True, text=True)


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_it_holds_by_the_lines_of_the_documentation_and_everything_is_there(force, exported):
    result = checked(exported)
    assert result.returncode == 0, result.stderr
    with reading(force.installation.engine) as connection:
        entries = connection.exec_driver_sql("SELECT count(*) FROM entries").scalar()
        looked = [one.action for one in connection.execute(access.select()).all()]
    assert result.stdout.startswith(f"Holds: {entries} entries in 4 logs; last checkpoint ")
    about = json.loads((exported / "description.json").read_text())
    assert about["counts"] == {
        "logs": 4,
        "disposed": 0,
        "entries": entries,
        "attachments": 1,
        "refused": 1,
        "waiting": 0,
        "access records": 2,
        "checkpoints": 2,
    }
    assert [one["body"] for one in lines(exported / "refused.jsonl")] == ["{"]
    assert looked == ["case", "log export"]  # who decided read the case
    assert [one["detail"] for one in lines(exported / "access.jsonl")] == [None, str(exported)]
    made = {re.sub(r"[0-9a-f]{64}", "<sha256>", str(path.relative_to(exported))) for path in exported.rglob("*.*")}
    made |= {"attachments/<case>/<sha256>" for _ in exported.glob("attachments/*/*")}
    assert {re.sub(r"[0-9a-f-]{36}", "<case>", one) for one in made} == {*about["files"], "description.json"}


def edited(folder, name, change):
    [path] = folder.glob(name)
    path.write_text(change(path.read_text()))


def of_a_case(folder):
    found = (path for path in folder.glob("logs/*.jsonl") if "Third call" in path.read_text())
    return next(found).relative_to(folder).as_posix()


def alter(folder):
    edited(folder, of_a_case(folder), lambda text: text.replace("Third call", "First call", 1))


def cut(folder):
    edited(folder, of_a_case(folder), lambda text: text[: text[:-1].rindex("\n") + 1])


def swap(folder):
    edited(folder, "attachments/*/*", lambda text: text + "!")


def drop_a_log(folder):
    next(folder.glob("logs/*.jsonl")).unlink()


def drop_a_checkpoint(folder):
    edited(folder, "checkpoints.jsonl", lambda text: text[text.index("\n") + 1 :])


@pytest.mark.parametrize("tamper", [alter, cut, swap, drop_a_log, drop_a_checkpoint], ids=lambda one: one.__name__)
def test_what_is_changed_in_an_export_the_lines_find(exported, tamper):
    tamper(exported)
    assert checked(exported).returncode == 1


def test_an_existing_folder_is_left_as_it_is(run, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    ran = run("--to", str(kept))
    assert ran.exit_code == 1 and "is there already" in ran.output
    assert list(kept.iterdir()) == []
