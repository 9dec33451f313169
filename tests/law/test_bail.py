"""Conditions of bail beside what a notice prohibits."""

from __future__ import annotations

import pytest

from field_app.law.bail import THEIR_HOME, Bail, compare


def notice(*codes, metres=None):
    return [{"code": one, "distance_m": metres if one in ("distance", "where they live") else None} for one in codes]


def bail(about, at=None, metres=None, words="As recorded."):
    return Bail(about, at, metres, words)


NEAR = bail("not to go to a place", THEIR_HOME, 50, "Not within 50 metres of 14 Fictional Close.")
THERE = bail("live and sleep at a place", THEIR_HOME, None, "Live and sleep at 14 Fictional Close.")


@pytest.mark.parametrize(
    ("prohibits", "conditions", "wanted"),
    [
        (notice("contact"), [], ["notice stricter"]),
        (notice("contact"), [bail("no contact")], ["same"]),
        (notice(), [bail("no contact")], ["bail stricter"]),
        (notice("contact"), [bail("some contact allowed")], ["contradicts"]),
        (notice("contact"), [bail("no contact"), bail("some contact allowed")], ["contradicts", "same"]),
        (notice("distance", metres=100), [NEAR], ["notice stricter"]),
        (notice("distance", metres=20), [NEAR], ["bail stricter"]),
        (notice("distance", metres=50), [NEAR], ["same"]),
        (notice("where they live", metres=50), [NEAR], ["same"]),
        (notice("enter"), [bail("not to go to a place", THEIR_HOME)], ["same"]),
        (notice("leave", "enter", "distance", metres=100), [THERE], ["contradicts", "notice stricter"]),
        (notice("leave"), [THERE, NEAR], ["contradicts", "bail stricter"]),
        (notice(), [THERE], []),
        (notice(), [NEAR], ["bail stricter"]),
        (notice("evict", "molest"), [], ["notice stricter", "notice stricter"]),
        (notice(), [bail("something else", words="To report on Mondays.")], ["bail only"]),
        (notice(), [bail("live and sleep at a place", "another place")], ["bail only"]),
        (notice(), [bail("not to go to a place", "another place", 10)], ["bail only"]),
    ],
    ids=lambda one: str(one)[:40],
)
def test_how_each_stands_to_the_other(prohibits, conditions, wanted):
    assert [one.how for one in compare(prohibits, conditions)] == wanted


def test_it_is_said_in_plain_words():
    found = compare(notice("contact", "distance", "molest", metres=1_000), [THERE, NEAR])
    assert [one.sentence for one in found] == [
        "Bail says to live and sleep at the protected person's home (Live and sleep at 14 Fictional Close.). "
        "The notice keeps them away from it.",
        "The notice prohibits contact. Bail does not.",
        "Both keep them away from the home: the notice by 1,000 metres, bail by 50 metres.",
        "The notice also says: not to molest. Bail does not.",
    ]
