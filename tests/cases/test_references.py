"""Case references: one wrong sign never makes another sound reference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from field_app.cases.references import PREFIX_SIGNS, SIGNS, check_character, is_sound

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "references.json").read_text("utf-8"))


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["reference"])
def test_vectors(row):
    digits = f"{row['count']:03d}"
    assert row["reference"] == f"{row['prefix']}-{digits}-{check_character(row['prefix'], digits)}"
    assert is_sound(row["reference"])


def test_every_single_wrong_sign_is_caught():
    tried = 0
    for row in VECTORS:
        right = row["reference"]
        for place, sign in enumerate(right):
            for other in set(SIGNS + "IOSZ") - {sign}:
                assert not is_sound(right[:place] + other + right[place + 1 :]), (right, place, other)
                tried += 1
    assert tried > 5_000


def test_every_two_signs_swapped_are_caught():
    for row in VECTORS:
        signs = list(row["reference"])
        for one in range(len(signs)):
            for other in range(one):
                if signs[one] != signs[other] and "-" not in (signs[one], signs[other]):
                    swapped = signs.copy()
                    swapped[one], swapped[other] = signs[other], signs[one]
                    assert not is_sound("".join(swapped)), (row["reference"], other, one)


@pytest.mark.parametrize(
    "text",
    [
        *("", "7QF", "7QF-012", "7QF-012-", "7QF--F", "-012-F", "7QF-012-F-", "7QF-12-F"),
        *("7qf-012-f", "7QF 012 F", "7QF-०१२-F", "7QF-012-F\n", "1QF-012-F"),
    ],
)
def test_what_has_not_the_three_parts_is_no_reference(text):
    assert not is_sound(text)


def test_no_sign_is_misread_as_another():
    assert len(SIGNS) == len(set(SIGNS)) == 32
    assert not set(SIGNS) & set("IOSZ")
    assert set(PREFIX_SIGNS) == set(SIGNS) - {"0", "1"}
