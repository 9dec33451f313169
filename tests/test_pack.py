"""The evidence archive: it holds, without our database and without our code, and every way to falsify it is named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from field_app import create_app
from field_app.actions import Checkpoints, DoesNotVerify, verify_pack
from field_app.actions.archive import read_archive, signed_manifest
from field_app.opening import new_secret
from field_app.store import attachments
from field_app.store.database import writing

from .cases.examples import facts_of
from .conftest import KEYS
from .store.story import said, served
from .store.test_checkpoints import with_key

SECURITY = Path(__file__).parent.parent / "docs" / "security.md"
[*_, LINES] = re.findall(r"```python\n(.+?)```", SECURITY.read_text(), re.DOTALL)
PHOTOGRAPHS = [b"not a real photograph", b"nor is this one"]
FIRST, SECOND = (f"attachments/{sha256(one).hexdigest()}" for one in PHOTOGRAPHS)


@pytest.fixture
def archive(sqlite_force, tmp_path):
    """The archive of a served case with two photographs, one of them to come, and a checkpoint."""
    force = sqlite_force
    case_id, *_ = served(force)
    safe = force.constable.write("safe contact arranged", case_id, facts_of("safe contact arranged"), force.now)
    force.constable.record([safe], force.now)
    shared = {
        "media_type": "image/jpeg",
        "shows": "A door.",
        "by": None,
        "taken_at": None,
        "taken_where": None,
        "intimate": None,
    }
    for body in (*PHOTOGRAPHS, b"to come"):
        name = sha256(body).hexdigest()
        facts = {"sha256": name, "size": len(body), **shared}
        force.constable.record([force.constable.write("evidence attached", case_id, facts, force.now)], force.now)
        if body != b"to come":
            with writing(force.installation.engine) as connection:
                keys = force.installation.keys
                attachments.keep(connection, keys, case_id, name, body, officer="x", received_at="2026")
    assert Checkpoints(force.installation).take(force.now)
    facts = {"recipient": "Invented Counsel", "why": "For the hearing."}
    for who, outcome in (
        ("constable", ("refused", ["posting"])),
        ("auditor", ("accepted", [])),
        ("solicitor", ("accepted", [])),
    ):
        officer = force.officers[who]
        asked = officer.write("evidence archive asked for", case_id, facts, force.now)
        assert said(officer.send([asked], force.now)[0]) == outcome
    path = f"/api/cases/{case_id}/evidence-archives/{json.loads(asked.body)['id']}"
    for other in ("constable", "superintendent"):
        assert force.client(other).get(path).status_code == 404
    refused = force.client("solicitor").get(path)
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "not_confirmed")
    answer = force.confirm("solicitor", path).get(path)
    assert answer.headers["Content-Disposition"].endswith('-evidence.zip"')
    made = tmp_path / "evidence.zip"
    made.write_bytes(answer.data)
    return made


def files_of(archive):
    with ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist()}


class Falsifier:
    """Writes an archive anew, with whatever was done to its files; `sign`s with a key of its own."""

    def __init__(self, archive):
        self.archive, self.files = archive, files_of(archive)

    def write(self):
        with _Unseekable(self.archive) as out, ZipFile(out, "w", ZIP_STORED) as file:
            for name, body in self.files.items():
                file.writestr(ZipInfo(name), body)

    def lines(self, name, change):
        lines = self.files[name].decode().split("\n")[:-1]
        self.files[name] = "".join(line + "\n" for line in change(lines)).encode()

    def sign(self, change=lambda manifest: None, key=None):
        """List the files as they are now, and sign that with this key or one just made, which goes in its place."""
        key = key or Ed25519PrivateKey.generate()
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.files["checkpoint-key.pem"] = pem
        manifest = json.loads(self.files["manifest.json"])
        manifest["files"] = [
            {"name": name, "sha256": sha256(body).hexdigest(), "size": len(body)}
            for name, body in self.files.items()
            if not name.startswith("manifest")
        ]
        change(manifest)
        body = json.dumps(manifest).encode()
        signature = urlsafe_b64encode(key.sign(signed_manifest(body))).decode().rstrip("=")
        self.files["manifest.json"], self.files["manifest.signature"] = body, signature.encode()


class _Unseekable:
    def __init__(self, path):
        self._file = path.open("wb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def write(self, data):
        return self._file.write(data)

    def flush(self):
        self._file.flush()


def test_it_holds_as_a_command_and_without_our_code_and_tells_nothing_of_others(sqlite_force, archive, tmp_path):
    found = verify_pack(archive)
    assert (found.signatures, found.not_received, found.checkpoints, found.uncovered) == (3, 1, 1, 2)
    app = create_app(sqlite_force.settings, serving=False)
    told = app.test_cli_runner().invoke(args=("pack", "verify", str(archive)))
    app.extensions["installation"].engine.dispose()
    assert told.exit_code == 0 and f"{found.entries} entries, 3 signatures hold" in told.output
    assert found.key in told.output
    files = files_of(archive)
    assert files[FIRST] == PHOTOGRAPHS[0]
    office = [json.loads(line) for line in files["office.jsonl"].decode().split("\n")[:-1]]
    clear = [json.loads(one["body"]) for one in office if one["body"]]
    about = {one["facts"].get("officer") for one in clear if one["kind"] == "officer added"}
    case = [json.loads(line) for line in files["case.jsonl"].decode().split("\n")[:-1]]
    wrote = {json.loads(one["body"])["officer"] for one in case if one["body"]}
    assert [one["body"] for one in case].count(None) == found.withheld == 1 and "only the hash" in told.output
    assert b"Invented Books" not in files["case.jsonl"], "how somebody is reached safely leaves with no archive"
    assert about == wrote - {"system"} and len(clear) < len(office)
    ours = subprocess.run([sys.executable, "-I", "-c", LINES, str(archive)], capture_output=True, text=True)
    assert ours.stdout.startswith(f"Holds: {found.entries} entries"), ours.stderr


def swap(files):
    files[FIRST], files[SECOND] = files[SECOND], files[FIRST]


FALSE = {
    # what is done, whether it is signed anew with another key, what is said of it
    "an original is edited": (lambda f: f.files.update({FIRST: b"another"}), False, f"{FIRST} was changed."),
    "an original is removed": (lambda f: f.files.pop(FIRST), False, f"{FIRST} is missing."),
    "a file is added": (lambda f: f.files.update(extra=b"more"), False, "extra was added."),
    "originals are swapped": (lambda f: swap(f.files), False, "was changed."),
    "files are reordered": (
        lambda f: f.files.update({"case.jsonl": f.files.pop("case.jsonl")}),
        False,
        "The files are in another order",
    ),
    "the manifest is edited": (
        lambda f: f.files.update({"manifest.json": f.files["manifest.json"].replace(b"Counsel", b"Council")}),
        False,
        "manifest.json is not signed",
    ),
    "an entry is edited": (
        lambda f: f.lines("case.jsonl", lambda lines: [one.replace("Inventedson", "Inventedsen") for one in lines]),
        True,
        "its bytes are not those that were recorded",
    ),
    "an entry is removed": (
        lambda f: f.lines("case.jsonl", lambda lines: [*lines[:4], *lines[5:]]),
        True,
        "case.jsonl, line 5",
    ),
    "an entry is added": (
        lambda f: f.lines("case.jsonl", lambda lines: [*lines, lines[-1]]),
        True,
        "the chain is broken",
    ),
    "entries are reordered": (
        lambda f: f.lines("case.jsonl", lambda lines: [lines[1], lines[0], *lines[2:]]),
        True,
        "case.jsonl, line 1",
    ),
    "the tail is cut": (lambda f: f.lines("case.jsonl", lambda lines: lines[:-1]), True, "its tail was cut"),
    "an original is swapped and listed": (
        lambda f: swap(f.files),
        True,
        "is another file than the one its entry names",
    ),
    "an original is left out and not listed": (lambda f: f.files.pop(FIRST), True, "is missing, which an entry names"),
    "a file is added and listed": (
        lambda f: f.files.update({f"attachments/{sha256(b'more').hexdigest()}": b"more"}),
        True,
        "no entry names it",
    ),
    "all is signed anew": (
        lambda f: None,
        True,
        "Checkpoint 1 is not signed with the key that signs in its place.",
    ),
    "an officer of the office log is edited": (
        lambda f: f.lines("office.jsonl", lambda lines: [one.replace("superintendent", "constable") for one in lines]),
        True,
        "its bytes are not those that were recorded",
    ),
}


@pytest.mark.parametrize("signed_anew", [False, True])
def test_whoever_falsifies_it_is_found(archive, signed_anew):
    whole = archive.read_bytes()
    for what, (change, anew, sentence) in FALSE.items():
        if anew != signed_anew:
            continue
        archive.write_bytes(whole)
        false = Falsifier(archive)
        change(false)
        if anew:
            false.sign()
        false.write()
        with pytest.raises(DoesNotVerify) as told:
            verify_pack(archive)
        assert sentence in str(told.value), what
    for torn in (whole[:-10], whole + b"more", b"before" + whole, b"no archive"):
        archive.write_bytes(torn)
        with pytest.raises(DoesNotVerify):
            verify_pack(archive)


def test_a_signature_is_the_officers_own_even_where_the_chain_is_made_anew(sqlite_force, archive):
    false = Falsifier(archive)
    other = {}

    def resign(lines):
        rows = [json.loads(line) for line in lines]
        signed = [one for one in rows if one["signature"]]
        signed[0]["signature"], signed[1]["signature"] = signed[1]["signature"], signed[0]["signature"]
        previous = bytes(32)
        for row in rows:
            parts = [b"field log 1", previous, b"%d" % row["position"], bytes.fromhex(row["body_sha256"])]
            parts += [sha256((row["signature"] or "").encode()).digest(), row["received_at"].encode()]
            parts += [row["signed_in"].encode(), bytes.fromhex(row["office_head"])]
            previous = sha256(b"".join(len(one).to_bytes(8, "big") + one for one in parts)).digest()
            row["hash"] = previous.hex()
        other["head"] = [len(rows), previous.hex()]
        return [json.dumps(row, ensure_ascii=False) for row in rows]

    false.lines("case.jsonl", resign)
    false.sign(lambda manifest: manifest.update(other))
    false.write()
    with pytest.raises(DoesNotVerify, match="signature:"):
        verify_pack(archive)
    app = create_app(sqlite_force.settings, serving=False)
    told = app.test_cli_runner().invoke(args=("pack", "verify", str(archive)))
    app.extensions["installation"].engine.dispose()
    assert told.exit_code == 1 and "signature:" in told.output


def test_after_the_checkpoint_key_was_turned_it_holds_by_the_key_of_each_place(sqlite_force, archive):
    force, new = sqlite_force, new_secret()
    manifest = json.loads(files_of(archive)["manifest.json"])
    turned = with_key(force, new, KEYS["FIELD_CHECKPOINT_KEY"])
    assert Checkpoints(turned).take(force.later(minutes=1))
    asked = manifest["case"], manifest["asked_for_by"]
    made = read_archive(turned, force.officers["solicitor"].id, *asked, force.now, confirmed=True)
    archive.write_bytes(b"".join(made.chunks))
    public = turned.secrets.checkpoint.public_key()
    assert (
        verify_pack(archive).key
        == sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    )

    earlier = Falsifier(archive)
    earlier.sign(key=force.installation.secrets.checkpoint)
    earlier.write()
    with pytest.raises(DoesNotVerify, match="is not the key that signs checkpoints by now"):
        verify_pack(archive)
