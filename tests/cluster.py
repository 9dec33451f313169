"""PostgreSQL servers that copy each other: for the failover and for the restore. On unix sockets and nowhere else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

NAMES = ("one", "two", "three")


def wait_for(true: Callable[[], bool], within_s: float, what: str) -> float:
    """Wait until something is so; how many seconds it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > within_s:
            raise RuntimeError(f"{what}: not within {within_s} s")
        time.sleep(0.05)
    return time.monotonic() - began


class Node:
    """One server of a cluster, under a folder of its own; `start`ed once its data folder is filled."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder, self.data = name, folder / name, folder / name / "data"
        self.binaries = Path(os.environ["POSTGRES_BIN"])
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        self.folder.mkdir()
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        self._server: subprocess.Popen[bytes] | None = None

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs as its user."""
        command = [str(self.binaries / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, **self._as)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def initialise(self) -> None:
        self.run("initdb", "-D", self.data, "-U", "field", "--auth=trust", "--encoding=UTF8", "--locale=C")

    def copy_of(self, other: Node) -> None:
        """Fill the data folder by a base backup of a running server."""
        self.run("pg_basebackup", "-h", other.folder, "-U", "field", "-D", self.data, "--checkpoint=fast")

    def start(self, **settings: str) -> None:
        given = {"listen_addresses": "", "unix_socket_directories": str(self.folder), **settings}
        options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        self._server = subprocess.Popen(
            [str(self.binaries / "postgres"), "-D", str(self.data), *options],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
            start_new_session=True,
            **self._as,
        )
        wait_for(self.answers, 60, f"{self.name} answers")

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, question: str) -> str:
        """The one value a question has for its answer, as text."""
        with psycopg.connect(f"host={self.folder} user=field dbname=postgres", autocommit=True) as connection:
            cursor = connection.execute(question.encode())
            [value] = cursor.fetchone() or [""] if cursor.description else [""]
            return str(value)

    def kill(self) -> None:
        """Kill the server and all its processes at once, as a machine that loses its power does."""
        if self._server:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Stop all its processes where they are, as a machine short of memory does; then let them go on."""
        assert self._server
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split()
        every = [self._server.pid, *map(int, children)]
        _tell(every, signal.SIGSTOP)
        try:
            yield
        finally:
            _tell(every, signal.SIGCONT)


def _tell(processes: list[int], what: signal.Signals) -> None:
    for one in processes:
        with suppress(ProcessLookupError):
            os.kill(one, what)


class Cluster:
    """A folder of servers; `stop` removes every trace."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="field-cluster-"))
        self.folder.chmod(0o755)
        self.nodes: list[Node] = []

    def add(self, name: str) -> Node:
        self.nodes.append(Node(self.folder, name))
        return self.nodes[-1]

    def url(self, database: str) -> str:
        """Whichever of the servers takes writes, as the driver finds it: nothing else has to move at a failover."""
        hosts, ports = ",".join(str(one.folder) for one in self.nodes), ",".join("5432" for _ in self.nodes)
        return (
            f"postgresql+psycopg://field@/{database}?host={hosts}&port={ports}"
            "&target_session_attrs=read-write&connect_timeout=2"
        )

    def stop(self) -> None:
        for one in self.nodes:
            one.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
