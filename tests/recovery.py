"""`python -m tests.recovery`: a backup restored to a moment, by the commands of docs/operations.md, and timed.

A base backup is taken under way and the log archived; entries are recorded before and after a moment. Restored to that
moment, the record has every entry from before and none from after, and `log verify` holds. Ends with 0 only then.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from config import SECRETS
from field_app.actions import Installation, verify_logs
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import new_secret
from field_app.store import log
from field_app.store.database import migrate, reading
from tests.cluster import Cluster, Node, wait_for
from tests.failover import ORIGIN, opened

RESTORE = Path(__file__).parents[1] / "setup" / "operations" / "restore"


def started(officer: SoftwareOfficer, count: int) -> list[str]:
    """Record so many new cases; the ids of their entries."""
    now = datetime.now(UTC)
    sent = [officer.start_case(now)[1] for _ in range(count)]
    officer.record(sent, now)
    return [json.loads(one.body)["id"] for one in sent]


def missing(installation: Installation, entries: list[str]) -> int:
    with reading(installation.engine) as connection:
        return len(set(entries) - log.find(connection, entries).keys())


def restore(node: Node, backup: Path, archive: Path, moment: str) -> None:
    """As an administrator does it: the script, as PostgreSQL's user."""
    command = ["bash", str(RESTORE), str(backup), str(archive), str(node.data), moment]
    done = subprocess.run(command, capture_output=True, text=True, cwd=node.folder, **node._as)
    if done.returncode:
        raise RuntimeError(done.stderr)


def run(say: Callable[[str], None], count: int = 200) -> list[str]:
    """One restore; what did not hold."""
    cluster = Cluster()
    try:
        one, other = cluster.add("one"), cluster.add("restored")
        archive = one.folder / "archive"
        archive.mkdir()
        if one._as:
            shutil.chown(archive, "postgres", "postgres")
        one.initialise()
        copy = f"test ! -f {archive}/%f && cp %p {archive}/.%f && mv {archive}/.%f {archive}/%f"
        one.start(archive_mode="on", archive_command=copy, wal_level="replica")
        one.ask("CREATE DATABASE field")
        secrets = {name: new_secret() for name in SECRETS}
        url = f"postgresql+psycopg://field@/field?host={one.folder}"
        first = opened(url, secrets, cluster.folder)
        migrate(first.engine)
        now = datetime.now(UTC)
        _, ids = found(first, ORIGIN, now, demonstration=False)
        officer = SoftwareOfficer(first, ids[0], now)
        before = started(officer, count)
        backup = one.folder / "backup"
        one.run("pg_basebackup", "-h", one.folder, "-U", "field", "-D", backup, "--checkpoint=fast")
        before += started(officer, count)
        time.sleep(0.2)
        moment = one.ask("SELECT clock_timestamp()")
        time.sleep(0.2)
        after = started(officer, count)
        last = one.ask("SELECT pg_walfile_name(pg_switch_wal())")
        wait_for(lambda: (archive / last).exists(), 30, "the archive has the last segment")
        first.engine.dispose()
        one.kill()
        began = time.monotonic()
        restore(other, backup, archive, moment)
        other.start()
        wait_for(lambda: other.ask("SELECT pg_is_in_recovery()") == "False", 60, "the restored server takes writes")
        again = opened(re.sub("host=.*", f"host={other.folder}", url), secrets, cluster.folder)
        verified = verify_logs(again)
        took_s = time.monotonic() - began
        wrong = [verified.failure] if verified.failure else []
        if lost := missing(again, before):
            wrong.append(f"{lost} entries from before the moment are gone")
        if missing(again, after) != len(after):
            wrong.append("entries from after the moment are there")
        again.engine.dispose()
        size = sum(part.stat().st_size for part in other.data.rglob("*") if part.is_file()) / 1e6
        say(
            f"restored and verified in {took_s:.1f} s: {verified.entries} entries, {size:.0f} MB; "
            f"{'; '.join(wrong) or 'all from before the moment there, none from after'}"
        )
        return wrong
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(1 if run(print) else 0)
