"""What the officers type: the reference case of `field_app.demonstration.case`, by hand, screen by screen.

On each screen what is chosen is touched first; then the texts are written one after another, so that the keyboard
stays open and its "next" leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import Locator, expect

from field_app.demonstration.case import sections
from field_app.law.conditions import CONDITIONS

from .phone import Phone

YES_NO = {True: "Yes", False: "No"}
WHAT = {"violence": "Violence", "threat": "A threat of violence", "both": "Both"}
LIMBS = {"cohabitants": "Living together as a couple"}
ANSWERS = {"yes": "Yes", "no": "No", "not known": "Not known"}


def facts(kind: str, **which: str) -> dict[str, Any]:
    """The facts of a section of the reference case."""
    for found, given in sections(date.today()):
        if found == kind and all(given[name] == value for name, value in which.items()):
            return given
    raise LookupError(kind)


def fill(section: Locator, **fields: Any) -> None:
    """Fill fields by their labels, at once and without a thumb; underscores stand for spaces."""
    for label, value in fields.items():
        if value is not None:
            section.get_by_label(label.replace("_", " "), exact=True).fill(str(value))


def choose(section: Locator, question: str, answer: str) -> None:
    group = section.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).check()


def write(phone: Phone, section: Locator, *fields: tuple[str, Any]) -> None:
    """Write into fields named by their labels, one after another; what is None is left as it is."""
    for label, value in fields:
        if value is not None:
            phone.thumb.write(section.get_by_label(label, exact=True), str(value))


def incident(phone: Phone) -> None:
    given, section, thumb = facts("incident recorded"), phone.section("Safety, identity and custody"), phone.thumb
    thumb.choose(section, "Is any of these known", *(one.capitalize() for one in given["dangers"]))
    thumb.choose(section, "How is it known?", "A document seen")
    thumb.choose(section, "Is the respondent detained?", YES_NO[given["detained"]])
    write(
        phone,
        section,
        ("Details for the next officers", given["dangers_account"]),
        ("More about that", given["identified_how"]),
        ("Incident number", given["incident_number"]),
        ("Body-worn video", given["body_worn_video"]),
    )
    # Every case after a phone's first offers the last one: only there is it a touch, and a choice from a list, more.
    section.get_by_label("District", exact=True).select_option(given["district"])


def people(phone: Phone) -> None:
    respondent, protected = phone.section("Respondent"), phone.section("Protected person")
    for section, role in ((respondent, "respondent"), (protected, "protected person")):
        section.locator("summary").tap()
        needed = facts("person described", role=role)["interpreter"]
        phone.thumb.choose(section, "Do they need an interpreter?", YES_NO[needed])
    person(phone, respondent, "respondent")
    person(phone, protected, "protected person", same_address=True)


def person(phone: Phone, section: Locator, role: str, *, same_address: bool = False) -> None:
    given = facts("person described", role=role)
    year, month, day = given["born"].split("-")
    write(phone, section, ("Family name", given["family_name"]), ("Given names", given["given_names"]))
    write(phone, section, ("Day", int(day)), ("Month", int(month)), ("Year", year))
    if same_address:
        section.get_by_role("button", name="Same address as the respondent").tap()
        expect(section.get_by_label("Address", exact=True)).to_have_value(given["address"])
        expect(section.get_by_label("Postcode")).to_have_value(given["postcode"])
    else:
        write(phone, section, ("Address", given["address"]), ("Postcode", given["postcode"]))
    language = ("Language they speak best, if not English", given["language"])
    write(phone, section, language, ("Who depends on them", given["dependants"]))


def relationship(phone: Phone) -> None:
    given, home = facts("relationship recorded"), facts("premises recorded")
    connected, premises = phone.section("How they are connected"), phone.section("The home")
    phone.thumb.choose(connected, "They are, or have been", LIMBS[given["limb"]])
    for question, name in (
        ("Does the respondent live here?", "respondent_lives_here"),
        ("Does the protected person live here?", "protected_person_lives_here"),
        ("Does anyone else live here?", "other_residents"),
        ("Does the respondent know this address?", "respondent_knows_address"),
    ):
        answer = premises.get_by_role("group", name=question).get_by_label(YES_NO[home[name]], exact=True)
        if not answer.is_checked():  # offered from who lives where
            phone.thumb.choose(premises, question, YES_NO[home[name]])
    expect(premises.get_by_label("Address of the home")).to_have_value(home["address"])
    expect(premises.get_by_label("Postcode")).to_have_value(home["postcode"])
    write(phone, connected, ("How you know", given["evidence"]))


def happened(phone: Phone) -> None:
    given, section = facts("violence recorded"), phone.section("Violence or threats")
    phone.thumb.choose(section, "What was it?", WHAT[given["what"]])
    question = "Does the respondent say the protected person was violent?"
    phone.thumb.choose(section, question, YES_NO[given["counter_allegation"]])
    write(
        phone,
        section,
        ("What the respondent did or threatened", given["account"]),
        ("Where it happened", given["place"]),
        ("Evidence", given["evidence"]),
        ("What went before", given["history"]),
    )


def necessity(phone: Phone) -> None:
    given, section = facts("necessity recorded"), phone.section("Necessity, charge and bail")
    phone.thumb.choose(section, "Where charge and bail stand", given["charge_or_bail"].capitalize())
    write(
        phone,
        section,
        ("Why charge or bail will not do", given["why_not_charge_or_bail"]),
        ("Why a notice is necessary to protect them", given["why"]),
    )


def risk(phone: Phone) -> None:
    given, section = facts("risk assessed"), phone.section("Risk of serious harm")
    for one in given["answers"]:
        row = section.locator(f"[data-question-id={one['question']}]")
        phone.thumb.choose(row.locator(".."), row.locator("legend").inner_text(), ANSWERS[one["answer"]])
        if one["note"]:
            row.get_by_role("button", name="Add a note").tap()
            phone.thumb.write(row.get_by_label("What was said to it"), one["note"])
    expect(section.locator("[data-pointed-to]")).to_have_text(given["indicated"].capitalize())
    expect(section.get_by_label(given["level"].capitalize(), exact=True)).to_be_checked()  # the highest is, by itself
    write(phone, section, ("Why", given["judgement"]))


def views(phone: Phone) -> None:
    protected = facts("views recorded", whose="protected person")
    section, respondents = phone.section("The protected person's view"), phone.section("What the respondent says")
    phone.thumb.choose(section, "Was the respondent out of sight and hearing?", protected["apart"].capitalize())
    write(phone, section, ("How that was done", protected["how"]), ("What they think of a notice", protected["said"]))
    said = facts("views recorded", whose="respondent")["said"]
    write(phone, respondents, ("What they say about a notice", said))


def children(phone: Phone) -> None:
    given, section = facts("children's welfare recorded"), phone.section("How the children are")
    phone.thumb.choose(section, "Is anyone under 18 affected?", YES_NO[given["any_children"]])
    label = "Who they are and how they are, or how you know there are none"
    write(phone, section, (label, given["account"]))


def conditions(phone: Phone) -> None:
    """All but whether it is service accommodation, which only asks here: whoever authorises has to say."""
    given, orders = facts("conditions proposed"), phone.section("Orders in force")
    section = phone.section("What the notice says")
    order = list(CONDITIONS)  # as the screen has them
    proposed = sorted(given["conditions"], key=lambda one: order.index(one["code"]))
    rows = [(one, section.locator(f"[data-code='{one['code']}']")) for one in proposed]
    for one, row in rows:
        if not row.get_by_role("checkbox").is_checked():
            row.locator("label", has_text=CONDITIONS[one["code"]].title).tap()
    write(phone, orders, ("Where you looked, and who you asked", facts("other orders in force recorded")["checked"]))
    for one, row in rows:
        if one["distance_m"]:
            phone.thumb.write(row.get_by_label("How far away, in metres"), str(one["distance_m"]))
        write(phone, row, ("Why this is needed", one["reason"]))
    write(phone, section, ("Grounds", given["grounds"]))
    expect(phone.page.locator("[data-preview] h3")).to_be_visible()


SCREENS: list[tuple[str, str, Callable[[Phone], None]]] = [
    ("incident", "Incident", incident),
    ("people", "People", people),
    ("relationship", "Relationship and home", relationship),
    ("happened", "What happened", happened),
    ("necessity", "Why it is needed", necessity),
    ("risk", "Risk", risk),
    ("views", "Views", views),
    ("children", "Children", children),
    ("conditions", "Conditions", conditions),
]
"""The recording screens in their order: path, heading, and what is done on each."""


def more(phone: Phone) -> None:
    """Open what the look-up asks for besides a name."""
    details = phone.page.locator("[data-more]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def save(phone: Phone, then: str) -> None:
    """Save what is on the screen and wait for the next one."""
    phone.press("Save and go on")
    phone.sees_heading(then)


def record_everything(phone: Phone, each: Callable[[str], None] = lambda page: None) -> str:
    """From the list of cases to the review; returns the case's reference. `each` is called before a screen is saved."""
    phone.press("Start a case")
    for (page, heading, record), then in zip(SCREENS, [*(one[1] for one in SCREENS[1:]), "Review"], strict=True):
        phone.sees_heading(heading)
        phone.sees_filled_in()
        record(phone)
        each(page)
        save(phone, then)
    return reference_of(phone)


def reference_of(phone: Phone) -> str:
    """Which case the screen is about."""
    shown = phone.page.locator("[data-case-line] [data-reference]")
    expect(shown).not_to_be_empty()
    expect(shown).to_be_visible()  # the screen is once it is filled in
    return shown.inner_text()
