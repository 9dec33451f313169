"""Plays one sequence from its seed, and judges it."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, expect

from .actions import ACTIONS
from .browser import Browser
from .compare import LOST, OTHERWISE, AtServer, Finding, compare, difference, read
from .sections import BY_KEY
from .server import Server
from .told import Told
from .world import PIN, NotAsTold, World

SHORTEST, LONGEST = 10, 16
WITH_PRF = 0.2
"""How many of the sequences open the store by PRF, and so neither close nor kill what holds the passkey."""

VIEW = """
async (id) => {
  const { openCase } = await import("/static/js/cases.js");
  return JSON.parse(JSON.stringify((await openCase(id)).view));
}
"""
"""The case as this phone adds it up, which is what its screens show."""


@dataclass
class Played:
    """How a sequence went. `findings` is empty where nothing was lost, doubled or out of order."""

    seed: int
    findings: list[Finding] = field(default_factory=list)
    happened: list[tuple[float, str]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(frozen=True)
class Ground:
    """What all sequences of a run share: a server, a Chromium, a folder, and a profile to begin from."""

    playwright: Playwright
    chromium: str
    server: Server
    folder: Path

    @property
    def visited(self) -> Path:
        return self.folder / "visited"

    def browser(self, profile: Path) -> Browser:
        return Browser(self.playwright, self.chromium, profile, self.server.origin)

    def prepare(self) -> None:
        """The first visit, which takes longest, is made once: its profile holds the app, and no officer."""
        self.server.start()
        self.server.answers()
        browser = self.browser(self.visited)
        phone = browser.start()
        phone.open("/sign-in")
        phone.is_ready_for_no_signal()
        browser.close()


def play(ground: Ground, seed: int) -> Played:
    """The same seed does the same; only what a kill comes in between of may differ by milliseconds."""
    server = ground.server
    played = Played(seed)
    began = time.monotonic()
    if not server.running:
        server.start()
    server.answers()
    officer, link = server.new_constable(seed)
    browser = ground.browser(ground.folder / f"profile-{seed}")
    browser.copy(ground.visited)
    random = Random(seed)
    prf = random.random() < WITH_PRF
    world = World(random, server, browser, prf, happened=played.happened, counted=played.counted)
    played.counted["with PRF"] += prf
    try:
        _enrol(world, link)
        for _ in range(world.random.randint(SHORTEST, LONGEST)):
            _act(world, played)
        _begin(world, "bring everything back")
        world.restore()
        _begin(world, "wait until everything has arrived")
        world.everything_leaves(held=True)
        _begin(world, "compare")
        at_server = read(server.installation, officer)
        played.findings += compare(world.told, at_server)
        played.findings += _shown(world, at_server)
        _count_cut_short(world.told, at_server, played.counted)
    except NotAsTold as error:
        played.findings.append(Finding(LOST, str(error)))
    except (AssertionError, PlaywrightError) as error:
        played.findings.append(Finding(OTHERWISE, f"{error}\n{_screen(browser)}"))
    finally:
        browser.kill()
        shutil.rmtree(browser.profile, ignore_errors=True)
    played.findings += [Finding(OTHERWISE, f"The console says: {line}") for line in browser.complaints]
    played.seconds = time.monotonic() - began
    return played


def _enrol(world: World, link: str) -> None:
    """Closed once before anything is killed: Chromium writes a new cookie down up to half a minute later."""
    _begin(world, "enrol")
    if world.prf:
        world.browser.start(prf=True).enrol(link)
        world.locked = False
        return
    world.browser.start().enrol_with_pin(link, PIN)
    world.browser.close()
    world.switch_on()
    world.unlock()


def _act(world: World, played: Played) -> None:
    weights = [float(action.weight(world)) for action in ACTIONS]
    (action,) = world.random.choices(ACTIONS, weights)
    _begin(world, action.name)
    action.do(world)
    played.actions[action.name] += 1
    if action.counts:
        played.counted[action.counts] += 1


def _begin(world: World, name: str) -> None:
    world.happened.append((time.monotonic() - world.began, name))


def _shown(world: World, at_server: AtServer) -> list[Finding]:
    """What the phone shows of each case, against what the server computes and what the officer was told."""
    findings = []
    phone = world.phone
    for case in world.told.cases:
        view = phone.page.evaluate(VIEW, case)
        if differ := difference(view, at_server.views.get(case, {})):
            findings.append(Finding(OTHERWISE, f"Phone and server do not agree on {', '.join(differ)} of case {case}."))
        world.go_to_case(case)
        phone.page.locator("a[data-to=review]:visible").first.tap()
        phone.sees_heading("Review")
        for text in _current(world.told, case):
            try:  # the screen is filled in after its heading stands there
                expect(phone.page.get_by_role("main")).to_contain_text(text, use_inner_text=True)
            except AssertionError:
                findings.append(Finding(LOST, f"{text!r} of case {case} is not on its review screen."))
    arrived = {save.text for save in world.told.saves if any(one.says(save.text) for one in at_server.entries)}
    either = {place: text for place, text in world.told.either.items() if text not in arrived}
    for (case, key), text in (world.told.drafts | either).items():
        screen, section = BY_KEY[key]
        world.go_to(case, screen)
        if (found := section.text(phone).input_value()) != text:
            findings.append(Finding(LOST, f"The draft {text!r} of {key} of case {case} is gone; it says {found!r}."))
        elif "Kept on this phone as a draft." not in section.on(phone).inner_text():
            findings.append(Finding(OTHERWISE, f"The draft of {key} of case {case} is not said to be one."))
    return findings


def _current(told: Told, case: str) -> list[str]:
    """The last text of each section that is saved for certain."""
    last = {save.place: save for save in told.saves if save.place[0] == case}
    return [save.text for save in last.values() if save.certain]


def _count_cut_short(told: Told, at_server: AtServer, counted: Counter[str]) -> None:
    for save in told.saves:
        if not save.certain:
            counted["saves cut short"] += 1
            counted["of these recorded"] += any(one.says(save.text) for one in at_server.entries)


def _screen(browser: Browser) -> str:
    """What was on the screen when it went wrong."""
    if browser.phone is None:
        return "The browser was not running."
    try:
        page = browser.phone.page
        return f"On the screen ({page.url}):\n{page.locator('body').inner_text(timeout=2_000)[:1500]}"
    except PlaywrightError as error:
        return f"The screen cannot be read: {error}"
