"""Requests on their way to somebody who may decide, for `static/js/reaching.js` to say alike (vectors/reaching.json).

Written by Python: `python -m tests.cases.test_reaching_vectors` writes the file again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.reaching import as_json, reached

from .examples import facts_of, id_of
from .test_case_vectors import SUPERINTENDENT, Story

VECTORS = Path(__file__).parents[1] / "vectors" / "reaching.json"

SYSTEM: dict[str, Any] = {"by": "system", "number": None}
SECOND = id_of("second superintendent")


def asked(
    story: Story, step: int, officer: str | None = SUPERINTENDENT, role: str = "authorising officer"
) -> Held[Any]:
    facts = {**facts_of("request escalated"), "step": step, "officer": officer, "role": role}
    return story.add("request escalated", facts, relies_on=(story.case.request,), **SYSTEM)


def came(story: Story, kind: str, step: Held[Any], **more: Any) -> None:
    facts = {**facts_of(kind), "officer": step.entry.facts.officer}
    story.add(kind, facts, relies_on=(step,), **SYSTEM, **more)


def claimed(story: Story, **more: Any) -> Held[Any]:
    return story.add("request claimed", by=SUPERINTENDENT, relies_on=(story.case.request,), **more)


def not_requested(story: Story) -> None:
    story.record()


def sent(story: Story) -> None:
    story.record().request()


def unanswered_then_claimed(story: Story) -> None:
    story.record().request()
    first = asked(story, 1, SECOND)
    came(story, "push delivered", first)
    came(story, "push delivered", first)
    came(story, "text message sent", first)
    second = asked(story, 2)
    came(story, "push opened", second)
    claimed(story)


def nobody_on_call(story: Story) -> None:
    story.record().request()
    asked(story, 1, None, "nobody")


def passed_over(story: Story) -> None:
    """One on call is too close to it; the next is asked."""
    story.record().request()
    story.add("officer passed over", {"officer": SECOND}, relies_on=(story.case.request,), **SYSTEM)
    asked(story, 1)


def claimed_by_a_clock_that_is_wrong(story: Story) -> None:
    story.record().request()
    claimed(story, made_after=600, clock_offset_s=None)


def claimed_and_let_go(story: Story) -> None:
    story.record().request()
    first = claimed(story)
    story.add("claim released", by=SUPERINTENDENT, relies_on=(first,))


def claimed_again(story: Story) -> None:
    claimed_and_let_go(story)
    claimed(story)


def questions(story: Story) -> None:
    story.record().request()
    first = story.add("information asked", by=SUPERINTENDENT, relies_on=(story.case.request,))
    story.add(
        "information asked",
        {"question": "And who else lives there?"},
        by=SUPERINTENDENT,
        relies_on=(story.case.request,),
    )
    story.add("information given", relies_on=(first,))
    story.add("information given", {"answer": "Their aunt after all."}, relies_on=(first,))


def asked_anew(story: Story) -> None:
    """Of the request before it nothing stands."""
    unanswered_then_claimed(story)
    story.add("risk assessed", replaces=(story.case.latest("risk assessed"),))
    story.request()
    asked(story, 1)


def opened_early(story: Story, **facts: Any) -> Held[Any]:
    return story.add("case opened early", {"to": None, **facts})


def read_by(story: Story, opening: Held[Any], officer: str | None = SUPERINTENDENT) -> Held[Any]:
    return story.add("early reader found", {"officer": officer, "telephone": None}, relies_on=(opening,), **SYSTEM)


def being_prepared(story: Story) -> None:
    story.record()
    opening = opened_early(story)
    reader = read_by(story, opening)
    came(story, "push delivered", reader)
    came(story, "push opened", reader)
    first = story.add("information asked", by=SUPERINTENDENT, relies_on=(opening,))
    story.add("information given", relies_on=(first,))


def opened_and_withdrawn(story: Story) -> None:
    story.record()
    opening = opened_early(story, to="1301")
    read_by(story, opening)
    story.add("early opening withdrawn", relies_on=(opening,))


def opened_to_nobody(story: Story) -> None:
    story.record()
    opened_early(story)
    read_by(story, opened_early(story), None)


def opened_then_asked(story: Story) -> None:
    being_prepared(story)
    story.request()
    story.add("information asked", by=SUPERINTENDENT, relies_on=(story.case.request,))


def opened_then_not_pursued(story: Story) -> None:
    being_prepared(story)
    story.add("considered and not pursued")


def opened_again_after_that(story: Story) -> None:
    opened_then_not_pursued(story)
    read_by(story, opened_early(story))


TOLD: dict[str, Callable[[Story], None]] = {
    "not requested": not_requested,
    "sent": sent,
    "passed over": passed_over,
    "unanswered, then claimed": unanswered_then_claimed,
    "nobody on call": nobody_on_call,
    "claimed by a clock that is wrong": claimed_by_a_clock_that_is_wrong,
    "claimed and let go": claimed_and_let_go,
    "claimed again": claimed_again,
    "questions": questions,
    "asked anew": asked_anew,
    "being prepared": being_prepared,
    "opened and withdrawn": opened_and_withdrawn,
    "opened to nobody": opened_to_nobody,
    "opened, then asked": opened_then_asked,
    "opened, then not pursued": opened_then_not_pursued,
    "opened again after that": opened_again_after_that,
}


def tell(name: str) -> Story:
    story = Story(f"reaching {name}")
    TOLD[name](story)
    return story


def written() -> str:
    stories = [
        {
            "name": name,
            "entries": (story := tell(name)).told,
            "stage": story.case.stage,
            "request": story.case.request.entry.id if story.case.request else None,
            "not_pursued": story.case.not_pursued.entry.id if story.case.not_pursued else None,
            "reached": as_json(reached(story.case)),
        }
        for name in TOLD
    ]
    return json.dumps(stories, ensure_ascii=False, indent=1) + "\n"


def test_the_vectors_are_what_python_says():
    assert VECTORS.read_text("utf-8") == written(), "run python -m tests.cases.test_reaching_vectors"


def test_what_a_story_adds_up_to():
    found = {name: reached(tell(name).case) for name in TOLD}
    assert found["not requested"] == found["sent"]
    first, second = found["unanswered, then claimed"].steps
    assert (first.officer, second.officer) == (SECOND, SUPERINTENDENT)
    assert first.delivered_at and first.texted_at and not first.opened_at
    assert second.opened_at and not second.delivered_at
    claim = found["unanswered, then claimed"].claim
    assert claim and (claim.until - claim.at).total_seconds() == 15 * 60
    wrong = found["claimed by a clock that is wrong"].claim
    assert wrong and (wrong.until - wrong.at).total_seconds() == 15 * 60
    assert found["claimed and let go"].claim is None
    assert found["claimed again"].claim
    assert [one.answer for one in found["questions"].questions] == ["Their aunt after all.", None]
    assert (len(found["asked anew"].steps), found["asked anew"].claim) == (1, None)
    assert found["nobody on call"].asked == frozenset()
    assert [(one.officer, one.why) for one in found["passed over"].passed_over] == [(SECOND, "not independent")]
    assert found["passed over"].asked == {SUPERINTENDENT}


def test_a_case_is_open_early_until_it_is_withdrawn_asked_for_or_ended():
    found = {name: reached(tell(name).case) for name in TOLD}
    assert {name for name, one in found.items() if one.looking_in} == {"being prepared", "opened again after that"}
    assert [one.stands for one in found["opened again after that"].openings] == [False, True]
    assert [one.answer for one in found["being prepared"].questions] == ["Their grandmother, by car."]
    assert [one.answer for one in found["opened, then asked"].questions] == ["Their grandmother, by car.", None]
    never = {"opened and withdrawn", "opened to nobody"}
    read_before = {name for name, one in found.items() if one.read_before}
    assert read_before == {name for name in TOLD if name.startswith(("being", "opened"))} - never


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_nothing_depends_on_the_order_in_which_entries_arrived(data):
    story = tell(data.draw(st.sampled_from(sorted(TOLD))))
    order = data.draw(st.permutations(story.case.held))
    assert reached(Case.from_log(story.case.id, order)) == reached(story.case)


@pytest.mark.parametrize("after", [0, 899, 900])
def test_a_claim_holds_for_its_minutes_and_no_longer(after):
    found = reached(tell("unanswered, then claimed").case)
    assert found.claim
    holds = found.claimed_by(found.claim.at + timedelta(seconds=after))
    assert (holds is not None) == (after < 900)


if __name__ == "__main__":
    VECTORS.write_text(written(), "utf-8", newline="")
