"""What the officers type: the reference case of `field_app.demonstration.case`, by hand, screen by screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import Locator, expect

from field_app.demonstration.case import sections
from field_app.law.conditions import CONDITIONS

from .phone import Phone

YES_NO = {True: "Yes", False: "No"}
WHAT = {"violence": "Violence", "threat": "A threat of violence", "both": "Both"}
LIMBS = {"cohabitants": "Living together as a couple"}


def facts(kind: str, **which: str) -> dict[str, Any]:
    """The facts of a section of the reference case."""
    for found, given in sections(date.today()):
        if found == kind and all(given[name] == value for name, value in which.items()):
            return given
    raise LookupError(kind)


def fill(section: Locator, **fields: Any) -> None:
    """Fill fields by their labels; underscores stand for spaces."""
    for label, value in fields.items():
        if value is not None:
            section.get_by_label(label.replace("_", " "), exact=True).fill(str(value))


def choose(section: Locator, question: str, answer: str) -> None:
    group = section.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).check()


def person(phone: Phone, name: str, role: str) -> None:
    given = facts("person described", role=role)
    section = phone.section(name)
    fill(section, Family_name=given["family_name"], Given_names=given["given_names"], Address=given["address"])
    fill(section, Postcode=given["postcode"])
    year, month, day = given["born"].split("-")
    fill(section, Day=int(day), Month=int(month), Year=year)


def people(phone: Phone) -> None:
    phone.sees_heading("People and home")
    phone.sees_filled_in()
    person(phone, "Respondent", "respondent")
    person(phone, "Protected person", "protected person")
    relationship = facts("relationship recorded")
    section = phone.section("How they are connected")
    choose(section, "They are, or have been", LIMBS[relationship["limb"]])
    fill(section, How_you_know=relationship["evidence"])
    home = facts("premises recorded")
    section = phone.section("The home")
    section.get_by_role("button", name="Copy the protected person's address").click()
    choose(section, "Does the respondent live here?", YES_NO[home["respondent_lives_here"]])
    choose(section, "Does the protected person live here?", YES_NO[home["protected_person_lives_here"]])
    choose(section, "Does anyone else live here?", YES_NO[home["other_residents"]])
    choose(section, "Does the respondent know this address?", YES_NO[home["respondent_knows_address"]])


def happened(phone: Phone) -> None:
    phone.sees_heading("What happened")
    phone.sees_filled_in()
    violence = facts("violence recorded")
    section = phone.section("Violence or threats")
    choose(section, "What was it?", WHAT[violence["what"]])
    fill(section, What_the_respondent_did_or_threatened=violence["account"], Where_it_happened=violence["place"])
    fill(section, Evidence=violence["evidence"])
    necessity = facts("necessity recorded")
    section = phone.section("Why a notice is needed")
    fill(section, **{"Why_a_notice_is_necessary_to_protect_them": necessity["why"]})
    fill(section, **{"Why_charge_or_bail_will_not_do": necessity["why_not_charge_or_bail"]})
    risk(phone)
    fill(
        phone.section("The protected person's view"),
        What_they_think_of_a_notice=facts("views recorded", whose="protected person")["said"],
    )
    fill(
        phone.section("What the respondent says"),
        What_they_say_about_a_notice=facts("views recorded", whose="respondent")["said"],
    )
    children(phone)


def risk(phone: Phone) -> None:
    fill(phone.section("Risk"), Your_assessment_of_the_risk_of_serious_harm=facts("risk assessed")["account"])


def children(phone: Phone) -> None:
    given = facts("children's welfare recorded")
    section = phone.section("Children")
    choose(section, "Is anyone under 18 affected?", YES_NO[given["any_children"]])
    fill(section, **{"Who_they_are_and_how_they_are,_or_how_you_know_there_are_none": given["account"]})


def conditions(phone: Phone) -> None:
    phone.sees_heading("Conditions")
    phone.sees_filled_in()
    given = facts("conditions proposed")
    section = phone.section("What the notice says")
    fill(section, Grounds=given["grounds"])
    for one in given["conditions"]:
        title = CONDITIONS[one["code"]].title
        row = section.locator(f"[data-code='{one['code']}']")
        tick = row.get_by_role("checkbox", name=title)
        if not tick.is_checked():
            tick.check()
        if one["distance_m"]:
            row.get_by_label("How far away, in metres").fill(str(one["distance_m"]))
        row.get_by_label("Why this is needed").fill(one["reason"])
    expect(phone.page.locator("[data-preview] h3")).to_be_visible()


def more(phone: Phone) -> None:
    """Open what the look-up asks for besides a name."""
    details = phone.page.locator("[data-more]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def save(phone: Phone, then: str) -> None:
    """Save what is on the screen and wait for the next one."""
    phone.press("Save and go on")
    phone.sees_heading(then)


def record_everything(phone: Phone) -> str:
    """From the list of cases to the review; returns the case's reference."""
    phone.press("Start a case")
    people(phone)
    save(phone, "What happened")
    happened(phone)
    save(phone, "Conditions")
    conditions(phone)
    save(phone, "Review")
    return phone.page.locator("[data-case-line] [data-reference]").inner_text()
