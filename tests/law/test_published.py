"""What the server gives the phone is what the JavaScript tests read."""

import json
from pathlib import Path

from field_app.law.published import published
from field_app.law.regimes import COMMENCEMENTS, DAA2021

LAW = Path(__file__).parents[1] / "vectors" / "law.json"


def test_the_javascript_tests_read_the_law_as_published() -> None:
    """If this fails the law has changed: write it, as of a force with every Act, into tests/vectors/law.json again."""
    every = published(in_force=COMMENCEMENTS[:2])
    assert json.loads(LAW.read_text("utf-8")) == json.loads(json.dumps(every))


def test_a_phone_is_not_given_the_words_of_an_act_its_force_does_not_have() -> None:
    told = json.dumps(published())
    assert "crime and security act 2010" in told.lower()
    assert "abusive" not in told and DAA2021.id not in told


TABLES = ["requirements", "decision", "service", "duties", "matters"]


def test_the_parts() -> None:
    parts = ["ranks", "in_force", "regimes", "conditions", "refusals", "holidays", "wording", *TABLES]
    assert list(published()) == parts
