"""Somebody misspelt is found under the same keys, and the score says how well they fit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from field_app.cases.matching import (
    Known,
    Match,
    Sought,
    alike,
    asked_card,
    card,
    clues,
    couple_keys,
    crosswise,
    described,
    how_sure,
    keys,
    match,
    name_parts,
    parts,
    read_box,
    to_ask,
)
from field_app.cases.matching.asking import MAY_BE, SOMEBODY_ELSE, VERY_LIKELY
from field_app.cases.matching.contacts import handles, near_number, plate_key, telephone_key
from field_app.cases.matching.dates import near
from field_app.cases.matching.names import ending, sound
from field_app.cases.matching.nicknames import ROWS, others_of
from field_app.cases.matching.places import place_words, street_sound, streets

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests" / "vectors" / "matching.json").read_text("utf-8"))
ON = VECTORS["on"]

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=14)


# --- The examples JavaScript reads too ---------------------------------------------------------------------


@pytest.mark.parametrize("row", VECTORS["names"], ids=lambda row: repr(row["name"]))
def test_a_names_parts(row):
    assert name_parts(row["name"]) == row["parts"]


@pytest.mark.parametrize("row", VECTORS["sounds"], ids=lambda row: row["part"])
def test_how_a_part_sounds(row):
    assert (sound(row["part"]), ending(row["part"])) == (row["sound"], row["ending"])


@pytest.mark.parametrize("row", VECTORS["alike"], ids=lambda row: f"{row['asked']} {row['known']}")
def test_how_like_one_part_is_to_another(row):
    assert alike(row["asked"], row["known"]) == (row["fit"], row["why"])


@pytest.mark.parametrize("row", VECTORS["addresses"], ids=lambda row: repr(row["address"]))
def test_house_and_street(row):
    assert [list(one) for one in streets(row["address"])] == row["streets"]
    assert place_words(row["address"]) == row["places"]


def test_flat_and_house_are_the_same_however_they_are_written():
    one, other = "Flat 2, 14 High St", "14/2 High Street"
    assert streets(one) == streets(other) == [("14", "high")]


@pytest.mark.parametrize("row", VECTORS["numbers"], ids=str)
def test_numbers_and_names_on_social_media(row):
    if "telephone" in row:
        assert telephone_key(row["telephone"]) == row["key"]
    elif "plate" in row:
        assert plate_key(row["plate"]) == row["key"]
    else:
        assert handles(row["handles"]) == row["found"]


@pytest.mark.parametrize("row", VECTORS["near"], ids=lambda row: row["born"])
def test_dates_that_a_slip_makes(row):
    assert list(near(row["born"])) == row["near"]


@pytest.mark.parametrize("row", VECTORS["near_numbers"], ids=lambda row: row["number"][:4])
def test_numbers_that_a_slip_makes(row):
    assert near_number(row["number"]) == row["near"]


@pytest.mark.parametrize("row", VECTORS["street_sounds"], ids=lambda row: row["street"])
def test_how_a_street_sounds(row):
    assert street_sound(row["street"]) == row["sound"]


@pytest.mark.parametrize("row", VECTORS["boxes"], ids=lambda row: repr(row["text"][:40]))
def test_what_one_line_asks_for(row):
    found = {name: value for name, value in vars(read_box(row["text"], ON)).items() if value is not None}
    assert found == row["sought"]


@pytest.mark.parametrize("row", VECTORS["matches"], ids=lambda row: json.dumps(row["sought"]))
def test_how_well_somebody_fits(row):
    listed = {name: tuple(value) if isinstance(value, list) else value for name, value in row["known"].items()}
    found = match(asked_card(Sought(**row["sought"])), card(Known(**listed)), ON)
    assert (found.score, list(found.why)) == (row["score"], row["why"])


@pytest.mark.parametrize("row", VECTORS["keys"], ids=lambda row: row["known"]["name"])
def test_what_somebody_is_filed_under(row):
    listed = {name: tuple(value) if isinstance(value, list) else value for name, value in row["known"].items()}
    filed = card(Known(**listed))
    assert (parts(filed), keys(filed)) == (row["parts"], row["keys"])


@pytest.mark.parametrize("row", VECTORS["clues"], ids=lambda row: json.dumps(row["sought"]))
def test_what_a_question_looks_under(row):
    found = clues(asked_card(Sought(**row["sought"])), ON)
    assert json.loads(json.dumps([vars(one) for one in found])) == row["clues"]


def test_the_phone_has_the_same_nicknames():
    script = (ROOT / "static" / "js" / "matching" / "nicknames.js").read_text("utf-8")
    (rows,) = re.findall(r"ROWS = `(.*?)`", script, re.DOTALL)
    assert rows == ROWS
    assert {"bob", "rob"} <= others_of("robert") and "liz" in others_of("elizabeth") and "sanj" in others_of("sanjay")


# --- What no example says ----------------------------------------------------------------------------------

SLIPS = {
    "a letter missing": lambda word, place: word[:place] + word[place + 1 :],
    "a letter too many": lambda word, place: word[:place] + "q" + word[place:],
    "a letter wrong": lambda word, place: word[:place] + "q" + word[place + 1 :],
    "two letters swapped": lambda word, place: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
}


@given(word=LETTERS, place=st.integers(0, 12), slip=st.sampled_from(sorted(SLIPS)))
def test_one_slip_in_a_name_of_five_letters_or_more_counts_little(word, place, slip):
    wrong = SLIPS[slip](word, place % (len(word) - 1))
    assume(wrong != word)
    assert match(asked_card(Sought(name=wrong)), card(Known(name=word)), ON).score >= 75


@given(name=st.text(max_size=40), other=st.text(max_size=40))
def test_whatever_is_typed_fits_itself_best_and_never_fails(name, other):
    asked, known = asked_card(read_box(name, ON)), card(Known(name=other))
    assert 0 <= match(asked, known, ON).score <= 100
    if name_parts(name):
        itself = match(asked_card(Sought(name=name)), card(Known(name=name)), ON)
        assert itself.score == 100
    assert all(one.weight > 0 for one in clues(asked, ON))


def test_whoever_is_sought_as_recorded_is_filed_under_everything_asked():
    known = Known(
        name="Craig Inventedson",
        born="1999-01-01",
        addresses=("Flat 2, 14 Fictional Close, Basildon",),
        postcodes=("SS14 0ZZ",),
        reference="7QF-001-D",
        telephones=("07700 900123",),
        number_plates=("AB12 CDE",),
        contacts=("@craig.invented",),
    )
    box = "Craig Inventedson 1.1.1999 SS14 0ZZ 07700 900123 AB12 CDE @craig.invented 7QF-001-D 14 Fictional Close"
    asked, filed = asked_card(read_box(box, ON)), {*keys(card(known))}
    for clue in clues(asked, ON):
        assert clue.part in parts(card(known)) if clue.part else {key for fit, key in clue.keys if fit == 100} & filed


def test_somebody_described_in_a_case():
    mono = {"given_names": None, "family_name": "Mono", "born": None, "address": None, "postcode": None}
    guessed = {**mono, "believed_age": 30, "aliases": ["Madeup"], "_": {"made_at": "2026-07-13T21:00:00+01:00"}}
    view = {"respondent": guessed, "protected_person": None, "reference": "7QF-001-D", "relationship": None}
    assert described(view, "respondent") == Known(name="Mono", aliases=("Madeup",), year=1996, reference="7QF-001-D")
    assert described(view, "protected person") is None
    married = {**view, "relationship": {"limb": "married or civil partners"}}
    assert "ex" in described(married, "respondent").bond


# --- The same two people, the other way round --------------------------------------------------------------


def person(family, given, born=None, age=None, made_at="2026-07-13T21:00:00+01:00"):
    return {
        "family_name": family,
        "given_names": given,
        "born": born,
        "believed_age": age,
        "_": {"made_at": made_at},
    }


def couple(respondent, protected):
    return {"respondent": respondent, "protected_person": protected}


CRAIG = person("Inventedson", "Craig", "1999-01-01")
RACHEL = person("Notareal", "Rachel", "2001-01-01")
FIRST = couple(CRAIG, RACHEL)


@pytest.mark.parametrize(
    ("rachel", "same"),
    [
        (person("Notareal", "Rachel", "2001-01-01"), True),
        (person("NOTARÉAL", "rachel"), True),
        (person("Noatreal", "Rachel", "2001-01-01"), True),
        (person("Notareal", "Rachael Anne", "2001-01-01"), True),
        (person("Notareal-Madeup", "Rachel", "2001-01-01"), True),
        (person("Notareal", "Rachel", None, 30), True),
        (person("Notareal", "Rachel", None, 31), False),
        (person("Notareal", "Rachel", None, 25, "2031-01-01T00:00:00+00:00"), True),
        (person("Notareal", "Rachel", None, 25, "2032-01-01T00:00:00+00:00"), False),
        (person("Notareal", "Rachel", "2001-10-01"), False),
        (person("Notareal", "Ruth", "2001-01-01"), False),
        (person("Notareal", None, "2001-01-01"), False),
        (person("Madeup", "Rachel", "2001-01-01"), False),
        (None, False),
    ],
)
def test_who_may_be_the_same_person_elsewhere(rachel, same):
    other = couple(rachel, CRAIG)
    assert crosswise(FIRST, other) is crosswise(other, FIRST) is same
    filed, _ = couple_keys(other)
    _, sought = couple_keys(FIRST)
    if same:  # both people are found under a key
        assert {key.partition(" ")[0] for key in filed & sought} == {"respondent", "protected"}


def test_the_same_way_round_is_not_the_other():
    assert not crosswise(FIRST, FIRST)
    assert not crosswise(couple(CRAIG, None), couple(RACHEL, CRAIG))
    filed, sought = couple_keys(FIRST)
    assert not filed & sought


def test_somebody_of_one_name_is_the_same_as_somebody_of_that_name_alone():
    mono = person("Mono", None)
    assert crosswise(couple(CRAIG, mono), couple(mono, CRAIG))
    assert not crosswise(couple(CRAIG, mono), couple(RACHEL, CRAIG))


@given(word=LETTERS, place=st.integers(0, 12), slip=st.sampled_from(sorted(SLIPS)), field=st.booleans())
def test_one_slip_in_either_name_is_filed_and_sought_alike(word, place, slip, field):
    wrong = SLIPS[slip](word, place % (len(word) - 1))
    meant, written = (person(word, "Rachel"), person(wrong, "Rachel"))
    if field:
        meant, written = person("Notareal", word), person("Notareal", wrong)
    one, other = couple(CRAIG, meant), couple(written, CRAIG)
    assert crosswise(one, other)
    shared = couple_keys(one)[1] & couple_keys(other)[0]
    assert {key.partition(" ")[0] for key in shared} == {"respondent", "protected"}


@pytest.mark.parametrize(
    ("score", "why", "sure"),
    [
        (100, ("same name", "same date of birth"), VERY_LIKELY),
        (90, ("name sounds alike", "same house and street"), VERY_LIKELY),
        (89, ("name sounds alike", "same date of birth"), MAY_BE),
        (100, ("same name",), MAY_BE),
        (100, ("same name", "born the same year"), MAY_BE),
        (70, ("name spelt alike",), MAY_BE),
        (69, ("same name", "same date of birth"), SOMEBODY_ELSE),
    ],
)
def test_how_sure_it_is_that_it_is_they(score, why, sure):
    assert how_sure(Match(score, why)) == sure


def test_what_to_ask_is_what_the_record_can_be_held_against_and_nothing_of_it():
    known = Known(
        name="Craig Inventedson", aliases=("Chris Madeup",), born="1999-01-01", addresses=("14 Fictional Close",)
    )
    assert to_ask(asked_card(Sought(name="Craig")), card(known)) == [
        "date of birth",
        "address",
        "earlier and other names",
    ]
    assert to_ask(asked_card(Sought(born="1999-01-01")), card(known))[0] == "full name"
    guessed = Known(name="Craig Inventedson", year=1999)
    assert to_ask(asked_card(Sought(name="Craig")), card(guessed)) == ["year of birth or age"]
    assert to_ask(asked_card(Sought(name="Craig", age=27)), card(guessed)) == []
