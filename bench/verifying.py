"""How fast does `log verify` prove a record: entries a second, one in five signed, and megabytes of attachments?"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from webauthn.helpers import base64url_to_bytes

from config import SECRETS, Settings
from field_app.actions import Checkpoints, Installation, Verified, verify_logs
from field_app.adapters.passkeys import exported_key
from field_app.cases.chain import FIRST, chain_hash
from field_app.demonstration.case import authorise, capture, request, serve
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store import attachments, log
from field_app.store.database import connect, migrate, reading, writing

CASES = 300
PROCESSES = 2
ROUNDS = 3
ORIGIN = "http://localhost:8000"
FILES, FILE_BYTES = 20, 8_000_000


def log_verify_entries() -> dict[str, Any]:
    """Whole: checkpoints, chains, signatures, and every entry read and judged by the office of its day.

    The baseline does the arithmetic of it alone, in as many processes: decrypts, chains, verifies each signature with a
    key loaded beforehand; it reads no entry.
    """
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        installation, constable, superintendent, now = _founded(folder)
        for number in range(CASES):
            _one_in_five_signed(constable, superintendent, now, number)
        Checkpoints(installation).take(now)
        pairs = [(_rate(lambda: _verified(installation).entries), _floor(installation)) for _ in range(ROUNDS)]
        verified = _verified(installation)
    assert 0.18 < verified.signatures / verified.entries < 0.22
    return {
        "value": round(median(ours for ours, _ in pairs)),
        "unit": "entries/s",
        "baseline": "decrypting, chaining and ES256 alone, keys loaded, nothing parsed or judged; two processes too",
        "baseline_value": round(median(floor for _, floor in pairs)),
        "ratio": round(median(ours / floor for ours, floor in pairs), 2),
        "better": "higher",
    }


def attachments_hashed() -> dict[str, Any]:
    """Megabytes a second of attachments read, decrypted and hashed as `log verify` does it, in one process."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        installation, constable, _, now = _founded(folder)
        paths, cases = [], []
        for number in range(FILES):
            body = os.urandom(FILE_BYTES)
            path = Path(folder) / f"file-{number}"
            path.write_bytes(body)
            paths.append(str(path))
            cases.append(_with_file(installation, constable, body, now))
        keys = installation.keys

        def ours() -> float:
            with reading(installation.engine) as connection:
                for case_id, name in cases:
                    assert attachments.check(connection, keys, case_id, name)
            return FILES * FILE_BYTES / 1e6

        def theirs() -> float:
            subprocess.run(["sha256sum", *paths], check=True, capture_output=True)
            return FILES * FILE_BYTES / 1e6

        pairs = [(_rate(ours), _rate(theirs)) for _ in range(ROUNDS)]
    return {
        "value": round(median(one for one, _ in pairs)),
        "unit": "MB/s",
        "baseline": "sha256sum of the same files",
        "baseline_value": round(median(other for _, other in pairs)),
        "ratio": round(median(one / other for one, other in pairs), 2),
        "better": "higher",
    }


def _founded(folder: str) -> tuple[Installation, SoftwareOfficer, SoftwareOfficer, datetime]:
    secrets = {name: new_secret() for name in SECRETS}
    url = f"sqlite:///{folder}/field.sqlite"
    engine = connect(url)
    migrate(engine)
    settings = Settings(url, ORIGIN, secrets, None, False, ())
    installation = installation_with(engine, settings, secrets, demonstration=False)
    now = datetime.now(UTC)
    _, ids = found(installation, ORIGIN, now, demonstration=False)
    return installation, *(SoftwareOfficer(installation, ids[place], now) for place in (0, 5)), now  # type: ignore[return-value]


def _one_in_five_signed(
    constable: SoftwareOfficer, superintendent: SoftwareOfficer, now: datetime, number: int
) -> None:
    """A served case of seventeen entries, three of them signed; in every other case a section is too."""
    case_id, captured = capture(constable, now)
    if number % 2:
        captured[-1] = constable.sign(captured[-1].body)
    asked = request(constable, case_id, captured, now)
    constable.record([*captured, asked], now)
    decided = authorise(superintendent, case_id, asked, now)
    superintendent.record([decided], now)
    constable.record([serve(constable, case_id, decided, now, now)], now)


def _with_file(installation: Installation, constable: SoftwareOfficer, body: bytes, now: datetime) -> tuple[str, str]:
    case_id, started = constable.start_case(now)
    constable.record([started], now)
    name = sha256(body).hexdigest()
    with writing(installation.engine) as connection:
        attachments.keep(
            connection, installation.keys, case_id, name, body, officer=constable.id, received_at=now.isoformat()
        )
    return case_id, name


def _verified(installation: Installation) -> Verified:
    done = verify_logs(installation, PROCESSES)
    if done.failure:
        raise SystemExit(done.failure)
    return done


def _rate(work: Callable[[], float]) -> float:
    began = time.perf_counter()
    amount = work()
    return amount / (time.perf_counter() - began)


_floor_of: list[tuple[Installation, dict[str, Any]]] = []


def _floor(installation: Installation) -> float:
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        heads = [head.case_id for head in log.logs(connection) if head.position]
    keys = {one.credential: load_pem_public_key(exported_key(one)[0].encode()) for one in office.passkeys.values()}
    shares = [heads[start::PROCESSES] for start in range(PROCESSES)]
    installation.engine.dispose()
    _floor_of[:] = [(installation, keys)]

    def work() -> float:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
            return sum(pool.map(_arithmetic, shares))

    return _rate(work)


def _arithmetic(share: list[str]) -> int:
    [(installation, keys)] = _floor_of
    count = 0
    with reading(installation.engine) as connection:
        for case_id in share:
            previous = FIRST
            for row in log.read_log(connection, installation.keys, case_id):
                head = bytes.fromhex(row.office_head) if row.office_head else None
                body = sha256(row.body).digest()
                arguments = (row.position, body, row.signature, row.received_at, row.signed_in, head)
                previous = chain_hash(previous, *arguments)
                if previous.hex() != row.hash:
                    raise SystemExit(f"{row.id}: the chain is broken")
                if row.signature:
                    said = json.loads(row.signature)["response"]
                    client = sha256(base64url_to_bytes(said["clientDataJSON"])).digest()
                    signed = base64url_to_bytes(said["authenticatorData"]) + client
                    keys[row.signed_by].verify(base64url_to_bytes(said["signature"]), signed, ECDSA(SHA256()))
                count += 1
    return count
