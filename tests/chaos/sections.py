"""What can be recorded on the screens: sections with one text each by which an entry is known again."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser import scene
from tests.browser.phone import Phone


@dataclass(frozen=True)
class Section:
    """A section of a recording screen. Every save writes its one text anew; `answers` is what else it must have."""

    key: str
    kind: str
    region: str
    label: str
    answers: tuple[tuple[str, str], ...] = ()

    def on(self, phone: Phone) -> Locator:
        return phone.section(self.region)

    def text(self, phone: Phone) -> Locator:
        return self.on(phone).get_by_label(self.label, exact=True)

    def fill(self, phone: Phone, text: str) -> None:
        for question, answer in self.answers:
            scene.choose(self.on(phone), question, answer)
        self.text(phone).fill(text)


@dataclass(frozen=True)
class Screen:
    """A recording screen, and the heading of the one that saving leads to."""

    page: str
    heading: str
    then: str
    sections: tuple[Section, ...]


def _screen(page: str, *sections: Section) -> Screen:
    headings = [(one, heading) for one, heading, _ in scene.SCREENS]
    at = [one for one, _ in headings].index(page)
    return Screen(page, headings[at][1], [*(heading for _, heading in headings[1:]), "Review"][at], sections)


SCREENS = (
    _screen(
        "incident",
        Section(
            "incident",
            "incident recorded",
            "Safety, identity and custody",
            "Incident number",
            (
                ("Is any of these known", "None known"),
                ("How is it known?", "A document seen"),
                ("Is the respondent detained?", "No"),
            ),
        ),
    ),
    _screen(
        "people",
        Section("respondent", "person described", "Respondent", "Family name"),
        Section("protected_person", "person described", "Protected person", "Family name"),
    ),
    _screen(
        "happened",
        Section(
            "violence",
            "violence recorded",
            "Violence or threats",
            "What the respondent did or threatened",
            (("What was it?", "Violence"), ("Does the respondent say the protected person was violent?", "No")),
        ),
    ),
    _screen(
        "necessity",
        Section(
            "necessity",
            "necessity recorded",
            "Necessity, charge and bail",
            "Why a notice is necessary to protect them",
        ),
    ),
    _screen(
        "risk",
        Section("risk", "risk assessed", "Risk of serious harm", "Why", (("Your judgement of the risk", "High"),)),
    ),
    _screen(
        "views",
        Section(
            "views-protected_person",
            "views recorded",
            "The protected person's view",
            "What they think of a notice",
        ),
        Section("views-respondent", "views recorded", "What the respondent says", "What they say about a notice"),
    ),
    _screen(
        "children",
        Section(
            "children",
            "children's welfare recorded",
            "How the children are",
            "Who they are and how they are, or how you know there are none",
            (("Is anyone under 18 affected?", "No"),),
        ),
    ),
    _screen(
        "conditions",
        Section(
            "orders",
            "other orders in force recorded",
            "Orders in force",
            "Where you looked, and who you asked",
        ),
    ),
)
"""All but the relationship, whose home is filled in from elsewhere and would be saved along with it."""

BY_KEY: dict[str, tuple[Screen, Section]] = {one.key: (screen, one) for screen in SCREENS for one in screen.sections}
