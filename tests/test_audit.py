"""`make audit` fails on what is known, and never takes silence for an answer."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[1] / "setup" / "audit.py"
spec = importlib.util.spec_from_file_location("audit", PLACE)
audit = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = audit
spec.loader.exec_module(audit)

FINE = {"name": "one", "version": "1.0", "vulns": []}
SKIPPED = {"name": "two", "skip_reason": "could not be audited"}
BAD = {"name": "three", "version": "1.0", "vulns": [{"id": "PYSEC-0", "fix_versions": ["1.1"], "aliases": []}]}
TOTAL = {"metadata": {"dependencies": {"total": 9}}}


def python(*dependencies):
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_an_advisory_is_named_and_fails(monkeypatch, capsys):
    said = {audit.PYTHON[0]: python(FINE, BAD), "npm": json.dumps({"vulnerabilities": {}, **TOTAL})}
    monkeypatch.setattr(audit, "_run", lambda command: said[command[0]])
    assert audit.main() == 1
    printed = capsys.readouterr().out
    assert "Python: three 1.0: PYSEC-0, mended in 1.1\n" in printed and "9 asked about, 0 advisories" in printed
    worse = {"vulnerabilities": {"four": {"range": "<2", "severity": "high"}}, **TOTAL}
    said |= {audit.PYTHON[0]: python(FINE), "npm": json.dumps(worse)}
    assert audit.main() == 1 and "JavaScript: four <2: high" in capsys.readouterr().out


def test_what_could_not_be_asked_is_said(monkeypatch, capsys):
    for nothing in ("", "not JSON", "[]", python(SKIPPED), json.dumps({"message": "405 Method Not Allowed"})):
        monkeypatch.setattr(audit, "_run", lambda command, nothing=nothing: nothing)
        assert audit.main() == audit.NOT_AUDITED
        assert capsys.readouterr().out.count("NOT AUDITED, the advisories could not be reached from here.") == 2
    monkeypatch.setattr(audit, "_run", lambda command: python(FINE, SKIPPED))
    assert audit.main() == audit.NOT_AUDITED
    assert "Python: 1 asked about, 0 advisories.\nPython: NOT AUDITED, 1 more" in capsys.readouterr().out


def test_a_step_that_was_not_done_is_not_said_to_have_passed():
    step = [str(PLACE.with_name("step")), "Audit", "bash", "-c"]
    for status, said in ((0, "passed"), (audit.NOT_AUDITED, "NOT DONE"), (1, "FAILED")):
        ran = subprocess.run([*step, f"exit {status}"], text=True, capture_output=True, check=False)
        assert ran.returncode == status and f"== Audit: {said}" in ran.stdout + ran.stderr


class Advisories(BaseHTTPRequestHandler):
    """A registry that knows of one bad package, and speaks as npm's does."""

    known = "esbuild"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        assert self.path == "/-/npm/v1/security/advisories/bulk"
        self.server.asked |= asked
        versions = asked[self.known]
        one = {"id": 1, "url": "https://advisories.example/1", "title": "Invented", "severity": "high"}
        self._answer({self.known: [{**one, "vulnerable_versions": f"<={versions[0]}"}]})

    def do_GET(self):
        [version] = self.server.asked[self.known]
        versions = {version: {"name": self.known, "version": version}}
        self._answer({"name": self.known, "versions": versions, "dist-tags": {"latest": version}})

    def _answer(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def advisories(monkeypatch, tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    server.asked = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_address[1]}/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path))
    yield server
    server.shutdown()
    server.server_close()


def test_the_tool_itself_asks_about_what_is_locked_and_an_advisory_fails(advisories, monkeypatch, capsys):
    monkeypatch.setattr(audit, "PYTHON", ["true"])
    assert audit.main() == 1
    printed = capsys.readouterr().out
    assert "JavaScript: esbuild *: high\n" in printed and "1 advisories" in printed
    locked = json.loads((audit.ROOT / "package-lock.json").read_text())["packages"]
    assert advisories.asked.keys() == {name.rpartition("node_modules/")[2] for name in locked if name}
