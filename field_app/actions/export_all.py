"""`log export`: everything that is recorded, as plain files that need neither this software nor its database."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection

from field_app.cases.office import Office
from field_app.store import access, attachments, log
from field_app.store import checkpoints as checkpoint_store
from field_app.store.database import stamp, unchanging, writing
from field_app.store.waiting import every_waiting

from .installation import Installation

FILES = {
    "logs/<case>.jsonl": "A log, one entry a line in its order: `body` is the entry's exact text, `signature` its "
    "passkey assertion's, `hash` chains it to the entry before (docs/security.md prints the check), `reasons` say "
    "what was irregular. The office log is the one of `office`. `body` is null throughout where the case was disposed "
    "of, and `body_sha256` alone is left of it.",
    "attachments/<case>/<sha256>": "Photographs and documents as they were received, named by their SHA-256; an entry "
    "'evidence attached' in the case's log names each.",
    "refused.jsonl": "What was sent and refused, outside every log, with the reasons; `body` is null where its case "
    "was disposed of.",
    "waiting.jsonl": "What waits, outside every log, for entries it names.",
    "access.jsonl": "Who looked at what, in the order it was written: `detail` is what was asked, `sealed` the same as "
    "it is stored, base64url, and as the checkpoints cover it.",
    "checkpoints.jsonl": "The checkpoints: `body` is the exact text that is signed (Ed25519 over `field checkpoint 1`, "
    "a line feed and the text), `signature` in base64url.",
    "checkpoint-key.pem": "The public key of the checkpoints.",
}


def export_everything(installation: Installation, folder: Path, now: datetime) -> dict[str, int]:
    """Write everything into a new folder, log by log, as it stood at one moment; how much there is of each.

    `description.json` is written last: a folder without it is not whole. That it was exported is on record first.

    :raise FileExistsError: the folder exists already. Nothing in it is touched.
    :raise OSError: it cannot be written.
    """
    folder.mkdir(mode=0o700)
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        access.keep(
            connection, installation.keys, at=stamp(now), officer="system", action="log export", detail=str(folder)
        )
    with unchanging(installation.engine) as connection:
        office, _ = installation.office(connection)
        out = _Export(installation, connection, folder, office)
        counts = {
            **out.logs(),
            "attachments": out.attachments(),
            "refused": out.lines("refused.jsonl", log.every_refused(connection, installation.keys, office.id)),
            "waiting": out.lines("waiting.jsonl", every_waiting(connection, installation.keys)),
            "access records": out.lines("access.jsonl", out.access()),
            "checkpoints": out.lines("checkpoints.jsonl", map(vars, checkpoint_store.after(connection, 0))),
        }
    public = installation.secrets.checkpoint.public_key()
    (folder / "checkpoint-key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    training = {"training": True} if installation.training else {}
    about = {"force": office.force, "office": office.id, "exported_at": stamp(now), "counts": counts, "files": FILES}
    (folder / "description.json").write_text(json.dumps({**about, **training}, indent=2, ensure_ascii=False) + "\n")
    return counts


class _Export:
    def __init__(self, installation: Installation, connection: Connection, folder: Path, office: Office) -> None:
        self._keys, self._connection = installation.keys, connection
        self._folder, self._office, self._disposed = folder, office.id, frozenset(office.disposed)

    def logs(self) -> dict[str, int]:
        (self._folder / "logs").mkdir(mode=0o700)
        heads = sorted(head.case_id for head in log.logs(self._connection) if head.position)
        entries = 0
        for case_id in heads:
            gone = case_id in self._disposed
            rows = (
                log.read_closed(self._connection, case_id)
                if gone
                else log.read_log(self._connection, self._keys, case_id)
            )
            lines = ({**asdict(row), "body": None if gone else row.body.decode()} for row in rows)
            entries += self.lines(f"logs/{case_id}.jsonl", lines)
        return {"logs": len(heads), "disposed": len(self._disposed.intersection(heads)), "entries": entries}

    def attachments(self) -> int:
        count = 0
        for case_id, name in attachments.every(self._connection):
            of_case = self._folder / "attachments" / case_id
            of_case.mkdir(mode=0o700, parents=True, exist_ok=True)
            (of_case / name).write_bytes(attachments.read(self._connection, self._keys, case_id, name) or b"")
            count += 1
        return count

    def access(self) -> Iterable[Mapping[str, Any]]:
        for one in access.read(self._connection, self._keys, self._office):
            yield {**vars(one), "sealed": urlsafe_b64encode(one.sealed).decode() if one.sealed else None}

    def lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Write these as lines of JSON, one after the other."""
        count = 0
        with (self._folder / name).open("x", encoding="utf-8") as file:
            for row in rows:
                count += 1
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return count
