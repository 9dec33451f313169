"""`python -m tests.torture --seed N --actions N`: exits 0 only with lost 0, doubled 0, stuck 0, unreported 0."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.chaos.compare import DOUBLED, LOST

from .judge import STUCK, UNREPORTED
from .run import Run


def main() -> int:
    asked = _asked()
    chromium = os.environ.get("CHROMIUM", "")
    if not Path(chromium).is_file():
        raise SystemExit(f"CHROMIUM ({chromium!r}) does not name a Chromium; `make torture` installs one and sets it.")
    expect.set_options(timeout=20_000)  # a machine that is busy with other things is no fault of the app's
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="field-torture-") as name, sync_playwright() as playwright:
        run = Run(playwright, chromium, Path(name), asked.seed, asked.actions)
        try:
            run.play()
            verified = run.server.verify()
        finally:
            run.close()
    _say(run, asked.seed, time.monotonic() - began)
    print(f"log verify: {verified.stdout.strip()} {verified.stderr.strip()}")
    return 1 if verified.returncode or run.findings or run.browser.complaints else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what the run is made of")
    parser.add_argument("--actions", type=int, default=1000, help="how many")
    return parser.parse_args()


def _say(run: Run, seed: int, seconds: float) -> None:
    for finding in run.findings:
        print(f"{finding.wrong}: {finding.sentence}")
    for line in run.browser.complaints:
        print(f"The console says: {line}")
    certain = sum(one.id is not None for one in run.told.saved)
    cut = len(run.told.saved) - certain
    print(f"seed {seed}, {run.actions} actions, {seconds:.0f} s; drained {run.drained_s:.1f} s after the sky cleared")
    print("actions: " + _listed(run.done))
    print("requests on the line: " + _listed(run.proxy.counted))
    print(f"counted: entries said to be saved {certain}, cut short {cut}, " + _listed(run.counted))
    wrong = Counter(finding.wrong for finding in run.findings)
    print(", ".join(f"{what} {wrong[what]}" for what in (LOST, DOUBLED, STUCK, UNREPORTED)))


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in counter.most_common())


if __name__ == "__main__":
    sys.exit(main())
