"""Keeping and forgetting: review, hold, proposal, a second officer's passkey; and that nothing of the case is left."""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from field_app.actions import count_anew, export_everything, verify_logs
from field_app.demonstration.force import add_officer
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.opening import installation_with
from field_app.store import attachments, log
from field_app.store.database import connect, reading, writing
from tests.cases.examples import facts_of
from tests.conftest import KEYS
from tests.store.story import recorded, served
from tests.test_log_export import checked
from tests.web.test_lookup import ask

LONG_AGO = datetime(2019, 7, 15, 20, 0, tzinfo=UTC)
"""More than the six years of group 3 before any clock that runs these tests."""

TABLES = (
    "attachment_parts",
    "attachments",
    "beside",
    "case_officers",
    "cases",
    "counted",
    "drawn_pages",
    "found_people",
    "previews",
    "pushes",
    "search_keys",
    "shown_cases",
    "uploads",
    "waiting",
)


@pytest.fixture
def force(sqlite_force):
    return _long_ago(sqlite_force)


def _long_ago(force):
    """With a second auditor, and the clock set back."""
    new = ("Nat Noone, auditor", "5006", "police staff", ("auditor",), False)
    added = add_officer(force.administrator, *new, now=force.now)
    force.officers["second"] = SoftwareOfficer(force.installation, added, datetime.now(UTC))
    force.now = LONG_AGO
    return force


def over(force):
    """The reference case, served, with a photograph, and the application refused by the court: quiet since 2019."""
    case_id, *_ = served(force)
    bytes_ = b"%PDF-1.4 invented"
    name = sha256(bytes_).hexdigest()
    photograph = {**facts_of("evidence attached"), "sha256": name, "size": len(bytes_)}
    decided = {**facts_of("application refused or withdrawn"), "outcome": "refused"}
    decided["decided_at"] = force.later(hours=20).isoformat(timespec="seconds")
    written = [
        force.constable.write("evidence attached", case_id, photograph, force.now),
        force.constable.write("application refused or withdrawn", case_id, decided, force.now),
    ]
    force.constable.record(written, force.later(minutes=1))
    with writing(force.installation.engine) as connection:
        keys = force.installation.keys
        attachments.keep(connection, keys, case_id, name, bytes_, officer=force.constable.id, received_at="2019")
        attachments.keep_preview(connection, keys, case_id, name, b"small")
        attachments.keep_drawing(connection, keys, case_id, name, b"{}", [b"a page"])
    return case_id


def send(force, who, *entries):
    answer = force.client(who).post("/api/entries", json={"entries": [vars(one) for one in entries]})
    assert answer.status_code == 200, answer.json
    return answer.json["entries"]


def codes(answer):
    return [(one["outcome"], [why["code"] for why in one["reasons"]]) for one in answer]


def propose(force, case_id, who="auditor"):
    now = datetime.now(UTC)
    proposed = force.officers[who].write("disposal proposed", case_id, {"reason": "Nothing needs it."}, now)
    return proposed, send(force, who, proposed)


def confirmed(force, case_id, proposed, who, **changed):
    """What another officer signs, as it stands in the database."""
    with reading(force.installation.engine) as connection:
        head = log.head(connection, case_id)
        case = force.installation.case(connection, case_id, head)
    facts = {
        "case": case_id,
        "reference": case.reference,
        "group": "3",
        "entries": head.position,
        "head": head.hash,
        "proposal": entry_id(proposed),
        "proposed_by": json.loads(proposed.body)["officer"],
        **changed,
    }
    officer = force.officers[who]
    return officer.write("content disposed", officer.office().id, facts, datetime.now(UTC))


def left(force, case_id, table):
    with reading(force.installation.engine) as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table} WHERE case_id = :c"), {"c": case_id}).scalar_one()


def served_in_2019(force):
    """How many were, as the figures tell."""
    found = force.client("inspector").get("/api/figures?from=2019-01-01&to=2019-12-31").json
    return next(one["number"] for one in found["figures"] if one["key"] == "served")


def test_a_case_is_disposed_of_by_two_and_nothing_of_it_is_left_but_a_chain_that_holds(force):
    case_id, kept = over(force), recorded(force)[0]
    phone = force.client("constable")
    held = phone.get("/api/changes").json
    assert case_id in {one["id"] for one in held["cases"]}
    assert ask(force.client("response"), name="Inventedson").json["matches"]
    refused = force.constable.write("hold placed", case_id, facts_of("hold placed"), force.now)
    assert codes(send(force, "constable", refused)) == [("refused", ["posting"])]

    proposed, answer = propose(force, case_id)
    assert codes(answer) == [("accepted", [])]
    assert served_in_2019(force) == 1
    count_anew(force.installation)
    assert served_in_2019(force) == 1
    for who, changed, why in (
        ("auditor", {}, ["own_proposal"]),
        ("constable", {}, ["posting"]),
        ("solicitor", {"head": "0" * 64}, ["other_head"]),
        ("solicitor", {"case": str(uuid.uuid4())}, ["no_case"]),
        ("solicitor", {"group": "2"}, ["other_case"]),
        ("solicitor", {"proposal": str(uuid.uuid4())}, ["not_proposed"]),
    ):
        assert codes(send(force, who, confirmed(force, case_id, proposed, who, **changed))) == [("refused", why)], who
    before = verify_logs(force.installation)
    assert (before.failure, before.disposed, before.attachments) == (None, 0, 1)
    assert codes(send(force, "solicitor", confirmed(force, case_id, proposed, "solicitor"))) == [("accepted", [])]

    assert served_in_2019(force) == 0, "before anything is counted again"
    count_anew(force.installation)
    assert served_in_2019(force) == 0
    assert {table: left(force, case_id, table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    assert left(force, case_id, "case_keys") == 0
    with reading(force.installation.engine) as connection:
        jobs = connection.execute(text("SELECT payload FROM jobs")).scalars().all()
        entries = connection.execute(text("SELECT id FROM entries WHERE case_id = :c"), {"c": case_id}).scalars().all()
    assert not [one for one in jobs if any(id_ in one for id_ in (case_id, *entries))]
    after = verify_logs(force.installation)
    assert (after.failure, after.disposed, after.logs) == (None, 1, before.logs)
    assert (after.entries, after.attachments) == (before.entries + 1, 0)

    told = phone.get(f"/api/changes?after={held['after']}").json
    assert told["gone"] == [case_id]
    assert phone.get(f"/api/cases/{case_id}").status_code == 404
    assert force.client("auditor").get(f"/api/cases/{case_id}/log").status_code == 404
    assert not ask(force.client("response"), name="Inventedson").json["matches"]
    assert kept in {one["id"] for one in phone.get("/api/cases").json["cases"]}


def disposed(force):
    case_id = over(force)
    proposed, _ = propose(force, case_id)
    assert codes(send(force, "solicitor", confirmed(force, case_id, proposed, "solicitor"))) == [("accepted", [])]
    return case_id


def test_what_stands_against_it_is_said_sentence_by_sentence(force):
    case_id = over(force)
    now = datetime.now(UTC)
    held = force.solicitor.write("hold placed", case_id, facts_of("hold placed"), now)
    assert codes(send(force, "solicitor", held)) == [("accepted", [])]
    _, answer = propose(force, case_id)
    [why] = answer[0]["reasons"]
    assert why["code"] == "held" and why["message"].endswith("(claim): it is lifted first.")
    lifted = force.auditor.write("hold lifted", case_id, {"reason": "Settled."}, now, relies_on=[held])
    twice = force.auditor.write("hold lifted", case_id, {"reason": "Settled."}, now, relies_on=[held])
    assert codes(send(force, "auditor", lifted, twice)) == [("accepted", []), ("refused", ["no_hold"])]

    # A breach nobody answered, and an arrest no court heard; once a unit and a hearing are on record, neither.
    breach = force.constable.write("breach reported", case_id, facts_of("breach reported"), LONG_AGO)
    force.constable.send([breach], LONG_AGO)
    assert codes(propose(force, case_id)[1]) == [("refused", ["breach", "not_due"])]  # group 2 now: ten years
    unit = force.constable.write(
        "unit sent or not", case_id, facts_of("unit sent or not"), LONG_AGO, relies_on=[breach]
    )
    force.constable.send([unit], LONG_AGO)
    assert codes(propose(force, case_id)[1]) == [("refused", ["not_due"])]

    # Whoever reviews it puts it in another group, and never sooner than that group's period.
    review = {"group": "3", "next_review_on": "2020-01-01", "reason": "Nothing came of it."}
    for day, outcome in (("2020-01-01", ["not_ahead"]), ("2099-12-31", [])):
        written = force.auditor.write("case reviewed", case_id, {**review, "next_review_on": day}, now)
        [answer] = codes(send(force, "auditor", written))
        assert answer == ("refused" if outcome else "accepted", outcome)
    assert codes(propose(force, case_id)[1]) == [("refused", ["not_due"])]


def test_a_proposal_counts_only_while_nothing_is_recorded_after_it(force):
    case_id = over(force)
    proposed, _ = propose(force, case_id)
    signed = confirmed(force, case_id, proposed, "second")
    held = force.solicitor.write("hold placed", case_id, facts_of("hold placed"), datetime.now(UTC))
    send(force, "solicitor", held)
    assert codes(send(force, "second", signed)) == [("refused", ["not_proposed", "held"])]
    assert verify_logs(force.installation).disposed == 0


def test_what_comes_late_for_a_disposed_case_is_refused_and_what_waited_goes_with_it(force):
    case_id = over(force)
    first = force.constable.write("risk assessed", case_id, facts_of("risk assessed"), LONG_AGO)
    waits = force.constable.write("risk assessed", case_id, facts_of("risk assessed"), LONG_AGO, relies_on=[first])
    bad = force.constable.write("notice authorised", case_id, facts_of("notice authorised"), LONG_AGO)
    assert codes(send(force, "constable", waits))[0][0] == "waiting"
    assert codes(send(force, "constable", bad))[0][0] == "refused"
    arrest = force.response.write("arrest made", case_id, facts_of("arrest made"), LONG_AGO)
    proposed, _ = propose(force, case_id)
    assert codes(send(force, "second", confirmed(force, case_id, proposed, "second"))) == [("accepted", [])]
    assert left(force, case_id, "waiting") == 0
    [late] = send(force, "response", arrest)
    assert codes([late]) == [("refused", ["disposed"])]
    assert late["reasons"][0]["message"].endswith("Start another case, and record it there.")
    office = force.constable.office().id
    with reading(force.installation.engine) as connection:
        kept = {one["id"]: one["body"] for one in log.every_refused(connection, force.installation.keys, office)}
    assert kept[entry_id(bad)] is None, "it was under the case's key"
    assert json.loads(kept[entry_id(arrest)])["id"] == entry_id(arrest), "nothing sent is lost"
    assert verify_logs(force.installation).failure is None


def test_the_screen_is_told_what_is_due_what_holds_it_and_who_may_confirm(force):
    case_id = over(force)
    force.now = datetime.now(UTC)
    fresh = recorded(force)[0]
    auditor, solicitor = force.client("auditor"), force.client("solicitor")
    assert [one["case"] for one in auditor.get("/api/keeping").json["cases"]] == [case_id]
    assert force.client("constable").get("/api/keeping").status_code == 403
    one = auditor.post("/api/keeping", json={"case": case_id}).json
    assert (one["group"], one["reviewed"], one["quiet_since"], one["review_due"]) == (
        "3",
        False,
        "2019-07-16",
        "2025-07-16",
    )
    assert (one["against"], one["may_review"], one["may_confirm"]) == ([], True, False)
    other = auditor.post("/api/keeping", json={"case": fresh}).json
    assert other["against"][0].startswith("Its review is due on ")
    assert solicitor.post("/api/keeping", json={"case": fresh}).status_code == 404, "not served: not theirs to read"
    propose(force, case_id)
    [listed] = solicitor.get("/api/keeping").json["cases"]
    assert (listed["may_confirm"], listed["proposal"]["yours"], listed["may_review"]) == (True, False, False)
    [own] = auditor.get("/api/keeping").json["cases"]
    assert (own["may_confirm"], own["proposal"]["yours"]) == (False, True)
    facts = {
        "case": case_id,
        "proposal": listed["proposal"]["id"],
        "proposed_by": listed["proposal"]["officer"],
        **{name: listed[name] for name in ("reference", "group", "entries", "head")},
    }
    signed = force.solicitor.write("content disposed", force.solicitor.office().id, facts, force.now)
    assert codes(send(force, "solicitor", signed)) == [("accepted", [])]
    answer = auditor.get("/api/keeping").json
    assert (answer["cases"], answer["total"], answer["disposed"]) == ([], 0, 1)


TAMPERED = {
    "a key deleted": ("DELETE FROM case_keys WHERE case_id = '{other}'", "holds an entry whose bytes were changed"),
    "the chain rewritten": (
        "UPDATE entries SET received_at = '2020' WHERE case_id = '{case}' AND position = 3",
        "its hash does not follow",
    ),
    "the tail cut": ("DELETE FROM entries WHERE case_id = '{case}' AND position = 2", "entry 2 is missing"),
    "a key put back": ("INSERT INTO case_keys SELECT '{case}', wrapped FROM case_keys LIMIT 1", "still here"),
    "the log gone": ("DELETE FROM heads WHERE case_id = '{case}'", "has entries but no head"),
}


def test_the_check_finds_what_was_done_to_it_since_and_an_export_holds_without_our_code(force, tmp_path):
    case_id, other = disposed(force), recorded(force)[0]
    folder = tmp_path / "export"
    assert export_everything(force.installation, folder, force.now)["disposed"] == 1
    assert checked(folder).returncode == 0, checked(folder).stderr
    assert {json.loads(line)["body"] for line in (folder / f"logs/{case_id}.jsonl").read_text().splitlines()} == {None}
    force.let_go()
    for statement, found in TAMPERED.values():
        path = tmp_path / "tampered.sqlite"
        shutil.copy(tmp_path / "field.sqlite", path)
        engine = connect(f"sqlite:///{path}")
        with writing(engine) as connection:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for one in connection.execute(text(triggers)).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {one}")
            connection.exec_driver_sql(statement.format(case=case_id, other=other))
        tampered = installation_with(engine, force.settings, KEYS, demonstration=False)
        assert found in (verify_logs(tampered).failure or ""), statement
        engine.dispose()


def test_on_postgresql_alike(postgres_force):
    force = _long_ago(postgres_force)
    case_id = disposed(force)
    assert {table: left(force, case_id, table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    found = verify_logs(force.installation)
    assert (found.failure, found.disposed) == (None, 1)
    late = force.constable.write("risk assessed", case_id, facts_of("risk assessed"), force.now)
    assert codes(send(force, "constable", late)) == [("refused", ["disposed"])]


def test_serious_harm_that_became_known_later_keeps_a_case_for_longer(force):
    case_id = over(force)
    harm = {"what": "serious harm", "happened_on": "2019-07-15", "reference": None, "account": None}
    force.constable.record([force.constable.write("later event recorded", case_id, harm, LONG_AGO)], LONG_AGO)
    assert force.client("auditor").post("/api/keeping", json={"case": case_id}).json["group"] == "2"
    assert codes(propose(force, case_id)[1]) == [("refused", ["not_due"])]
