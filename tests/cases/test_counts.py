"""What is chosen beside the words is counted; what nobody chose counts as not recorded, so that all of it adds up."""

from __future__ import annotations

from datetime import date
from typing import Any

from field_app.cases.figures import Figure, add_up, happened
from field_app.cases.figures.counts import TOGETHER, together

from .test_case_vectors import SOLICITOR, SUPERINTENDENT, Story, current, listed

SPRING = (date(2026, 3, 1), date(2026, 6, 30))


def figures(*stories: Story, **of: Any) -> dict[str, Figure]:
    """The figures of the spring in which every story is told."""
    return {
        one.key: one
        for one in add_up([one for story in stories for one in happened(story.case)], *SPRING, **of).figures
    }


def requested(name: str) -> Story:
    story = Story(name).record()
    story.request()
    return story


def refused(name: str, **said: Any) -> Story:
    story = requested(name)
    request = story.case.request
    assert request is not None
    story.add("authority refused", by=SUPERINTENDENT, relies_on=(request,), **said)
    return story


def test_why_a_request_was_refused():
    """One before the list was there, one for two reasons, one whose words nobody put in the list."""
    found = figures(
        refused("once", version=1),
        refused("twice", facts={"because": ["not associated", "another reason"], "reasons": "Lodger."}),
        refused("unsaid", facts={"because": [], "reasons": "No."}),
    )
    assert found["refused"].number == 3
    why = found["refused because"]
    assert (why.number, why.of) == (4, 3)
    assert why.by["kind"] == {"another reason": 1, "not associated": 1, "not recorded": 2}


def test_why_a_court_refused():
    def before_court(name: str, **facts: Any) -> Story:
        story = Story(name)
        listed(story)
        story.minute = 5 * 24 * 60
        facts = {"decided_at": "2026-04-07T11:30:00+01:00", "because": ["heard too late"], **facts}
        story.add("application refused or withdrawn", facts, by=SOLICITOR)
        return story

    why = figures(before_court("refused"), before_court("withdrawn", outcome="withdrawn"))["court refused because"]
    assert (why.number, why.of) == (1, 1)
    assert why.by["kind"] == {"heard too late": 1}
    assert why.by["court"] == {"Basildon Magistrates' Court": 1}


def test_whether_the_protected_person_supports_a_notice_and_what_was_authorised_against_it():
    """The opinion counts as it was before authority; said otherwise after, the request counts by what stands now."""

    def say(story: Story, opinion: str | None) -> None:
        told = {"whose": "protected person", "said": "Their words.", "opinion": opinion}
        story.add("views recorded", told, replaces=current(story, "views recorded"))

    def authorised(name: str, opinion: str | None = None, then: str | None = None) -> Story:
        story = Story(name).record()
        say(story, opinion)
        story.request()
        story.authorise()
        if then:
            say(story, then)
        return story

    found = figures(
        authorised("for", "supports"),
        authorised("against", "opposes"),
        authorised("came round", "opposes", then="supports"),
        authorised("turned", "supports", then="opposes"),
        authorised("in words"),
        requested("nothing said"),
    )
    assert found["views"].by["kind"] == {"in words alone": 1, "not had": 1, "opposes": 2, "supports": 2}
    opposed = found["authorised opposed"]
    assert (opposed.number, opposed.of) == (2, 5)
    assert opposed.by["kind"] == {"as asked for": 2}


def test_who_the_two_are_is_counted_as_they_say_of_the_whole_force_with_few_told_together():
    def said(name: str, **of: Any) -> Story:
        story = requested(name)
        if of:
            facts = {"whose": "respondent", "gender": None, "ethnicity": None, **of}
            story.add("equality monitoring recorded", facts)
        return story

    stories = [said(f"man {number}", gender="male", ethnicity="W1") for number in range(6)]
    stories += [
        said("woman", gender="female", ethnicity="B2"),
        said("not stated", gender="not stated"),
        said("unasked"),
    ]
    found = figures(*stories)
    gender, ethnicity = found["respondent's gender"], found["respondent's ethnicity"]
    assert (gender.number, gender.of) == (9, 9)
    assert gender.by == {"kind": {TOGETHER: 9}}  # the three could be had by taking away
    assert ethnicity.by == {"kind": {TOGETHER: 9}}
    assert (found["protected person's gender"].number, found["protected person's gender"].by) == (9, {})
    assert together({"male": 6, "female": 3, "not recorded": 2}) == {"male": 6, TOGETHER: 5}
    assert together({"male": 4}) == {TOGETHER: 4}
    assert "respondent's gender" not in figures(*stories, district="Northfield")


def test_what_is_said_for_the_equality_figures_is_not_what_a_request_rests_on():
    story = Story("monitored").record()
    said = story.add("equality monitoring recorded")
    assert said not in story.case.sections
    again = {"whose": "respondent", "gender": "female", "ethnicity": None}
    for _ in range(2):
        story.add("equality monitoring recorded", again, replaces=(said,))
    view = story.case.view()
    assert (view["monitoring"]["respondent"]["gender"], view["monitoring"]["protected_person"]) == ("female", None)
    assert view["conflicts"] == []


def test_what_was_unserved_for_more_than_a_day_at_the_end_of_each_day():
    """Authorised on the evening of 2 April: too long from the end of the 3rd on, until served or taken back."""

    def authorised(name: str) -> Story:
        story = requested(name)
        story.authorise()
        return story

    stories = {name: authorised(name) for name in ("waits", "on the 5th", "on the 3rd", "withdrawn")}
    stories["on the 5th"].serve("2026-04-05T10:00:00+01:00")
    stories["on the 3rd"].serve("2026-04-03T23:50:00+01:00")
    taken_back = stories["withdrawn"]
    taken_back.minute = 2 * 24 * 60
    assert taken_back.case.decision is not None
    taken_back.add("authority withdrawn before service", by=SUPERINTENDENT, relies_on=(taken_back.case.decision,))
    every = [one for story in stories.values() for one in happened(story.case)]

    def by_day(first: int, last: int, **more: Any) -> tuple[int, dict[str, int]]:
        found = add_up(every, date(2026, 4, first), date(2026, 4, last), ended=date(2026, 4, 6), **more)
        (one,) = (one for one in found.figures if one.key == "unserved a day")
        return one.number, one.by.get("day", {})

    assert by_day(1, 30) == (7, {"2026-04-03": 3, "2026-04-04": 2, "2026-04-05": 1, "2026-04-06": 1})
    assert by_day(5, 30) == (2, {"2026-04-05": 1, "2026-04-06": 1})
    assert by_day(1, 30, district="Northfield") == (0, {})
