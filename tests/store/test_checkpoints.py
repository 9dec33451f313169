"""Checkpoints: taken once each, in the database and outside it; and what they find that chains alone do not."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from webauthn.helpers import base64url_to_bytes as b64
from webauthn.helpers import bytes_to_base64url

from field_app.actions import Checkpoints, read_case, verify_logs
from field_app.actions.checkpoints import NotThisKey
from field_app.cases.checkpoint import read_checkpoint, signed_bytes
from field_app.opening import installation_with, new_secret
from field_app.store import attachments
from field_app.store.database import writing
from field_app.worker import Worker
from tests.conftest import KEYS

from .story import assessed, recorded
from .test_chain import Database, rewrite_a_section

MINUTE = timedelta(minutes=1)
PHOTOGRAPH = b"not a real photograph!"
NAME = sha256(PHOTOGRAPH).hexdigest()


def noted(force, case_id):
    """One more entry on the case, unsigned."""
    force.constable.record([force.constable.write("risk assessed", case_id, assessed("More."), force.now)], force.now)


@pytest.fixture
def covered(force):
    """Two checkpoints over a case of unsigned sections, with somebody's reading of it; the case's id."""
    return cover(force)


@pytest.fixture
def sqlite_covered(sqlite_force):
    return cover(sqlite_force)


def cover(force):
    case_id, _ = recorded(force)
    keys = force.installation.keys
    with writing(force.installation.engine) as connection:
        attachments.keep(connection, keys, case_id, NAME, PHOTOGRAPH, officer="x", received_at="2026")
    checkpoints = Checkpoints(force.installation)
    assert checkpoints.take(force.now).number == 1
    assert read_case(force.installation, force.constable.id, case_id, force.now)
    noted(force, case_id)
    assert checkpoints.take(force.later(minutes=1)).number == 2
    found = verify_logs(force.installation)
    assert (found.failure, found.checkpoints, found.uncovered, found.access) == (None, 2, 0, 1)
    return case_id


def lines(force):
    return force.installation.checkpoint_file.read_text().splitlines()


def rewrite(force, kept):
    force.installation.checkpoint_file.write_text("".join(line + "\n" for line in kept))


def test_a_minute_with_something_new_has_one_and_no_other(force):
    case_id, _ = recorded(force)
    checkpoints, others = Checkpoints(force.installation), Checkpoints(force.installation)
    assert checkpoints.take(force.now).number == 1
    assert others.take(force.now + MINUTE / 2) is None  # not a minute yet
    assert checkpoints.take(force.later(minutes=1)) is None  # nothing new
    noted(force, case_id)
    second = others.take(force.later(minutes=1))
    assert (second.number, [one[:2] for one in second.moved]) == (2, [(case_id, len(_log(force, case_id)))])
    assert [json.loads(line)["number"] for line in lines(force)] == [1, 2]


def test_it_says_what_its_description_says(force, covered):
    with Database(force) as database:
        heads = database.all("SELECT case_id, position, hash FROM heads WHERE position > 0 ORDER BY case_id")
        first, second = database.all("SELECT * FROM checkpoints ORDER BY number")
    said = json.loads(second.body)
    by_hand = "".join(f"{case} {position} {end}\n" for case, position, end in heads)
    assert said["heads"] == sha256(by_hand.encode()).hexdigest()
    assert said["entries"] == sum(position for _, position, _ in heads)
    assert said["previous"] == sha256(first.body.encode()).hexdigest()
    assert json.loads(lines(force)[1]) == {"number": 2, "body": second.body, "signature": second.signature}


def test_several_workers_take_each_once(force):
    case_id, _ = recorded(force)
    workers = [Worker(force.installation, "http://localhost:8000") for _ in range(3)]
    for _ in range(3):
        noted(force, case_id)
        now = force.later(minutes=1)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda worker, now=now: worker.work(now), workers))
    assert [json.loads(line)["number"] for line in lines(force)] == [1, 2, 3]
    assert verify_logs(force.installation).failure is None


def test_what_a_crash_kept_from_the_file_it_gets_with_the_next(force, covered):
    kept = lines(force)
    force.installation.checkpoint_file.write_text(kept[0] + "\n" + kept[1][:50])  # cut off in the middle of a line
    assert "checkpoint" in verify_logs(force.installation).failure
    Checkpoints(force.installation).take(force.later(minutes=1))
    assert lines(force) == kept
    assert verify_logs(force.installation).failure is None


def test_with_two_processes_it_finds_the_same(force, covered):
    other, _ = recorded(force)
    one, two = verify_logs(force.installation), verify_logs(force.installation, 2)
    assert one == two and one.logs == 3
    with Database(force) as database:
        database.unguard()
        rewrite_a_section(database, other, None)
    one, two = verify_logs(force.installation), verify_logs(force.installation, 2)
    assert one.failure == two.failure and other in one.failure


# --- Tampering, with the database and FIELD_CASE_KEY in hand -----------------------------------------------


def edit_and_chain_anew(force, database, case_id):
    """No signature names these sections yet: to the chain alone they are as good as the first."""
    rewrite_a_section(database, case_id, None)
    database.chain_anew(case_id)
    return f"{case_id} ", "was rewritten since checkpoint 1"


def delete_the_first_and_chain_anew(force, database, case_id):
    """The log begun anew with its second entry, every hash worked out again."""
    log = database.log(case_id)
    database.run("DELETE FROM entries WHERE id = :i", i=log[1].id)
    for row in log[2:]:
        database.set(row, position=row.position - 1)
    database.run("UPDATE heads SET position = position - 1 WHERE case_id = :c", c=case_id)
    database.chain_anew(case_id)
    return f"{case_id} ", "was rewritten since checkpoint 1"


def reorder_and_chain_anew(force, database, case_id):
    four, five = database.log(case_id)[3:5]
    database.set(four, position=1000)
    database.set(five, position=4)
    database.set(four, position=5)
    database.chain_anew(case_id)
    return f"{case_id} ", "was rewritten since checkpoint 1"


def cut_the_tail(force, database, case_id):
    last = database.log(case_id)[-1]
    database.run("DELETE FROM entries WHERE id = :i", i=last.id)
    database.run("UPDATE heads SET position = position - 1 WHERE case_id = :c", c=case_id)
    database.chain_anew(case_id)
    return f"ends before entry {last.position}", "checkpoint 2 names: its tail was cut"


def delete_the_whole_log(force, database, case_id):
    for table in ("entries", "heads"):
        database.run(f"DELETE FROM {table} WHERE case_id = :c", c=case_id)
    return f"The log of {case_id} is missing", "checkpoint 1 names"


def drop_a_checkpoint_from_the_file(force, database, case_id):
    rewrite(force, lines(force)[1:])
    return "Checkpoint 1 ", "missing from the file"


def cut_the_file(force, database, case_id):
    rewrite(force, lines(force)[:1])
    return "Checkpoint 2 ", "missing from the file"


def lose_the_file(force, database, case_id):
    force.installation.checkpoint_file.unlink()
    return "Checkpoint 1 ", "missing from the file"


def drop_a_checkpoint_from_the_table(force, database, case_id):
    database.run("DELETE FROM checkpoints WHERE number = 1")
    return "Checkpoint 1 ", "missing from the database"


def cut_the_table(force, database, case_id):
    database.run("DELETE FROM checkpoints WHERE number = 2")
    return "Checkpoint 2 ", "missing from the database"


def lose_an_attachment(force, database, case_id):
    for table in ("attachments", "attachment_parts"):
        database.run(f"DELETE FROM {table}")
    return f"The attachment {NAME} of {case_id} is missing", "checkpoint 1 names"


def swap_an_attachment(force, database, case_id):
    """Another file, sealed as it should be under the case's key, in its place."""
    nonce, other = os.urandom(12), b"no real photograph eit"
    sealed = nonce + database.key(case_id).encrypt(nonce, other, f"{case_id} attachment {NAME} 0".encode())
    database.run("UPDATE attachment_parts SET body = :b", b=sealed)
    return f"The attachment {NAME} of {case_id}", "not the one that was received"


def sign_with_another_key(force, database, case_id):
    """A checkpoint made to fit what is there, in table and file, by somebody without FIELD_CHECKPOINT_KEY."""
    edit_and_chain_anew(force, database, case_id)
    key, kept = Ed25519PrivateKey.generate(), lines(force)
    for at, line in enumerate(kept):
        body = json.loads(line)["body"]
        signature = bytes_to_base64url(key.sign(signed_bytes(body)))
        kept[at] = json.dumps({"number": at + 1, "body": body, "signature": signature})
        database.run("UPDATE checkpoints SET signature = :s WHERE number = :n", s=signature, n=at + 1)
    rewrite(force, kept)
    return "Checkpoint 1 ", "not signed with the key that signs in its place"


def alter_who_looked(force, database, case_id):
    database.run("UPDATE access SET officer = :o", o=force.other_constable.id)
    return "access records 1 to", "not those of checkpoint 2"


def delete_who_looked(force, database, case_id):
    database.run("DELETE FROM access")
    return "access records 1 to", "not those of checkpoint 2"


TAMPERING = (
    edit_and_chain_anew,
    delete_the_first_and_chain_anew,
    reorder_and_chain_anew,
    cut_the_tail,
    delete_the_whole_log,
    drop_a_checkpoint_from_the_file,
    cut_the_file,
    lose_the_file,
    drop_a_checkpoint_from_the_table,
    cut_the_table,
    lose_an_attachment,
    swap_an_attachment,
    sign_with_another_key,
    alter_who_looked,
    delete_who_looked,
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_log_verify_finds_and_names(force, covered, tamper):
    with Database(force) as database:
        database.unguard()
        which, what = tamper(force, database, covered)
    failure = verify_logs(force.installation).failure
    assert failure is not None
    assert which in failure and what in failure, failure


def test_without_checkpoints_a_rewritten_log_would_pass_so_it_is_they_that_find_it(force):
    case_id, _ = recorded(force)
    with Database(force) as database:
        database.unguard()
        edit_and_chain_anew(force, database, case_id)
    assert verify_logs(force.installation).failure is None


def test_only_the_text_of_a_checkpoint_is_one():
    for text in ("{}", "[]", "x", '{"field checkpoint": 2}'):
        with pytest.raises(ValueError, match="no checkpoint"):
            read_checkpoint(text)


def _log(force, case_id):
    with Database(force) as database:
        return database.log(case_id)


def with_key(force, key, *further):
    """Another worker of this installation's, with this checkpoint key, and these earlier ones."""
    settings = replace(force.settings, further={"FIELD_CHECKPOINT_KEY": further})
    keys = {**KEYS, "FIELD_CHECKPOINT_KEY": key}
    installation = installation_with(force.installation.engine, settings, keys, demonstration=False)
    installation.checkpoint_file = force.installation.checkpoint_file
    return installation


def test_the_checkpoint_key_is_turned_and_every_checkpoint_holds_by_the_key_of_its_place(sqlite_force, sqlite_covered):
    force, case_id = sqlite_force, sqlite_covered
    old, new, newest = KEYS["FIELD_CHECKPOINT_KEY"], new_secret(), new_secret()
    with pytest.raises(NotThisKey):
        Checkpoints(with_key(force, new)).take(force.later(minutes=1))
    turning = Checkpoints(with_key(force, new, old))
    assert turning.take(force.later(minutes=1)).number == 4, "what the old one says last, and the new one first"
    assert turning.take(force.later(minutes=1)) is None, "nothing is new"
    noted(force, case_id)
    with pytest.raises(NotThisKey):  # a worker that was not restarted signs no more
        Checkpoints(force.installation).take(force.now)
    only = with_key(force, new)
    assert Checkpoints(only).take(force.now).number == 5
    assert verify_logs(only).failure is None, "the old key is wanted no more"
    other = "The key that signs checkpoints by now is not FIELD_CHECKPOINT_KEY."
    assert verify_logs(force.installation).failure == other
    again = with_key(force, newest, new)
    assert verify_logs(again).failure is None, "not turned yet"
    assert Checkpoints(again).take(force.later(minutes=1)).number == 7
    found = verify_logs(with_key(force, newest))
    assert (found.failure, found.checkpoints, found.uncovered) == (None, 7, 0)


def test_whoever_has_an_earlier_checkpoint_key_signs_nothing_after_it_was_turned(sqlite_force, sqlite_covered):
    force, case_id = sqlite_force, sqlite_covered
    old, new = KEYS["FIELD_CHECKPOINT_KEY"], new_secret()
    Checkpoints(with_key(force, new, old)).take(force.later(minutes=1))
    noted(force, case_id)
    Checkpoints(with_key(force, new)).take(force.later(minutes=1))
    kept, stolen = [json.loads(line) for line in lines(force)], Ed25519PrivateKey.from_private_bytes(b64(old))

    def forged(last):
        """The file and the table end with this one, which the thief has signed."""
        [*before, one] = kept[:last]
        one = {**one, "signature": bytes_to_base64url(stolen.sign(signed_bytes(one["body"])))}
        rewrite(force, [json.dumps(line) for line in (*before, one)])
        with writing(force.installation.engine) as connection:
            for guard in ("checkpoints_no_delete", "checkpoints_no_update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard}")
            connection.exec_driver_sql("DELETE FROM checkpoints WHERE number > ?", (last,))
            connection.exec_driver_sql(
                "UPDATE checkpoints SET signature = ? WHERE number = ?", (one["signature"], last)
            )
        return verify_logs(with_key(force, new)).failure

    assert forged(5) == "Checkpoint 5 is not signed with the key that signs in its place."
    assert forged(4) == "Checkpoint 4 is not signed with the key that signs in its place."
    assert forged(3) == "Checkpoint 3 turns the key, and the new one has signed nothing since."
    assert forged(2) == "Checkpoint 1 is not signed with the key that signs in its place."
