"""`python -m tests.faults`: servers, workers and the database die at random under load; is anything lost or done twice?

One PostgreSQL, two servers and two workers of ours, each started again a second after it ended, as systemd does. Four
officers record cases over HTTP at either server and ask for authority; what is not answered is sent again, the very
same bytes, as a phone does. Every few seconds something is killed (a server, one of its processes, a worker, the
database), or the database stands still or is slow, or a thousand connections are held open, or a clock is set and put
right again (one machine's, or everybody's): each once, in any order, and then by chance; once the database is gone for
longer. Ends with 0 only when nothing acknowledged is missing, every request was put to somebody, no step twice, every
chain holds, nobody had to help, `/health/ready` never said ready of a database that was not there, no entry has a time
that only one machine's clock showed, that everybody's jumped is on record, and checkpoints go on.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.sessions import SecureCookieSessionInterface

from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Installation, Sent, verify_logs
from field_app.demonstration.case import capture, request
from field_app.demonstration.force import add_officer, found
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.opening import installation_with, new_secret
from field_app.store import checkpoints, jobs, log
from field_app.store.database import connect, migrate, reading
from tests.chaos.server import free_port
from tests.cluster import Cluster, Node, wait_for
from tests.jumping import EVERYWHERE, Clocks

ROOT = Path(__file__).parents[1]
ORIGIN = "http://localhost:8000"
OFFICERS = 4
CONNECTIONS = 1000
RESTART_S = 1.0
"""RestartSec of setup/operations."""

NEARLY = timedelta(seconds=30)
"""How far from what a clock showed the time of an entry may be: it waits for the database after it is given one."""

AT_ONCE = 10_000
"""So many entries are asked for at once: PostgreSQL takes 65,535 parameters, and ten minutes acknowledge more."""

CHECKPOINT = timedelta(minutes=4)
"""Within this, the waits at the end of a run included, the last checkpoint was taken."""

SURELY_S = 2.0
"""So long after the database died, and so long before it is started again, no answer may say ready."""


class Supervised:
    """A process that is started again whenever it ends, until `stop`."""

    def __init__(self, command: list[str], environment: dict[str, str], said: Path) -> None:
        self._command, self._environment, self._said = command, environment, said
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            with self._said.open("ab") as said:
                self._process = subprocess.Popen(
                    self._command, cwd=ROOT, env=self._environment, stdout=said, stderr=said, start_new_session=True
                )
            self._process.wait()
            with suppress(ProcessLookupError):  # what a killed master left behind goes with it
                os.killpg(self._process.pid, signal.SIGKILL)
            self._stopped.wait(RESTART_S)

    def kill(self, chance: random.Random | None = None) -> None:
        """kill -9: of all of it or, given a chance, of one of its children alone."""
        if not (process := self._process):
            return
        with suppress(OSError, ValueError):
            if chance is None:
                os.killpg(process.pid, signal.SIGKILL)
                return
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            os.kill(int(chance.choice(children or [str(process.pid)])), signal.SIGKILL)

    def stop(self) -> None:
        self._stopped.set()
        self.kill()
        self._watching.join(10)


class Writer(threading.Thread):
    """An officer at work: cases recorded and authority asked for, each batch sent until it is acknowledged."""

    def __init__(self, officer: SoftwareOfficer, cookie: str, ports: list[int], chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._officer, self._cookie, self._ports, self._chance = officer, cookie, ports, chance
        self.acknowledged: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.errors: Counter[str] = Counter()
        self.longest_s = 0.0
        self.done = threading.Event()
        self.wrong: str | None = None

    def run(self) -> None:
        while not self.done.is_set() and not self.wrong:
            now = datetime.now(UTC)
            case_id, captured = capture(self._officer, now)
            self._until_taken(captured)
            asked = request(self._officer, case_id, captured, now)
            self._until_taken([asked])
            self.requests.append((case_id, entry_id(asked)))

    def _until_taken(self, sent: list[Sent]) -> None:
        payload = json.dumps({"entries": [{"body": one.body, "signature": one.signature} for one in sent]})
        headers = {"Content-Type": "application/json", "Cookie": self._cookie, "Field-Device": self._officer.device}
        began = time.monotonic()
        while not self.wrong:
            connection = http.client.HTTPConnection("127.0.0.1", self._chance.choice(self._ports), timeout=10)
            try:
                shown = {"Field-Clock": str(round(time.time() * 1000))}
                connection.request("POST", "/api/entries", payload, headers | shown)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self._again(type(error).__name__)
                continue
            finally:
                connection.close()
            if answer.status >= 500 or answer.status == 401:  # signed out by a clock that is a day ahead
                self._again(str(answer.status))
                continue
            if answer.status != 200:
                self.wrong = f"answered {answer.status}: {body[:300]!r}"
                return
            outcomes = json.loads(body)["entries"]
            if bad := [one for one in outcomes if one["outcome"] not in TAKEN]:
                self.wrong = f"{bad[0]['outcome']}: {bad[0]['reasons']}"
                return
            self.acknowledged += map(entry_id, sent)
            self.longest_s = max(self.longest_s, time.monotonic() - began)
            return

    def _again(self, why: str) -> None:
        self.errors[why] += 1
        time.sleep(0.2)


TAKEN = ("accepted", "already held")


class Health(threading.Thread):
    """Asks each server twice a second whether it is ready, and keeps what it said from when to when."""

    def __init__(self, ports: list[int]) -> None:
        super().__init__(daemon=True)
        self._ports = ports
        self.said: list[tuple[float, float, bool]] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.5):
            for port in self._ports:
                began = time.monotonic()
                self.said.append((began, time.monotonic(), ready(port)))


def ready(port: int) -> bool:
    return bool(said(port).get("ready"))


def said(port: int) -> dict[str, Any]:
    """What a server says of itself; nothing where it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        found: dict[str, Any] = json.loads(connection.getresponse().read())
        return found
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()


class Force:
    """All that runs, what befalls it, and when the database was gone."""

    def __init__(self, folder: Path, node: Node, url: str, seed: int) -> None:
        self.node, self.chance, self.gone = node, random.Random(seed), list[tuple[float, float]]()
        self.happened: Counter[str] = Counter()
        self.to_come = self.chance.sample(FAULTS, len(FAULTS))
        self.doubted = False
        self.clocks = Clocks(folder / "clocks")
        self.shown = [(datetime.now(UTC), timedelta(), timedelta(hours=1))]
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(url, ORIGIN, secrets, None, False, (), checkpoint_file=folder / "checkpoints")
        engine, now = connect(url), datetime.now(UTC)
        migrate(engine)
        self.installation: Installation = installation_with(engine, settings, secrets, demonstration=False)
        administrator, _ = found(self.installation, ORIGIN, now, demonstration=False)
        ids = [
            add_officer(administrator, f"PC Chance {number}", f"7{number}", "constable", ("attending",), False, now)
            for number in range(OFFICERS)
        ]
        officers = [SoftwareOfficer(self.installation, one, now) for one in ids]
        app = create_app(settings)
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert serializer is not None
        self.ports = [free_port(), free_port()]
        self.writers = [
            Writer(
                one,
                f"field={serializer.dumps({'_user_id': one.token, '_fresh': True})}",
                self.ports,
                random.Random(seed * 100 + place),
            )
            for place, one in enumerate(officers)
        ]
        self.health = Health(self.ports)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELD_")}
        own = {"FIELD_DATABASE_URL": url, "FIELD_ORIGIN": ORIGIN, "FIELD_CHECKPOINT_FILE": str(folder / "checkpoints")}
        self._environment = kept | secrets | own | {"MALLOC_ARENA_MAX": "2"}
        self._said = folder / "said"
        self.servers: list[Supervised] = []
        self.workers: list[Supervised] = []

    def start(self) -> None:
        options = ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "5"]
        gunicorn = [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "--no-control-socket"]
        self.servers = [
            self._supervised(f"server {place}", [*gunicorn, "--bind", f"127.0.0.1:{port}", "tests.jumping:app"])
            for place, port in enumerate(self.ports)
        ]
        worker = [sys.executable, "-m", "flask", "--app", "tests.jumping", "worker"]
        self.workers = [self._supervised(f"worker {place}", worker) for place in range(2)]
        self.all_ready()

    def _supervised(self, machine: str, command: list[str]) -> Supervised:
        return Supervised(command, self._environment | self.clocks.environment(machine), self._said)

    def all_ready(self) -> float:
        return wait_for(lambda: all(map(ready, self.ports)), 90, "both servers are ready by themselves")

    def stop(self) -> None:
        for one in (*self.servers, *self.workers):
            one.stop()
        self.installation.engine.dispose()

    def befall(self) -> None:
        """One thing: each of them once, and then by chance."""
        what = self.to_come.pop() if self.to_come else self.chance.choice(FAULTS)
        self.happened[what] += 1
        if what == "server":
            self.chance.choice(self.servers).kill()
        elif what == "process of a server":
            self.chance.choice(self.servers).kill(self.chance)
        elif what == "worker":
            self.chance.choice(self.workers).kill()
        elif what == "database":
            self.without_database(self.chance.uniform(0, 8))
        elif what == "database stands still":
            with self.node.standing_still():
                time.sleep(self.chance.uniform(1, 8))
        elif what == "database slow":
            until = time.monotonic() + self.chance.uniform(2, 8)
            while time.monotonic() < until:
                with self.node.standing_still():
                    time.sleep(0.2)
                time.sleep(0.05)
        elif what == "clock of a machine":
            machine = f"{self.chance.choice(('server', 'worker'))} {self.chance.choice((0, 1))}"
            self.with_clock(machine, self.chance.choice((-1, 1)) * self.chance.uniform(60, 3 * 24 * 3600))
        elif what == "clock of all":
            self.with_clock(EVERYWHERE, self.chance.choice((-1, 1)) * self.chance.uniform(60, 3 * 24 * 3600))
        else:
            with held_open(self.chance.choice(self.ports)):
                time.sleep(3)

    def with_clock(self, whose: str, ahead_s: float) -> None:
        """Set a clock, and put it right some seconds later."""
        began, ahead = datetime.now(UTC), timedelta(seconds=ahead_s)
        self.clocks.put(whose, ahead_s)
        time.sleep(self.chance.uniform(4, 10))
        if whose == EVERYWHERE and not self.doubted:
            with suppress(RuntimeError):
                wait_for(self.is_in_doubt, 60, "the jump is on record")
                self.doubted = True
        self.clocks.put(whose, 0)
        if whose == EVERYWHERE:
            self.shown.append((began, ahead, datetime.now(UTC) - began))

    def is_in_doubt(self) -> bool:
        """Whether each server says that the clock is in doubt."""
        return all(said(port).get("clock") == "in doubt" for port in self.ports)

    def was_shown(self, at: datetime) -> bool:
        """Whether the clock of all showed this, when it was right or was not."""
        return any(
            began + ahead - NEARLY <= at <= began + ahead + during + NEARLY for began, ahead, during in self.shown
        )

    def without_database(self, seconds: float) -> None:
        """Kill it, and start it again after so long."""
        self.node.kill()
        gone = time.monotonic()
        time.sleep(seconds)
        self.gone.append((gone, time.monotonic()))
        self.node.start()

    def lies(self) -> int:
        """How often a server said ready while there was no database."""
        sure = [(start + SURELY_S, end) for start, end in self.gone]
        return sum(
            any(start < began and ended < end for start, end in sure) for began, ended, ok in self.health.said if ok
        )


FAULTS = (
    "server",
    "process of a server",
    "worker",
    "database",
    "database stands still",
    "database slow",
    f"{CONNECTIONS:,} connections",
    "clock of a machine",
    "clock of all",
)


@contextmanager
def held_open(port: int) -> Iterator[None]:
    """As many connections as somebody might open who says nothing on them."""
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            with suppress(OSError):  # the server may have been killed a moment ago
                stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
        yield


def idle(installation: Installation) -> bool:
    with reading(installation.engine) as connection:
        # Whatever is to be done at once, also where a clock that was ahead put it off: workers find that by themselves.
        queue = jobs.queue(connection, datetime.now(UTC) + timedelta(days=4), only=jobs.AT_ONCE)
    return queue.due == 0 and queue.failed == 0


def wrong_with(force: Force) -> list[str]:
    """What did not hold, once all is quiet."""
    writers, installation = force.writers, force.installation
    wrong = [one.wrong for one in writers if one.wrong]
    acknowledged = [entry for one in writers for entry in one.acknowledged]
    with reading(installation.engine) as connection:
        pieces = [acknowledged[at : at + AT_ONCE] for at in range(0, len(acknowledged), AT_ONCE)]
        if missing := set(acknowledged).difference(*(log.find(connection, some) for some in pieces)):
            wrong.append(f"{len(missing)} acknowledged entries are gone, such as {min(missing)}")
        for case_id, asked in (one for writer in writers for one in writer.requests):
            rows = log.read_log(connection, installation.keys, case_id)
            entries = [row.held().entry for row in rows]
            late = [row.received_at for row in rows if not force.was_shown(datetime.fromisoformat(row.received_at))]
            if late:
                wrong.append(f"an entry of {case_id} has the time {late[0]}, which only one machine's clock showed")
            steps = [(one.facts.step, asked in one.names()) for one in entries if one.kind == "request escalated"]
            if (1, True) not in steps:
                wrong.append(f"the request of {case_id} was put to nobody")
            if len(set(steps)) != len(steps):
                wrong.append(f"a step was taken twice in {case_id}: {steps}")
        taken = datetime.fromisoformat(checkpoints.last_at(connection) or "1970-01-01T00:00+00:00")
        if not -NEARLY <= datetime.now(UTC) - taken <= CHECKPOINT:
            wrong.append(f"the last checkpoint says that it was taken at {taken.isoformat()}")
    if force.happened["clock of all"] and not force.doubted:
        wrong.append("no server said for a minute that the clock of all had jumped")
    if lies := force.lies():
        wrong.append(f"a server said ready {lies} times while there was no database")
    if failure := verify_logs(installation).failure:
        wrong.append(failure)
    return wrong


def run(seed: int, seconds: float, gone_s: float) -> list[str]:
    """Faults for so long, the database gone once for `gone_s` half way; what did not hold."""
    cluster = Cluster()
    force = None
    try:
        node = cluster.add("one")
        node.initialise()
        node.start(max_connections="200")
        node.ask("CREATE DATABASE field")
        url = f"postgresql+psycopg://field@/field?host={node.folder}&connect_timeout=2"
        force = Force(cluster.folder, node, url, seed)
        force.start()
        for one in (*force.writers, force.health):
            one.start()
        began, long_gone = time.monotonic(), False
        while ((so_far := time.monotonic() - began) < seconds or force.to_come or not long_gone) and not any(
            one.wrong for one in force.writers
        ):
            time.sleep(force.chance.uniform(0, 4))
            if so_far > seconds / 2 and not long_gone:
                force.without_database(gone_s)
                long_gone = True
            else:
                force.befall()
        again_s = force.all_ready()
        for writer in force.writers:
            writer.done.set()
        for writer in force.writers:
            writer.join(120)
        force.health.done.set()
        idle_s = wait_for(lambda: idle(force.installation), 120, "the jobs are done")
        wrong = wrong_with(force)
        recorded = sum(len(one.acknowledged) for one in force.writers)
        print(
            f"seed {seed}, {time.monotonic() - began:.0f} s: "
            + ", ".join(f"{what} {many}" for what, many in sorted(force.happened.items()))
            + f", database gone for {gone_s:.0f} s once; {recorded} entries acknowledged, "
            f"{sum(len(one.requests) for one in force.writers)} requests, "
            f"tries that failed {dict(sum((one.errors for one in force.writers), Counter()))}, the longest wait "
            f"{max(one.longest_s for one in force.writers):.1f} s; all ready {again_s:.1f} s after the last fault, "
            f"jobs done {idle_s:.1f} s later; {'; '.join(wrong) or 'nothing lost, nothing twice, every chain holds'}",
            flush=True,
        )
        return wrong
    finally:
        if force:
            force.stop()
        cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--gone", type=float, default=60, help="seconds without a database, half way")
    given = parser.parse_args()
    return 1 if run(given.seed, given.seconds, given.gone) else 0


if __name__ == "__main__":
    sys.exit(main())
