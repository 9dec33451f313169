"""A decision leaves the system and proves itself: the ten lines of docs/security.md are run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from field_app import create_app
from field_app.store.database import reading
from field_app.store.tables import access

from .store.story import authorised

SECURITY = Path(__file__).parent.parent / "docs" / "security.md"
[TEN_LINES, *_] = re.findall(r"```python\n(.+?)```", SECURITY.read_text(), re.DOTALL)


@pytest.fixture
def run(sqlite_force):
    app = create_app(sqlite_force.settings, serving=False)
    yield lambda *words: app.test_cli_runner().invoke(args=("decision", "export", *words))
    app.extensions["installation"].engine.dispose()


@pytest.fixture
def exported(sqlite_force, run, tmp_path):
    """The folder of an authorisation, by the case's reference."""
    authorised(sqlite_force)
    [listed] = sqlite_force.client("constable").get("/api/cases").json["cases"]
    folder = tmp_path / "decision"
    assert run(listed["reference"], "--to", str(folder)).exit_code == 0
    return folder


def checked(folder):
    return subprocess.run([sys.executable, "-I", "-c", TEN_LINES], cwd=folder, capture_output=True, text=True)


def test_an_authorisation_is_checked_by_the_ten_lines_of_the_documentation(exported):
    result = checked(exported)
    assert (result.returncode, result.stdout) == (0, "Signed: notice authorised\n"), result.stderr


@pytest.mark.parametrize(
    "name, old, new",
    [
        ("entry.json", "notice authorised", "authority refused"),
        ("description.json", '"rp_id": "localhost"', '"rp_id": "elsewhere"'),
        ("description.json", "http://localhost:8000", "https://elsewhere.example"),
    ],
)
def test_it_holds_for_these_bytes_and_this_place_alone(exported, name, old, new):
    text = (exported / name).read_text()
    assert old in text
    (exported / name).write_text(text.replace(old, new))
    assert checked(exported).returncode == 1


def test_another_officers_key_does_not_verify_it(exported):
    made = generate_private_key(SECP256R1()).public_key()
    (exported / "public-key.pem").write_bytes(made.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert "InvalidSignature" in checked(exported).stderr


def test_what_cannot_be_exported_is_said(sqlite_force, run, exported):
    nowhere = run("7QF-999-X")
    assert nowhere.exit_code == 1 and "There is no case 7QF-999-X" in nowhere.output
    undecided, _ = sqlite_force.requested()
    waits = run(undecided)
    assert waits.exit_code == 1 and "Nothing was decided" in waits.output
    again = run(authorised(sqlite_force)[0], "--to", str(exported))
    assert again.exit_code == 1 and "is not there yet" in again.output


def test_an_export_is_on_record(sqlite_force, exported):
    with reading(sqlite_force.installation.engine) as connection:
        assert connection.execute(select(access.c.officer).where(access.c.action == "decision export")).all() == [
            ("system",)
        ]
