"""The lesson of a training installation, for `static/js/lesson.js` to say alike of the stories of cases.json.

Written by Python: `python -m tests.cases.test_lesson` writes vectors/lesson.json again.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from field_app.cases.entries import newest
from field_app.cases.lesson import STEPS, as_json, done, missed

from .test_case_vectors import STORIES, tell

VECTORS = Path(__file__).parents[1] / "vectors" / "lesson.json"
MUCH_LATER = datetime(2027, 1, 1, tzinfo=UTC)


def written() -> str:
    told = [tell(play) for play in STORIES]
    stories = {one.as_json()["name"]: [it.step for it in done(one.case)] for one in told}
    return json.dumps({"steps": as_json(), "done": stories}, ensure_ascii=False, indent=1) + "\n"


def test_the_file_is_what_python_says():
    assert VECTORS.read_text("utf-8") == written()


def test_every_step_asks_for_entries_that_there_are():
    for step in STEPS:
        for wanted in step.wanted:
            assert {name for name, _ in wanted.facts} <= set(newest(wanted.kind).facts.__dataclass_fields__)


def test_the_steps_follow_the_entries():
    known = json.loads(VECTORS.read_text("utf-8"))["done"]
    not_recorded = ("incident", "conditions")  # of the two kinds that the last asks for, there is one
    assert known["served"] == [one.id for one in STEPS[:12] if one.id not in not_recorded]
    assert "decision" not in known["refused"] and "request" in known["refused"]


def test_what_stands_in_every_story_can_be_judged():
    """And nothing is said twice of any."""
    for play in STORIES:
        sentences = [one.sentence for one in missed(tell(play).case, (), MUCH_LATER)]
        assert len(sentences) == len(set(sentences))


if __name__ == "__main__":
    VECTORS.write_text(written(), "utf-8", newline="")
