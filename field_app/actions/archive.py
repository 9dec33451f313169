"""The evidence archive: a case as one file that whoever has it can check without this software's database.

It holds the exact bytes of every entry, signatures, originals and documents; of the office log what its signatures are
judged by, every other entry of it as hashes alone, so that its chain holds and tells nothing of anybody else; the
checkpoints that name the case; and a manifest of all of it, signed. `pack` checks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection
from webauthn.helpers import bytes_to_base64url

from field_app.adapters.passkeys import exported_key
from field_app.cases.case import Case
from field_app.cases.office import Office
from field_app.cases.rules import may_take_archive
from field_app.store import attachments, log
from field_app.store import checkpoints as checkpoint_store
from field_app.store.database import stamp, unchanging
from field_app.store.log import Row

from .confirming import asked_for
from .installation import Installation, named_for

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.signature", "checkpoint-key.pem"
CASE, OFFICE, PASSKEYS, CHECKPOINTS = "case.jsonl", "office.jsonl", "public-keys.json", "checkpoints.jsonl"
ATTACHMENTS, DOCUMENTS = "attachments/", "documents/"

DISCLOSED = (
    "officer added",
    "rank and posting recorded",
    "rank confirmed",
    "passkey registered",
    "passkey withdrawn",
    "device added",
    "device revoked",
)
"""Kinds of the office log whose entries are in it, where they are about an officer who wrote in the case."""

ASKED = "evidence archive asked for"


def signed_manifest(manifest: bytes) -> bytes:
    """What the installation's checkpoint key signs of an archive (Ed25519)."""
    return b"field pack 1\n" + manifest


@dataclass(frozen=True)
class Archive:
    """An archive on its way: the name to save it under, and its bytes piece by piece."""

    name: str
    chunks: Iterator[bytes]


def read_archive(
    installation: Installation, officer_id: str, case_id: str, asked_id: str, now: datetime, *, confirmed: bool
) -> Archive | None:
    """The archive that this entry asked for: the case up to and with that entry. On record before it is given.

    None where there is none for this officer.

    :raise NotConfirmed: the officer's passkey has not confirmed that they take it.
    """
    found = asked_for(
        installation,
        officer_id,
        case_id,
        asked_id,
        now,
        action="evidence archive",
        kind=ASKED,
        may=may_take_archive,
        confirmed=confirmed,
    )
    if found is None:
        return None
    case, _ = found
    name = f"{named_for(installation)}{case.reference or case.id} evidence.zip"
    return Archive(name.replace(" ", "-"), _chunks(installation, case, asked_id, now))


def _chunks(installation: Installation, case: Case, asked_id: str, now: datetime) -> Iterator[bytes]:
    """The file, as a ZIP that compresses nothing and is written front to back."""
    sink = _Sink()
    with unchanging(installation.engine) as connection, ZipFile(sink, "w", ZIP_STORED, allowZip64=False) as file:  # type: ignore[call-overload]
        for name, body in _files(installation, connection, case, asked_id, now):
            file.writestr(ZipInfo(name), body)
            yield sink.take()
    yield sink.take()


class _Sink:
    """Takes what is written until it is fetched; it cannot go back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def _files(
    installation: Installation, connection: Connection, case: Case, asked_id: str, now: datetime
) -> Iterator[tuple[str, bytes]]:
    """The files of an archive in their order, each read only when its turn has come."""
    end = case.by_id[asked_id].position
    rows = [row for row in log.read_log(connection, installation.keys, case.id) if row.position <= end]
    held = [row.held() for row in rows]
    office, _ = installation.office(connection)
    written = {
        # How somebody is reached safely is withheld from those who take an archive (P21): its hash stands for it.
        CASE: _lines({**asdict(row), "body": None if row.withheld else row.body.decode()} for row in rows),
        OFFICE: _lines(_office(installation, connection, office, rows)),
        PASSKEYS: _json(_passkeys(office, {one.entry.officer for one in held})),
        CHECKPOINTS: _lines(
            vars(one)
            for one in checkpoint_store.after(connection, 0)
            if case.id in one.body or one.body.startswith(checkpoint_store.TURNED)
        ),
    }
    sizes = attachments.sizes(connection, case.id)
    evidence = {one.entry.facts.sha256 for one in held if one.entry.kind == "evidence attached"}
    documents = {one.entry.facts.sha256 for one in held if one.entry.kind == "document rendered"}
    kept = {
        **{f"{ATTACHMENTS}{name}": name for name in sorted(evidence & sizes.keys())},
        **{f"{DOCUMENTS}{name}.pdf": name for name in sorted(documents)},
    }
    public = installation.secrets.checkpoint.public_key()
    key = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    facts = case.by_id[asked_id].entry.facts
    manifest = _json(
        {
            "field pack": 1,
            "what": ("TRAINING: nothing here is real. " if installation.training else "")
            + "A case as it was recorded. `pack verify FILE` checks it; docs/security.md says how.",
            "force": office.force,
            "case": case.id,
            "reference": case.reference,
            "asked_for_by": asked_id,
            "recipient": facts.recipient,
            "made_at": stamp(now),
            "head": [end, rows[-1].hash],
            "not_received": sorted(evidence - sizes.keys()),
            "files": [
                _listed((KEY, key)),
                *(
                    {"name": name, "sha256": sha256(body).hexdigest(), "size": len(body)}
                    for name, body in written.items()
                ),
                *({"name": path, "sha256": name, "size": sizes[name]} for path, name in kept.items()),
            ],
        }
    )
    signature = installation.secrets.checkpoint.sign(signed_manifest(manifest))
    yield MANIFEST, manifest
    yield SIGNATURE, bytes_to_base64url(signature).encode()
    yield KEY, key
    yield from written.items()
    for path, name in kept.items():
        yield path, attachments.read(connection, installation.keys, case.id, name) or b""


def _listed(file: tuple[str, bytes]) -> dict[str, Any]:
    name, body = file
    return {"name": name, "sha256": sha256(body).hexdigest(), "size": len(body)}


def _office(
    installation: Installation, connection: Connection, office: Office, rows: list[Row]
) -> Iterator[dict[str, Any]]:
    """The office log up to the last head the case's entries name: in clear what they are judged by, else hashes."""
    officers = {row.held().entry.officer for row in rows}
    devices = {one.id for one in office.devices.values() if one.officer in officers}
    heads = {row.office_head for row in rows}
    every = log.read_log(connection, installation.keys, office.id)
    last = max((row.position for row in every if row.hash in heads), default=0)
    for row in every[:last]:
        entry = row.held().entry
        about = getattr(entry.facts, "officer", None) in officers or getattr(entry.facts, "device", None) in devices
        clear = entry.kind == "installation made" or (entry.kind in DISCLOSED and about)
        yield {
            "position": row.position,
            "received_at": row.received_at,
            "signed_in": row.signed_in,
            "body_sha256": row.body_sha256,
            "signature_sha256": sha256((row.signature or "").encode()).hexdigest(),
            "hash": row.hash,
            "body": row.body.decode() if clear else None,
        }


def _passkeys(office: Office, officers: set[str]) -> dict[str, Any]:
    """The public keys of whoever wrote in the case, for checks without this software."""
    found = {}
    for one in office.passkeys.values():
        if one.officer in officers:
            pem, algorithm = exported_key(one)
            found[one.credential] = {"officer": one.officer, "algorithm": algorithm, "pem": pem}
    return found


def _lines(rows: Iterable[Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
