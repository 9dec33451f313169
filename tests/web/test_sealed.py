"""A sealed case, role by role and door by door: open to those who have a part in it, and to nobody else (P21, P30)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from field_app.actions import Sent, control_room
from field_app.actions.lookup import RING
from field_app.cases.audit import SOUGHT_ONESELF
from field_app.cases.case import Case
from field_app.cases.reaching import reached
from field_app.demonstration.case import authorise, serve
from field_app.demonstration.force import add_officer
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store import log
from field_app.store.database import reading
from field_app.store.tables import jobs
from field_app.worker import Worker
from tests.cases.examples import facts_of
from tests.conftest import ORIGIN, ROLES
from tests.store.story import recorded, requested
from tests.test_lookup_batch import batch
from tests.web.test_lookup import ask

EMPLOYED = {"whose": "respondent", "employed": True, "force": None, "collar_number": "1003", "station": None}
"""The respondent is PC Placeholder, the tests' `response`."""


BUNDLE = {"exhibits": None, "withheld": []}


@pytest.fixture
def force(sqlite_force):
    """With professional standards; the respondent's line manager is the first superintendent on call."""
    force = sqlite_force
    new = ("Morgan Notreal, professional standards", "5006", "police staff", ("professional standards",), False)
    added = add_officer(force.administrator, *new, now=force.now)
    force.officers["standards"] = SoftwareOfficer(force.installation, added, datetime.now(UTC))
    line(force, "response", line_manager=force.superintendent.id, team="Blue", district="Invented District")
    line(force, "custody", team="Blue")
    line(force, "inspector", district="Invented District")
    return force


def line(force, who, **facts):
    known = {"officer": force.officers[who].id, "line_manager": None, "team": None, "district": None, **facts}
    in_office(force, "administrator", "line management recorded", known)


def in_office(force, who, kind, facts):
    officer = force.officers[who]
    officer.record([officer.write(kind, officer.office().id, facts, force.now)], force.now)


def work(force):
    worker = Worker(force.installation, ORIGIN)
    while worker.work(force.now):
        pass


def sealed(force):
    """Requested, the respondent's employment recorded first, and put to whoever may decide it."""
    case_id, _, request = requested(force)
    force.constable.record(
        [force.constable.write("police employment recorded", case_id, EMPLOYED, force.now)], force.now
    )
    work(force)
    return case_id, request


def sealed_and_served(force):
    case_id, request = sealed(force)
    decision = authorise(force.other_superintendent, case_id, request, force.later(minutes=10))
    force.other_superintendent.record([decision], force.now)
    service = serve(force.constable, case_id, decision, force.later(hours=1), force.now)
    force.constable.record([service], force.later(minutes=2))
    work(force)
    return case_id, request


def case_of(force, case_id) -> Case:
    with reading(force.installation.engine) as connection:
        return force.installation.case(connection, case_id, log.head(connection, case_id))


def told(force):
    """The officers a job tells to open the app."""
    roles = {officer.id: role for role, officer in force.officers.items()}
    with reading(force.installation.engine) as connection:
        rows = connection.execute(jobs.select().where(jobs.c.kind == "tell officer")).all()
    return [roles[json.loads(row.payload)["officer"]] for row in rows]


OPEN = {
    sealed: {"constable", "other_superintendent", "standards"},
    sealed_and_served: {"constable", "other_superintendent", "standards", "solicitor"},
}


@pytest.mark.parametrize("play", OPEN)
def test_every_door_is_shut_to_whoever_has_no_part_in_it(force, play):
    case_id, _ = play(force)
    since = (force.now - timedelta(hours=1)).isoformat(timespec="seconds")
    held = {**facts_of("incident recorded"), "detained": True, "station": "Basildon", "arrived_at": since}
    force.constable.record([force.constable.write("incident recorded", case_id, held, force.now)], force.now)
    force.constable.send(
        [force.constable.write("breach reported", case_id, facts_of("breach reported"), force.now)], force.now
    )
    for who in (*ROLES, "standards"):
        client, wanted = force.client(who), who in OPEN[play]
        for tail in ("", "/log"):
            assert (client.get(f"/api/cases/{case_id}{tail}").status_code == 200) == wanted, (who, tail)
        changed = client.get("/api/changes").json
        assert (case_id in {one["id"] for one in changed["cases"]}) == wanted, who
        assert (case_id in {one["id"] for one in client.get("/api/cases").json["cases"]}) == wanted, who
        assert wanted or case_id not in str(client.get("/api/unserved").json), who
        assert (case_id in {one["case"] for one in client.get("/api/sealed").json["cases"]}) == wanted, who
        assert (client.post("/api/sealing", json={"case": case_id}).status_code == 200) == wanted, who
        desk = client.get("/api/legal-desk")
        if desk.status_code == 200:
            listed = {one["case"] for one in desk.json["cases"]}
            assert listed == ({case_id} if wanted and play is sealed_and_served else set()), who
            assert desk.json["total"] == len(listed), "a count tells too"
        custody = client.get("/api/custody")
        if custody.status_code == 200:
            assert {one["case"] for one in custody.json["cases"]} == ({case_id} if wanted else set()), who
        if who in ("control_room", "inspector", "superintendent"):
            control = control_room(force.installation, force.officers[who].id, force.now)["breaches"]
            assert {one["case"] for one in control} == ({case_id} if wanted else set()), who
        live = client.get("/api/live")
        if live.status_code == 200:
            assert (case_id in live.text) == wanted, who
            assert any(live.json["totals"].values()) == wanted, "a count tells too"
        telling = client.get("/api/safeguarding")
        if telling.status_code == 200:
            listed = {one["case"] for one in telling.json["cases"]}
            assert listed == ({case_id} if wanted else set()), who
            assert telling.json["total"] == len(listed), who
        assert (client.get(f"/api/cases/{case_id}/safeguarding").status_code == 200) == wanted, who
        bundle = client.post(f"/api/cases/{case_id}/court-bundle", json=BUNDLE)
        assert (bundle.status_code == 200) == (who == "solicitor" and wanted), who
        orders = client.get("/api/orders?state=all")
        if orders.status_code == 200:
            assert (case_id in orders.text, orders.json["withheld"]) == (False, play is sealed_and_served), who
        figures = client.get("/api/reaching")
        assert case_id not in figures.get_data(as_text=True), who


def test_what_is_overdue_goes_to_nobody_to_whom_it_is_closed(force):
    case_id, _ = sealed_and_served(force)
    force.later(hours=12)
    work(force)
    put = [one.entry.facts for one in case_of(force, case_id).held if one.entry.kind == "overdue escalated"]
    assert {one.role for one in put} == {"safeguarding", "duty inspector"}
    roles = {officer.id: role for role, officer in force.officers.items()}
    assert {one.role: {roles[who] for who in one.officers} for one in put} == {
        "safeguarding": set(),
        "duty inspector": {"other_superintendent", "standards"},
    }


def test_opened_early_it_goes_past_the_line_manager_and_opens_to_nobody_else(force):
    case_id, captured = recorded(force)
    constable = force.constable
    constable.record([constable.write("police employment recorded", case_id, EMPLOYED, force.now)], force.now)

    def opened(to):
        entry = constable.write("case opened early", case_id, {"to": to}, force.now, relies_on=[captured[0]])
        (outcome,) = constable.send([entry], force.now)
        work(force)
        return [why.code for why in outcome.reasons]

    assert opened("1301") == ["to_nobody"], "the line manager is not let in"
    assert opened(None) == []
    assert reached(case_of(force, case_id)).looking_in == {force.other_superintendent.id}
    reads = {who for who in (*ROLES, "standards") if force.client(who).get(f"/api/cases/{case_id}").status_code == 200}
    assert reads == {"constable", "other_superintendent", "standards"}
    assert case_id in str(force.client("other_superintendent").get("/api/changes").json["cases"])


def test_an_idle_poll_hears_of_a_case_that_was_sealed_since(force):
    case_id, *_ = requested(force)
    phones = {who: force.client(who) for who in ("standards", "auditor", "constable", "other_superintendent")}
    tags = {who: client.get("/api/changes").headers["ETag"] for who, client in phones.items()}
    constable = force.constable
    constable.record([constable.write("police employment recorded", case_id, EMPLOYED, force.now)], force.now)
    again = {who: one.get("/api/changes", headers={"If-None-Match": tags[who]}) for who, one in phones.items()}
    assert {who: one.status_code for who, one in again.items()} == {
        "standards": 200,
        "auditor": 304,
        "constable": 200,
        "other_superintendent": 200,
    }
    assert case_id in str(again["standards"].json["cases"])


def test_what_nobody_served_yet_is_on_no_list_of_the_sergeants(force):
    case_id, request = sealed(force)
    decision = authorise(force.other_superintendent, case_id, request, force.later(minutes=10))
    force.other_superintendent.record([decision], force.now)
    shown = {who for who in (*ROLES, "standards") if case_id in str(force.client(who).get("/api/unserved").json)}
    assert shown == {"constable", "other_superintendent", "standards"}


def test_the_line_manager_is_passed_over_and_the_next_is_asked(force):
    case_id, _ = sealed(force)
    found = reached(case_of(force, case_id))
    assert [one.officer for one in found.steps] == [force.other_superintendent.id]
    assert [(one.officer, one.why) for one in found.passed_over] == [(force.superintendent.id, "not independent")]
    now = force.client("constable").get(f"/api/on-call?case={case_id}").json
    assert [one["id"] for one in now["authorising"]] == [force.other_superintendent.id]
    assert [(one["id"], one["why"]) for one in now["passed_over"]] == [(force.superintendent.id, "not independent")]
    assert force.client("constable").get("/api/on-call?case=x%00").status_code == 400
    outside = force.client("response").get(f"/api/on-call?case={case_id}").json
    assert outside["passed_over"] == [], "whoever may not read it learns nothing by it"


def test_with_no_one_else_on_call_the_telephone_route_is_said_at_once(force):
    second = force.other_superintendent.id
    in_office(force, "other_superintendent", "on call recorded", {"officer": second, "on_call": False})
    case_id, _ = sealed(force)
    found = reached(case_of(force, case_id))
    assert [(one.role, one.officer) for one in found.steps] == [("nobody", None)]
    assert [one.officer for one in found.passed_over] == [force.superintendent.id]


def test_the_line_manager_neither_claims_nor_decides_and_is_told_nothing_by_the_refusal(force):
    case_id, request = sealed(force)
    manager = force.superintendent
    entries = [
        manager.write("request claimed", case_id, {"minutes": 15}, force.now, relies_on=[request]),
        manager.write("authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]),
    ]
    for outcome in manager.send(entries, force.now):
        assert outcome.outcome == "refused"
        assert {"closed", "not_independent"} <= {why.code for why in outcome.reasons}
        said = " ".join(why.message for why in outcome.reasons)
        assert not any(word in said for word in ("manage", "respondent", "police", "sealed"))


def test_whoever_declares_a_relation_hands_it_on_and_their_phone_forgets_it(force):
    case_id, request = sealed(force)
    second = force.other_superintendent
    claimed = second.write("request claimed", case_id, {"minutes": 30}, force.later(minutes=1), relies_on=[request])
    second.record([claimed], force.now)
    client = force.client("other_superintendent")
    held = client.get("/api/changes").json
    assert case_id in {one["id"] for one in held["cases"]}
    facts = {"whose": "protected person", "connection": "related", "account": None}
    second.record([second.write("connection declared", case_id, facts, force.later(minutes=1))], force.now)
    work(force)
    steps = reached(case_of(force, case_id)).steps
    assert [one.role for one in steps] == ["authorising officer", "nobody"], "their claim holds nobody up"
    assert client.get(f"/api/changes?after={held['after']}").json["gone"] == [case_id]


def test_that_whoever_asked_declares_a_connection_puts_the_request_to_nobody_else(force):
    case_id, _ = sealed(force)
    work(force)
    before = reached(case_of(force, case_id)).steps
    facts = {"whose": "respondent", "connection": "related", "account": "We were married until 2019."}
    constable = force.constable
    constable.record([constable.write("connection declared", case_id, facts, force.later(minutes=1))], force.now)
    work(force)
    assert before and reached(case_of(force, case_id)).steps == before
    shown = force.client("other_superintendent").get(f"/api/cases/{case_id}").json["case"]["declared"]
    assert [(one["_"]["officer"], one["account"]) for one in shown] == [(constable.id, facts["account"])]


def test_professional_standards_are_told_and_nobody_to_whom_it_is_closed(force):
    sealed(force)
    assert told(force) == ["standards"]


def test_others_who_look_them_up_get_the_power_the_conditions_and_whom_to_ring(force, monkeypatch):
    case_id, _ = sealed_and_served(force)
    monkeypatch.setattr("field_app.web.lookup.now", lambda: force.now)
    (found,) = ask(force.client("other_constable"), name="Craig Inventedson").json["matches"]
    assert found["sealed"] is True
    assert found["power"].endswith("Ring the duty inspector before you do anything else about it.")
    assert (found["case"], found["role"], found["in_force"]) == (case_id, "respondent", "notice")
    assert found["conditions"]
    rest = {"name", "born", "address", "postcode", "reference", "protected_person", "respondent", "dangers_account"}
    assert {found[one] for one in rest} == {None}
    assert found["dangers"] == found["why"] == []
    (whole,) = ask(force.client("constable"), name="Craig Inventedson").json["matches"]
    assert (whole["sealed"], whole["name"]) == (False, "Craig Inventedson")


@pytest.mark.parametrize("who", ["response", "superintendent", "custody"])
def test_from_the_respondent_and_those_about_them_the_look_up_keeps_it_back(force, who):
    sealed_and_served(force)
    none = ask(force.client(who), name="Zebedee Nobodyatall").json
    for sought in ({"name": "Craig Inventedson"}, {"name": "Rachel Notareal"}):
        answer = ask(force.client(who), **sought).json
        assert (answer["matches"], answer["advice"]) == (none["matches"], none["advice"])


def test_the_respondents_own_search_alerts_professional_standards_and_leaves_the_auditor_no_trace(force):
    case_id, _ = sealed_and_served(force)
    before = told(force).count("standards")
    ask(force.client("response"), name="Craig Inventedson")
    assert told(force).count("standards") == before + 1
    assert not {"response", "auditor", "administrator", "inspector"} & {*told(force)}
    everything = {"officer": None, "case": None, "person": None, "since": None, "until": None}
    theirs = force.client("standards").post("/api/audit", json=everything).json
    assert SOUGHT_ONESELF in {one["why"] for one in theirs["alerts"]}
    force.client("standards").post("/api/audit", json={**everything, "case": case_id})
    auditors = force.client("auditor").post("/api/audit", json=everything).json
    reference = case_of(force, case_id).reference
    assert "PC Casey Placeholder, 1003" not in str(auditors)
    assert case_id not in str(auditors) and reference not in str(auditors)
    named = force.client("auditor").post("/api/audit", json={**everything, "case": case_id})
    assert named.status_code == 404, "as if there were none"


def test_opened_to_safeguarding_and_unsealed_by_professional_standards_alone(force):
    case_id, _ = sealed(force)

    def seen(who):
        return force.client(who).get(f"/api/cases/{case_id}").status_code == 200

    opened = force.constable.write("sealed case opened", case_id, {"to": "5002", "reason": "Safeguarding."}, force.now)
    assert not seen("safeguarding")
    force.constable.record([opened], force.now)
    assert seen("safeguarding")
    bad = force.constable.write("sealed case opened", case_id, {"to": "1301", "reason": "x"}, force.now)
    (outcome,) = force.constable.send([bad], force.now)
    assert [why.code for why in outcome.reasons] == ["to_nobody"], "the line manager is not let in"
    seals = case_of(force, case_id).seals
    named = [{"id": one.entry.id, "sha256": one.sha256} for one in seals]
    for who, wanted in (("constable", "refused"), ("standards", "accepted")):
        officer = force.officers[who]
        lifted = officer.write("case unsealed", case_id, {"reason": "They left."}, force.now)
        body = json.dumps({**json.loads(lifted.body), "relies_on": named})
        (outcome,) = officer.send([Sent(body, None)], force.now)
        assert outcome.outcome == wanted
    assert seen("auditor")


def test_a_list_says_of_a_sealed_case_whom_to_ring_and_is_kept_from_the_respondents_team(force):
    sealed_and_served(force)
    asked = {"id": 1, "name": "Craig Inventedson"}
    ((answer,), _, _) = batch(force, asked, officer="1002")
    ((theirs,), _, _) = batch(force, asked, officer="1101")
    (found,) = answer["results"]
    assert (found["reference"], found["why"][-1]) == (None, RING)
    assert theirs["results"] == []


def test_sealed_opened_and_unsealed_from_the_screen(force):
    case_id, _, _ = requested(force)
    inspector, standards = force.officers["inspector"], force.officers["standards"]
    reference = case_of(force, case_id).reference

    def sealing(who, name=case_id):
        answer = force.client(who).post("/api/sealing", json={"case": name})
        return answer.json if answer.status_code == 200 else answer.status_code

    def readers(who):
        return {one["collar_number"]: one["as_what"] for one in sealing(who)["open_to"]}

    assert (sealing("response"), sealing("response", "7QF-999-K"), sealing("inspector", "no \u2603")) == (404, 404, 404)
    before = sealing("inspector", reference.lower())
    assert (before["case"], before["respondent"], before["readable"]) == (case_id, None, False)
    assert (before["may_seal"], before["may_open"], before["may_unseal"], before["seals"]) == (True, False, False, [])
    foretold = readers("inspector")
    assert foretold["5006"] == "professional standards"
    assert [number for number, as_what in foretold.items() if as_what == "seals it"] == [
        inspector.office().officers[inspector.id].collar_number
    ]
    inspector.record([inspector.write("case sealed", case_id, {"reason": "A councillor."}, force.now)], force.now)
    assert readers("inspector").keys() == foretold.keys(), "who would read it, and who does"
    after = sealing("inspector")
    assert (after["may_seal"], after["may_open"], after["may_unseal"]) == (False, False, False)
    assert [(one["reason"], one["whose"]) for one in after["seals"]] == [("A councillor.", None)]
    assert sealing("custody") == 404 and sealing("constable")["may_open"]
    theirs = sealing("standards")
    assert (theirs["may_open"], theirs["may_unseal"], theirs["respondent"]) == (True, True, "Craig Inventedson")
    named = [{"id": one["id"], "sha256": one["sha256"]} for one in theirs["seals"]]
    lifted = standards.write("case unsealed", case_id, {"reason": "No longer."}, force.now, relies_on=())
    body = json.dumps({**json.loads(lifted.body), "relies_on": named})
    (outcome,) = standards.send([Sent(body, None)], force.now)
    assert outcome.outcome == "accepted"
    assert sealing("standards")["seals"] == [] and force.client("standards").get("/api/sealed").json["cases"] == []
