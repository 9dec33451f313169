"""Plays one run from its seed: one officer, one phone with two tabs, a server, and the line between them."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, expect

from tests.chaos.browser import Browser
from tests.chaos.compare import OTHERWISE, Finding, read
from tests.chaos.server import Server, free_port

from .actions import ACTIONS, Action, save, start
from .judge import STUCK, UNREPORTED, AtServer, Told, judge, refused_bodies
from .proxy import Proxy
from .tab import PIN, TRUE, Tab

ACTIONS_A_CASE = 60
ACTIONS_A_STALL = 200
LOOK = 0.2
"""How often, after an action, the strip is held against the outbox."""

DRAINS_S = 90
"""A stall may have begun just before the sky cleared: 30 s, and then some rounds on a busy machine."""

SAYS_MS = 4000


class Run:
    """The state of a run. `given` are the facts each case is about; `tab` the tab the officer is at."""

    def __init__(self, playwright: Playwright, chromium: str, folder: Path, seed: int, actions: int) -> None:
        self.random, self.actions = Random(seed), actions
        port = free_port()
        self.server = Server(folder, front=port)
        self.proxy = Proxy(port, self.server.port, Random(seed), stalls=actions // ACTIONS_A_STALL)
        self.browser = Browser(playwright, chromium, folder / "profile", self.server.origin)
        self.told = Told()
        self.given: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.done: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.tabs: list[Tab] = []
        self.at = 0
        self.drained_s = 0.0

    @property
    def tab(self) -> Tab:
        return self.tabs[self.at]

    def play(self) -> None:
        self._enrol()
        start(self)
        self.proxy.clear = False
        for action in self._planned():
            self._act(action)
        self._clear_sky()
        self._judge()

    def close(self) -> None:
        self.browser.kill()
        self.proxy.close()
        self.server.close()

    def kill_tab(self) -> None:
        """The tab the officer is at dies; another of the same process may die with it, and each comes back."""
        self.tab.kill()
        for place, tab in enumerate(self.tabs):
            if not tab.alive:
                self.tabs[place] = self._new_tab()

    def _new_tab(self) -> Tab:
        tab = Tab(self.context, self.server.origin, self.passkey)
        tab.complaints = self.browser.complaints
        tab.come_in()
        return tab

    def _enrol(self) -> None:
        self.server.start()
        self.server.answers()
        self.officer, link = self.server.new_constable(1)
        phone = self.browser.start()
        self.context = phone.context
        phone.enrol_with_pin(link, PIN)
        (self.passkey,) = phone.cdp.send("WebAuthn.getCredentials", {"authenticatorId": phone.authenticator})[
            "credentials"
        ]
        self.tabs = [self._new_tab(), self._new_tab()]
        phone.page.close()

    def _planned(self) -> list[Action]:
        """Each action once, and the rest as likely as it is."""
        further = self.random.choices(ACTIONS, [one.weight for one in ACTIONS], k=max(0, self.actions - len(ACTIONS)))
        plan = [*ACTIONS, *further]
        self.random.shuffle(plan)
        return plan

    def _act(self, action: Action) -> None:
        self.at = self.random.randrange(len(self.tabs))
        if action.do is start and len(self.told.cases) > self.actions // ACTIONS_A_CASE:
            action = next(one for one in ACTIONS if one.do is save)
        try:
            action.do(self)
        except (AssertionError, PlaywrightError) as error:
            self.findings.append(Finding(OTHERWISE, f"{action.name}: {error}"))
            self.proxy.clear = self.proxy.dark = self.proxy.only_sending = False
            self.kill_tab()
        self.done[action.name] += 1
        if self.random.random() < LOOK:
            self._the_strip_is_true(f"after: {action.name}")

    def _the_strip_is_true(self, when: str) -> None:
        self.counted["looks at the strip"] += 1
        if left_out := self.tab.page.evaluate(TRUE, SAYS_MS):
            self.findings.append(Finding(UNREPORTED, f"{when}: {left_out}"))

    def _clear_sky(self) -> None:
        """From now on the line does nothing wrong, and everything leaves by itself."""
        self.proxy.clear = True
        self.server.answers()
        began = time.monotonic()
        until = began + DRAINS_S
        while time.monotonic() < until:
            if all(state == "needs attention" for state in self.tab.outbox().values()):
                self.drained_s = time.monotonic() - began
                return
            self.tab.page.wait_for_timeout(100)
        self.drained_s = time.monotonic() - began
        strip = self.tab.page.locator("#status-strip").inner_text()
        left = Counter(self.tab.outbox().values())
        self.findings.append(Finding(STUCK, f"Under a clear sky the outbox still holds {left}; the strip: {strip!r}"))

    def _judge(self) -> None:
        for place in range(len(self.tabs)):
            self.at = place
            self._the_strip_is_true("at the end")
        got = read(self.server.installation, self.officer)
        bodies = refused_bodies(self.server.installation, self.officer)
        at_server = AtServer(tuple(got.entries), bodies, tuple(got.waiting))
        outbox = self.tab.outbox()
        self.counted["entries at the server"] = len(got.entries)
        self.counted["refused, and shown"] = len(bodies)
        self.findings += judge(self.told, at_server, outbox, self._shown_to_need_attention(bodies, outbox))

    def _shown_to_need_attention(self, refused: dict[str, dict[str, Any]], outbox: dict[str, str]) -> list[str]:
        """Of each case the ids of what was refused, where its Review screen lists as many as the outbox holds."""
        shown: list[str] = []
        for case in sorted({body["case"] for body in refused.values()}):
            of_case = [one for one, body in refused.items() if body["case"] == case]
            ids = [one for one in of_case if outbox.get(one) == "needs attention"]
            try:
                self.tab.come_in(f"/review#{case}")
                items = self.tab.page.locator("[data-attention-list] > li")
                expect(items).to_have_count(len(ids))
                shown += ids
            except (AssertionError, PlaywrightError) as error:
                self.findings.append(Finding(UNREPORTED, f"The review of case {case} does not list them: {error}"))
        return shown
