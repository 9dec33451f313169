"""`lookup batch`: a list of people against what is in force, as somebody at a terminal has it."""

from __future__ import annotations

import json

import pytest

from field_app.store import access
from field_app.store.database import reading
from tests.store.story import authorised, served


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def batch(force, *lines, officer="1101"):
    """What the command prints for these lines (objects, or bytes as they are), its sentences, and how it ends."""
    raw = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    words = ["lookup", "batch", "-", *(["--officer", officer] if officer else [])]
    found = force.app().test_cli_runner().invoke(args=words, input=raw)
    return [json.loads(line) for line in found.stdout.splitlines()], found.stderr.splitlines(), found.exit_code


def test_each_line_is_answered_with_what_is_in_force_and_why(force):
    served(force)
    answers, sentences, code = batch(
        force,
        {"id": "C1", "name": "Craig Inventidson"},
        {"id": 2, "name": "Craig Inventedson", "born": "1999"},
        {"name": "Nobodyhere Whatsoever"},
        b"",
        {"id": "C4", "name": "Craig", "born": None, "address": "", "postcode": "D-10115"},
    )
    assert (sentences, code) == ([], 0)
    assert [one["id"] for one in answers] == ["C1", 2, None, "C4"]
    (first,) = answers[0]["results"]
    assert set(first) == {"reference", "score", "why"} and first["score"] >= 60 and first["why"]
    assert [one["reference"] for one in answers[1]["results"]] == [first["reference"]]
    assert answers[2]["results"] == []
    assert all(one["ms"] >= 0 for one in answers)


def test_what_gives_no_power_yet_says_so_among_its_reasons(force):
    authorised(force)
    ((answer,), _, _) = batch(force, {"id": 1, "name": "Craig Inventedson"})
    assert answer["results"][0]["why"][-1] == "authorised, not served"


def test_every_line_is_on_record_under_whoever_asked(force):
    case_id, *_ = served(force)
    batch(force, {"name": "Craig Inventedson"}, {"name": "Nobodyhere Whatsoever"})
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        kept = list(access.read(connection, force.installation.keys, office.id))
    sergeant = next(one.id for one in office.officers.values() if one.collar_number == "1101")
    looked = [one for one in kept if one.officer == sergeant]
    assert [(one.action, one.case_id) for one in looked] == [("look-up", None), ("found", case_id), ("look-up", None)]
    assert [json.loads(one.detail)["reason"] for one in looked if one.detail] == ["lookup batch"] * 2


BAD = {
    "no JSON": (b"{", "The line must be one JSON object"),
    "a list": ([1], "The line must be one JSON object"),
    "a key twice": (b'{"name": "A", "name": "B"}', "The line must be one JSON object"),
    "Windows-1252": (b'{"name": "Se\xe1n"}', "UTF-8"),
    "nothing asked": ({"id": 1, "name": "  "}, "Give at least one of"),
    "an unknown field": ({"name": "Craig", "dob": "1990-01-01"}, "dob:"),
    "an id that is a list": ({"id": [], "name": "Craig"}, "id:"),
    "a number for a name": ({"name": 7}, "name:"),
    "10,000 characters": ({"name": "x" * 10_000}, "name:"),
    "born in the future": ({"born": "2999-01-01"}, "born:"),
    "a year in the future": ({"born": "2099"}, "born:"),
    "a day that is none": ({"born": "1990-02-30"}, "born:"),
    "a day as it is spoken": ({"born": "31/05/1990"}, "born:"),
}
ODD = ({"name": "x"}, {"name": "🙂"}, {"name": "100% \"' OR 1=1 --"}, {"postcode": "75008 Paris"}, {"address": "%"})


def test_what_cannot_be_read_is_a_sentence_with_its_line_and_the_rest_is_answered(force):
    served(force)
    answers, sentences, code = batch(force, *(line for line, _ in BAD.values()), *ODD)
    assert (len(answers), code) == (len(ODD), 1)
    assert len(sentences) == len(BAD)
    for number, (sentence, (_, wanted)) in enumerate(zip(sentences, BAD.values(), strict=True), start=1):
        assert sentence.startswith(f"Line {number}: ") and wanted in sentence and sentence.endswith(".")


@pytest.mark.parametrize("number", [None, "9999"])
def test_nobody_is_looked_up_by_nobody(force, number):
    answers, sentences, code = batch(force, {"name": "Craig Inventedson"}, officer=number)
    assert (answers, code) == ([], 1) and "--officer:" in sentences[0]
