"""How much memory does one gunicorn worker hold under load?

The load is the entries benchmark's: four connections recording whole cases, while two phones poll for changes and
two others make their first visit again and again. The figure is the most that was ever resident (`VmHWM` of the
worker in /proc), in MB of a million bytes.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.entries import CLIENTS, ORIGIN, Round, prepare, send, server
from bench.serving import row
from config import SECRETS, Settings
from field_app.opening import new_secret

VISIT = ("/", "/static/sw.js", "/static/assets.js", "/static/everything.txt", "/static/styles.css")
CODINGS = ("gzip, deflate, br, zstd", "gzip")


def worker_memory() -> dict[str, Any]:
    """Ours, against a bare Flask view that takes the same posts."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        url = f"sqlite:///{folder}/field.sqlite"
        [cases] = prepare(Settings(url, ORIGIN, secrets, None, False, ()), secrets, 1)
        cookie = cases.cases[0][0][0]
        with server("wsgi:app", {"FIELD_DATABASE_URL": url, "FIELD_ORIGIN": ORIGIN, **secrets}) as ours:
            poll = [("/api/changes", {"Cookie": cookie}, 200)]
            visits = [[(path, {"Accept-Encoding": coding}, 200) for path in VISIT] for coding in CODINGS]
            value = _most_under_load(ours.port, ours.master, cases, [poll, poll, *visits])
        with server("bench.floor:app", {"FLOOR_DATABASE": f"{folder}/floor.sqlite"}) as floor:
            least = _most_under_load(floor.port, floor.master, cases, [])
    return row(value, "MB", "a Flask view that parses the same JSON and commits one INSERT", least)


def _most_under_load(port: int, master: int, cases: Round, asked: list[list[tuple[str, dict[str, str], int]]]) -> float:
    done = threading.Event()
    with ThreadPoolExecutor(CLIENTS + len(asked)) as pool:
        asking = [pool.submit(_ask, port, one, done) for one in asked]
        shares = [cases.cases[start::CLIENTS] for start in range(CLIENTS)]
        for sending in [pool.submit(send, port, share) for share in shares]:
            sending.result()
        done.set()
        for one in asking:
            one.result()
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) * 1024 / 1e6, 1)


def _ask(port: int, requests: list[tuple[str, dict[str, str], int]], done: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while not done.is_set():
        for path, headers, wanted in requests:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != wanted:
                raise SystemExit(f"{path} answered {answer.status}")
        done.wait(0.1)
    connection.close()
