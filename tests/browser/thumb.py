"""A thumb on a phone: what it presses is counted in the page, and text comes from a keyboard.

A press is one trusted `pointerdown`, wherever it lands; the system's passkey sheets are not in the page. A field is
reached by touching it, or from the field before by its keyboard's own key, where that key is "next" (`enterkeyhint`):
Enter moves on, which passes over buttons and tick boxes to the next field that takes text, and is no press. Out of a
field whose keyboard makes a new line instead, nothing leads but a touch.
"""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

COUNTING = """
addEventListener("pointerdown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.setItem("presses", String(1 + Number(sessionStorage.getItem("presses"))));
}, { capture: true, passive: true });
"""

FAR = 6
"""Nobody presses "next" more often than this to reach a field: they touch it."""

HOPS = """
(target) => {
  const takesText = (field) => field.matches(
    "textarea, select, input:not([type=radio], [type=checkbox], [type=file], [type=hidden])");
  const fields = [...document.querySelectorAll("input, textarea, select")].filter(
    (field) => takesText(field) && field.checkVisibility({ visibilityProperty: true }) && !field.disabled);
  const from = fields.indexOf(document.activeElement);
  const hops = from < 0 ? 0 : fields.indexOf(target) - from;
  const offered = fields.slice(from, from + Math.max(hops, 0)).every((field) => field.enterKeyHint === "next");
  return offered ? hops : 0;
}
"""
"""How many times "next" leads from where the keyboard is to a field; 0 where a field on the way offers none."""


AT_REST = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The page has scrolled to what was typed: before that a touch lands where something else has come to stand."""


class Thumb:
    """The thumb and the keyboard of one phone."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(COUNTING)

    def presses(self, page: Page) -> int:
        """How often this page was pressed since its tab was opened, reloads included."""
        return int(page.evaluate("() => Number(sessionStorage.getItem('presses'))"))

    def choose(self, section: Locator, question: str, *answers: str) -> None:
        """Touch answers to a question by their labels."""
        group = section.get_by_role("group", name=question)
        for answer in answers:
            label = group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(answer)}\s*$"))
            label.tap()
            expect(group.get_by_label(answer, exact=True)).to_be_checked()

    def write(self, field: Locator, text: str) -> None:
        """Go to a field and put in text all at once, as dictation does, in the place of what stands there."""
        if not field.evaluate("(target) => target === document.activeElement") and not self._next_reaches(field):
            field.tap()
        expect(field).to_be_focused()
        if field.input_value():
            field.page.keyboard.press("Control+A")
        field.page.keyboard.insert_text(text)
        field.evaluate(AT_REST)

    def _next_reaches(self, field: Locator) -> bool:
        hops = field.evaluate(HOPS)
        if not 0 < hops <= FAR:
            return False
        for _ in range(hops):
            field.page.keyboard.press("Enter")
        expect(field).to_be_focused()
        return True
