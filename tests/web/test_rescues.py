"""A rescue file: in waiting until an officer signs the entry that names it, then let in like everything else."""

from __future__ import annotations

import json
import uuid
from hashlib import sha256

from field_app.actions import Sent, verify_logs
from field_app.actions.rescue_file import MOST_BYTES
from field_app.cases.rules.officer import WrittenBySender
from field_app.demonstration.case import capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from tests.store.story import assessed, count, rescue_file, rows, said

from .test_devices import code, key_of, revoke
from .test_entries import sealed


def file_of(force, *sent, device=None, **head):
    """What the constable's phone exports of these entries."""
    key = key_of(force)
    lines = [(entry_id(one), device or force.constable.device, sealed(key, one)["sealed"]) for one in sent]
    return rescue_file(force.constable.office().id, lines, **head)


def bring(force, body, by="inspector"):
    answer = force.client(by).post("/api/rescues", json={"file": body.decode()})
    assert answer.status_code == 200, answer.json
    return answer.json["sha256"]


def listed(force, name, by="inspector"):
    (found,) = [one for one in force.client(by).get("/api/rescues").json["rescues"] if one["sha256"] == name]
    return found


def sign_for(force, name, *, by="inspector", **changed):
    """The outcome of the officer's signed entry that reads the file in."""
    officer = force.officers[by]
    facts = {"sha256": name, "entries": listed(force, name)["entries"], **changed}
    entry = officer.write("rescue file read in", officer.office().id, facts, force.now)
    return officer.send([entry], force.now)[0]


def test_what_a_phone_could_not_send_is_let_in_when_another_officer_signs_for_its_file(force):
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    force.constable.record(captured[:2], force.now)
    unsent = captured[1:]  # of which the first is there: the answer did not come back
    body = file_of(force, *unsent, request)

    name = bring(force, body)
    assert name == sha256(body).hexdigest() == bring(force, body, by="response")
    waits = listed(force, name)
    assert (waits["officers"], waits["problems"], waits["read_in_at"], waits["outcomes"]) == (
        [force.constable.office().officers[force.constable.id].name],
        [],
        None,
        [],
    )
    assert waits["entries"] == [entry_id(one) for one in (*unsent, request)]
    assert len(rows(force.installation, case_id)) == 2, "nothing is admitted before"

    force.later(hours=1)
    assert said(sign_for(force, name)) == ("accepted", [])
    told = listed(force, name)
    assert [one["outcome"] for one in told["outcomes"]] == ["already held", *["accepted"] * len(unsent)]
    assert told["read_in_by"] == force.inspector.office().officers[force.inspector.id].name
    held = rows(force.installation, case_id)
    assert [row.id for row in held] == [entry_id(one) for one in (*captured, request)]
    assert [row.signed_in for row in held] == [force.constable.id] * 2 + [force.inspector.id] * len(unsent)
    assert all(row.reasons == () for row in held), "rescued is no fault"
    log = force.client("constable").get(f"/api/cases/{case_id}/log").json["entries"]
    changes = force.client("constable").get("/api/changes").json["cases"][0]["entries"]
    assert [one["rescued"] for one in log] == [one["rescued"] for one in changes] == [False] * 2 + [True] * len(unsent)

    before = count(force.installation, "entries")
    assert bring(force, body) == name
    assert said(sign_for(force, name)) == ("refused", ["read_in_already"])
    assert count(force.installation, "entries") == before
    assert listed(force, name) == told
    assert verify_logs(force.installation).failure is None


def test_the_entry_names_the_file_and_what_is_in_it_and_is_signed(sqlite_force):
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    name = bring(force, file_of(force, *captured))
    nothing, ids = "0" * 64, listed(force, name)["entries"]
    officer, office = force.inspector, force.inspector.office().id
    assert said(sign_for(force, name, sha256=nothing)) == ("refused", ["unknown_file"])
    assert said(sign_for(force, name, entries=ids[:-1])) == ("refused", ["other_entries"])
    facts = {"sha256": name, "entries": ids}
    unsigned = officer.write("rescue file read in", office, facts, force.now, signed=False)
    assert said(officer.send([unsigned], force.now)[0]) == ("refused", ["unsigned"])
    theirs = officer.write("rescue file read in", office, facts, force.now)
    others = Sent(theirs.body, force.response.sign(theirs.body).signature)
    assert said(officer.send([others], force.now)[0]) == ("refused", ["not_their_passkey"])
    assert rows(force.installation, case_id) == [] and listed(force, name)["read_in_at"] is None
    assert said(sign_for(force, name)) == ("accepted", [])
    assert len(rows(force.installation, case_id)) == len(captured)


def test_nobody_but_the_file_brings_anothers_entries_in(sqlite_force):
    """Not before, not after, not beside it; and not from another device than its line says."""
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    mine = force.constable.write("risk assessed", case_id, assessed("x"), force.now)
    later = force.constable.write("risk assessed", case_id, assessed("y"), force.now, relies_on=[mine])
    broken = json.loads(captured[1].body)["id"]
    key = key_of(force)
    lines = [
        (entry_id(captured[0]), force.constable.device, sealed(key, captured[0])["sealed"]),
        (broken, force.constable.device, sealed(key, captured[2])["sealed"]),
        (entry_id(captured[3]), force.response.device, sealed(key, captured[3])["sealed"]),
        (entry_id(later), force.constable.device, sealed(key, later)["sealed"]),
    ]
    name = bring(force, rescue_file(force.constable.office().id, lines))
    assert said(force.inspector.send([captured[0]], force.now)[0]) == ("refused", ["not_the_sender"])
    assert said(sign_for(force, name)) == ("accepted", [])
    assert [one["outcome"] for one in listed(force, name)["outcomes"]] == ["accepted", "refused", "refused", "waiting"]
    for one in (captured[1], captured[3], later):
        assert said(force.inspector.send([one], force.now)[0]) == ("refused", ["not_the_sender"])
    # What waits is let in once what it names is there, still as the inspector brought it.
    force.constable.record([mine], force.later(hours=2))
    assert [(row.id, row.signed_in) for row in rows(force.installation, case_id)] == [
        (entry_id(captured[0]), force.inspector.id),
        (entry_id(mine), force.constable.id),
        (entry_id(later), force.inspector.id),
    ]
    assert [one["rescued"] for one in force.client("constable").get(f"/api/cases/{case_id}/log").json["entries"]] == [
        True,
        False,
        True,
    ]
    assert verify_logs(force.installation).failure is None


def test_facts_of_a_lost_phone_are_marked_and_its_acts_refused_from_a_file_too(sqlite_force):
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    name = bring(force, file_of(force, *captured, request))
    revoke(force, force.constable.device)
    assert said(sign_for(force, name)) == ("accepted", [])
    words = [one["outcome"] for one in listed(force, name)["outcomes"]]
    assert words == ["accepted irregular"] * len(captured) + ["refused"]
    assert verify_logs(force.installation).failure is None


def test_a_rescue_nobody_signed_for_is_found(sqlite_force, monkeypatch):
    """As if the server itself had let it in."""
    force = sqlite_force
    _, captured = capture(force.constable, force.now)
    monkeypatch.setattr(WrittenBySender, "__call__", lambda self, asked: iter(()))
    force.inspector.record(captured[:1], force.now)
    monkeypatch.undo()
    found = verify_logs(force.installation).failure
    assert found and "not_the_sender" in found and captured[0].body not in found


def test_good_lines_are_let_in_and_bad_ones_named(sqlite_force):
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    lines = file_of(force, *captured[:2]).decode().splitlines()
    bad = (
        "{",
        "[]",
        json.dumps({"kind": "photograph", "id": "x"}),
        json.dumps({**json.loads(lines[1]), "id": "x"}),
        json.dumps({**json.loads(lines[1]), "more": 1}),
        lines[1],
    )
    body = "\n".join([lines[0], lines[1], *bad, "", lines[2]]).encode()
    name = bring(force, body)
    found = listed(force, name)
    assert found["problems"] == [
        "Line 3: it is not readable JSON.",
        "Line 4: it must be a JSON object.",
        "Line 5: 'photograph' is no kind of line that can be read here.",
        "Line 6: id: must be an id, such as 0a1b2c3d-0000-4000-8000-00000000000f.",
        "Line 7: more: is not a field here.",
        "Line 8: it repeats an entry of an earlier line.",
        "The file says it holds 2 entries, and 8 are there.",
    ]
    assert said(sign_for(force, name)) == ("accepted", [])
    assert [row.id for row in rows(force.installation, case_id)] == [entry_id(one) for one in captured[:2]]


def test_what_is_no_rescue_file_of_ours_is_said_and_not_kept(sqlite_force):
    force = sqlite_force
    office, client = force.constable.office().id, force.client("response")
    device = [(str(uuid.uuid4()), str(uuid.uuid4()), "AAAA")]
    for body, says in (
        ("", "This is not a rescue file"),
        ("Dear all", "This is not a rescue file"),
        ('{"field rescue": 2}', "This is not a rescue file"),
        (rescue_file(office, [], more=1).decode(), "This is not a rescue file"),
        (rescue_file(str(uuid.uuid4()), []).decode(), "The file comes from another installation"),
        (rescue_file(office, device).decode(), "The file comes from a device that is not known here"),
    ):
        answer = client.post("/api/rescues", json={"file": body})
        assert code(answer) == (422, "file")
        assert answer.json["error"]["message"].startswith(f"file: {says}"), body
    assert code(client.post("/api/rescues", json={"file": 1})) == (422, "not_understood")
    assert count(force.installation, "rescues") == 0


def test_a_rescue_file_may_be_larger_than_other_requests_and_says_where_that_ends(sqlite_force):
    force = sqlite_force
    client, office = force.client("response"), force.constable.office().id
    large = rescue_file(office, [(str(uuid.uuid4()), force.constable.device, "A" * 900_000) for _ in range(3)])
    assert bring(force, large)
    for size in (MOST_BYTES + 1, MOST_BYTES * 2):
        answer = client.post("/api/rescues", json={"file": "x" * size})
        assert answer.status_code in (413, 422)
        assert answer.json["error"]["message"].endswith("too large: at most 20 MiB.")


def test_the_command_puts_a_file_in_waiting(sqlite_force, tmp_path):
    force = sqlite_force
    _, captured = capture(force.constable, force.now)
    path = tmp_path / "file"
    path.write_bytes(file_of(force, *captured))
    runner = force.app().test_cli_runner()
    said_ = runner.invoke(args=["rescue", str(path)])
    name = sha256(path.read_bytes()).hexdigest()
    assert said_.exit_code == 0 and name in said_.output
    assert listed(force, name)["received_by"] == "system"
    path.write_bytes(b"Dear all")
    said_ = runner.invoke(args=["rescue", str(path)])
    assert said_.exit_code == 1 and "not a rescue file" in said_.output
