"""How soon is a request handed to the push service, and how many pushes does one worker send?

The push service is a process of its own on the same machine (`bench/receiver.py`). What is compared is pywebpush's
`webpush()` in a loop: no connection kept, no database, one after the other, in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pywebpush import webpush
from sqlalchemy import func, select
from webauthn.helpers import bytes_to_base64url

from bench.entries import ORIGIN, cookie, server
from bench.serving import row
from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Installation, subscribe_to_push
from field_app.actions.telling import topic
from field_app.adapters.push import TEXT, TIME_OUT_S, TTL_S
from field_app.demonstration.case import capture, request
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store import jobs, tables
from field_app.store.database import connect, migrate, reading, writing
from field_app.worker import Worker

ROOT = Path(__file__).parent.parent
A_SECOND = 50
SECONDS = 6
PUSHES = 1000
NAIVE = {50: 200, 0: 1000}
"""How many the loop sends, by what the push service waits (ms): its rate is even, and 50 ms each make it long."""


@dataclass
class Receiver:
    """A push service: its origin, and, once it has ended, when each push came in by its topic."""

    origin: str
    came: dict[str, float] = field(default_factory=dict)


@contextmanager
def receiver(delay_ms: int) -> Iterator[Receiver]:
    """Start one and end it again."""
    command = [sys.executable, "-m", "bench.receiver", str(delay_ms)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    one = Receiver(f"http://127.0.0.1:{process.stdout.readline().strip()}")
    try:
        yield one
    finally:
        process.terminate()
        said, _ = process.communicate()
        one.came = {name: float(at) for name, at in (line.split() for line in said.splitlines())}


def push_50ms() -> dict[str, Any]:
    """Pushes a second where the push service answers after 50 ms."""
    ours, naive = _pushes(50)
    rate, least = PUSHES / ours[0], NAIVE[50] / naive[0]
    return row(round(rate), "pushes/s", "a loop of pywebpush's webpush()", round(least, 1), better="higher")


def push_0ms() -> dict[str, Any]:
    """Pushes per second of the sender's processor time where the push service answers at once."""
    ours, naive = _pushes(0)
    rate, least = PUSHES / ours[1], NAIVE[0] / naive[1]
    return row(round(rate), "pushes per CPU-second", "a loop of pywebpush's webpush()", round(least), better="higher")


def _pushes(delay_ms: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds, and seconds of processor time, that our worker takes for its jobs and that the loop takes."""
    with receiver(delay_ms) as service, tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder}/field.sqlite", ORIGIN, secrets, None, False, (service.origin,))
        engine = connect(settings.database_url)
        migrate(engine)
        now = datetime.now(UTC)
        installation = installation_with(engine, settings, secrets, demonstration=False)
        found(installation, ORIGIN, now, demonstration=False)
        ours = _our_worker(installation, service.origin, now)
        naive = _loop(installation, service.origin, NAIVE[delay_ms])
        engine.dispose()
    sent = PUSHES + NAIVE[delay_ms]
    if len(service.came) != sent:
        raise SystemExit(f"{len(service.came)} of {sent} pushes came in")
    return ours, naive


def _our_worker(installation: Installation, origin: str, now: datetime) -> tuple[float, float]:
    with writing(installation.engine) as connection:
        pushes = [{"push": str(uuid.uuid4()), **_subscription(origin), "topic": f"ours-{at}"} for at in range(PUSHES)]
        jobs.enqueue(connection, "push", pushes, now)
    worker = Worker(installation, ORIGIN)
    began = time.perf_counter(), time.process_time()
    while worker.turn(lambda: datetime.now(UTC)) or _left(installation):
        pass
    took = time.perf_counter() - began[0], time.process_time() - began[1]
    worker.close()
    return took


def _left(installation: Installation) -> int:
    """How many pushes are not done yet."""
    left = select(func.count()).where(tables.jobs.c.kind == "push", tables.jobs.c.done_at.is_(None))
    with reading(installation.engine) as connection:
        return connection.execute(left).scalar() or 0


def _loop(installation: Installation, origin: str, number: int) -> tuple[float, float]:
    key = installation.secrets.vapid.private_numbers().private_value.to_bytes(32, "big")
    private_key, subscriptions = bytes_to_base64url(key), [_subscription(origin) for _ in range(number)]
    began = time.perf_counter(), time.process_time()
    for at, one in enumerate(subscriptions):
        webpush(
            {"endpoint": one["endpoint"], "keys": {"p256dh": one["p256dh"], "auth": one["auth"]}},
            data=json.dumps({"text": TEXT, "token": str(uuid.uuid4())}),
            vapid_private_key=private_key,
            vapid_claims={"sub": "mailto:demonstration@field.example"},
            ttl=TTL_S,
            timeout=TIME_OUT_S,
            headers={"Urgency": "high", "Topic": f"loop-{at}"},
        )
    return time.perf_counter() - began[0], time.process_time() - began[1]


def _subscription(origin: str) -> dict[str, str]:
    """A browser's, whose private key nobody keeps."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    p256dh = bytes_to_base64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return {"endpoint": f"{origin}/{uuid.uuid4()}", "p256dh": p256dh, "auth": bytes_to_base64url(os.urandom(16))}


def push_accepted() -> dict[str, Any]:
    """From the answer *accepted* to the push at the push service, at fifty requests a second; 95th percentile.

    One gunicorn worker and one worker of ours, on SQLite; the requests of 300 cases, each posted when its turn comes
    whatever became of those before it. The baseline is what is asked for: a second.
    """
    with receiver(0) as service, tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder}/field.sqlite", ORIGIN, secrets, None, False, (service.origin,))
        posts = _requests(settings, secrets, service.origin)
        environment = {"FIELD_DATABASE_URL": settings.database_url, "FIELD_ORIGIN": ORIGIN, **secrets}
        environment["FIELD_PUSH_ORIGINS"] = service.origin
        with server("wsgi:app", environment) as ours, _worker(environment):
            accepted = _post_evenly(ours.port, posts)
            told = _told(settings, len(posts))
    took = [service.came[topic(entry)] - accepted[case] for case, entry in told]
    print(f"  median {median(took) * 1000:.0f} ms, most {max(took) * 1000:.0f} ms of {len(took)}", flush=True)
    return row(round(quantiles(took, n=20)[-1] * 1000), "ms", "a second, which is what is asked for", 1000)


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        time.sleep(5)  # it is running long before anybody asks
        yield
    finally:
        process.terminate()
        process.wait()


def _requests(settings: Settings, secrets: dict[str, str], origin: str) -> list[tuple[str, str, bytes]]:
    """Cases recorded up to their request: of each its id, its officer's cookie and the request to post."""
    engine = connect(settings.database_url)
    migrate(engine)
    now = datetime.now(UTC)
    installation = installation_with(engine, settings, secrets, demonstration=False)
    _, ids = found(installation, ORIGIN, now, demonstration=False)
    for officer in ids[5:7]:
        one = _subscription(origin)
        subscribe_to_push(installation, officer, one["endpoint"], one["p256dh"], one["auth"], now)
    constable = SoftwareOfficer(installation, ids[0], now)
    signed_in = cookie(create_app(settings), constable)
    posts = []
    for _ in range(A_SECOND * SECONDS):
        case_id, captured = capture(constable, now)
        constable.record(captured, now)
        asked = request(constable, case_id, captured, now)
        body = json.dumps({"entries": [{"body": asked.body, "signature": asked.signature}]}).encode()
        posts.append((case_id, signed_in, body))
    engine.dispose()
    return posts


def _post_evenly(port: int, posts: list[tuple[str, str, bytes]]) -> dict[str, float]:
    """When each case's request was answered (seconds since 1970)."""
    accepted: dict[str, float] = {}
    sessions, began = threading.local(), time.perf_counter()

    def post(at: int) -> None:
        case_id, signed_in, body = posts[at]
        time.sleep(max(0.0, began + at / A_SECOND - time.perf_counter()))
        if not hasattr(sessions, "own"):
            sessions.own = requests.Session()
        headers = {"Content-Type": "application/json", "Cookie": signed_in}
        answer = sessions.own.post(f"http://127.0.0.1:{port}/api/entries", body, headers=headers, timeout=60)
        accepted[case_id] = time.time()
        if [one["outcome"] for one in answer.json()["entries"]] != ["accepted"]:
            raise SystemExit(f"not accepted: {answer.text}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post, range(len(posts))))
    return accepted


def _told(settings: Settings, number: int) -> list[tuple[str, str]]:
    """The first escalation of each case, once the worker has sent all of them."""
    engine, until = connect(settings.database_url), datetime.now(UTC) + timedelta(seconds=60)
    sent = select(tables.pushes.c.case_id, tables.pushes.c.entry).where(tables.pushes.c.sent_at.is_not(None))
    while datetime.now(UTC) < until:
        with reading(engine) as connection:
            found = dict(reversed([tuple(one) for one in connection.execute(sent.order_by(tables.pushes.c.made_at))]))
        if len(found) >= number:
            engine.dispose()
            return list(found.items())
        time.sleep(0.2)
    raise SystemExit(f"{len(found)} of {number} requests were told of")
