"""Plays the tour's case in real browsers and takes its pictures, in the order of `STEPS`."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, expect

from field_app.law.clocks import LONDON
from tests.browser import scene
from tests.browser.conftest import Served
from tests.browser.phone import Phone
from tests.browser.screens.conftest import visit

from .page import picture_of
from .steps import STEPS

DESK = {"width": 1280, "height": 800}
RESPONDENT = "Craig Inventedson"
COURT = "Northfield Magistrates' Court"


class Walk:
    """One case from the door to the order. Each picture is of the screen its step names, or the walk ends there."""

    def __init__(self, browser: Browser, served: Served, folder: Path) -> None:
        self.browser, self.served, self.folder = browser, served, folder
        self.left = list(STEPS)
        self.phones: list[Phone] = []

    def go(self) -> None:
        constable = self._officer("constable")
        superintendent = self._officer("superintendent")
        self._capture(constable)
        self._decide(constable, superintendent)
        self._serve(constable)
        self._after_service()
        self._breach()
        self._court()
        self._run_it()
        assert not self.left, f"not shown: {[step.picture for step in self.left]}"
        complaints = [line for phone in self.phones for line in phone.complaints]
        assert not complaints, complaints

    # --- The story ------------------------------------------------------------------------------------------

    def _capture(self, constable: Phone) -> None:
        self._picture("cases", constable)
        constable.offline()
        seen = {"incident": None, "conditions": "#conditions-heading"}

        def each(page: str) -> None:
            if page in seen:
                self._picture(page, constable, at=seen[page])

        scene.record_everything(constable, each)
        constable.online()
        constable.strip_says("Everything sent")
        self._picture("review", constable)
        constable.press("Request authority")
        constable.sees("Waiting for a superintendent's decision")
        constable.strip_says("Everything sent")
        self.served.work()

    def _decide(self, constable: Phone, superintendent: Phone) -> None:
        superintendent.asks_again()
        superintendent.sees("Decide now")
        self._picture("asked", superintendent)
        superintendent.page.get_by_role("link", name="Decide now").tap()
        superintendent.sees_heading("Decision")
        superintendent.sees(scene.facts("conditions proposed")["grounds"])
        self._picture("decision", superintendent)
        question = "Do you believe the respondent is in the armed forces"
        superintendent.thumb.choose(superintendent.page.get_by_role("main"), question, "No")
        reasons = "Violence and a threat to kill; a third call in six weeks. Rachel has nowhere else to go tonight."
        superintendent.page.get_by_label("Your reasons", exact=True).fill(reasons)
        self._picture("sign", superintendent, at="#sign-heading")
        superintendent.press("Authorise as asked")
        superintendent.sees("The server has it.")
        self.served.work()
        constable.asks_again()
        constable.press("Open the notice")

    def _serve(self, constable: Phone) -> None:
        constable.sees("AUTHORISED, NOT SERVED: no power yet")
        self._picture("notice", constable)
        section = constable.section("Confirm service")
        constable.press("Set the time to now")
        scene.fill(section, Where_you_served_it="14 Fictional Close, at the door")
        scene.choose(section, "How it was handed over", "Handed to them")
        scene.fill(section, How_you_know_it_was_them="Driving licence seen.")
        scene.fill(section, How_you_explained_it="Read aloud line by line; said back in their own words.")
        scene.choose(section, "Did you ask for an address for the notice of the hearing?", "Yes")
        scene.fill(section, The_address_they_gave="c/o 2 Madeup Road, Basildon")
        scene.choose(section, "Was a paper copy left with them?", "Yes")
        self._picture("service", constable, at="#service-heading")
        constable.press("Confirm service")
        constable.sees("Confirmed by the server.")
        constable.strip_says("Everything sent")
        self.served.work()
        self._picture("served", constable, at="#deadline-heading")

    def _after_service(self) -> None:
        safeguarding = self._officer("safeguarding", wide=True)
        visit(safeguarding, "/safeguarding")
        safeguarding.sees("Tell them: the notice is served")
        self._picture("safeguarding", safeguarding)

    def _breach(self) -> None:
        operator = self._officer("control_room", wide=True)
        visit(operator, "/look-up")
        self._look_up(operator, RESPONDENT)
        operator.page.get_by_role("button", name="Report a breach").first.tap()
        report = operator.section("Report a breach")
        report.get_by_label("What happened", exact=True).fill("Stands at the front door and rings the bell.")
        report.get_by_label("Who told you").fill("The protected person, by 999")
        report.get_by_label("Where").fill("14 Fictional Close")
        report.get_by_role("checkbox").nth(3).check()
        operator.thumb.choose(report, "Who started the contact", "The respondent")
        operator.press("Record the breach")
        operator.sees("Recorded so far")
        operator.strip_says("Everything sent")
        visit(operator, "/control-room")
        operator.sees("Stands at the front door")
        self._picture("control-room", operator)

        response = self._officer("response")
        visit(response, "/look-up")
        self._look_up(response, "Kraig Inventidson")
        self._picture("look-up", response, at="#results-heading")
        response.page.get_by_role("button", name="Record an arrest").first.tap()
        arrest = response.section("Record an arrest")
        response.press("Set the time to now")
        arrest.get_by_label("Where", exact=True).fill("Front door of 14 Fictional Close")
        arrest.get_by_label("Why you believe there was a breach").fill("Seen there, ringing the bell.")
        arrest.get_by_label("Taken to").fill("Northfield police station")
        self._picture("arrest", response, at="[data-limits]")
        response.press("Record the arrest")
        response.sees("Before the court by")
        response.strip_says("Everything sent")
        self.served.work()

        sergeant = self._officer("custody", wide=True)
        visit(sergeant, "/custody")
        sergeant.sees(RESPONDENT)
        self._picture("custody", sergeant)

    def _court(self) -> None:
        solicitor = self._officer("solicitor", wide=True)
        visit(solicitor, "/legal-desk")
        solicitor.sees(RESPONDENT)
        self._picture("legal-desk", solicitor)
        solicitor.page.get_by_role("link", name=re.compile("^Court bundle")).first.tap()
        solicitor.sees_heading("The court bundle")
        solicitor.sees("Passages to withhold")
        expect(solicitor.page.locator("[data-telling]")).to_be_hidden()
        self._picture("bundle", solicitor)
        visit(solicitor, "/legal-desk")
        solicitor.page.get_by_role("button", name=re.compile("^Record")).first.tap()
        solicitor.sees_heading("The court")
        solicitor.page.get_by_role("group", name="What happened?").get_by_label("The court made an order").check()
        form = solicitor.section("Order made")
        today = datetime.now(LONDON)
        made = form.get_by_role("group", name="Day it was made")
        for name, part in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            made.get_by_label(name, exact=True).fill(str(part))
        form.get_by_label("Which court").fill(COURT)
        form.get_by_label("Conditions as ordered, one a line").fill(
            "Not to molest Rachel Notareal.\nNot to go within 100 metres of 14 Fictional Close."
        )
        form.get_by_role("radio", name="In court", exact=True).check()
        form.get_by_label("Days", exact=True).fill("28")
        expect(form.locator("[data-last-line]")).to_have_text(re.compile("the last day is"))
        self._picture("court", solicitor, at="[data-last-line]", above=560)
        form.get_by_role("button", name="Record the order").tap()
        solicitor.strip_says("Everything sent")
        self.served.work()

    def _run_it(self) -> None:
        inspector = self._officer("inspector", wide=True)
        visit(inspector, "/live")
        inspector.sees("Renewed by itself")
        self._picture("live", inspector)
        administrator = self._officer("administrator", wide=True)
        visit(administrator, "/officers")
        administrator.sees("Supt Frankie Invented")
        self._picture("officers", administrator)
        visit(administrator, "/rota")
        administrator.sees("Supt Frankie Invented")
        self._picture("rota", administrator)
        auditor = self._officer("auditor", wide=True)
        visit(auditor, "/audit")
        auditor.press("Show the record")
        expect(auditor.page.locator("[data-records] li").first).to_be_visible()
        self._picture("audit", auditor, at="[data-results]")

    def _look_up(self, phone: Phone, name: str) -> None:
        phone.page.get_by_label("Name", exact=True).fill(name)
        phone.press("Look up")
        expect(phone.page.locator(".match--in-force").first).to_contain_text(RESPONDENT)

    # --- Phones and pictures ----------------------------------------------------------------------------------

    def _officer(self, role: str, *, wide: bool = False) -> Phone:
        """An officer who has just enrolled: on a phone as sharp as most are, or at a desk."""
        phone = Phone.new(self.browser, self.served.origin, device_scale_factor=1 if wide else 2)
        self.phones.append(phone)
        phone.enrol(self.served.link(role))
        phone.strip_says("Everything sent")
        if wide:
            phone.page.set_viewport_size(DESK)
        return phone

    def _picture(self, name: str, phone: Phone, at: str | None = None, above: int = 90) -> None:
        """Take the next step's picture, from the top or with what `at` names `above` pixels under the top."""
        step = self.left.pop(0)
        assert step.picture == name, f"{name} is shown where the tour says {step.picture}"
        assert urlsplit(phone.page.url).path == step.screen, f"{name} is of {phone.page.url}"
        phone.page.evaluate(
            """([at, above]) => {
                document.activeElement?.blur();
                scrollTo(0, at ? document.querySelector(at).getBoundingClientRect().top + scrollY - above : 0);
            }""",
            [at, above],
        )
        phone.page.wait_for_timeout(200)
        save(phone.page.screenshot(), self.folder / picture_of(step))


def save(png: bytes, path: Path) -> None:
    """As few bytes as a picture of a screen needs, letters sharp."""
    Image.open(BytesIO(png)).convert("RGB").save(path, "WEBP", quality=72, method=6)
