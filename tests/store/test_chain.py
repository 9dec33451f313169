"""The chain, worked out again from its description alone; and whatever is changed behind its back is found."""

from __future__ import annotations

import base64
import json
import os
import shutil
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from field_app.actions import Checkpoints, verify_logs
from field_app.demonstration.case import serve
from field_app.store.database import reading, writing
from tests.conftest import KEYS

from .story import authorised, corrected, of_kind, recorded, rows, said, served

TABLES = ("entries", "case_keys", "refused", "access", "attachments", "attachment_parts", "checkpoints")


# --- The description, done by hand -------------------------------------------------------------------------


def by_hand(previous, position, body, signature, received_at, signed_in, office_head):
    """Design, section 2: SHA-256 over eight parts, each after its length in 8 bytes big-endian."""
    digest = sha256()
    for part in (
        b"field log 1",
        previous,
        b"%d" % position,
        sha256(body).digest(),
        sha256(b"" if signature is None else signature.encode("utf-8")).digest(),
        received_at.encode("ascii"),
        signed_in.encode("ascii"),
        b"" if office_head is None else bytes.fromhex(office_head),
    ):
        digest.update(int.to_bytes(len(part), 8, "big"))
        digest.update(part)
    return digest.digest()


class Database:
    """The stored rows, read and changed without the application and past its triggers."""

    def __init__(self, force):
        self.engine, self.office = force.installation.engine, force.constable.office().id
        self.sqlite = self.engine.dialect.name == "sqlite"

    def __enter__(self):
        self._context = writing(self.engine)
        self.connection = self._context.__enter__()
        return self

    def __exit__(self, *error):
        self._context.__exit__(*error)

    def unguard(self):
        for table in TABLES:
            if self.sqlite:
                names = self.all("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t", t=table)
                for (name,) in names:
                    self.run(f"DROP TRIGGER {name}")
            else:
                self.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")

    def run(self, statement, **values):
        return self.connection.execute(text(statement), values)

    def all(self, statement, **values):
        return self.run(statement, **values).all()

    def log(self, case_id):
        return self.all("SELECT * FROM entries WHERE case_id = :c ORDER BY position", c=case_id)

    def key(self, case_id):
        (wrapped,) = self.all("SELECT wrapped FROM case_keys WHERE case_id = :c", c=case_id)[0]
        return AESGCM(aes_key_unwrap(master(), wrapped))

    def open(self, row):
        return self.key(row.case_id).decrypt(row.body[:12], row.body[12:], f"{row.case_id} {row.id}".encode())

    def write(self, row, body, **also):
        """Put another body under an entry, encrypted as it should be."""
        nonce = os.urandom(12)
        sealed = nonce + self.key(row.case_id).encrypt(nonce, body, f"{row.case_id} {row.id}".encode())
        self.set(row, body=sealed, **also)

    def set(self, row, **values):
        columns = ", ".join(f"{name} = :{name}" for name in values)
        done = self.run(f"UPDATE entries SET {columns} WHERE id = :id_", id_=row.id, **values)
        assert done.rowcount == 1

    def chain_anew(self, case_id):
        """Work out every hash of a log again, and its head: what somebody would do who has the case key too."""
        previous = bytes(32)
        for row in self.log(case_id):
            body = self.open(row)
            args = (row.position, body, row.signature, row.received_at, row.signed_in, row.office_head)
            previous = by_hand(previous, *args)
            self.set(row, hash=previous.hex(), body_sha256=sha256(body).hexdigest())
        self.run("UPDATE heads SET hash = :h WHERE case_id = :c", h=previous.hex(), c=case_id)


def master():
    text_ = KEYS["FIELD_CASE_KEY"]
    return base64.urlsafe_b64decode(text_ + "=" * (-len(text_) % 4))


@pytest.fixture(scope="module")
def told():
    """The story in each database where it was told already: its two cases, and the copy kept of it."""
    return {}


@pytest.fixture
def story(request, force, told, tmp_path_factory):
    """A served case, an irregular one beside it, and the office log behind both; told once, and copied from then on."""
    url = make_url(force.settings.database_url)
    dialect = url.get_backend_name()
    sqlite = dialect == "sqlite"
    if first := dialect not in told:
        told[dialect] = tell(force), tmp_path_factory.mktemp("told") / "field" if sqlite else f"{url.database}_told"
    cases, kept = told[dialect]
    force.installation.engine.dispose()
    if sqlite:
        shutil.copy(*((url.database, kept) if first else (kept, url.database)))
    elif first:
        request.getfixturevalue("postgres").create(kept, url.database)
    else:
        request.getfixturevalue("postgres").drop(url.database)
        request.getfixturevalue("postgres").create(url.database, kept)
    return cases


def tell(force):
    case_id, *_ = served(force)
    other, _, _, decision = authorised(force)
    facts = {**json.loads(serve(force.constable, other, decision, force.now, force.now).body)["facts"]}
    service = force.control_room.write(
        "notice served", other, {**facts, "paper_copy_left": False}, force.now, relies_on=[decision]
    )
    assert said(force.control_room.send([service], force.now)[0])[1] == ["not_a_constable", "no_paper"]
    assert verify_logs(force.installation).failure is None
    return case_id, other


def test_every_hash_of_a_story_follows_from_the_description(force, story):
    with Database(force) as database:
        office_heads = {row.hash for row in database.log(database.office)}
        for case_id in (database.office, *story):
            previous = bytes(32)
            log = database.log(case_id)
            assert [row.position for row in log] == list(range(1, len(log) + 1))
            for row in log:
                body = database.open(row)
                assert row.body_sha256 == sha256(body).hexdigest()
                assert (row.office_head is None) == (case_id == database.office)
                assert row.office_head is None or row.office_head in office_heads
                previous = by_hand(
                    previous, row.position, body, row.signature, row.received_at, row.signed_in, row.office_head
                )
                assert previous.hex() == row.hash
            ((position, head),) = database.all("SELECT position, hash FROM heads WHERE case_id = :c", c=case_id)
            assert (position, head) == (len(log), previous.hex())


def test_a_case_is_chained_to_the_office_as_it_stood(force):
    case_id, captured = recorded(force)
    facts = {"officer": force.constable.id, "on_call": True}
    entry = force.constable.write("on call recorded", force.constable.office().id, facts, force.now)
    force.constable.record([entry], force.now)
    force.constable.record(
        [corrected(force.constable, case_id, of_kind(captured, "risk assessed"), force.now)], force.now
    )
    heads = [row.office_head for row in rows(force.installation, case_id)]
    office = [row.hash for row in rows(force.installation, force.constable.office().id)]
    assert heads[0] == heads[-2] == office[-2]
    assert heads[-1] == office[-1]


# --- Tampering ---------------------------------------------------------------------------------------------


def flip_one_bit(database, case_id, other):
    row = database.log(case_id)[4]
    database.set(row, body=row.body[:-1] + bytes([row.body[-1] ^ 1]))


def cut_the_ciphertext_short(database, case_id, other):
    database.set(database.log(case_id)[4], body=b"short")


def strip_a_signature(database, case_id, other):
    database.set(next(row for row in database.log(case_id) if row.signature), signature=None)


def strip_a_signature_and_chain_anew(database, case_id, other):
    database.set(next(row for row in database.log(case_id) if row.signature), signature=None, signed_by=None)
    database.chain_anew(case_id)


def name_another_passkey(database, case_id, other):
    row = next(row for row in database.log(case_id) if row.signature)
    database.set(row, signed_by="AAAA")


def receive_earlier(database, case_id, other):
    row = database.log(case_id)[-1]
    database.set(row, received_at=row.received_at.replace("2026-07-13T2", "2026-07-12T2"))


def swap_signed_in(database, case_id, other):
    log = database.log(case_id)
    decision = next(row for row in log if row.signed_in != log[0].signed_in)
    database.set(log[0], signed_in=decision.signed_in)


def swap_signed_in_and_chain_anew(database, case_id, other):
    swap_signed_in(database, case_id, other)
    database.chain_anew(case_id)


def drop_a_reason(database, case_id, other):
    row = database.log(other)[-1]
    kept = [one for one in json.loads(row.reasons) if one["code"] == "no_paper"]
    database.set(row, reasons=json.dumps(kept))


def drop_another_reason(database, case_id, other):
    row = database.log(other)[-1]
    kept = [one for one in json.loads(row.reasons) if one["code"] != "no_paper"]
    database.set(row, reasons=json.dumps(kept))


def add_a_reason(database, case_id, other):
    reasons = json.dumps([{"code": "no_paper", "message": "x", "section": None}])
    database.set(database.log(case_id)[-1], reasons=reasons)


def make_reasons_unreadable(database, case_id, other):
    database.set(database.log(case_id)[-1], reasons="{")


def delete_the_last(database, case_id, other):
    database.run("DELETE FROM entries WHERE id = :i", i=database.log(case_id)[-1].id)


def delete_one_in_the_middle(database, case_id, other):
    database.run("DELETE FROM entries WHERE id = :i", i=database.log(case_id)[4].id)


def swap_two(database, case_id, other):
    four, five = database.log(case_id)[3:5]
    database.set(four, position=1000)
    database.set(five, position=4)
    database.set(four, position=5)


def swap_two_and_chain_anew(database, case_id, other):
    """The request before a section it rests on."""
    log = database.log(case_id)
    request = next(row for row in log if row.signature)
    before = log[request.position - 2]
    database.set(request, position=1000)
    database.set(before, position=request.position)
    database.set(request, position=before.position)
    database.chain_anew(case_id)


def drop_the_head(database, case_id, other):
    database.run("DELETE FROM heads WHERE case_id = :c", c=case_id)


def name_another_office_head(database, case_id, other):
    database.set(database.log(case_id)[-1], office_head=database.log(database.office)[0].hash)


def name_an_older_office_and_chain_anew(database, case_id, other):
    """Before anybody's rank or passkey was recorded."""
    database.set(
        next(row for row in database.log(case_id) if row.signature), office_head=database.log(database.office)[0].hash
    )
    database.chain_anew(case_id)


def swap_the_case_key(database, case_id, other):
    (wrapped,) = database.all("SELECT wrapped FROM case_keys WHERE case_id = :c", c=other)[0]
    database.run("UPDATE case_keys SET wrapped = :w WHERE case_id = :c", w=wrapped, c=case_id)


def wrap_the_case_key_anew(database, case_id, other):
    wrapped = aes_key_wrap(master(), os.urandom(32))
    database.run("UPDATE case_keys SET wrapped = :w WHERE case_id = :c", w=wrapped, c=case_id)


def break_the_case_key(database, case_id, other):
    database.run("UPDATE case_keys SET wrapped = :w WHERE case_id = :c", w=bytes(40), c=case_id)


def lose_the_case_key(database, case_id, other):
    database.run("DELETE FROM case_keys WHERE case_id = :c", c=case_id)


def rewrite_a_section(database, case_id, other):
    row = next(row for row in database.log(case_id) if b"Third call" in database.open(row))
    database.write(row, database.open(row).replace(b"Third call", b"First call"))


def rewrite_a_section_and_its_hash(database, case_id, other):
    row = next(row for row in database.log(case_id) if b"Third call" in database.open(row))
    body = database.open(row).replace(b"Third call", b"First call")
    database.write(row, body, body_sha256=sha256(body).hexdigest())


def rewrite_a_section_and_chain_anew(database, case_id, other):
    """With the case key and the database in hand: the signed request still names the bytes it rested on."""
    rewrite_a_section(database, case_id, other)
    database.chain_anew(case_id)


def rewrite_the_notice_and_chain_anew(database, case_id, other):
    row = next(row for row in database.log(case_id) if b'"notice authorised"' in database.open(row))
    database.write(row, database.open(row).replace(b'"distance_m":100', b'"distance_m":900'))
    database.chain_anew(case_id)


def an_office_entry(database, kind, officer=None):
    for row in database.log(database.office):
        entry = json.loads(database.open(row))
        if entry["kind"] == kind and officer in (None, entry["facts"].get("officer")):
            yield row, entry


def swap_a_public_key(database, case_id, other):
    (row, entry), (_, another) = [*an_office_entry(database, "passkey registered")][1:3]
    body = database.open(row).replace(entry["facts"]["public_key"].encode(), another["facts"]["public_key"].encode())
    database.write(row, body, body_sha256=sha256(body).hexdigest())


def swap_a_public_key_and_chain_the_office_anew(database, case_id, other):
    swap_a_public_key(database, case_id, other)
    database.chain_anew(database.office)


def swap_a_rank(database, case_id, other):
    row, _entry = next(
        one for one in an_office_entry(database, "rank and posting recorded") if one[1]["facts"]["rank"] == "constable"
    )
    body = database.open(row).replace(b'"constable"', b'"superintendent"')
    database.write(row, body, body_sha256=sha256(body).hexdigest())


def swap_a_rank_and_chain_the_office_anew(database, case_id, other):
    swap_a_rank(database, case_id, other)
    database.chain_anew(database.office)


TAMPERING = (
    flip_one_bit,
    cut_the_ciphertext_short,
    strip_a_signature,
    strip_a_signature_and_chain_anew,
    name_another_passkey,
    receive_earlier,
    swap_signed_in,
    swap_signed_in_and_chain_anew,
    drop_a_reason,
    drop_another_reason,
    add_a_reason,
    make_reasons_unreadable,
    delete_the_last,
    delete_one_in_the_middle,
    swap_two,
    swap_two_and_chain_anew,
    drop_the_head,
    name_another_office_head,
    name_an_older_office_and_chain_anew,
    swap_the_case_key,
    wrap_the_case_key_anew,
    break_the_case_key,
    lose_the_case_key,
    rewrite_a_section,
    rewrite_a_section_and_its_hash,
    rewrite_a_section_and_chain_anew,
    rewrite_the_notice_and_chain_anew,
    swap_a_public_key,
    swap_a_public_key_and_chain_the_office_anew,
    swap_a_rank,
    swap_a_rank_and_chain_the_office_anew,
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_log_verify_finds(force, story, tamper):
    case_id, other = story
    with Database(force) as database:
        database.unguard()
        tamper(database, case_id, other)
    ran = force.app().test_cli_runner().invoke(args=["log", "verify"])
    assert ran.exit_code == 1
    assert not ran.exception or isinstance(ran.exception, SystemExit), ran.exception
    assert len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("tamper", [flip_one_bit, receive_earlier, swap_signed_in, rewrite_a_section_and_its_hash])
def test_log_verify_names_the_log_and_the_first_entry_that_fails(force, story, tamper):
    case_id, other = story
    with Database(force) as database:
        before = {row.id: row for row in database.log(case_id)}
        database.unguard()
        tamper(database, case_id, other)
        ((changed, position),) = [(row.id, row.position) for row in database.log(case_id) if row != before[row.id]]
    failure = verify_logs(force.installation).failure
    assert failure is not None and case_id in failure
    if tamper is not flip_one_bit:  # what cannot be decrypted fails with its whole log
        assert failure.startswith(f"Entry {position} ") and changed in failure


def test_log_verify_says_how_many_hold(force, story):
    ran = force.app().test_cli_runner().invoke(args=["log", "verify"])
    with Database(force) as database:
        entries, signatures = database.all("SELECT count(*), count(signature) FROM entries")[0]
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.output == (
        f"3 logs, {entries} entries, {signatures} signatures hold.\n"
        f"0 checkpoints hold, with 0 access records; {entries} entries since the last.\n"
    )


def test_a_log_chained_by_hand_verifies_so_the_tampering_above_is_found_for_what_it_is(force, story):
    with Database(force) as database:
        database.unguard()
        for case_id in story:
            database.chain_anew(case_id)
    assert verify_logs(force.installation).failure is None


# --- Triggers ----------------------------------------------------------------------------------------------


@pytest.fixture
def filled(force):
    """Something in every append-only table."""
    recorded(force)
    force.constable.send([type(force.constable.start_case(force.now)[1])("{", None)], force.now)
    with writing(force.installation.engine) as connection:
        connection.execute(text("INSERT INTO access (at, officer, action) VALUES ('2026', 'x', 'x')"))
    assert Checkpoints(force.installation).take(force.now)
    return force


def contents(force, table):
    with reading(force.installation.engine) as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).all()


EVERYWHERE = ("UPDATE {table} SET {change}", "DELETE FROM {table}")
STATEMENTS = {
    "sqlite": (
        *EVERYWHERE,
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "UPDATE OR REPLACE {table} SET {change}",
    ),
    "postgresql": (
        *EVERYWHERE,
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {change}",
    ),
}


@pytest.mark.parametrize(
    ("table", "change", "key"),
    [
        ("entries", "reasons = '[]'", "case_id, position"),
        ("case_keys", "wrapped = {table}.wrapped", "case_id"),
        ("refused", "reasons = '[]'", "number"),
        ("access", "officer = 'y'", "number"),
        ("checkpoints", "body = 'y'", "number"),
    ],
)
def test_what_is_recorded_is_neither_changed_nor_deleted(filled, table, change, key):
    before = contents(filled, table)
    assert before
    for statement in STATEMENTS[filled.installation.engine.dialect.name]:
        refused(filled, statement.format(table=table, change=change.format(table=table), key=key))
    assert contents(filled, table) == before


def test_an_entry_is_not_replaced_by_its_row_number_either(sqlite_force):
    """SQLite's own key of a table without an integer primary key."""
    recorded(sqlite_force)
    before = contents(sqlite_force, "entries")
    columns = "case_id, position, id, body, body_sha256, received_at, signed_in, reasons, hash"
    refused(
        sqlite_force,
        f"INSERT OR REPLACE INTO entries (rowid, {columns}) SELECT rowid, 'other', position, 'other ' || position, "
        "body, body_sha256, received_at, signed_in, reasons, hash FROM entries LIMIT 1",
    )
    assert contents(sqlite_force, "entries") == before


def refused(force, statement):
    with pytest.raises(DBAPIError, match="append-only"), writing(force.installation.engine) as connection:
        connection.exec_driver_sql(statement)
