"""Authority by telephone through the public door: noted, confirmed over that very text, or in doubt (P16)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from field_app.actions import read_case, verify_logs
from field_app.actions.documents import render_document
from field_app.cases import bundle
from field_app.cases.bundle.told import moment
from field_app.cases.check_words import check_words
from field_app.cases.force import Clocks, Force, Switches
from field_app.demonstration.case import serve
from field_app.law.notice import compose, text_hash
from field_app.store.database import reading
from field_app.store.log import head
from field_app.store.tables import jobs
from field_app.worker import Worker
from tests.store.story import requested, said
from tests.web.test_lookup import ask as look_up
from tests.worker.test_documents import text_of

ON = Force("Invented Police", switches=Switches(telephone_authority=True), clocks=Clocks(telephone=12))


@pytest.fixture
def force(sqlite_force):
    sqlite_force.installation.force = sqlite_force.app().extensions["installation"].force = ON
    return sqlite_force


def facts_of(force, case_id, by, at, **changed):
    """What the constable notes that `by` authorised then."""
    office = force.constable.office()
    named = office.officers[by.id]
    issuing = {"name": named.name, "rank": named.rank, "collar_number": named.collar_number}
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    text = list(changed.pop("text", compose(view, issuing, {"name": office.force})))
    facts = {"officer": issuing, "given_at": at.isoformat(timespec="seconds"), "text": text}
    return {**facts, "text_sha256": text_hash(text), "words": " ".join(check_words(text)), **changed}


def note(force, by=None, **changed):
    """A case requested, and authorised by telephone a few minutes after: its id, what was noted, the answer."""
    case_id, _, request = requested(force)
    given_at = force.later(minutes=5)
    facts = facts_of(force, case_id, by or force.superintendent, given_at, **changed)
    noted = force.constable.write("telephone authority noted", case_id, facts, force.now, relies_on=[request])
    return case_id, noted, force.constable.send([noted], force.later(minutes=1))[0]


def confirm(force, officer, case_id, noted, **changed):
    facts = {"text": json.loads(noted.body)["facts"]["text"], "reasons": "As I said.", **changed}
    sent = officer.write("telephone authority confirmed", case_id, facts, force.later(minutes=1), relies_on=[noted])
    return officer.send([sent], force.now)[0]


def differ(force, officer, case_id, noted, *conditions):
    facts = {"what": "I authorised 50 metres, not 100.", "conditions": list(conditions)}
    sent = officer.write("telephone authority differs", case_id, facts, force.later(minutes=1), relies_on=[noted])
    return officer.send([sent], force.now)[0]


def served(force, case_id, noted):
    service = serve(force.constable, case_id, noted, force.later(minutes=20), force.now)
    return force.constable.send([service], force.now)[0]


def view(force, case_id, who="constable"):
    return force.client(who).get(f"/api/cases/{case_id}").json["case"]


def matched(force, monkeypatch=None, after=timedelta()):
    if monkeypatch:
        now = force.now + after
        monkeypatch.setattr("field_app.web.lookup.now", lambda: now)
    return look_up(force.client("response"), name="Craig Inventedson").json["matches"][0]


def test_it_is_authorised_and_unconfirmed_everywhere_and_can_be_served(force, monkeypatch):
    case_id, noted, outcome = note(force)
    assert said(outcome) == ("accepted", [])
    case = view(force, case_id)
    assert (case["stage"], case["telephone"]["state"]) == ("authorised", "unconfirmed")
    found = matched(force, monkeypatch)
    assert found["in_force"] == "authorised, not served"
    assert "by telephone, UNCONFIRMED" in found["power"]
    assert len(found["conditions"]) == 5
    assert said(served(force, case_id, noted)) == ("accepted", [])
    found = matched(force, monkeypatch)
    assert found["in_force"] == "notice"
    assert "by telephone, UNCONFIRMED" in found["power"]


def test_where_the_force_has_not_switched_it_on_it_is_kept_and_counts_for_nothing(sqlite_force):
    case_id, noted, outcome = note(sqlite_force)
    assert said(outcome) == ("accepted irregular", ["telephone_off"])
    assert view(sqlite_force, case_id)["stage"] == "requested"
    assert verify_logs(sqlite_force.installation).failure is None
    assert "not_authorised" in said(served(sqlite_force, case_id, noted))[1]


WRONG = {
    "other words": ({"words": "acorn badge cabbage daisy eagle falcon"}, "words"),
    "another hash": ({"text_sha256": "0" * 64}, "words"),
    "another text": ({"text": ["# Notice", "Not to molest."]}, "text"),
    "in the future": ({"given_at": "2099-01-01T00:00:00+00:00"}, "in_the_future"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_was_not_read_out_so_is_no_authority(force, what):
    changed, code = WRONG[what]
    case_id, _, outcome = note(force, **changed)
    assert said(outcome) == ("accepted irregular", [code])
    assert view(force, case_id)["stage"] == "requested"


def test_nor_is_the_word_of_somebody_below_the_rank(force):
    assert said(note(force, by=force.inspector)[2]) == ("accepted irregular", ["rank"])


def test_the_officer_it_names_reads_it_and_confirms_that_very_text(force, monkeypatch):
    case_id, noted, _ = note(force)
    named = force.superintendent
    assert [one["id"] for one in force.client("superintendent").get("/api/changes").json["cases"]] == [case_id]
    assert said(confirm(force, force.other_superintendent, case_id, noted)) == ("refused", ["not_the_one_named"])
    assert said(confirm(force, named, case_id, noted, text=["# Another"])) == ("refused", ["other_text"])
    assert said(confirm(force, named, case_id, noted)) == ("accepted", [])
    assert view(force, case_id)["telephone"]["state"] == "confirmed"
    assert said(confirm(force, named, case_id, noted)) == ("refused", ["answered"])
    served(force, case_id, noted)
    found = matched(force, monkeypatch, timedelta(hours=30))
    assert (found["in_force"], "UNCONFIRMED" in found["power"]) == ("notice", False)


def test_what_differs_is_in_doubt_with_its_condition_and_is_never_removed(force, monkeypatch):
    case_id, noted, _ = note(force)
    served(force, case_id, noted)
    assert said(differ(force, force.superintendent, case_id, noted, "distance")) == ("accepted", [])
    found = matched(force, monkeypatch)
    assert found["in_force"] == "notice in doubt"
    assert "I authorised 50 metres, not 100" in found["power"]
    assert [one.endswith(": IN DOUBT") for one in found["conditions"]].count(True) == 1
    assert said(confirm(force, force.superintendent, case_id, noted)) == ("refused", ["answered"])
    assert view(force, case_id)["telephone"]["in_doubt"] == ["distance"]


def test_nobody_else_can_disown_it(force):
    case_id, noted, _ = note(force)
    outcome = differ(force, force.other_superintendent, case_id, noted)
    assert said(outcome) == ("accepted irregular", ["not_the_one_named"])
    assert view(force, case_id)["telephone"]["state"] == "unconfirmed"


def test_what_is_served_although_it_differs_is_marked(force):
    case_id, noted, _ = note(force)
    differ(force, force.superintendent, case_id, noted)
    assert said(served(force, case_id, noted)) == ("accepted irregular", ["differs"])


@pytest.mark.parametrize(("hours", "in_force"), [(11, "notice"), (13, "notice in doubt")])
def test_not_confirmed_within_the_hours_it_is_in_doubt(force, monkeypatch, hours, in_force):
    case_id, noted, _ = note(force)
    served(force, case_id, noted)
    found = matched(force, monkeypatch, timedelta(hours=hours))
    assert found["in_force"] == in_force
    assert all(one.endswith(": IN DOUBT") for one in found["conditions"]) == (in_force != "notice")


@pytest.mark.parametrize("confirmed", [False, True])
def test_legal_services_are_alarmed_when_the_hours_are_over_and_nobody_has_confirmed(force, confirmed):
    case_id, noted, _ = note(force)
    if confirmed:
        confirm(force, force.superintendent, case_id, noted)
    worker = Worker(force.installation, "https://field.example")
    while worker.work(force.later(minutes=1)):
        pass
    with force.installation.engine.begin() as connection:
        connection.execute(jobs.delete().where(jobs.c.kind != "telephone due"))
    worker.work(force.later(hours=13))
    with reading(force.installation.engine) as connection:
        told = [
            json.loads(row.payload)["officer"]
            for row in connection.execute(jobs.select().where(jobs.c.kind == "tell officer"))
        ]
    assert (force.officers["solicitor"].id in told) == (not confirmed)


def test_the_certificate_of_service_and_the_bundle_say_who_authorised_it_and_when(force):
    given_at = force.now + timedelta(minutes=2)
    case_id, noted, _ = note(force, given_at=given_at.isoformat(timespec="seconds"))
    served(force, case_id, noted)
    service = view(force, case_id)["service"]["_"]["entry"]
    render_document(force.installation, case_id, service, "certificate of service", force.now)
    [made] = view(force, case_id)["documents"]
    said_by_it = text_of(force.client("solicitor").get(f"/api/cases/{case_id}/documents/{made['sha256']}").data)
    office = force.constable.office()
    names = [office.officers[one.id].name for one in (force.superintendent, force.constable)]
    assert f"{names[0]}, superintendent, collar number" in said_by_it
    assert f"by telephone; the text read out was noted by {names[1]}" in said_by_it
    assert json.loads(noted.body)["facts"]["text_sha256"] in said_by_it.replace(" ", "")
    with reading(force.installation.engine) as connection:
        case = force.installation.case(connection, case_id, head(connection, case_id))
    [application] = bundle.compose(case, office, bundle.Choice(frozenset())).first
    assert ("Notice issued", moment(given_at)) in application.blocks[1].rows
