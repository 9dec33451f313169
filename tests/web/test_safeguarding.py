"""Who sees how the protected person is contacted, what is on the list, and where it goes when it is overdue."""

from __future__ import annotations

import json

from field_app.actions import read_log, verify_logs
from field_app.demonstration.officer import entry_id
from field_app.law.clocks import LONDON
from field_app.worker import Worker
from tests.cases.examples import facts_of
from tests.conftest import ORIGIN, ROLES
from tests.store.story import said, served
from tests.web.test_reading import Phone

SECRET = "The parcel from Invented Books"


def arranged(force):
    """A served case whose constable has recorded how the protected person is reached."""
    case_id, *_, service = served(force)
    contact = force.constable.write("safe contact arranged", case_id, facts_of("safe contact arranged"), force.now)
    force.constable.record([contact], force.now)
    return case_id, service


def told(force, who, case_id, service, **changed):
    facts = {
        **facts_of("protected person told"),
        "told_of": [{"event": "served", "entry": entry_id(service)}],
        "contacted_at": force.now.isoformat(timespec="seconds"),
        **changed,
    }
    officer = force.officers[who]
    return officer.send([officer.write("protected person told", case_id, facts, force.now)], force.now)


def test_only_the_team_and_safeguarding_see_how_they_are_contacted(sqlite_force):
    force = sqlite_force
    case_id, _ = arranged(force)
    sees = set()
    for who in ROLES:
        client = force.client(who)
        answers = [client.get(f"/api/cases/{case_id}{tail}") for tail in ("", "/log", "/safeguarding")]
        shown = [SECRET in one.get_data(as_text=True) for one in (*answers, client.get("/api/changes"))]
        if any(shown):
            sees.add(who)
            assert shown[:3] == [True, True, False], who
    assert sees == {"constable", "superintendent", "safeguarding"}
    log = force.client("auditor").get(f"/api/cases/{case_id}/log").json["entries"]
    assert (log[-1]["body"], len(log[-1]["body_sha256"])) == (None, 64)
    assert force.client("auditor").get(f"/api/cases/{case_id}").json["case"]["safe_contact"] is None
    assert verify_logs(force.installation).failure is None


def test_whoever_joins_the_team_is_told_it_then(sqlite_force):
    force = sqlite_force
    case_id, _ = arranged(force)
    solicitor, custody = Phone(force.client("solicitor")), Phone(force.client("custody"))
    solicitor.pull()
    assert solicitor.held[case_id][-1]["body"] is None
    assert solicitor.pull() is None
    force.custody.send([force.custody.write("task set", case_id, facts_of("task set"), force.now)], force.now)
    custody.pull()
    assert SECRET in custody.held[case_id][-2]["body"]


def test_contact_in_another_way_than_arranged_needs_a_reason(sqlite_force):
    force = sqlite_force
    case_id, service = arranged(force)
    [outcome] = told(force, "safeguarding", case_id, service, way="letter")
    assert said(outcome) == ("accepted irregular", ["outside_safe_contact"])
    [outcome] = told(force, "safeguarding", case_id, service, way="letter", outside="They asked for it at the desk.")
    assert said(outcome) == ("accepted", [])


def test_the_list_is_of_what_is_due_first_and_shorter_by_what_was_told(sqlite_force):
    force = sqlite_force
    case_id, service = arranged(force)
    for who in ROLES:
        allowed = who in ("safeguarding", "inspector", "superintendent", "other_superintendent")
        assert force.client(who).get("/api/safeguarding").status_code == (200 if allowed else 403), who
    [line] = force.client("safeguarding").get("/api/safeguarding").json["cases"]
    assert (line["case"], line["protected_person"], line["contact_officer"]) == (case_id, "Rachel Notareal", None)
    assert [one["due"] for one in line["open"]] == sorted(one["due"] for one in line["open"])
    assert {"served", "marker on"} <= {one["id"] for one in line["open"]}
    assert said(told(force, "safeguarding", case_id, service, outcome="not reached")[0])[0] == "accepted"
    assert "served" in {one["id"] for one in open_in(force, case_id)}
    told(force, "safeguarding", case_id, service)
    named = {"to": "5002", "note": None}
    force.safeguarding.record([force.safeguarding.write("contact officer named", case_id, named, force.now)], force.now)
    [line] = force.client("safeguarding").get("/api/safeguarding").json["cases"]
    assert "served" not in {one["id"] for one in line["open"]}
    assert line["contact_officer"] == "Indy Fabricated, safeguarding, 5002"
    assert force.client("safeguarding").get("/api/safeguarding?page=x").status_code == 400


def open_in(force, case_id):
    return force.client("safeguarding").get(f"/api/cases/{case_id}/safeguarding").json["open"]


def escalations(force, case_id):
    rows = [json.loads(one["body"]) for one in read_log(force.installation, force.safeguarding.id, case_id, force.now)]
    return [one["facts"] for one in rows if one["kind"] == "overdue escalated"]


def work(force):
    worker = Worker(force.installation, ORIGIN)
    while worker.work(force.now):
        pass


def test_what_is_overdue_goes_to_safeguarding_and_then_to_the_duty_inspector_once(sqlite_force):
    force = sqlite_force
    case_id, *_ = served(force)
    force.later(minutes=35)
    work(force)
    first = [one for one in escalations(force, case_id) if "served" in {it["what"] for it in one["overdue"]}]
    assert [(one["step"], one["officers"]) for one in first] == [(1, [force.safeguarding.id])]
    work(force)
    assert len([one for one in escalations(force, case_id) if "served" in {it["what"] for it in one["overdue"]}]) == 1
    force.later(minutes=30)
    work(force)
    marker = [one for one in escalations(force, case_id) if "marker on" in {it["what"] for it in one["overdue"]}]
    assert [one["step"] for one in marker] == [1, 2]  # an alarm: to both at once
    assert {force.superintendent.id, force.other_superintendent.id} == {*marker[1]["officers"]}
    force.later(minutes=95)
    work(force)
    late = [one for one in escalations(force, case_id) if "served" in {it["what"] for it in one["overdue"]}]
    assert [(one["step"], one["role"]) for one in late] == [(1, "safeguarding"), (2, "duty inspector")]


def test_before_an_order_ends_safeguarding_is_told_that_the_protected_person_has_not_been(sqlite_force):
    force = sqlite_force
    case_id, *_ = served(force)
    order = {**facts_of("order made"), "days": 14, "last_day": None, "respondent": "in court"}
    order["made_on"] = force.now.astimezone(LONDON).date().isoformat()
    force.solicitor.record([force.solicitor.write("order made", case_id, order, force.now)], force.now)

    def put():
        work(force)
        found = [(one, {it["what"] for it in one["overdue"]}) for one in escalations(force, case_id)]
        return [(one["role"], one["officers"]) for one, what in found if "expiring" in what]

    force.later(days=9)
    assert put() == []
    force.later(days=1)
    assert put()[0] == ("safeguarding", [force.safeguarding.id])  # three days before its last


def test_what_was_told_in_time_goes_to_nobody(sqlite_force):
    force = sqlite_force
    case_id, service = arranged(force)
    told(force, "safeguarding", case_id, service)
    force.later(minutes=40)
    work(force)
    assert all("served" not in {it["what"] for it in one["overdue"]} for one in escalations(force, case_id))


def test_whoever_is_given_a_task_is_told_reads_the_case_and_answers_for_it(sqlite_force):
    force = sqlite_force
    case_id, *_ = served(force)
    force.later(minutes=1)
    work(force)
    who = force.officers["control_room"]
    number = "5003"
    client = force.client("control_room")
    assert client.get(f"/api/cases/{case_id}").status_code == 404
    for to, expected in (("9999", ("accepted irregular", ["to_nobody"])), (number, ("accepted", []))):
        facts = facts_of("task set") | {"task": "local marker on", "to": to, "due_at": None}
        entry = force.safeguarding.write("task set", case_id, facts, force.now)
        assert said(force.safeguarding.send([entry], force.now)[0]) == expected
        force.later(minutes=1)
    assert client.get(f"/api/cases/{case_id}").status_code == 200
    [item] = [one for one in open_in(force, case_id) if one["id"] == "local marker on"]
    assert number in item["to"]
    assert (item["for_whom"], item["why"]) == (facts["for_whom"], facts["why"])
    force.later(minutes=70)
    work(force)
    late = [one for one in escalations(force, case_id) if "local marker on" in {it["what"] for it in one["overdue"]}]
    assert who.id in late[-2]["officers"]  # beside safeguarding, before the duty inspector
    done = facts_of("task done") | {"task": "local marker on", "done_at": force.now.isoformat(timespec="seconds")}
    assert said(who.send([who.write("task done", case_id, done, force.now)], force.now)[0])[0] == "accepted"
    assert "local marker on" not in {one["id"] for one in open_in(force, case_id)}
