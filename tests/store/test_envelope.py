"""Bytes that two readers could understand differently are refused, whatever their kind; and kept, outside the chain."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from field_app.actions import Sent, read_log, verify_logs
from field_app.cases.entries import KINDS, newest
from field_app.demonstration.officer import entry_id
from tests.cases.examples import FACTS, RELEASED, example, text

from .story import assessed, count, kept_refused, recorded, said

ENTRY_FIELDS = tuple(example("risk assessed"))


def test_there_is_an_example_of_every_kind():
    assert {(kind, newest(kind).version) for kind in FACTS} | set(RELEASED) == set(KINDS)


def of(kind, force):
    """A well-formed entry of this kind in the constable's name; what it says need not be allowed."""
    officer = force.constable
    return example(kind, officer=officer.id, device=officer.device, number=1, relies_on=[])


def damaged(change):
    """The text of every kind's example after `change` to its object."""

    def texts(force):
        found = []
        for kind, _ in KINDS:
            entry = of(kind, force)
            change(entry)
            found.append(json.dumps(entry))
        return found

    return texts


def put(name, value):
    return damaged(lambda entry: entry.update({name: value}))


def drop(name):
    return damaged(lambda entry: entry.pop(name))


def rewritten(old, new):
    """Every kind's text with its first `old` written as `new`."""
    return lambda force: [text(of(kind, force)).replace(old, new, 1) for kind, _ in KINDS]


def deep(levels):
    return rewritten('"salt":', '"salt":' + "[" * levels + "1" + "]" * levels + ',"more":')


NOT_ENTRIES = {
    "a key twice": (rewritten('"version":', '"version":1,"version":'), "not_json"),
    "NaN": (rewritten('"clock_offset_s":-2', '"clock_offset_s":NaN'), "not_json"),
    "Infinity": (rewritten('"clock_offset_s":-2', '"clock_offset_s":-Infinity'), "not_json"),
    "a number beyond 2 to the power of 53": (rewritten('"number":1', '"number":9007199254740993'), "not_json"),
    "a number beyond every double": (rewritten('"clock_offset_s":-2', '"clock_offset_s":1e400'), "not_json"),
    "U+0000": (rewritten('"kind":"', '"kind":"\\u0000'), "not_json"),
    "U+0000 in a key": (rewritten('"facts":', '"\\u0000":1,"facts":'), "not_json"),
    "half a surrogate pair": (rewritten('"kind":"', '"kind":"\\ud83d'), "not_json"),
    "half a surrogate pair, not escaped": (rewritten('"kind":"', '"kind":"\ud83d'), "not_json"),
    "a raw control character": (rewritten('"kind":"', '"kind":"\n'), "not_json"),
    "nesting beyond reason": (deep(100_000), "not_json"),
    "nesting within reason": (deep(200), None),
    "half of it": (lambda force: [text(of(kind, force))[:-40] for kind, _ in KINDS], "not_json"),
    "something after it": (lambda force: [text(of(kind, force)) + "{}" for kind, _ in KINDS], "not_json"),
    "nothing": (lambda force: ["", " ", "null", "[]", '"text"', "1"], "not_json"),
    "too long": (lambda force: [text(of(kind, force)) + " " * 300_000 for kind, _ in KINDS], "too_long"),
    "an unknown kind": (put("kind", "dog described"), "kind"),
    "no kind": (put("kind", None), "kind"),
    "a later version": (put("version", 99), "kind"),
    "a version that is true": (put("version", True), "kind"),
    "a version with a fraction": (put("version", 1.0), "kind"),
    "an unknown field": (put("colour", "blue"), "unexpected_keyword_argument"),
    "an unknown fact": (damaged(lambda entry: entry["facts"].update(colour=1)), "unexpected_keyword_argument"),
    "facts that are a list": (put("facts", []), "dataclass_type"),
    "an id that is none": (put("id", "7QF-012-F"), "string_pattern_mismatch"),
    "an id in capitals": (
        damaged(lambda entry: entry.update(id=entry["id"].upper().replace("0", "A"))),
        "string_pattern_mismatch",
    ),
    "an id with a line feed": (damaged(lambda entry: entry.update(id=entry["id"] + "\n")), "string_pattern_mismatch"),
    "a number that is text": (put("number", "1"), "int_type"),
    "a number that is true": (put("number", True), "int_type"),
    "number 0": (put("number", 0), "greater_than_equal"),
    "a time without its offset": (put("made_at", "2026-07-13T22:00:00"), "string_pattern_mismatch"),
    "a time that is a number": (put("made_at", 1784000000), "string_type"),
    "a time that is a number in quotes": (put("made_at", "1784000000"), "string_pattern_mismatch"),
    "a time with a space": (put("made_at", "2026-07-13 22:00:00+01:00"), "string_pattern_mismatch"),
    "a time that only Python reads": (put("made_at", "2026-07-13_22:00:00Z"), "string_pattern_mismatch"),
    "a time with a typographic minus": (put("made_at", "2026-07-13T22:00:00\u221201:00"), "string_pattern_mismatch"),
    "a time to the nanosecond": (put("made_at", "2026-07-13T22:00:00.123456789Z"), "string_pattern_mismatch"),
    "a day for a time": (put("made_at", "2026-07-13"), "string_pattern_mismatch"),
    "a time that never was": (put("made_at", "2026-02-30T22:00:00+00:00"), "datetime_from_date_parsing"),
    "a time of the last century": (put("made_at", "1926-07-13T22:00:00+00:00"), "greater_than_equal"),
    "a clock a thousand years wrong": (put("clock_offset_s", 2**35), "less_than_equal"),
    "a salt too short": (put("salt", "A" * 21), "string_too_short"),
    "a salt that is no base64url": (put("salt", "+" * 22), "string_pattern_mismatch"),
    "replaces that is text": (put("replaces", "none"), "tuple_type"),
    "two hundred and one replaced": (
        put("replaces", [example("risk assessed")["id"]] * 201),
        "too_long",
    ),
    "relies_on without the bytes' hash": (put("relies_on", [{"id": example("risk assessed")["id"]}]), "missing"),
    **{
        f"without its {name}": (drop(name), "kind" if name in ("kind", "version") else "missing")
        for name in ENTRY_FIELDS
    },
}


@pytest.mark.parametrize("what", NOT_ENTRIES)
def test_bytes_that_are_no_entry_are_refused_and_kept_with_the_reasons(sqlite_force, what):
    force, (make, code) = sqlite_force, NOT_ENTRIES[what]
    before = count(force.installation, "entries")
    bodies = make(force)

    outcomes = force.constable.send([Sent(body, None) for body in bodies], force.now)

    assert {one.outcome for one in outcomes} == {"refused"}
    assert all(one.position is None and one.hash is None for one in outcomes)
    if code:
        assert {code in [why.code for why in one.reasons] for one in outcomes} == {True}, outcomes[0]
    kept = kept_refused(force.installation)
    assert {body for body, _ in kept} == {body.encode("utf-8", "surrogatepass") for body in bodies}
    assert all(json.loads(row.reasons) and row.signed_in == force.constable.id for _, row in kept)
    assert count(force.installation, "entries") == before


def without_each_fact():
    return [(kind, name) for kind in FACTS for name in FACTS[kind]]


def test_every_fact_of_every_kind_must_be_there_and_of_its_type(sqlite_force):
    force = sqlite_force
    bodies = []
    for kind, name in without_each_fact():
        entry = of(kind, force)
        left = {key: value for key, value in entry["facts"].items() if key != name}
        bodies.append(text({**entry, "facts": left}))
        for wrong in ([[]], {"a": 1}, 1.5):
            bodies.append(text({**entry, "facts": {**left, name: wrong}}))

    outcomes = force.constable.send([Sent(body, None) for body in bodies], force.now)

    wrong = [body for body, one in zip(bodies, outcomes, strict=True) if one.outcome != "refused"]
    assert not wrong
    named = [
        any(f"facts.{name}" in why.message for why in one.reasons)
        for one, (_, name) in zip(outcomes[::4], without_each_fact(), strict=True)
    ]
    assert all(named)
    assert count(force.installation, "refused") == len(set(bodies))


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("risk assessed", {"judgement": ""}, "judgement"),
        ("risk assessed", {"judgement": " \n\t"}, "judgement"),
        ("risk assessed", {"judgement": "x" * 20_001}, "judgement"),
        ("violence recorded", {"place": "x" * 20_001}, "place"),
        ("violence recorded", {"what": "harm"}, "what"),
        ("violence recorded", {"occurred_at": "2026-07-13T22:00:00"}, "occurred_at"),
        ("case started", {"reference": "7QF-012-I"}, "reference"),
        ("case started", {"reference": "7qf-012-f"}, "reference"),
        ("case started", {"regime": "DAA2031"}, "regime"),
        ("person described", {"born": "12/04/1993"}, "born"),
        ("person described", {"born": "1993-04-31"}, "born"),
        ("person described", {"born": "733017600"}, "born"),
        ("person described", {"born": "1993-04-12T00:00:00"}, "born"),
        ("person described", {"believed_age": -1}, "believed_age"),
        ("person described", {"believed_age": "27"}, "believed_age"),
        ("conditions proposed", {"conditions": []}, "conditions"),
        ("conditions proposed", {"conditions": [{"code": "curfew", "distance_m": None, "reason": "x"}]}, "code"),
        ("conditions proposed", {"conditions": [{"code": "distance", "distance_m": 0, "reason": "x"}]}, "distance_m"),
        ("notice served", {"paper_copy_left": "yes"}, "paper_copy_left"),
        ("notice served", {"paper_copy_left": 1}, "paper_copy_left"),
        ("notice authorised", {"text": []}, "text"),
        ("notice authorised", {"text": ["x"] * 401}, "text"),
    ],
)
def test_a_fact_out_of_its_bounds_is_refused_by_name_and_never_repeated(sqlite_force, kind, facts, field):
    entry = of(kind, sqlite_force)
    entry["facts"] = {**entry["facts"], **facts}
    (outcome,) = sqlite_force.constable.send([Sent(text(entry), None)], sqlite_force.now)
    assert outcome.outcome == "refused"
    assert any(f".{field}" in why.message for why in outcome.reasons)
    assert not any("harm" in why.message or "12/04/1993" in why.message for why in outcome.reasons)


def test_the_largest_numbers_and_every_script_go_in_and_come_out_byte_by_byte(force):
    case_id, _ = recorded(force)
    entry = force.constable.write(
        "risk assessed",
        case_id,
        assessed("Łódź, 李, \U0001f600, e\u0301 and é, \u2028, <b>&amp;"),
        force.now,
        number=2**53,
        clock_offset_s=-(2**33),
    )
    body = entry.body.replace('"facts":', ' "facts" :\t').replace("<b>", "\\u003cb\\u003E\\/")
    (outcome,) = force.constable.send([Sent(body, None)], force.now)
    assert outcome.outcome == "accepted"
    case_log = read_log(force.installation, force.constable.id, case_id, force.now)
    assert case_log and case_log[-1]["body"] == body


def test_a_refused_entry_is_kept_once_for_each_officer_who_sent_it(force):
    body = Sent("{", None)
    for officer in (force.constable, force.constable, force.response):
        assert said(officer.send([body, body], force.now)[0]) == ("refused", ["not_json"])
    kept = kept_refused(force.installation)
    assert [raw for raw, _ in kept] == [b"{", b"{"]
    assert {row.signed_in for _, row in kept} == {force.constable.id, force.response.id}
    assert verify_logs(force.installation).failure is None


def test_a_refused_signature_is_kept_with_its_entry(force):
    case_id, _captured = recorded(force)
    request = force.constable.write("authority requested", case_id, {"note": None}, force.now)
    outcome = force.constable.send([request], force.now)[0]
    assert outcome.outcome == "refused"
    ((raw, row),) = kept_refused(force.installation)
    assert (raw.decode(), row.signature, row.id) == (request.body, request.signature, entry_id(request))
    assert row.body_sha256 == sha256(raw).hexdigest()
    assert {one["code"] for one in json.loads(row.reasons)} == {why.code for why in outcome.reasons}


@pytest.mark.parametrize("signature", ["\0", "\ud800", "x" * 20_000])
def test_a_signature_that_cannot_be_stored_refuses_its_entry_alone(force, signature):
    case_id, (_started, *_) = recorded(force)
    bad = force.constable.write("risk assessed", case_id, assessed("x"), force.now)
    good = force.constable.write("risk assessed", case_id, assessed("y"), force.now)
    outcomes = force.constable.send([Sent(bad.body, signature), good], force.now)
    assert [said(one) for one in outcomes] == [("refused", ["signature_unreadable"]), ("accepted", [])]
    assert outcomes[0].id == entry_id(bad)
