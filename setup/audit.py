#!/usr/bin/env python3
"""`make audit`: is a package that this repository locks known to be vulnerable?

Asks the advisories of both package indexes about every locked version. Exit 1 where one is known; 75 where none is, but
not everything could be asked about: an audit that nobody answered has found nothing, not that there is nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PIP_AUDIT = "pip-audit==2.10.1"
"""Run in a place of its own, so that what it needs is nothing of ours."""

PYTHON = [".uv/bin/uv", "tool", "run", "--quiet", "--from", PIP_AUDIT, "pip-audit", "--require-hashes", "--disable-pip"]
PYTHON += ["--requirement", "requirements.lock", "--format", "json", "--progress-spinner", "off", "--timeout", "15"]
NPM = ["npm", "audit", "--package-lock-only", "--json"]
WITHIN_S = 300
NOT_AUDITED = 75
"""EX_TEMPFAIL of sysexits.h; setup/step says NOT DONE of it, and never "passed"."""


@dataclass(frozen=True)
class Audit:
    """How many versions were asked about, which advisories there are, and of how many nothing could be learned."""

    asked: int
    known: tuple[str, ...]
    unanswered: int


def of_python(said: str) -> Audit | None:
    """What pip-audit's JSON says; None where it is none, for the advisories could not be reached."""
    found = _json(said)
    if "dependencies" not in found:
        return None
    asked = [one for one in found["dependencies"] if "vulns" in one]
    known = [
        f"{one['name']} {one['version']}: {advisory['id']}"
        + (f", mended in {', '.join(advisory['fix_versions'])}" if advisory["fix_versions"] else "")
        for one in asked
        for advisory in one["vulns"]
    ]
    return Audit(len(asked), tuple(known), len(found["dependencies"]) - len(asked))


def of_npm(said: str) -> Audit | None:
    """What npm's JSON says; None where it says that the advisories could not be reached."""
    found = _json(said)
    if "vulnerabilities" not in found:
        return None
    known = [f"{name} {one['range']}: {one['severity']}" for name, one in found["vulnerabilities"].items()]
    return Audit(found["metadata"]["dependencies"]["total"], tuple(known), 0)


def told(what: str, audit: Audit | None) -> str:
    """The outcome in words."""
    if audit is None or not audit.asked:
        return f"{what}: NOT AUDITED, the advisories could not be reached from here."
    lines = [f"{what}: {one}" for one in audit.known]
    lines.append(f"{what}: {audit.asked} asked about, {len(audit.known)} advisories.")
    if audit.unanswered:
        lines.append(f"{what}: NOT AUDITED, {audit.unanswered} more that could not be asked about.")
    return "\n".join(lines)


def main() -> int:
    audits = {"Python": of_python(_run(PYTHON)), "JavaScript": of_npm(_run(NPM))}
    for what, audit in audits.items():
        print(told(what, audit), flush=True)
    if any(audit and audit.known for audit in audits.values()):
        return 1
    whole = all(audit and audit.asked and not audit.unanswered for audit in audits.values())
    return 0 if whole else NOT_AUDITED


def _run(command: list[str]) -> str:
    try:
        return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=WITHIN_S).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _json(said: str) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
