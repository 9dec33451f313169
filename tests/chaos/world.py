"""One officer with one phone and one server, as they stand in the middle of a sequence, and how to move about there."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from playwright.sync_api import expect

from tests.browser.phone import UNSENT, Phone

from .browser import Browser
from .sections import Screen, Section
from .server import Server
from .told import Told

PIN = "240913"
ARRIVES_S = 30
LOOK_MS = 50


class NotAsTold(AssertionError):
    """The phone did not do what it must; the message says what."""


@dataclass
class World:
    """What is known of the state of things. `happened` is every action so far, with the seconds since the start.

    `prf`: the store opens with the passkey, which dies with its page: no page is closed then, and no browser.
    """

    random: Random
    server: Server
    browser: Browser
    prf: bool = False
    told: Told = field(default_factory=Told)
    locked: bool = True
    offline: bool = False
    happened: list[tuple[float, str]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)
    texts: int = 0

    @property
    def on(self) -> bool:
        return self.browser.phone is not None

    @property
    def phone(self) -> Phone:
        assert self.browser.phone is not None
        return self.browser.phone

    def note(self, what: str) -> None:
        """Add to what the last action is called."""
        at, name = self.happened[-1]
        self.happened[-1] = at, f"{name} {what}"

    def new_text(self) -> str:
        """Never typed before, in this sequence or, as far as that goes, in any other."""
        self.texts += 1
        return f"Invented {self.texts}-{self.random.getrandbits(48):012x}"

    # --- The phone ----------------------------------------------------------------------------------------

    def switch_on(self) -> None:
        self.browser.start(offline=self.offline)
        self.locked = True
        self.phone.open("/")
        self.is_locked()

    def is_locked(self) -> None:
        expect(self.phone.page.get_by_role("dialog", name="Locked")).to_be_visible()
        self.locked = True

    def unlock(self) -> None:
        if self.prf:
            self.phone.unlock()
        else:
            self.phone.unlock_with_pin(PIN)
        expect(self.phone.page.get_by_role("dialog", name="Locked")).to_be_hidden()
        self.locked = False

    def case_shown(self) -> str:
        return str(self.phone.page.evaluate("() => location.hash.slice(1)"))

    def go_to(self, case: str, screen: Screen) -> None:
        """By the links an officer follows, from wherever they are."""
        phone = self.phone
        self.go_to_case(case)
        expect(phone.page.locator(f"[data-task={screen.page}] [data-state]")).not_to_be_empty()
        phone.page.locator(f"a[data-to={screen.page}]").first.tap()
        phone.sees_heading(screen.heading)
        phone.sees_filled_in()

    def go_to_case(self, case: str) -> None:
        """To the task list of a case."""
        phone = self.phone
        if self.case_shown() != case:
            phone.follow("Cases")
            phone.sees_heading("Cases")
            phone.page.locator(f"[data-cases] a[href$='#{case}']").first.tap()
        elif not phone.page.locator("main[data-page=task_list]").count():
            phone.follow("Task list")
        expect(phone.page.locator("main[data-page=task_list]")).to_be_visible()

    def type(self, case: str, section: Section) -> None:
        """Fill in a section; from when the screen says so, its text is kept as a draft."""
        text = self.new_text()
        section.fill(self.phone, text)
        expect(section.on(self.phone)).to_contain_text("Kept on this phone as a draft.")
        self.told.typed((case, section.key), text)

    def press_soon(self, within_s: float) -> None:
        """Have *Save and go on* pressed, and come back at a moment of chance before, during or after that."""
        self.phone.page.evaluate(
            "(ms) => void setTimeout(() => document.querySelector('[data-save]').click(), ms)", within_s * 500
        )
        time.sleep(self.random.uniform(0, within_s * 1.5))

    def went_on(self, case: str, screen: Screen) -> None:
        """The screen went on to the next: what stood on it as a draft is saved, as far as the officer is told."""
        self.phone.sees_heading(screen.then)
        for section in screen.sections:
            if (case, section.key) in self.told.drafts:
                self.told.saved((case, section.key), section.kind)
                self.counted["entries saved"] += 1

    # --- Everything arrives ---------------------------------------------------------------------------------

    def restore(self) -> None:
        """Bring the server, the network and the phone back, unlocked."""
        if not self.server.running:
            self.server.start()
        self.server.answers()
        if not self.on:
            self.offline = False
            self.switch_on()
        self.go_online()
        if self.locked:
            self.unlock()

    def go_online(self) -> None:
        self.offline = False
        self.phone.online()

    def everything_leaves(self, *, held: bool) -> None:
        """Wait until nothing is left to send; `held`: and the phone has been told of all of it as the server has it."""
        self.server.answers()
        until = time.monotonic() + ARRIVES_S
        while True:
            states = self.phone.page.evaluate(UNSENT)
            if not [one for one in states if held or one != "sent"]:
                return
            if time.monotonic() > until:
                strip = self.phone.page.locator("#status-strip").inner_text()
                raise NotAsTold(f"After {ARRIVES_S} s the outbox still holds {states}; the strip says {strip!r}.")
            self.phone.page.wait_for_timeout(LOOK_MS)
