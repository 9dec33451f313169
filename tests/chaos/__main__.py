"""`python -m tests.chaos --seed N --sequences N`: plays sequences and exits 0 only when nothing was lost, doubled or
out of order. A sequence's seed leads to the next one's, so that each can be repeated by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from playwright.sync_api import sync_playwright

from .compare import DOUBLED, LOST, OTHERWISE, OUT_OF_ORDER
from .sequence import Ground, Played, play
from .server import Server


def main() -> int:
    asked = _asked()
    chromium = os.environ.get("CHROMIUM", "")
    if not Path(chromium).is_file():
        raise SystemExit(f"CHROMIUM ({chromium!r}) does not name a Chromium; `make chaos` installs one and sets it.")
    began, seed, all_played = time.monotonic(), asked.seed, []
    with tempfile.TemporaryDirectory(prefix="field-chaos-") as name, sync_playwright() as playwright:
        server = Server(Path(name))
        ground = Ground(playwright, chromium, server, Path(name))
        try:
            ground.prepare()
            for number in range(1, asked.sequences + 1):
                played = play(ground, seed)
                all_played.append(played)
                _say(number, asked.sequences, played)
                seed = Random(seed).getrandbits(32)
            verified = server.verify()
        finally:
            server.close()
    _sum_up(all_played, time.monotonic() - began)
    print(f"log verify: {verified.stdout.strip()} {verified.stderr.strip()}")
    return 1 if verified.returncode or any(one.findings for one in all_played) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what the first sequence is made of")
    parser.add_argument("--sequences", type=int, default=20, help="how many")
    return parser.parse_args()


def _say(number: int, of: int, played: Played) -> None:
    counted = ", ".join(f"{times} {what}" for what, times in sorted(played.counted.items()) if times)
    end = "FAILED" if played.findings else "nothing lost"
    print(
        f"{number}/{of}  seed {played.seed}  {played.actions.total()} actions  {played.seconds:.1f} s  "
        f"{counted or 'nothing saved'}: {end}",
        flush=True,
    )
    if not played.findings:
        return
    print(f"\nSequence {number}, seed {played.seed}: what happened, in seconds since its start")
    for at, what in played.happened:
        print(f"  {at:7.3f}  {what}")
    print("What is not as it was told")
    for finding in played.findings:
        print(f"  {finding.wrong}: {finding.sentence}")
    print(f"Repeat it: make chaos SEED={played.seed} SEQUENCES=1\n", flush=True)


def _sum_up(all_played: list[Played], seconds: float) -> None:
    actions: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for played in all_played:
        actions += played.actions
        counted += played.counted
        wrong.update(finding.wrong for finding in played.findings)
    print(f"\n{len(all_played)} sequences, {actions.total()} actions, {seconds:.0f} s")
    print("actions: " + ", ".join(f"{name} {times}" for name, times in actions.most_common()))
    print("counted: " + ", ".join(f"{what} {times}" for what, times in sorted(counted.items())))
    print(", ".join(f"{what} {wrong[what]}" for what in (LOST, DOUBLED, OUT_OF_ORDER, OTHERWISE)))


if __name__ == "__main__":
    sys.exit(main())
