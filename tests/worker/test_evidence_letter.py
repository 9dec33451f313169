"""The letter for legal aid: what was issued and ordered, and nothing else; made once, for two postings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from field_app.demonstration.case import serve
from field_app.demonstration.officer import entry_id
from field_app.law.clocks import LONDON
from field_app.store.database import reading
from field_app.store.tables import access
from tests.cases.examples import facts_of
from tests.store.story import authorised
from tests.worker.conftest import Desk
from tests.worker.test_documents import case_of, fetch, tags_of, text_of

KIND = "evidence letter asked for"


@pytest.fixture
def desk(sqlite_force, push_service):
    desk = Desk(sqlite_force, push_service)
    desk.allow(push_service.origin)
    return desk


def ask(force, case_id, who="safeguarding"):
    """What asking for the letter comes to, and the entry."""
    officer = force.officers[who]
    sent = officer.write(KIND, case_id, facts_of(KIND), force.now)
    [outcome] = officer.send([sent], force.later(minutes=1))
    return outcome, entry_id(sent)


def letter(desk, case_id, who="safeguarding"):
    """The letter as it is made for this officer: its hash, and the PDF."""
    outcome, asked = ask(desk.force, case_id, who)
    assert (outcome.outcome, outcome.reasons) == ("accepted", ())
    desk.work()
    seen = desk.force.client(who).get(f"/api/cases/{case_id}").json["case"]["documents"]
    [made] = [one for one in seen if one["entry"] == asked]
    return made["sha256"], fetch(desk.force, who, case_id, made["sha256"]).data


def test_a_protected_person_who_speaks_welsh_has_it_in_welsh_besides_as_a_draft(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    force.constable.record([serve(force.constable, case_id, decision, force.now, force.now)], force.later(minutes=4))
    known = case_of(force, case_id)["protected_person"]
    facts = {name: value for name, value in known.items() if name != "_"} | {"language": "Cymraeg"}
    written = force.constable.write("person described", case_id, facts, force.now, replaces=[known["_"]["entry"]])
    force.constable.record([written], force.now)
    outcome, asked = ask(force, case_id)
    assert outcome.outcome == "accepted"
    desk.work()
    seen = force.client("safeguarding").get(f"/api/cases/{case_id}").json["case"]["documents"]
    made = {one["document"]: one["sha256"] for one in seen if one["entry"] == asked}
    assert set(made) == {"evidence letter", "evidence letter in Welsh"}
    said = " ".join(text_of(fetch(force, "safeguarding", case_id, made["evidence letter in Welsh"]).data).split())
    assert "CYFIEITHIAD DRAFFT, NID I’W GYFLWYNO: DRAFT TRANSLATION, NOT FOR SERVICE" in said
    assert "Dyroddwyd Hysbysiad Amddiffyn rhag Trais Domestig (DVPN yn Saesneg)" in said
    assert "o reng uwch-arolygydd neu'n uwch" in said and "13 Gorffennaf 2026" in said
    assert fetch(force, "constable", case_id, made["evidence letter in Welsh"]).status_code == 404


def test_it_says_what_was_issued_and_ordered_and_is_for_safeguarding_and_legal_services(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    refused, _ = ask(force, case_id)
    assert [(why.code, why.section) for why in refused.reasons] == [("nothing_issued", "s.24")]
    assert "No DVPN has been issued and given" in refused.reasons[0].message
    issued = force.now.astimezone(LONDON)
    service = serve(force.constable, case_id, decision, force.later(minutes=30), force.now)
    force.constable.record([service], force.later(minutes=4))
    assert [why.code for why in ask(force, case_id, "constable")[0].reasons] == ["posting"]

    name, body = letter(desk, case_id)
    said = text_of(body)
    for part in (
        "Protected person Rachel Notareal",
        "Respondent Craig Inventedson",
        "under section 24 of the Crime and Security Act 2010",
        f"Issued on {issued:%A} {issued.day} {issued:%B %Y}",
        f"Given to the respondent on {issued:%A} {issued.day}",
        "No decision of the court on an order is recorded as yet.",
        "Civil Legal Aid (Procedure) Regulations 2012, regulation 33 and Schedule 1",
        f"Signed for the force by {force.safeguarding.office().officers[force.safeguarding.id].name}",
    ):
        assert part in said, part
    case = force.client("constable").get(f"/api/cases/{case_id}").json["case"]
    kept_out = (
        case["protected_person"]["address"].splitlines()[0],
        case["respondent"]["address"].splitlines()[0],
        case["violence"]["account"][:40],
        case["risk"]["level"],
        "Madeup Road",
        "custody suite",
        facts_of(KIND)["given_to"],
    )
    assert not [one for one in kept_out if one in said]
    assert {"/H1", "/H2", "/Table", "/TH"} <= {*tags_of(body)}

    assert {who: fetch(force, who, case_id, name).status_code for who in ("solicitor", "constable", "auditor")} == {
        "solicitor": 200,
        "constable": 404,
        "auditor": 404,
    }
    with reading(force.installation.engine) as connection:
        seen = select(access.c.officer).where(access.c.action == "document", access.c.case_id == case_id)
        assert {force.safeguarding.id, force.solicitor.id} <= {*connection.execute(seen).scalars()}

    day = force.now.astimezone(LONDON).date()
    order = {**facts_of("order made"), "made_on": day.isoformat()}
    order["last_day"] = (day + timedelta(days=27)).isoformat()
    force.solicitor.record([force.solicitor.write("order made", case_id, order, force.now)], force.now)
    later, body = letter(desk, case_id, "solicitor")
    said, last = text_of(body), day + timedelta(days=27)
    assert "under section 28 of the Crime and Security Act 2010" in said and later != name
    assert "Court Basildon Magistrates' Court" in said and "No decision of the court" not in said
    assert f"How it stands today Its last day is {last:%A} {last.day} {last:%B %Y}." in said
    assert "Fictional Close" not in said, "the order's own conditions name places"
    force.later(days=29)
    assert "It was in force until the end of" in text_of(letter(desk, case_id)[1])


def test_of_a_sealed_case_it_is_refused_to_whom_that_is_closed(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    force.constable.record([serve(force.constable, case_id, decision, force.now, force.now)], force.later(minutes=4))
    employed = {"whose": "respondent", "employed": True, "force": None, "collar_number": "1003", "station": None}
    force.constable.record(
        [force.constable.write("police employment recorded", case_id, employed, force.now)], force.now
    )
    [why] = ask(force, case_id)[0].reasons
    assert (why.code, why.message) == ("closed", "This case is not open to you. Ring the duty inspector.")
    assert ask(force, case_id, "solicitor")[0].outcome == "accepted"
