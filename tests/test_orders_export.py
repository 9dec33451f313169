"""`orders export` and GET /api/orders: what leaves, what never does, and that another force takes it in as it stood."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from field_app.actions import STATES
from field_app.cases.order_list import COLUMNS, read_list
from field_app.store import access
from field_app.store.database import reading
from tests.cases.examples import facts_of
from tests.conftest import ROLES
from tests.store.story import authorised, corrected, of_kind, requested, served
from tests.test_orders_import import found as look_up
from tests.test_orders_import import run as take_in

ORDER = {
    "court": "Invented Magistrates' Court",
    "days": 20,
    "last_day": None,
    "conditions": ["Not to contact Rachel; by no means whatever", "=Not to enter 1 Invented Close"],
    "end_words": None,
    "respondent": "in court",
    "told_how": None,
}

CHANGED = {
    "court": "Invented Crown Court",
    "conditions": None,
    "last_day": None,
    "until": None,
    "respondent": "in court",
    "told_how": None,
    "why": "Said so.",
}


@pytest.fixture
def force(sqlite_force, monkeypatch):
    monkeypatch.setattr("field_app.web.orders.now", lambda: sqlite_force.now)
    return sqlite_force


def taken(force, query="state=all", who="safeguarding"):
    answer = force.client(who).get(f"/api/orders.csv?{query}")
    assert answer.status_code == 200, answer.text
    return answer


def rows(body):
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def court_says(force, case_id, kind, **facts):
    sender = force.solicitor
    sender.record([sender.write(kind, case_id, facts, force.now)], force.now)


def ordered(force, **changes):
    case_id = served(force)[0]
    court_says(force, case_id, "order made", **{**ORDER, "made_on": str(force.now.date()), **changes})
    return case_id


def kept(force, action):
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        found = access.read(connection, force.installation.keys, office.id)
        return [one for one in found if one.action == action]


def test_what_one_force_takes_out_another_takes_in_as_it_stood(force):
    first = served(force)[0]
    force.later(hours=20)
    second = ordered(force)
    answer = taken(force)
    body = answer.data
    assert answer.headers["Field-Withheld"] == "0"
    assert tuple(rows(body)[0]) == COLUMNS
    known = {(one["kind"], one["in_force"]) for one in rows(body)}
    assert (known, len(rows(body))) == ({("notice", "notice"), ("notice", "ended"), ("order", "order")}, 3)
    listed = list(read_list(body, "Kent Invented Police", force.now))
    assert [one.wrong for one in listed] == [(), (), ()]
    (order,) = [one.facts for one in listed if one.facts["what"] == "order"]
    assert order["conditions"] == ["Not to contact Rachel, by no means whatever", "=Not to enter 1 Invented Close"]
    assert (order["told"], order["issued_by"], order["ends"]) == ("served or told", ORDER["court"], "2026-08-02")
    assert (order["respondent"]["family_name"], order["respondent"]["born"]) == ("Inventedson", "1999-01-01")
    said, wrong, code = take_in(force, body)
    assert (said[-1], wrong, code) == ("3 rows: 3 taken, 0 changed, 0 unchanged, 0 refused.", [], 0)
    imported = [one for one in look_up(force, name="Craig Inventedson") if one["elsewhere"]]
    assert {one["what"] for one in imported} == {"DVPN", "DVPO"}
    assert {first, second}.isdisjoint(one["case"] for one in imported)
    assert rows(taken(force).data) == rows(body)  # what was taken in is another's list, and not ours to give


STANDS = {
    "not told": ({"respondent": "not in court, not told"}, None, "order not yet told", None),
    "suspended": ({}, {"what": "suspended", "order_now": "suspended"}, "order suspended", None),
    "rescinded the same day": ({}, {"what": "rescinded", "order_now": "ended"}, "ended", "2026-07-14"),
}


@pytest.mark.parametrize("how", STANDS)
def test_nobody_is_arrested_elsewhere_for_what_gives_no_power_here(force, how):
    made, changed, in_force, ends = STANDS[how]
    case_id = ordered(force, **made)
    force.later(hours=12)
    if changed:
        said = {**CHANGED, "decided_at": force.now.isoformat(timespec="seconds"), **changed}
        court_says(force, case_id, "order changed by the court", **said)
    body = taken(force).data
    (row,) = [one for one in rows(body) if one["kind"] == "order"]
    assert (row["in_force"], row["ends_on"]) == (in_force, ends or "2026-08-01")
    (order,) = [one.facts for one in read_list(body, "x", force.now) if one.facts["what"] == "order"]
    assert (order["told"], order["served_on"]) == ("not known", None)
    assert [one["kind"] for one in rows(taken(force, "state=over").data)] == ["notice", *["order"] * bool(ends)]


def test_what_is_not_served_or_withdrawn_is_listed_as_that_and_what_was_never_authorised_not_at_all(force):
    requested(force)
    case_id, *_, decision = authorised(force)
    assert [(one["in_force"], one["served_at"]) for one in rows(taken(force).data)] == [("authorised, not served", "")]
    facts = {**facts_of("authority withdrawn before service"), "reasons": "Another man."}
    entry = force.superintendent.write(
        "authority withdrawn before service", case_id, facts, force.later(minutes=5), relies_on=[decision]
    )
    force.superintendent.record([entry], force.now)
    assert rows(taken(force, "").data) == []
    (row,) = rows(taken(force, "state=over").data)
    assert (row["in_force"], row["ends_on"]) == ("withdrawn", "2026-07-13")
    assert [one.wrong for one in read_list(taken(force).data, "x", force.now)] == [()]


def test_no_safe_contact_leaves_nor_an_address_the_respondent_may_not_know(force):
    case_id, captured, *_ = served(force)
    contact = {**facts_of("safe contact arranged"), "code_word": "Marmalade"}
    force.constable.record([force.constable.write("safe contact arranged", case_id, contact, force.now)], force.now)
    protected = force.client("constable").get(f"/api/cases/{case_id}").json["case"]["protected_person"]
    assert protected["telephone"] or protected["address"]
    home = rows(taken(force).data)[0]["protected_addresses"]
    assert home
    premises = of_kind(captured, "premises recorded")
    hidden = corrected(force.constable, case_id, premises, force.now, respondent_knows_address=False)
    force.constable.record([hidden], force.now)
    body = taken(force).data
    assert rows(body)[0]["protected_addresses"] == ""
    for answer in (body.decode(), force.client("safeguarding").get("/api/orders?state=all").text):
        assert "Marmalade" not in answer
        assert not protected["telephone"] or protected["telephone"] not in answer


def test_who_took_what_is_on_record_first_with_each_case_in_it_and_auditors_are_told(force):
    case_id = served(force)[0]
    body = taken(force, "from=2026-07-01&to=2026-07-31").data
    (record,) = kept(force, "orders export")
    assert record.officer == force.safeguarding.id
    assert record.detail == (
        f"in force, made 2026-07-01 to 2026-07-31, csv: 1 rows, 0 withheld, SHA-256 {sha256(body).hexdigest()}"
    )
    assert [one.case_id for one in kept(force, "exported")] == [case_id]
    asked = {"officer": None, "case": None, "person": None, "since": "2026-07-01", "until": "2026-07-31"}
    alerts = force.client("auditor").post("/api/audit", json=asked).json["alerts"]
    assert [(one["why"], one["times"]) for one in alerts] == [("orders export", 1)]


def test_the_days_are_those_it_was_made_on_and_what_is_asked_wrongly_is_named(force):
    served(force)
    client = force.client("inspector")
    for query, many in (("from=2026-07-13", 1), ("from=2026-07-14", 0), ("to=2026-07-12", 0), ("to=2026-07-13", 1)):
        assert len(client.get(f"/api/orders?{query}").json["orders"]) == many, query
    for query, named in (("state=some", "state"), ("from=July", "from"), ("to=", "to")):
        answer = client.get(f"/api/orders?{query}")
        assert (answer.status_code, answer.json["error"]["reasons"][0]["code"]) == (400, named)
    allowed = {role for role in ROLES if force.client(role).get("/api/orders").status_code == 200}
    assert allowed == {"safeguarding", "inspector", "superintendent", "other_superintendent"}


def test_the_command_writes_the_same_list(force, monkeypatch):
    served(force)
    monkeypatch.setattr("field_app.web.orders.now", lambda: datetime.now(UTC))  # the command's own
    done = force.app().test_cli_runner().invoke(args=["orders", "export", "--officer", "1101", "--from", "2026-07-01"])
    assert (done.exit_code, done.stderr) == (0, "1 notices and orders; 0 sealed cases left out.\n")
    assert rows(done.stdout_bytes) == rows(taken(force).data)
    done = force.app().test_cli_runner().invoke(args=["orders", "export", "--from", "2026-07-02", "--to", "2026-07-01"])
    assert (done.exit_code, "--to must not be before --from" in done.stderr) == (2, True)


def test_the_form_for_it_asks_at_this_door_what_this_door_takes(force):
    served(force)
    client = force.client("safeguarding")
    form = client.get("/safeguarding").text.partition('data-form="take"')[2].partition("</form>")[0]
    asked = set(re.findall(r'data-field="(\w+)"', form))
    values = {name: re.findall(rf'name="take-{name}"[^>]*value="([^"]+)"', form) for name in ("file", "state")}
    taken_by = {
        one["name"]
        for one in force.app().test_client().get("/api/openapi.json").json["paths"]["/api/orders"]["get"]["parameters"]
    }
    assert asked == {"file", *taken_by}
    assert values["state"] == list(STATES)
    for door in values["file"]:
        for state in values["state"]:
            assert client.get(door, query_string={"state": state, "from": "2026-01-01"}).status_code == 200, door
