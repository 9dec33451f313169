"""The short run of every `make test`, and that the comparison sees what it is there to see."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from .compare import DOUBLED, LOST, OTHERWISE, OUT_OF_ORDER, Arrived, AtServer, compare, difference
from .server import ROOT
from .told import Told

SEED = "3829394925"
"""One sequence in which the browser and the server are killed, each in the middle of saving."""

CASE = "one case"
DEVICE = "one device"


@pytest.mark.waits
def test_a_short_run_loses_nothing():
    command = [sys.executable, "-m", "tests.chaos", "--seed", SEED, "--sequences", "1"]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 sequences" in run.stdout
    for action in ("kill the browser while saving", "kill -9 the server while saving"):
        assert action in run.stdout
    assert "lost 0, doubled 0, out of order 0, otherwise 0" in run.stdout
    assert re.search(r"log verify: \d+ logs, \d+ entries, \d+ signatures hold\.", run.stdout)


def entry(number, text=None, *, position=None, received_at="10:00", case=CASE):
    kind = "risk assessed" if text else "case started"
    body = {"kind": kind, "number": number, "device": DEVICE, "facts": {"level": "high", "why": [text or "7QF-001-K"]}}
    return Arrived(case, position or number, received_at, body)


@pytest.fixture
def told():
    """The officer was told that a case was started and two texts saved in it."""
    one = Told(cases=[CASE])
    for text in ("first", "second"):
        one.typed((CASE, "risk"), text)
        one.saved((CASE, "risk"), "risk assessed")
    return one


HELD = (entry(1), entry(2, "first"), entry(3, "second"))


def found(told, *entries, **more):
    views = more.pop("views", {CASE: {"conflicts": []}})
    return {one.wrong for one in compare(told, AtServer(entries, views, **more))}


def test_what_arrived_as_it_was_told_is_found_to_be_so(told):
    assert found(told, *HELD) == set()


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        (HELD[:2], {LOST}),
        (HELD[1:], {LOST}),
        ((HELD[0], HELD[2]), {LOST}),
        ((*HELD, entry(4, "second")), {DOUBLED}),
        ((*HELD, entry(3, "second", position=4)), {DOUBLED}),
        ((*HELD, entry(4)), {DOUBLED}),
        ((entry(1), entry(2, "second"), entry(3, "first")), {OUT_OF_ORDER}),
        ((entry(1), entry(2, "first", position=3), entry(3, "second", position=2)), {OUT_OF_ORDER}),
        ((*HELD, entry(4, "third")), {OTHERWISE}),
        ((*HELD, entry(4, case="another")), {OTHERWISE}),
    ],
)
def test_what_is_missing_doubled_or_out_of_order_is_found(told, entries, wrong):
    assert found(told, *entries) == wrong


def test_a_place_behind_a_later_one_is_explained_by_having_waited(told):
    waited = entry(2, "first", position=3, received_at="09:59")
    assert found(told, entry(1), waited, entry(3, "second", position=2)) == set()


def test_what_was_cut_short_may_be_there_once_or_not_at_all(told):
    told.typed((CASE, "risk"), "third")
    told.cut_short((CASE, "risk"), "risk assessed")
    assert found(told, *HELD) == set()
    assert found(told, *HELD, entry(4, "third")) == set()
    assert found(told, *HELD, entry(4, "third"), entry(5, "third")) == {DOUBLED}
    assert told.either == {(CASE, "risk"): "third"}


def test_what_was_refused_waits_for_ever_or_stands_twice_is_found(told):
    assert found(told, *HELD, refused=["not yours"]) == {LOST}
    assert found(told, *HELD, waiting=["an id"]) == {LOST}
    assert found(told, *HELD, views={CASE: {"conflicts": [["one", "another"]]}}) == {OTHERWISE}


def test_two_views_of_a_case_differ_where_they_do():
    assert difference({"stage": "recording", "risk": {"why": "a"}}, {"stage": "recording", "risk": {"why": "b"}}) == [
        "risk"
    ]
    assert difference({"stage": "recording"}, {}) == ["stage"]


def test_a_number_nobody_gave_out_is_no_reason_to_look_away(told):
    assert found(told, *HELD[:2], replace(HELD[2], body={**HELD[2].body, "number": 4})) == {LOST}
