"""The shortlist is whom most is found of, though most of those of whom less is are never looked at."""

from __future__ import annotations

import random
from array import array
from collections import Counter

import pytest

from field_app.cases.matching import Known, Sought, asked_card, card, clues, keys, parts
from field_app.store.search.filed import Filed, hashed
from field_app.store.search.shortlist import Held

ON = "2026-07-13"
GIVEN = ["David"] * 60 + ["Davina", "Dafydd", "Craig", "Kraig", "Rachel", "Zebedee"] * 5
FAMILY = ["Inventedson"] * 30 + ["Davies"] * 30 + ["Notareal", "Inventidson", "Madeup", "Quill", "Davidson"] * 6


@pytest.fixture(scope="module")
def people():
    chance = random.Random(5)
    return [
        Known(
            name=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
            born=f"{chance.randint(1970, 1979)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
            addresses=(f"{chance.randint(1, 9)} {chance.choice(['Fictional', 'Invented'])} Close",),
            postcodes=(f"SS{chance.randint(1, 4)} {chance.randint(1, 9)}ZZ",),
        )
        for _ in range(8_000)
    ]


@pytest.fixture(scope="module")
def held(people):
    held = Held()
    for row, one in enumerate(people, start=1):
        described = card(one)
        held.add(row, parts(described), array("Q", [hashed(key) for key in keys(described)]))
        if row == len(people) // 2 or row > len(people) - 20:
            held.put_in_order()
    held.put_in_order()
    return held


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "David Davies", "year": 1975},
        {"name": "David Davies", "born": "1975-05-15"},
        {"name": "David Inventedson", "age": 50},
        {"name": "David"},
        {"name": "Quill", "year": 1971},
        {"name": "David Quill", "address": "4 Fictional Close", "postcode": "SS2 5ZZ"},
        {"name": "Zebedee Inventidson", "address": "Invented Close", "year": 1978},
        {"name": "Davidson Craig", "born": "1970-01-10", "postcode": "SS3"},
        {"address": "4 Fictional Close"},
        {"born": "1975-05-15"},
        {"year": 1975},
    ],
)
@pytest.mark.parametrize("most", [5, 24, 192])
def test_it_is_whom_all_clues_added_up_name(people, held, asked, most):
    looked_for = clues(asked_card(Sought(**asked)), ON)
    points: Counter[int] = Counter()
    dated, years = {}, {}
    for clue in looked_for:
        hits = held.hits(clue, few=True)
        if hits.years:
            dated, years = hits.of(None), hits.years
        else:
            points.update(hits.of(None))
    nothing = not points and not dated
    for row, one in enumerate(people, start=1):
        if row in dated:
            points[row] += dated[row]
        elif row in points or nothing:
            points[row] += years.get(int(one.born[:4]), 0)
    best = sorted(((value, row) for row, value in points.items() if value), reverse=True)[:most]
    assert held.shortlist(looked_for, most) == [row for _, row in best]


def test_each_key_has_its_rows_the_oldest_first_and_no_other_has():
    filed = Filed()
    filed.add(1, [7, 7 + (1 << 52)])
    filed.add(2, [8])
    filed.put_in_order()
    filed.add(3, [7])
    assert [*filed.rows(7)] == [1], "before it is put in order"
    filed.put_in_order()
    assert [[*filed.rows(key)] for key in (7, 8, 9, 6)] == [[1, 3], [2], [], []]
    assert [*filed.rows((1 << 64) - 1)] == []
