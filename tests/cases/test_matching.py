"""Somebody misspelt is found under the same keys, and the score says how well they fit."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from field_app.cases.matching import (
    Sought,
    address_keys,
    couple_keys,
    crosswise,
    described,
    keys,
    match,
    name_parts,
    postcode_key,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=14)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Craig INVENTEDSON", ["craig", "inventedson"]),
        ("O'Madeup, Seán", ["omadeup", "sean"]),
        ("O’Madeup", ["omadeup"]),
        ("Anne-Marie", ["anne", "marie"]),
        ("  Zoë \t Straße ", ["zoe", "strasse"]),
        ("李 明", ["李", "明"]),
        ("--", []),
        ("", []),
    ],
)
def test_a_names_parts(name, parts):
    assert name_parts(name) == parts


SLIPS = {
    "a letter missing": lambda word, place: word[:place] + word[place + 1 :],
    "a letter too many": lambda word, place: word[:place] + "q" + word[place:],
    "a letter wrong": lambda word, place: word[:place] + "q" + word[place + 1 :],
    "two letters swapped": lambda word, place: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
}


@given(word=LETTERS, place=st.integers(0, 12), slip=st.sampled_from(sorted(SLIPS)))
def test_one_slip_in_a_name_of_five_letters_or_more_is_found_and_counts(word, place, slip):
    place = place % (len(word) - 1)
    wrong = SLIPS[slip](word, place)
    assume(wrong != word)
    sought, known = Sought(name=wrong), Sought(name=word)
    assert keys(sought) & keys(known)
    found = match(sought, known)
    assert (found.score, found.why) == (80, ("name spelt alike",))


@given(one=LETTERS, other=LETTERS)
def test_matching_is_the_same_both_ways_for_one_word(one, other):
    assert match(Sought(name=one), Sought(name=other)) == match(Sought(name=other), Sought(name=one))


KNOWN = Sought("Craig Inventedson", "1999-01-01", "Flat 2, 14 Fictional Close\nBasildon", "SS14 0ZZ", "7QF-012-F")


@pytest.mark.parametrize(
    ("sought", "score", "why"),
    [
        (Sought(name="Craig Inventedson"), 100, ("same name",)),
        (Sought(name="Inventedson"), 100, ("same name",)),
        (Sought(name="Craig"), 100, ("same name",)),
        (Sought(name="Craig Inventidson"), 90, ("name spelt alike",)),
        (Sought(name="Bob Inventedson"), 50, ("part of the name",)),
        (Sought(name="Bob Builder"), 0, ()),
        (Sought(name="Craig Inventedson", born="1999-01-01"), 100, ("same name", "same date of birth")),
        (Sought(name="Craig Inventedson", born="1999-01-02"), 60, ("same name",)),
        (Sought(name="Bob Builder", born="1999-01-01"), 40, ("same date of birth",)),
        (Sought(postcode="ss14 0zz"), 100, ("same postcode",)),
        (Sought(address="14 Fictional Road"), 100, ("same house and street",)),
        (Sought(address="15 Fictional Close"), 0, ()),
        (Sought(address="14 Fictional Close", postcode="SS1 1AA"), 50, ("same house and street",)),
        (Sought(reference="7qf 012 f"), 100, ("same reference",)),
        (Sought(reference="7QF-013-D"), 0, ()),
        (Sought(), 0, ()),
    ],
)
def test_how_well_somebody_fits(sought, score, why):
    found = match(sought, KNOWN)
    assert (found.score, found.why) == (score, why)


def test_whoever_is_of_no_known_birthday_or_name_is_no_error():
    assert match(KNOWN, Sought()).score == 0
    assert match(Sought(born="1999-01-01"), Sought(name="Craig")).score == 0


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("14 High Street", {"14 high"}),
        ("Flat 2, 14 High Street", {"14 high"}),
        ("Flat 2a, 14b High St", {"14b high"}),
        ("14, HIGH ST.", {"14 high"}),
        ("14\nHigh Street", {"14 high"}),
        ("The Old Mill", set()),
        ("", set()),
    ],
)
def test_house_and_street(address, found):
    assert address_keys(address) >= found
    assert bool(address_keys(address)) == bool(found)


def test_postcodes_are_the_same_however_spaced():
    assert postcode_key("ss14 0zz") == postcode_key("SS140ZZ") == postcode_key(" SS14-0zz ")


def test_somebody_described_in_a_case():
    person = {"given_names": None, "family_name": "Mono", "born": None, "address": None, "postcode": None}
    assert described(person, "7QF-012-F") == Sought("Mono", None, None, None, "7QF-012-F")
    assert described(None, "7QF-012-F") == Sought(reference="7QF-012-F")
    assert keys(described(None, None)) == set()


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
