"""Looks at a screen as it stands, at every width, by day and by night, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.phone import SHOTS

AXE = Axe()
LOOK = (Path(__file__).parent / "look.js").read_text()

WIDTHS = (320, 360, 768, 1280)
WIDTHS_OF_LARGE_TEXT = (320, 768)
PHONE = 360
HEIGHT = 740
TARGET = 44
"""CSS px, the width and height of what a gloved thumb can hit (WCAG 2.2 2.5.5; 2.5.8 asks for 24)."""

BUT_CONTRAST = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""By far the slowest rule: on one element for each way of painting. By night only the colours differ."""

GLARE = 0.35
"""Relative luminance of a background that is too light for a dark room."""

MEANT_TO_GLARE = (
    ".banner, .stage-line--waiting, .match--waiting .match__power, .govuk-warning-text__icon, :is(a, button):focus"
)
"""What must be seen at night too: whose installation this is, "no power yet", a warning, where the focus is."""

FARTHEST = 250
"""Tabs from the top of the longest screen to its end."""


def everything_wrong(page: Page, name: str, *, keyboard: bool) -> list[str]:
    """All that is wrong with this screen; the page is as it was afterwards, but for where the focus is."""
    problems = list(_colour_schemes(page, name))
    problems += _widths(page, name)
    if keyboard:
        problems += [f"keyboard: {one}" for one in tab_through(page)]
    return problems


def look(page: Page, what: str, *given: Any) -> Any:
    """One of look.js."""
    if not page.evaluate("'fieldLook' in globalThis"):
        page.evaluate(LOOK)
    return page.evaluate(f"(given) => fieldLook.{what}(...given)", list(given))


def _colour_schemes(page: Page, name: str) -> Iterator[str]:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = _axe(page, BUT_CONTRAST) if scheme == "light" else []
        for rule in found + _axe(page, CONTRAST, "{ include: fieldLook.painting() }"):
            where = [f"{node['target']} {node['failureSummary']}" for node in rule["nodes"]]
            yield f"axe, {scheme}: {rule['id']}: {rule['help']}: {where}"
        if scheme == "dark":
            yield from look(page, "glaring", GLARE, MEANT_TO_GLARE)
        _shot(page, name, f"{PHONE}-{scheme}")
    page.emulate_media(color_scheme="light")


def _axe(page: Page, options: dict[str, Any], where: str = "document") -> list[dict[str, Any]]:
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.axe_script)
        page.evaluate(LOOK)
    return page.evaluate(f"(options) => axe.run({where}, options).then((found) => found.violations)", options)


def _widths(page: Page, name: str) -> Iterator[str]:
    for text, widths in ((100, WIDTHS), (200, WIDTHS_OF_LARGE_TEXT)):
        page.evaluate("(percent) => { document.documentElement.style.fontSize = percent }", _percent(text))
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            wrong = look(page, "layout")
            if text == 100 and width in (WIDTHS[0], WIDTHS[-1]):
                wrong += look(page, "targets", TARGET)
            yield from (f"{width} px, text {text} %: {one}" for one in wrong)
            if (width, text) != (PHONE, 100):
                _shot(page, name, f"{width}-light{'-text200' if text == 200 else ''}")
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})


def _percent(text: int) -> str:
    return "" if text == 100 else f"{text}%"


def tab_through(page: Page) -> list[str]:
    """Go through the whole screen with the Tab key."""
    problems: list[str] = []
    look(page, "before")
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        found = look(page, "step")
        problems += found["problems"]
        if found["done"]:
            break
    return problems + look(page, "missed")


def _shot(page: Page, name: str, suffix: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name.replace(',', '').replace(' ', '-')}-{suffix}.png", full_page=True)
