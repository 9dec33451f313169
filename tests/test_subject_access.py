"""Somebody asks for what is held about them: what they are given, what is not, and who may hand it out."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import text

from field_app.cases.entries import KINDS, newest
from field_app.cases.entries.keeping import PARTS
from field_app.cases.subject_access import REASONS, TOLD, WITHHELD, compose
from field_app.cases.subject_access.told import ANYBODY
from field_app.store.database import reading
from tests.cases.examples import facts_of, id_of
from tests.store.story import facts_of as of
from tests.store.story import recorded, said, served
from tests.web.every_kind import Writer, told

PLANTED = (
    "Secretplace",
    "07700 900777",
    "900777",
    "Thirdperson",
    "9 Hidden Lane",
    "07700 900123",
    "900123",
    "bluebird",
    "Invented Sister",
)
"""The safe contact, a third party, the protected person's telephone and a word agreed: of none of them anything."""


def planted(force):
    """The reference case, served, with what nobody else must learn, and the respondent's own words that tell it."""
    case_id, captured, *_ = served(force)
    described = [of(one) for one in captured if json.loads(one.body)["kind"] == "person described"]
    respondent, protected = (next(one for one in described if one["role"] == role) for role in ANYBODY[:2])
    third = {**facts_of("person described"), "person": str(uuid.uuid4()), "role": "witness"}
    third |= {"family_name": "Thirdperson", "given_names": "Wren", "aliases": [], "address": "9 Hidden Lane"}
    third |= {"telephone": None, "number_plate": None, "other_contact": None, "postcode": None, "born": None}
    safe = {**facts_of("safe contact arranged"), "reached_at": "Secretplace House\n07700 900777"}
    safe |= {"code_word": "bluebird", "by_whom": "Invented Sister"}
    views = {**facts_of("views recorded"), "whose": "respondent", "person": None, "steps": None}
    views["said"] = (
        "I want to go home. Wren Thirdperson told me of 9 Hidden Lane. She is at Secretplace House now. "
        "Ring her on 07700 900123. The word is bluebird, says Invented Sister."
    )
    told_by = {**protected, "telephone": "07700 900123"}
    old = next(one for one in captured if json.loads(one.body)["kind"] == "person described" and of(one) == protected)
    force.constable.record(
        [
            force.constable.write("person described", case_id, third, force.now),
            force.constable.write("safe contact arranged", case_id, safe, force.now),
            force.constable.write("views recorded", case_id, views, force.now),
            force.constable.write(
                "person described", case_id, told_by, force.now, replaces=[json.loads(old.body)["id"]]
            ),
        ],
        force.later(minutes=1),
    )
    return case_id, respondent, protected, third


def ask(force, who, case_id, person, **changed):
    """What asking comes to, and the address of the file."""
    facts = {"person": person, "request": "SAR 1", "also_withheld": [], "why_withheld": None, **changed}
    asked = force.officers[who].write("subject access asked for", case_id, facts, force.now)
    outcome = said(force.officers[who].send([asked], force.now)[0])
    return outcome, f"/api/cases/{case_id}/subject-access/{json.loads(asked.body)['id']}"


def file_of(force, path, who="auditor"):
    answer = force.confirm(who, path).get(path)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith('-subject-access.zip"')
    with ZipFile(BytesIO(answer.data)) as file:
        page, data = (file.read(name).decode() for name in ("subject-access.html", "subject-access.json"))
    return page, json.loads(data), page + data


def test_a_respondent_learns_of_themselves_and_of_nobody_else(sqlite_force):
    force = sqlite_force
    case_id, respondent, protected, third = planted(force)
    outcome, path = ask(force, "auditor", case_id, respondent["person"])
    assert outcome == ("accepted", [])
    page, data, whole = file_of(force, path)
    for secret in (*PLANTED, protected["given_names"], protected["born"]):
        assert str(secret) not in whole, secret
    if protected["address"] != respondent["address"]:
        assert protected["address"].split("\n")[0] not in whole
    assert respondent["given_names"] in page and "I want to go home." in page and "[withheld]" in page
    assert data["role"] == "respondent" and data["name"] in page and {one["part"] for one in data["given"]} <= {*PARTS}
    assert {one["reason"] for one in data["withheld"]} <= {*REASONS} and all(one["count"] for one in data["withheld"])
    for officer in force.officers.values():
        assert officer.office().officers[officer.id].name not in whole
    _, theirs = ask(force, "auditor", case_id, protected["person"])
    page, data, whole = file_of(force, theirs)
    assert "07700 900123" in page, "their own telephone"
    for secret in (respondent["given_names"], "Thirdperson", "Secretplace", "9 Hidden Lane", "bluebird", "go home"):
        assert secret not in whole, secret
    parts = {"also_withheld": list(PARTS), "why_withheld": "Their solicitor has it."}
    _, less = ask(force, "auditor", case_id, third["person"], **parts)
    page, data, whole = file_of(force, less)
    assert not data["given"] and "9 Hidden Lane" not in whole


def test_it_is_on_record_before_and_refused_without_posting_confirmation_or_person(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    people = [of(one) for one in captured if json.loads(one.body)["kind"] == "person described"]
    respondent, protected = (next(one["person"] for one in people if one["role"] == role) for role in ANYBODY[:2])
    for who in ("constable", "solicitor", "superintendent"):
        assert ask(force, who, case_id, protected)[0] == ("refused", ["posting"])
    assert ask(force, "auditor", case_id, respondent)[0] == ("refused", ["not_served"])
    assert ask(force, "auditor", case_id, str(uuid.uuid4()))[0] == ("refused", ["no_such_person"])
    assert ask(force, "auditor", case_id, protected, also_withheld=["the notice"])[0] == ("refused", ["no_reason"])
    outcome, path = ask(force, "auditor", case_id, protected)
    assert outcome == ("accepted", [])
    for other in ("constable", "solicitor"):
        assert force.client(other).get(path).status_code == 404
    refused = force.client("auditor").get(path)
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "not_confirmed")
    assert file_of(force, path)[1]["role"] == "protected person"
    with reading(force.installation.engine) as connection:
        found = connection.execute(text("SELECT action, officer FROM access ORDER BY number")).all()
    kept = [(action, officer) for action, officer in found if action.startswith("subject access")]
    assert kept[-1] == ("subject access", force.auditor.id)
    assert [action for action, _ in kept[:-1]] == ["subject access refused"] * 2
    entry = path.rpartition("/")[2]
    wrong = path.replace(entry, json.loads(captured[0].body)["id"])
    assert force.confirm("auditor", wrong).get(wrong).status_code == 404
    kept_case = force.client("auditor").post("/api/keeping", json={"case": case_id}).json
    assert {one["role"] for one in kept_case["people"]} >= {"respondent", "protected person"}
    assert [one["id"] for one in kept_case["subject_access"]] == [entry]


def test_every_kind_is_given_or_counted_as_withheld(sqlite_force):
    """Over all kinds: what is in no file is counted, and what is given is of a kind that is named for that person."""
    cases = {kind for kind, _ in KINDS if newest(kind).log == "case"}
    assert {*TOLD} | {*WITHHELD} <= cases and not {*TOLD} & {*WITHHELD}
    writer = Writer(id_of("officer"), id_of("device"))
    office, seen = sqlite_force.auditor.office(), set()
    for state in ("served", "ordered", "ended", "sealed"):
        case = told(state, dict.fromkeys(("constable", "superintendent", "administrator"), writer)).case
        asked = next(one for one in case.held if one.entry.kind == "subject access asked for")
        upto = [one for one in case.held if one.position <= asked.position]
        seen |= {one.entry.kind for one in upto}
        people = {one.entry.facts.person: one.entry.facts.role for one in upto if one.entry.kind == "person described"}
        assert {*people.values()} >= {"respondent", "protected person"}
        for person, role in people.items():
            facts = replace(asked.entry.facts, person=person, also_withheld=())
            made = compose(case, office, replace(asked, entry=replace(asked.entry, facts=facts)))
            entries = sum(one.count for one in made.withheld if one.what == "entries")
            assert entries + len(made.given) == len(upto)
            assert {one.says for one in made.given} <= {one.says for one in TOLD.values() if role in one.whom}
    assert seen >= cases - {"case sealed", "hearing adjourned"}, cases - seen
