"""What another force or a court made: recorded in a case of its own, and found with its own power and end."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

import pytest

from field_app.law.clocks import LONDON
from field_app.law.regimes import REGIMES
from tests.cases.examples import facts_of
from tests.store.story import said, served
from tests.web.test_lookup import ask

KIND = "order or notice known from elsewhere"

DAY = timedelta(days=1)


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def record(force, officer="other_constable", case_id=None, **changes):
    """Recorded by a constable, of a respondent nobody else is called; the outcome."""
    person = {"family_name": "Elsewherely", "given_names": "Robin", "born": None, "address": None, "postcode": None}
    today = force.now.date()
    facts = {
        **facts_of(KIND),
        "respondent": person,
        "protected_person": {**person, "family_name": "Guardedly", "given_names": "Sandy"},
        "made_on": (today - 6 * DAY).isoformat(),
        **changes,
    }
    sender = force.officers[officer]
    (outcome,) = sender.send([sender.write(KIND, case_id or str(uuid.uuid4()), facts, force.now)], force.now)
    return outcome


def found(force, name="Robin Elsewherely"):
    answer = ask(force.client("response"), name=name)
    assert answer.status_code == 200, answer.json
    return answer.json["matches"]


@pytest.mark.parametrize(
    ("regime", "what", "short", "said_of_it", "not_said"),
    [
        ("CSA2010", "notice", "DVPN", ["England and Wales", "no power of entry", "no police bail"], "17(1)(b)"),
        ("CSA2010", "order", "DVPO", ["England and Wales", "no power of entry", "any magistrates' court"], "17(1)(b)"),
        ("DAA2021", "notice", "DAPN", ["the United Kingdom", "no power of entry", "no police bail"], "17(1)(b)"),
        ("DAA2021", "order", "DAPO", ["the United Kingdom", "an offence (s.39)", "17(1)(b)"], "no power of entry"),
    ],
)
def test_each_is_found_with_the_power_under_its_own_act(force, regime, what, short, said_of_it, not_said):
    made_on = (datetime.now(LONDON).date() - 6 * DAY).isoformat()  # the look-up's clock is the real one
    assert said(record(force, regime=regime, what=what, made_on=made_on)) == ("accepted", [])
    (match,) = found(force)
    assert (match["role"], match["in_force"], match["what"]) == ("respondent", what, short)
    assert match["power"].startswith("You may arrest without warrant")
    assert all(words in match["power"] for words in said_of_it)
    assert not_said not in match["power"]
    assert match["conditions"] == facts_of(KIND)["conditions"]
    assert match["elsewhere"]["issued_by"] == "Invented Magistrates' Court"
    longest = REGIMES[regime].longest_order_days
    of_order = "none under its Act lasts longer" if longest else "No end is recorded"
    ends = REGIMES[regime].ends_when if what == "notice" else of_order
    assert ends in match["ends"]
    assert match["protected_person"] == "Sandy Guardedly"


def test_the_protected_person_is_found_and_so_is_the_others_own_reference(force):
    record(force)
    assert [one["role"] for one in found(force, "Guardedly")] == ["protected person"]
    answer = ask(force.client("response"), reference="inv/26/0042")
    assert {one["role"] for one in answer.json["matches"]} == {"respondent", "protected person"}


@pytest.mark.parametrize(
    ("days", "in_force", "begins"),
    [
        (1, "order", "You may arrest"),
        (0, "order", "You may arrest"),  # its last day is still in it
        (-1, "ended", "ENDED"),
    ],
)
def test_it_ends_with_its_last_day(force, days, in_force, begins):
    today = datetime.now(LONDON).date()  # the look-up's clock is the real one
    record(force, ends=(today + days * DAY).isoformat(), made_on=(today - 10 * DAY).isoformat(), regime="DAA2021")
    (match,) = found(force)
    assert match["in_force"] == in_force
    assert match["power"].startswith(begins)


def test_where_it_is_not_known_to_be_served_nobody_is_arrested_on_it_alone(force):
    record(force, told="not known")
    (match,) = found(force)
    assert match["in_force"] == "not known to be served"
    assert match["power"].startswith("NOT KNOWN TO BE SERVED. Do not arrest on this alone")


@pytest.mark.parametrize(
    ("regime", "days", "codes"),
    [
        ("CSA2010", 13, ["length"]),
        ("CSA2010", 14, []),
        ("CSA2010", 28, []),
        ("CSA2010", 29, ["length"]),
        ("DAA2021", 400, []),
        ("DAA2021", 0, ["length"]),
    ],
)
def test_an_order_of_a_length_its_act_does_not_know_is_kept_irregular(force, regime, days, codes):
    made = force.now.date() - 3 * DAY
    ends = (made + (days - 1) * DAY).isoformat()
    outcome = record(force, regime=regime, what="order", made_on=made.isoformat(), ends=ends)
    assert said(outcome) == ("accepted irregular" if codes else "accepted", codes)
    assert len(found(force)) == 1
    if codes and regime == "CSA2010":
        assert outcome.reasons[0].section == "s.28(10)"


def test_in_a_case_of_this_force_it_is_kept_irregular_and_that_case_stays_what_it_is(force):
    case_id, *_ = served(force)
    assert said(record(force, "constable", case_id)) == ("accepted irregular", ["not_its_own"])
    view = force.client("constable").get(f"/api/cases/{case_id}").json["case"]
    assert (view["stage"], view["regime"]) == ("served", "CSA2010")
    assert len(found(force)) == 1
    assert {one["what"] for one in found(force, "Inventedson")} == {"DVPN"}


def test_a_correction_is_what_is_found(force):
    case_id = str(uuid.uuid4())
    first = record(force, case_id=case_id)
    officer = force.other_constable
    person = {"family_name": "Otherwisely", "given_names": "Robin", "born": None, "address": None, "postcode": None}
    facts = {**facts_of(KIND), "respondent": person, "protected_person": None}
    corrected = officer.write(KIND, case_id, facts, force.now, replaces=[first.id])
    assert said(*officer.send([corrected], force.now)) == ("accepted", [])
    assert found(force, "Elsewherely") == []
    assert len(found(force, "Otherwisely")) == 1


def test_who_recorded_it_and_the_auditor_may_read_it_whole(force):
    case_id = str(uuid.uuid4())
    record(force, case_id=case_id)
    answers = {who: force.client(who).get(f"/api/cases/{case_id}").status_code for who in force.officers}
    assert {who for who, status in answers.items() if status == 200} == {"other_constable", "auditor"}
    view = json.loads(force.client("other_constable").get(f"/api/cases/{case_id}").data)["case"]
    assert (view["stage"], view["elsewhere"]["issued_by"]) == ("elsewhere", "Invented Magistrates' Court")
