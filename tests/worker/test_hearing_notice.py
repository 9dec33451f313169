"""The notice of the hearing on paper: made of every listing and of what the court adjourned to, for the respondent."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from field_app.demonstration.case import authorise, serve
from field_app.demonstration.case import request as ask
from field_app.law.clocks import LONDON
from field_app.law.courts import Court
from tests.cases.examples import facts_of
from tests.store.story import authorised
from tests.store.test_regimes import CSA, DAA, captured, has
from tests.worker.conftest import Desk
from tests.worker.test_documents import case_of, fetch, tags_of, text_of

TOWN = Court("Town Magistrates' Court", (), telephone="01632 960199", address="1 Invented Square\nTown ZZ1 1AA")
FAR = Court("Far Court", (), remote=True, joining="Video link: ring the list office before 09:00.")


@pytest.fixture
def desk(sqlite_force, push_service):
    desk = Desk(sqlite_force, push_service)
    desk.allow(push_service.origin)
    desk.says(courts=(TOWN, FAR))
    return desk


def at(force, **later):
    return (force.now + timedelta(**later)).isoformat(timespec="seconds")


def notices(desk, case_id, kind="hearing listed", **facts):
    """What is made of this record of the court, in each language: its hash, and what the PDF says."""
    force = desk.force
    sent = force.solicitor.write(kind, case_id, {**facts_of(kind), "joining": None, **facts}, force.now)
    [outcome] = force.solicitor.send([sent], force.later(minutes=1))
    assert outcome.outcome.startswith("accepted"), outcome
    desk.work()
    made = [one for one in case_of(force, case_id)["documents"] if one["entry"] == json.loads(sent.body)["id"]]
    return {one["document"]: fetch(force, "constable", case_id, one["sha256"]).data for one in made}


def describe(force, case_id, role, **changes):
    known = case_of(force, case_id)[role]
    facts = {name: value for name, value in known.items() if name != "_"} | changes
    written = force.constable.write("person described", case_id, facts, force.now, replaces=[known["_"]["entry"]])
    force.constable.record([written], force.now)


def test_it_says_where_and_when_what_for_and_what_may_happen_and_nothing_of_the_protected_person(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    [body] = notices(desk, case_id, court=" town magistrates' court ", sitting_at=at(force, hours=20)).values()
    said = text_of(body)
    assert "A domestic violence protection notice (DVPN) has been issued against you." in said  # P23: with the notice
    service = serve(force.constable, case_id, decision, force.later(minutes=30), force.now)
    given = {**json.loads(service.body)["facts"], "address_given": "Flat 3, 9 Fabricated Street\nTown"}
    written = force.constable.write("notice served", case_id, given, force.now, relies_on=[decision])
    force.constable.send([written], force.later(minutes=4))
    on = force.now.astimezone(LONDON)
    known = case_of(force, case_id)
    sitting = datetime.fromisoformat(at(force, hours=30)).astimezone(LONDON)
    [body] = notices(desk, case_id, court=TOWN.name, sitting_at=at(force, hours=30)).values()
    said = text_of(body)
    for part in (
        "Crime and Security Act 2010, section 27",
        "To Craig Inventedson",
        "At the address you gave Flat 3, 9 Fabricated Street Town",
        f"Reference of the notice {known['reference']}",
        f"Day {sitting:%A} {sitting.day} {sitting:%B %Y} Time {sitting:%H:%M}",
        "Court Town Magistrates' Court Address of the court 1 Invented Square Town ZZ1 1AA",
        "Telephone of the court 01632 960199",
        "for a domestic violence protection order (DVPO) against you, to protect Rachel Notareal.",
        f"You were given a domestic violence protection notice (DVPN) on {on:%A} {on.day} {on:%B %Y}.",
        "the court can decide without you",
        "The notice goes on until the court has decided, even if the hearing is put off to another day.",
        "There may be a solicitor on duty at the court.",
        "if you need an interpreter, also for sign language",
    ):
        assert part in said, part
    kept_out = (
        known["protected_person"]["address"].splitlines()[0],
        known["violence"]["account"][:40],
        known["risk"]["level"],
        known["premises"]["address"].splitlines()[0],
    )
    assert not [one for one in kept_out if one in said]
    assert {"/H1", "/H2", "/Table", "/TH", "/LI"} <= {*tags_of(body)}
    assert "To join from elsewhere" not in said


def test_a_remote_court_says_how_it_is_joined_an_unknown_one_has_its_address_written_in_an_adjourned_one_goes_on(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    force.constable.record([serve(force.constable, case_id, decision, force.now, force.now)], force.later(minutes=4))
    [body] = notices(desk, case_id, court=FAR.name, sitting_at=at(force, hours=9)).values()
    said = text_of(body)
    assert f"To join from elsewhere {FAR.joining}" in said and "Address of the court" not in said
    number = "01632 960777"
    describe(force, case_id, "protected_person", telephone=number)
    telling = f"The court rings the protected person at {number}."
    assert not seen_at_the_desk(force, case_id)["joining_left_out"]
    [body] = notices(desk, case_id, court="Elsewhere", sitting_at=at(force, hours=9), joining=telling).values()
    assert seen_at_the_desk(force, case_id)["joining_left_out"]
    assert number not in text_of(body) and "Address of the court" in text_of(body)
    adjourned = {"court": TOWN.name, "adjourned_at": at(force), "until": None, "why": None}
    assert notices_of_adjournment(desk, case_id, adjourned) == []
    until = datetime(2026, 7, 20, 14, 15, tzinfo=LONDON)
    [said] = notices_of_adjournment(desk, case_id, {**adjourned, "until": until.isoformat()})
    assert "The court has put the hearing off. It goes on as follows. Day Monday 20 July 2026 Time 14:15" in said


def seen_at_the_desk(force, case_id):
    return force.client("solicitor").get(f"/api/cases/{case_id}").json


def notices_of_adjournment(desk, case_id, facts):
    force = desk.force
    sent = force.solicitor.write("hearing adjourned", case_id, facts, force.now)
    force.solicitor.send([sent], force.later(minutes=1))
    desk.work()
    made = [one for one in case_of(force, case_id)["documents"] if one["entry"] == json.loads(sent.body)["id"]]
    return [text_of(fetch(force, "constable", case_id, one["sha256"]).data) for one in made]


def test_under_the_domestic_abuse_act_it_says_so_and_in_welsh_it_is_a_draft(desk):
    force = desk.force
    has(force, CSA, DAA)
    desk.says(courts=(TOWN,))
    case_id, written = captured(force, "DAA2021")
    request = ask(force.constable, case_id, written, force.now)
    force.constable.record([*written, request], force.later(minutes=5))
    decided = authorise(force.inspector, case_id, request, force.later(minutes=10))
    force.inspector.record([decided], force.now)
    force.constable.record([serve(force.constable, case_id, decided, force.now, force.now)], force.later(minutes=1))
    describe(force, case_id, "respondent", language="Welsh")
    made = notices(desk, case_id, court=TOWN.name, sitting_at=at(force, hours=12))
    assert set(made) == {"notice of hearing", "notice of hearing in Welsh"}
    said = text_of(made["notice of hearing"])
    assert "Domestic Abuse Act 2021, sections 28 and 29" in said
    assert "for a domestic abuse protection order (DAPO) against you" in said
    assert "until the court has decided or the application is withdrawn" in said and "section 27" not in said
    welsh = text_of(made["notice of hearing in Welsh"])
    assert "CYFIEITHIAD DRAFFT, NID I’W GYFLWYNO: DRAFT TRANSLATION, NOT FOR SERVICE" in welsh
    assert "Deddf Cam-drin Domestig 2021, adrannau 28 a 29" in welsh and "Gorffennaf 2026" in welsh
