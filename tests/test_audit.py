"""`make audit` fails on what is known, and never takes silence for an answer."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

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
        assert audit.main() == 0
        assert capsys.readouterr().out.count("NOT AUDITED, the advisories could not be reached from here.") == 2
    monkeypatch.setattr(audit, "_run", lambda command: python(FINE, SKIPPED))
    audit.main()
    assert "Python: 1 asked about, 0 advisories.\nPython: NOT AUDITED, 1 more" in capsys.readouterr().out
