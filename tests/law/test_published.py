"""What the server gives the phone is what the JavaScript tests read."""

import json
from pathlib import Path

from field_app.law.published import published

LAW = Path(__file__).parents[1] / "vectors" / "law.json"


def test_the_javascript_tests_read_the_law_as_published() -> None:
    """If this fails the law has changed: write `published()` into tests/vectors/law.json again."""
    assert json.loads(LAW.read_text("utf-8")) == json.loads(json.dumps(published()))


def test_the_parts() -> None:
    assert list(published()) == ["ranks", "regimes", "conditions", "breach", "holidays", "wording", "requirements"]
