"""`pack verify`: whether an evidence archive is what was recorded. Needs the file alone: no database, no network."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from webauthn.helpers import base64url_to_bytes

from field_app.adapters.passkeys import check_entry, exported_key
from field_app.cases.chain import FIRST, hash_of_parts
from field_app.cases.entries import Entry, Held
from field_app.cases.office import Office
from field_app.law.answers import NotMet
from field_app.parse import Unreadable, parse
from field_app.store.checkpoints import TURNED, Signed

from .archive import (
    ASKED,
    ATTACHMENTS,
    CASE,
    CHECKPOINTS,
    DOCUMENTS,
    KEY,
    MANIFEST,
    OFFICE,
    PASSKEYS,
    SIGNATURE,
    signed_manifest,
)
from .checkpoints import DoesNotHold, first_key, named, read_signed

LOCAL_HEADER, DESCRIPTOR, CENTRAL_HEADER, END = 30, 16, 46, 22
"""Bytes of a ZIP's parts, beside names and contents (APPNOTE 4.3)."""


class DoesNotVerify(Exception):
    """The first thing in an archive that does not hold, in one sentence."""


@dataclass(frozen=True)
class Checked:
    """What was found to hold. `withheld`: entries of which only the hash is in it (P21); `uncovered`: entries since the
    last of the `checkpoints` in it; `key`: the fingerprint of the installation's key, SHA-256, to be held against what
    the force says it is.
    """

    reference: str | None
    entries: int
    withheld: int
    signatures: int
    files: int
    not_received: int
    checkpoints: int
    uncovered: int
    key: str

    def sentences(self) -> list[str]:
        """The same, for whoever checks it."""
        withheld = f"Of {self.withheld} of them only the hash is in it: how somebody is reached safely is withheld."
        return [
            f"{self.reference or 'The case'}: {self.entries} entries, {self.signatures} signatures hold.",
            *([withheld] if self.withheld else []),
            f"{self.files} files hold, {self.not_received} had not been received.",
            f"{self.checkpoints} checkpoints hold; {self.uncovered} entries since the last.",
            f"Signed with the key whose SHA-256 is {self.key}: compare it with the force's own.",
        ]


def verify_pack(path: Path) -> Checked:
    """Check an archive: nothing in it is changed, missing, added, in another order or somebody else's.

    :raise DoesNotVerify: the first that is.
    :raise OSError: the file cannot be read.
    """
    try:
        with ZipFile(path) as file:
            return _Pack(file, path.stat().st_size).check()
    # What zipfile raises for a way of packing it does not know, as a changed byte may claim, is a NotImplementedError.
    except (BadZipFile, UnicodeDecodeError, struct.error, NotImplementedError) as error:
        raise DoesNotVerify(f"{path.name}: is no archive, or was cut off.") from error
    except DoesNotHold as found:
        raise DoesNotVerify(str(found)) from found
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DoesNotVerify(f"{path.name}: holds something that no archive holds ({type(error).__name__}).") from error


class _Pack:
    def __init__(self, file: ZipFile, size: int) -> None:
        self._file, self._size = file, size
        self._manifest: dict[str, Any] = {}

    def check(self) -> Checked:
        key = self._signed()
        self._complete()
        offices = self._office()
        held, count, signatures = self._case(offices)
        self._named(held)
        covered, checkpoints = self._checkpoints(key, count)
        fingerprint = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
        return Checked(
            self._manifest["reference"],
            count,
            count - len(held),
            signatures,
            len(self._manifest["files"]),
            len(self._manifest["not_received"]),
            checkpoints,
            count - covered,
            fingerprint,
        )

    # --- The file and its manifest ---------------------------------------------------------------------------

    def _signed(self) -> Ed25519PublicKey:
        names = self._file.namelist()
        for name in (MANIFEST, SIGNATURE, KEY):
            if name not in names:
                raise DoesNotVerify(f"{name} is missing.")
        manifest = self._file.read(MANIFEST)
        key = load_pem_public_key(self._file.read(KEY))
        if not isinstance(key, Ed25519PublicKey):
            raise DoesNotVerify(f"{KEY} is no checkpoint key.")
        try:
            key.verify(base64url_to_bytes(self._file.read(SIGNATURE).decode()), signed_manifest(manifest))
        except InvalidSignature as error:
            raise DoesNotVerify(f"{MANIFEST} is not signed with {KEY}: it was changed.") from error
        self._manifest = json.loads(manifest)
        if self._manifest["field pack"] != 1:
            raise DoesNotVerify(f"{MANIFEST} is of another version.")
        return key

    def _complete(self) -> None:
        """Exactly the files the manifest lists, in its order, each with its hash, and no byte beside them."""
        listed = {one["name"]: one for one in self._manifest["files"]}
        wanted, found = [MANIFEST, SIGNATURE, *listed], self._file.namelist()
        for name in wanted:
            if name not in found:
                raise DoesNotVerify(f"{name} is missing.")
        for name in found:
            if name not in wanted or found.count(name) > 1:
                raise DoesNotVerify(f"{name} was added.")
        if found != wanted:
            raise DoesNotVerify(f"The files are in another order: {_first_other(found, wanted)} is not in its place.")
        at = 0
        for one in self._file.infolist():
            named = len(one.filename.encode())
            if one.header_offset != at or one.extra or one.comment or one.compress_size != one.file_size:
                raise DoesNotVerify(f"{one.filename}: there are bytes beside the files.")
            at += LOCAL_HEADER + named + one.file_size + (DESCRIPTOR if one.flag_bits & 8 else 0)
        at += sum(CENTRAL_HEADER + len(one.filename.encode()) for one in self._file.infolist()) + END
        if at != self._size or self._file.comment:
            raise DoesNotVerify("There are bytes beside the files.")
        for name, one in listed.items():
            try:
                body = self._file.read(name)
            except BadZipFile as error:
                raise DoesNotVerify(f"{name} was changed.") from error
            if (sha256(body).hexdigest(), len(body)) != (one["sha256"], one["size"]):
                raise DoesNotVerify(f"{name} was changed.")

    # --- The logs --------------------------------------------------------------------------------------------

    def _office(self) -> dict[str, Office]:
        """The office as far as it is told, by the hash of each of its heads."""
        previous, office, offices = FIRST, Office(), {}
        for position, one in enumerate(self._lines(OFFICE), 1):
            where = f"{OFFICE}, line {position}"
            body, parts = one["body"], (bytes.fromhex(one["body_sha256"]), bytes.fromhex(one["signature_sha256"]))
            if body is not None and sha256(body.encode()).hexdigest() != one["body_sha256"]:
                raise DoesNotVerify(f"{where}: its bytes are not those that were recorded.")
            made = hash_of_parts(previous, position, *parts, one["received_at"], one["signed_in"], None)
            if one["position"] != position or made.hex() != one["hash"]:
                raise DoesNotVerify(f"{where}: the chain is broken.")
            if body is not None:
                entry = _entry(where, body)
                office = office.with_entries([_held(entry, one)])
            offices[one["hash"]], previous = office, made
        return offices

    def _case(self, offices: Mapping[str, Office]) -> tuple[list[Held[Any]], int, int]:
        """The entries that are told, how many there are with those withheld, and how many signatures hold."""
        previous, held, position, signatures = FIRST, [], 0, 0
        for position, one in enumerate(self._lines(CASE), 1):
            where = f"{CASE}, line {position} ({one['id']})"
            body, signature = one["body"], one["signature"]
            if body is not None and sha256(body.encode()).hexdigest() != one["body_sha256"]:
                raise DoesNotVerify(f"{where}: its bytes are not those that were recorded.")
            parts = (bytes.fromhex(one["body_sha256"]), sha256((signature or "").encode()).digest())
            head = bytes.fromhex(one["office_head"])
            made = hash_of_parts(previous, position, *parts, one["received_at"], one["signed_in"], head)
            if one["position"] != position or made.hex() != one["hash"]:
                raise DoesNotVerify(f"{where}: the chain is broken.")
            previous = made
            if body is None:
                continue
            entry = _entry(where, body)
            if (entry.id, entry.case) != (one["id"], self._manifest["case"]) or one["case_id"] != entry.case:
                raise DoesNotVerify(f"{where}: it is another entry, or another case's.")
            if one["office_head"] not in offices:
                raise DoesNotVerify(f"{where}: it names a head the office log never had.")
            signed_by = None
            if signature is not None:
                checked = check_entry(offices[one["office_head"]], entry.officer, body.encode(), signature)
                if isinstance(checked, NotMet):
                    raise DoesNotVerify(f"{where}: {checked.message}")
                signed_by, signatures = checked, signatures + 1
            if signed_by != one["signed_by"]:
                raise DoesNotVerify(f"{where}: it is said to be signed by another passkey than its signature's.")
            held.append(_held(entry, one))
        if [position, previous.hex()] != self._manifest["head"]:
            raise DoesNotVerify(f"{CASE} does not end where the manifest says: its tail was cut.")
        last = held[-1]
        if (last.position, last.entry.kind, last.entry.id) != (position, ASKED, self._manifest["asked_for_by"]):
            raise DoesNotVerify(f"{CASE} does not end with what asked for this archive.")
        self._keys(list(offices.values())[-1], {one.entry.officer for one in held})
        return held, position, signatures

    def _keys(self, office: Office, officers: set[str]) -> None:
        told = json.loads(self._file.read(PASSKEYS))
        for name, one in told.items():
            passkey = office.passkeys.get(name)
            if passkey is None or passkey.officer not in officers or exported_key(passkey)[0] != one["pem"]:
                raise DoesNotVerify(f"{PASSKEYS}: {name} is no key of the office log.")

    def _named(self, held: list[Held[Any]]) -> None:
        """Every original and document that the entries name is here or said not to have come, and no other is."""
        evidence = {one.entry.facts.sha256 for one in held if one.entry.kind == "evidence attached"}
        documents = {one.entry.facts.sha256 for one in held if one.entry.kind == "document rendered"}
        absent = {*self._manifest["not_received"]}
        wanted = {f"{ATTACHMENTS}{name}" for name in evidence - absent} | {
            f"{DOCUMENTS}{name}.pdf" for name in documents
        }
        listed = {one["name"]: one["sha256"] for one in self._manifest["files"]}
        here = {name for name in listed if name.startswith((ATTACHMENTS, DOCUMENTS))}
        for name in sorted(wanted - here):
            raise DoesNotVerify(f"{name} is missing, which an entry names.")
        for name in sorted(here - wanted):
            raise DoesNotVerify(f"{name} was added: no entry names it.")
        for name in sorted(here):
            if listed[name] != name.removeprefix(ATTACHMENTS).removeprefix(DOCUMENTS).removesuffix(".pdf"):
                raise DoesNotVerify(f"{name} is another file than the one its entry names.")

    def _checkpoints(self, key: Ed25519PublicKey, entries: int) -> tuple[int, int]:
        """How many entries the checkpoints cover, and how many of those there are."""
        hashes = [one["hash"] for one in self._lines(CASE)]
        covered, before, count = 0, 0, 0
        lines = [Signed(**line) for line in self._lines(CHECKPOINTS)]
        turned = [one for one in lines if one.body.startswith(TURNED)]
        last = first_key(turned, lines[0], [key]) if lines else key
        for line in lines:
            where = f"Checkpoint {line.number}"
            said, last = read_signed(line, last)
            if said.number != line.number or said.number <= before:
                raise DoesNotVerify(f"{where} is not in its place.")
            before, count = said.number, count + 1
            for case, position, end in said.moved:
                if case == self._manifest["case"] and position <= entries:
                    if hashes[position - 1] != end:
                        raise DoesNotVerify(
                            f"{CASE}, line {position}: it, or one before it, was rewritten since {where}."
                        )
                    covered = max(covered, position)
        if named(last) != named(key):
            raise DoesNotVerify(f"{KEY} is not the key that signs checkpoints by now.")
        return covered, count

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._file.read(name).decode().split("\n") if line]


def _entry(where: str, body: str) -> Entry[Any]:
    read = parse(body)
    if isinstance(read, Unreadable):
        raise DoesNotVerify(f"{where}: it cannot be read.")
    return read.entry


def _held(entry: Entry[Any], line: Mapping[str, Any]) -> Held[Any]:
    return Held(entry, line["body_sha256"], line["position"], datetime.fromisoformat(line["received_at"]))


def _first_other(found: list[str], wanted: list[str]) -> str:
    return next(one for one, other in zip(found, wanted, strict=True) if one != other)
