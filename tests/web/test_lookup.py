"""Is there a notice on this person, at this address, and may I arrest?"""

from __future__ import annotations

import json
import time
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from field_app.demonstration.case import serve
from field_app.law.power import power_under
from field_app.law.regimes import CSA2010
from field_app.store import access
from field_app.store.database import reading
from tests.cases.examples import FACTS
from tests.store.story import authorised, corrected, facts_of, of_kind, recorded, requested, served

BORN = date(2026 - 27, 1, 1).isoformat()


def ask(client, **asked):
    fields = ("name", "born", "address", "postcode", "reference", "reason")
    return client.post("/api/lookup", json={**dict.fromkeys(fields), **asked})


def roles(answer):
    assert answer.status_code == 200, answer.json
    return [one["role"] for one in answer.json["matches"]]


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


@pytest.fixture
def that_night(force, monkeypatch):
    """Looked up while the hours of the notice run."""
    monkeypatch.setattr("field_app.web.lookup.now", lambda: force.now)


def renamed(force, **names):
    """The reference case served, its respondent under another name."""
    case_id, captured, *_ = served(force)
    force.constable.record(
        [corrected(force.constable, case_id, of_kind(captured, "person described"), force.now, **names)], force.now
    )
    return case_id


FOUND = {
    "the exact name": {"name": "Craig Inventedson"},
    "the family name alone": {"name": "Inventedson"},
    "the other way round": {"name": "Inventedson, Craig"},
    "in capitals": {"name": "CRAIG INVENTEDSON"},
    "a letter wrong": {"name": "Craig Inventidson"},
    "the first letter wrong": {"name": "Craig Onventedson"},
    "the last letter wrong": {"name": "Craig Inventedsom"},
    "a letter missing": {"name": "Craig Invetedson"},
    "a letter too many": {"name": "Craig Inventeddson"},
    "two letters swapped": {"name": "Craig Inventdeson"},
    "two letters swapped at the start": {"name": "Craig Nivventedson".replace("vv", "v")},
    "both parts misspelt": {"name": "Craigh Inventedsen"},
    "an accent": {"name": "Cräig Invéntedson"},
    "a name and a birthday": {"name": "Craig Inventedson", "born": BORN},
    "a birthday": {"born": BORN},
    "a reason beside it": {"name": "Inventedson", "reason": "Stopped in the street."},
}


@pytest.mark.parametrize("what", FOUND)
def test_a_respondent_is_found_by(force, what):
    case_id, *_ = served(force)
    answer = ask(force.client("response"), **FOUND[what])
    assert roles(answer)[0] == "respondent"
    assert answer.json["matches"][0]["case"] == case_id
    assert answer.json["advice"] is None


@pytest.mark.parametrize(
    ("on_record", "asked"),
    [
        ({"given_names": "Seán", "family_name": "Ó Madeup"}, "Sean O'Madeup"),
        ({"given_names": "Zoë", "family_name": "Invented-Person"}, "Zoe Invented Person"),
        ({"given_names": None, "family_name": "Mononymous"}, "Mononymous"),
        ({"given_names": "Łucja", "family_name": "Wymyślona"}, "Lucja Wymyslona"),
        ({"given_names": "Søren", "family_name": "Opdigtet"}, "Soren Opdigtet"),
        ({"given_names": "李", "family_name": "虚构"}, "虚构"),
        ({"given_names": "Jo", "family_name": "Po"}, "jo po"),
    ],
)
def test_names_of_every_spelling_are_found(force, on_record, asked):
    renamed(force, **on_record)
    assert roles(ask(force.client("response"), name=asked))[:1] == ["respondent"]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Someone Else"},
        {"name": "-"},
        {"born": "1980-02-03"},
        {"postcode": "ZZ1 1ZZ"},
        {"address": "15 Fictional Close"},
        {"reference": "222-001-2"},
    ],
)
def test_whoever_is_not_on_record_is_not_found_and_the_officer_is_told_what_that_proves(force, asked):
    served(force)
    answer = ask(force.client("response"), **asked)
    assert (roles(answer), "does not prove" in answer.json["advice"]) == ([], True)


@pytest.mark.parametrize(
    "asked",
    [
        {"address": "14 Fictional Close, Basildon"},
        {"address": "14, fictional cl"},
        {"address": "Fictional Close"},
        {"address": "Flat 2, 14 Fictional Road"},
        {"postcode": "ss140zz"},
        {"postcode": "SS14 0ZZ", "address": "14 Fictional Close"},
    ],
)
def test_an_address_finds_both_who_were_there(force, asked):
    served(force)
    assert sorted(roles(ask(force.client("response"), **asked))) == ["protected person", "respondent"]


def test_a_reference_finds_its_case_however_it_is_written(force):
    _, captured, *_ = served(force)
    reference = facts_of(captured[0])["reference"]
    for written in (reference, reference.lower(), reference.replace("-", " "), reference.replace("-", "")):
        answer = ask(force.client("response"), reference=written)
        assert answer.json["matches"][0]["reference"] == reference


def test_the_protected_person_is_found_as_such(force):
    served(force)
    (match,) = ask(force.client("response"), name="Rachel Notareal").json["matches"]
    assert (match["role"], match["respondent"], match["protected_person"]) == (
        "protected person",
        "Craig Inventedson",
        "Rachel Notareal",
    )


def test_a_match_says_what_is_in_force_until_when_and_what_may_be_done(force, that_night):
    case_id, *_ = served(force)
    (match,) = ask(force.client("response"), name="Craig Inventedson", born=BORN).json["matches"]
    assert (match["case"], match["in_force"], match["score"]) == (case_id, "notice", 100)
    assert (match["dangers"], match["dangers_account"][:7]) == (["dogs"], "One dog")
    assert match["why"] == ["same name", "same date of birth"]
    assert match["power"].startswith("You may arrest without warrant")
    assert "within 24 hours of arrest" in match["power"] and "or at that hearing if it comes first." in match["power"]
    assert "that hearing" not in power_under(CSA2010, "order")  # any magistrates' court, and no hearing is waited for
    assert "Not to molest" in match["conditions"]
    assert "Not to come within a distance of the home (100 metres)" in match["conditions"]
    # Served Mon 13 Jul 2026, 22:16 in Basildon.
    assert match["served_at"].startswith("2026-07-13T21:16")
    assert match["hearing_not_later_than"] == "2026-07-15T22:16:00+01:00"
    assert match["ends"] == "Until the court has decided; it must hear the case by Wed 15 Jul 2026, 22:16."


def test_what_is_authorised_and_not_served_gives_no_power(force):
    authorised(force)
    (match,) = ask(force.client("response"), name="Craig Inventedson").json["matches"]
    assert match["in_force"] == "authorised, not served"
    assert match["power"].startswith("AUTHORISED, NOT SERVED. No power yet")
    assert (match["served_at"], match["ends"], match["hearing_not_later_than"]) == (None, None, None)


def test_service_of_what_nobody_authorised_gives_no_power_to_arrest(force):
    case_id, _, request = requested(force)
    force.constable.send([serve(force.constable, case_id, request, force.now, force.now)], force.now)
    (match,) = ask(force.client("response"), name="Craig Inventedson").json["matches"]
    assert match["in_force"] == "notice in doubt"
    assert match["power"].startswith("RECORDED AS SERVED, BUT IN DOUBT. Do not arrest on this alone")
    assert "No authorised notice stood" in match["power"]


@pytest.mark.parametrize(
    ("lacking", "in_force"),
    [
        ({"paper_copy_left": False}, "notice in doubt"),
        ({"address_asked": False}, "notice"),
    ],
)
def test_service_without_what_makes_a_notice_bind_is_in_doubt(force, that_night, lacking, in_force):
    case_id, _, _, decision = authorised(force)
    facts = {**facts_of(serve(force.constable, case_id, decision, force.now, force.now)), **lacking}
    entry = force.constable.write("notice served", case_id, facts, force.now, relies_on=[decision])
    assert force.constable.send([entry], force.now)[0].outcome == "accepted irregular"
    (match,) = ask(force.client("response"), name="Craig Inventedson").json["matches"]
    assert match["in_force"] == in_force


@pytest.mark.parametrize("play", [recorded, requested])
def test_what_is_not_decided_is_not_found(force, play):
    case_id, captured = play(force)[:2]
    force.constable.record(
        [corrected(force.constable, case_id, of_kind(captured, "person described"), force.now)], force.now
    )
    for asked in ({"name": "Craig Inventedson"}, {"reference": facts_of(captured[0])["reference"]}, {"born": BORN}):
        assert roles(ask(force.client("superintendent"), **asked)) == []


def test_a_refused_case_is_not_found(force):
    case_id, _, request = requested(force)
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    force.superintendent.record([refusal], force.now)
    assert roles(ask(force.client("response"), name="Craig Inventedson")) == []


def test_a_corrected_name_is_found_and_the_wrong_one_no_longer(force):
    renamed(force, family_name="Otherwise")
    assert roles(ask(force.client("response"), name="Craig Otherwise"))[:1] == ["respondent"]
    assert roles(ask(force.client("response"), name="Inventedson")) == []


def test_the_best_match_comes_first_and_a_served_notice_before_an_unserved(force, that_night):
    first = authorised(force)[0]
    second = served(force)[0]
    exact = ask(force.client("response"), name="Craig Inventedson").json["matches"]
    assert [(one["case"], one["score"]) for one in exact] == [(second, 100), (first, 100)]
    renamed(force, given_names="Graham")
    found = ask(force.client("response"), name="Graham Inventedson").json["matches"]
    assert found[0]["name"] == "Graham Inventedson"
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def logged(force):
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        found = [one for one in access.read(connection, force.installation.keys, office.id) if one.action == "look-up"]
        assert not any(b"Inventedson" in one.sealed for one in found)
        said = [{**json.loads(one.detail)} for one in found]
        assert all(uuid.UUID(one.pop("look")) for one in said)
        return [(one.officer, one.action, asked) for one, asked in zip(found, said, strict=True)]


def test_a_look_up_is_on_record_before_it_is_answered_and_when_nothing_is_found(force):
    served(force)
    ask(force.client("response"), name="Inventedson", reason="Stopped.")
    ask(force.client("custody"), name="Nobody", born="1990-01-01")
    with force.installation.engine.begin() as connection:
        connection.execute(text("ALTER TABLE found_people RENAME TO away"))
    assert ask(force.client("constable"), name="Unanswered").status_code == 503
    fields = "name born address postcode reference reason age telephone number_plate handle"
    nothing = dict.fromkeys(fields.split())
    assert logged(force) == [
        (force.response.id, "look-up", {**nothing, "name": "Inventedson", "reason": "Stopped."}),
        (force.custody.id, "look-up", {**nothing, "name": "Nobody", "born": "1990-01-01"}),
        (force.constable.id, "look-up", {**nothing, "name": "Unanswered"}),
    ]


@pytest.mark.parametrize("asked", [{}, {"reason": "Curious."}, {"name": ""}, {"name": "  "}, {"born": "yesterday"}])
def test_a_look_up_of_nothing_is_refused_and_is_none(force, asked):
    answer = ask(force.client("response"), **asked)
    assert (answer.status_code, logged(force)) == (422, [])
    assert answer.json["error"]["reasons"]


HEARD = {
    "both names misspelt": {"name": "Kraigh Inventetson"},
    "a nickname": {"name": "Craigie Inventedson"},
    "only an age": {"name": "Inventedson", "age": 27},
    "an age in the box": {"name": "Craig Inventedson 27"},
    "a year in the box": {"name": f"Inventedson, born {BORN[:4]}"},
    "a date in the box": {"name": f"Inventedson {BORN[8:]}/{BORN[5:7]}/{BORN[:4]}"},
    "an address in the box": {"name": "Craig, 14/2 Fictional Close"},
    "a postcode with a wrong sign": {"name": "Inventedson", "postcode": "SS14 0ZY"},
    "the outward half of it": {"name": "Inventedson SS14"},
    "a town": {"name": "Craig, Basildon"},
    "half the family name": {"name": "Craig Invented"},
    "a date of birth but for a digit": {"name": "Inventedson", "born": BORN[:8] + "02"},
}


@pytest.mark.parametrize("what", HEARD)
def test_a_respondent_half_heard_is_found_by(force, what):
    case_id, *_ = served(force)
    answer = ask(force.client("response"), **HEARD[what])
    assert roles(answer)[:1] == ["respondent"]
    assert (answer.json["matches"][0]["case"], bool(answer.json["matches"][0]["why"])) == (case_id, True)


NUMBERS = {"telephone": "07700 900123", "number_plate": "AB12 CDE", "other_contact": "Instagram @craig.invented"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"telephone": "+44 7700 900123"}, "same telephone number"),
        ({"name": "07700900124"}, "telephone number but for one sign"),
        ({"number_plate": "ab12cde"}, "same number plate"),
        ({"name": "AB12 CDF"}, "number plate but for one sign"),
        ({"handle": "@Craig_Invented"}, "same name on social media"),
        ({"name": "@craig.invented"}, "same name on social media"),
        ({"name": "Chris Madeup"}, "under another name"),
    ],
)
def test_numbers_and_other_names_find_a_respondent(force, asked, why):
    renamed(force, aliases=["Chris Madeup"], **NUMBERS)
    (match,) = ask(force.client("response"), **asked).json["matches"]
    assert (match["role"], why in match["why"]) == ("respondent", True)


def test_how_they_are_connected_and_where_finds_somebody(force):
    served(force)
    found = ask(force.client("response"), name="ex, Basildon").json["matches"]
    assert found and all({"connected so", "same place"} <= {*one["why"]} for one in found)


BAD = {
    "one letter": ({"name": "a"}, 200),
    "an emoji": ({"name": "\U0001f600"}, 200),
    "200 characters": ({"name": "Craig " * 33}, 200),
    "10,000 characters": ({"name": "a" * 10_000}, 422),
    "10,000 characters of an address": ({"address": "1 " * 5_000}, 422),
    "a hundred parts": ({"name": "a b " * 49}, 200),
    "per cent and quotes": ({"name": '%\' OR "1"="1\'; DROP TABLE cases --_%'}, 200),
    "a NUL": ({"name": "Craig\x00Inventedson"}, 400),
    "half a pair of surrogates": ({"name": "\ud83d"}, 400),
    "brackets and stars": ({"name": "((((((((((a*)*)*)*" * 5}, 200),
    "digits": ({"name": "1" * 200}, 200),
    "slashes": ({"name": "1/" * 100}, 200),
    "a birth date in the future": ({"name": "Craig", "born": "2099-01-01"}, 422),
    "one in the box": ({"name": "Craig 1.1.2099"}, 200),
    "a day that is none": ({"name": "Craig", "born": "1999-02-30"}, 422),
    "a foreign postcode": ({"postcode": "75001 Paris"}, 200),
    "a German one": ({"name": "Craig D-10115"}, 200),
    "one letter of a postcode": ({"postcode": "S"}, 200),
    "a plate of one sign": ({"number_plate": "-"}, 200),
    "a telephone number without digits": ({"telephone": "none"}, 200),
    "a name on social media of one sign": ({"handle": "@"}, 200),
    "an age nobody has": ({"name": "Craig", "age": 131}, 422),
    "no age yet": ({"age": 0}, 200),
}


@pytest.mark.parametrize("what", BAD)
def test_whatever_is_typed_gets_an_answer_or_a_sentence_and_soon(force, what):
    served(force)
    asked, status = BAD[what]
    client = force.client("response")
    ask(client, name="Warm")
    began = time.thread_time()
    answer = ask(client, **asked)
    assert (answer.status_code, time.thread_time() - began < 0.5) == (status, True)
    if status == 422:
        (field,) = {*asked} - ({"name"} if len(asked) > 1 else set())
        (reason,) = answer.json["error"]["reasons"]
        assert field in reason["message"] and reason["message"].endswith(".")
    elif status == 400:
        assert answer.json["error"]["message"].endswith(".")
    elif not answer.json["matches"]:
        assert "does not prove" in answer.json["advice"]


def test_the_index_holds_no_name(force):
    served(force)
    with reading(force.installation.engine) as connection:
        keys = connection.execute(text("SELECT key FROM search_keys")).scalars().all()
        people = connection.execute(text("SELECT * FROM found_people")).all()
    assert len(keys) > 30
    assert {len(one) for one in keys} == {16}
    assert sorted(row.role for row in people) == ["protected person", "respondent"]
    held = b"".join(bytes(value) for row in people for value in row if isinstance(value, bytes)).lower()
    assert len(held) > 300
    assert not any(name in held for name in (b"craig", b"inventedson", b"rachel", b"notareal", b"1999", b"fictional"))


def test_a_match_says_how_sure_it_is_what_to_ask_and_gives_nothing_away(force):
    renamed(force, aliases=["Chris Madeup"])
    by_name = ask(force.client("response"), name="Craig Inventedson").json["matches"][0]
    assert (by_name["score"], by_name["sure"]) == (100, "May be them")
    assert by_name["ask"] == ["date of birth", "address", "earlier and other names"]
    by_both = ask(force.client("response"), name="Craig Inventedson", born=BORN).json["matches"][0]
    assert (by_both["sure"], by_both["ask"]) == ("Very likely them", ["address", "earlier and other names"])
    half_heard = ask(force.client("response"), name="Onventedsen", born="1950-01-01").json["matches"]
    assert all(one["sure"] == "May well be somebody else" for one in half_heard)


def test_what_happened_under_it_before_stands_in_the_answer_the_last_first(force):
    case_id, *_, service = served(force)
    for kind, when, minutes in (("breach reported", "occurred_at", 45), ("arrest made", "arrested_at", 50)):
        later = force.now + timedelta(minutes=minutes)
        facts = {**FACTS[kind], when: later.isoformat(timespec="seconds")}
        entry = force.constable.write(kind, case_id, facts, later, relies_on=[service])
        assert force.constable.send([entry], later)[0].outcome.startswith("accepted")
    for minutes, there in ((70, "not there"), (60, "there")):
        later = force.now + timedelta(minutes=minutes)
        facts = {
            **FACTS["compliance visit made"],
            "visited_at": later.isoformat(timespec="seconds"),
            "respondent": there,
        }
        entry = force.constable.write("compliance visit made", case_id, facts, later)
        assert [one.outcome for one in force.constable.send([entry], later)] == ["accepted"]
    (match,) = ask(force.client("response"), name="Craig Inventedson").json["matches"]
    assert [one.split(": ")[1] for one in match["before"]] == ["arrested for a breach", "breach reported"]
    assert match["visited"].endswith(": respondent not there"), "the last of them, whenever it was written down"
