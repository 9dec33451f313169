"""What is handed to whoever runs it: units, site, alerts and image are read here, as far as that shows anything."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from field_app.web.metrics import _Database

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "setup" / "operations"
PAGE = (ROOT / "docs" / "operations.md").read_text()
ALERTS = [rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]]


def unit(name):
    """A unit's settings, those of several lines joined."""
    text = (FOLDER / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    assert all(re.match(r"\w+=", line) for line in lines)
    found = {}
    for line in lines:
        setting, _, value = line.partition("=")
        found.setdefault(setting, []).append(value)
    return found


def started_with(command):
    """The options of a gunicorn command but where it listens and how many there are."""
    words = [word for word in command if word != "\\"]
    words = words[words.index("--bind") :]
    found = dict(re.findall(r"--([\w-]+) ([^-\s]\S*)", " ".join(words)))
    return {name: value for name, value in found.items() if name not in ("bind", "workers")}


def test_the_server_is_started_as_it_is_tested():
    serve = re.search(r"\.venv/bin/gunicorn (.+?) &\n", (ROOT / "setup" / "serve").read_text(), re.DOTALL)
    image = re.search(r"^CMD (\[.+?\])", (FOLDER / "Containerfile").read_text(), re.DOTALL | re.MULTILINE)
    ours = started_with(shlex.split(serve[1].replace("\\\n", " ")))
    assert ours["worker-class"] == "gthread"
    assert started_with(shlex.split(unit("field-server.service")["ExecStart"][0])) == ours
    assert started_with(yaml.safe_load(image[1].replace("\\\n", " "))) == ours


@pytest.mark.parametrize("name", ["field-server.service", "field-worker.service"])
def test_a_unit_restarts_and_may_do_little(name):
    found = unit(name)
    assert (found["Restart"], found["User"], found["NoNewPrivileges"]) == (["always"], ["field"], ["yes"])
    assert found["ProtectSystem"] == ["strict"] and found["EnvironmentFile"] == ["/etc/field/settings"]
    assert not any(re.search("FIELD_[A-Z_]+=", value) for values in found.values() for value in values)  # no secret


def test_the_site_is_whole_hides_the_metrics_and_keeps_no_addresses():
    text = re.sub(r"#.*", "", (FOLDER / "field.nginx").read_text())
    assert text.count("{") == text.count("}") == 4
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert [line for line in lines if not line.endswith((";", "{", "}"))] == []
    assert "location = /metrics {return 404;}" in re.sub(r"\s*([{};])\s*", r"\1", text).replace("{return", " {return")
    assert "access_log off;" in lines and "proxy_set_header X-Forwarded-For $remote_addr;" in lines
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in lines


def test_what_the_image_copies_is_there_and_none_of_it_is_a_secret():
    lines = (FOLDER / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert {"field_app", "static", "templates", "wsgi.py", "config.py", "requirements.lock"} == set(copied)
    assert all((ROOT / one).exists() for one in copied)
    assert lines.index("USER field") < next(at for at, line in enumerate(lines) if line.startswith("CMD"))
    packages = (ROOT / "setup" / "system").read_text()
    installed = re.search(r"--no-install-recommends (.+?) &&", " ".join(lines))[1].split()
    assert {one for one in installed if one not in packages} == set()


def test_every_alert_reads_figures_there_are_and_stands_in_the_page(sqlite_force):
    with sqlite_force.app().app_context():
        there = {metric.name for metric in _Database().collect()}
    there |= {"field_request_seconds_bucket", "field_clock_offset_seconds"}
    for rule in ALERTS:
        read = set(re.findall(r"\bfield_\w+", rule["expr"]))
        assert read <= there and (read or rule["expr"].startswith("up")), rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket") and rule["annotations"]["summary"]
        assert f"`{rule['alert']}`" in PAGE
    assert {one for one in there if one.removesuffix("_bucket") not in PAGE} == set()


def test_a_restore_never_writes_over_anything(tmp_path):
    backup, archive, data = (tmp_path / name for name in ("backup", "archive", "data"))
    for one in (backup, archive, data):
        one.mkdir()
    (backup / "PG_VERSION").write_text("15\n")
    (data / "kept").write_text("what was there")
    command = ["bash", FOLDER / "restore", backup, archive, data, "latest"]
    assert subprocess.run(command, capture_output=True).returncode == 1
    assert [one.name for one in data.iterdir()] == ["kept"]
    (data / "kept").unlink()
    assert subprocess.run(command, capture_output=True).returncode == 0
    said = (data / "postgresql.auto.conf").read_text()
    assert f"""restore_command = 'cp "{archive}/%f" "%p"'""" in said and "recovery_target_time" not in said
    assert (data / "recovery.signal").exists()
