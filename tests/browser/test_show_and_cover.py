"""A phone in front of other people: one document for the respondent, one touch that covers, and no light at night."""

from __future__ import annotations

import base64
import contextlib

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from .history import recorded

TYPED = "Said to be in the shed with the dog"

LUMINANCE = """
async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4)
    sum += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  return sum / (data.length / 4) / 255;
}
"""

DARK = 0.35
"""A night screen is darker than this on the whole, a day screen lighter than LIGHT: 0 is black, 1 is white."""

LIGHT = 0.75


# --- Shown to the respondent ------------------------------------------------------------------------------------


@pytest.fixture
def with_a_notice(served, phone):
    """A constable's phone at a notice that was authorised."""
    case = recorded(served, "authorised")
    one = phone(served)
    one.enrol(served.link("constable"))
    one.page.get_by_role("link", name="Craig Inventedson").tap()
    one.sees_heading("Notice")
    one.sees("AUTHORISED, NOT SERVED: no power yet")
    assert one.page.url.endswith(case.id)
    return one


def test_the_respondent_is_shown_one_document_and_reaches_nothing_else(with_a_notice):
    one, page = with_a_notice, with_a_notice.page
    lines = [line.removeprefix("# ") for line in page.locator("[data-text] > *").all_inner_texts()]
    one.press("Show to the respondent")
    shown = page.locator("#shown")
    expect(shown).to_be_visible()
    assert page.locator("#shown-text > *").all_inner_texts()[: len(lines)] == lines  # and then what explains it
    one.shot("show-1-to-the-respondent", full=False)
    for other in ("header", ".strip", ".foot", "#lock", "[data-page]", "#cover"):
        expect(page.locator(other)).not_to_be_visible()
    expect(page.get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_text("Close")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('#shown')"
        )

    page.reload()
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Inventedson")
    one.unlock()
    one.sees("AUTHORISED, NOT SERVED: no power yet")


def test_leaving_what_the_respondent_is_shown_needs_the_passkey(with_a_notice):
    one, page = with_a_notice, with_a_notice.page
    one.press("Show to the respondent")
    one.press("Close")
    expect(page.locator("#shown")).not_to_be_visible()
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(page.get_by_role("button", name="Unlock with passkey")).to_be_focused()
    expect(page.get_by_role("main")).not_to_be_visible()
    one.unlock()
    one.sees_heading("Notice")
    one.press("Show to the respondent")
    expect(page.locator("#shown")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()


# --- Covered ----------------------------------------------------------------------------------------------------


def test_one_touch_covers_and_another_brings_back_the_field_as_it_was(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    page = one.page
    details = one.section("Safety, identity and custody").get_by_label("Details for the next officers")
    one.thumb.write(details, TYPED)
    details.evaluate("(field) => field.setSelectionRange(4, 9)")
    place, before = page.evaluate("() => scrollY"), one.thumb.presses(page)

    touch(page.get_by_role("button", name="Cover the screen"))
    expect(page.locator("#cover")).to_be_visible()
    for other in ("header", ".strip", "main", ".foot", "#lock"):
        expect(page.locator(other).first).not_to_be_visible()
    expect(page.locator("#cover")).to_be_focused()
    assert brightness(page, page.screenshot()) < DARK
    one.shot("cover-1", full=False)

    touch(page.locator("#cover"))
    expect(page.locator("#cover")).not_to_be_visible()
    assert one.thumb.presses(page) - before == 2
    expect(details).to_be_focused()
    expect(details).to_have_value(TYPED)
    assert details.evaluate("(field) => [field.selectionStart, field.selectionEnd]") == [4, 9]
    assert page.evaluate("() => scrollY") == place

    one.press("Cover the screen")
    expect(page.locator("#cover")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("#cover")).not_to_be_visible()
    expect(details).to_have_value(TYPED)
    expect(details).to_be_focused()


def touch(target):
    """Where it is, without scrolling it into view first."""
    box = target.bounding_box()
    target.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


# --- By night ---------------------------------------------------------------------------------------------------


def test_a_cold_start_by_night_is_never_light_however_late_the_style_comes(served, phone):
    one = phone(served, color_scheme="dark", service_workers="block")
    held = []
    one.context.route("**/*.css", lambda route: held.append(route))
    one.page.goto(served.origin + "/sign-in", wait_until="commit")
    with Frames(one) as frames:
        until(one.page, lambda: len(held) == one.page.locator("link[rel=stylesheet]").count() > 0)
        for route in held:
            route.continue_()
        one.sees_heading("Sign in")
        until(one.page, lambda: frames.pictures)
    frames.were_all_dark()
    # The worker holds the style sheets of a phone that was here before, so there is none here; that is complained of.
    assert all("Service Worker" in line or "start.js" in line for line in one.complaints)
    one.complaints.clear()


def test_moving_about_by_night_is_never_light(served, phone):
    recorded(served, "authorised")
    one = phone(served, color_scheme="dark")
    one.enrol(served.link("constable"))
    with Frames(one) as frames:
        one.page.get_by_role("link", name="Craig Inventedson").tap()
        one.sees_heading("Notice")
        one.follow("Look up")
        one.sees_heading("Look up")
        one.follow("Cases")
        one.sees_heading("Cases")
        one.page.reload()
        one.unlock()
        one.sees_heading("Cases")
    frames.were_all_dark(at_least=4)
    one.shot("night-cases", full=False)


def test_night_that_was_chosen_stays_under_a_light_system(served, phone):
    one = phone(served, color_scheme="light")
    one.enrol(served.link("constable"))
    page = one.page
    assert brightness(page, page.screenshot()) > LIGHT
    one.thumb.choose(page.get_by_role("contentinfo"), "Colours", "Night")
    assert brightness(page, page.screenshot()) < DARK
    one.follow("Look up")
    one.sees_heading("Look up")
    assert brightness(page, page.screenshot()) < DARK
    page.reload(wait_until="commit")
    with Frames(one) as frames:
        expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    frames.were_all_dark()
    one.unlock()
    one.sees_heading("Look up")
    page.emulate_media(color_scheme="dark")
    one.thumb.choose(page.get_by_role("contentinfo"), "Colours", "Day")
    assert brightness(page, page.screenshot()) > LIGHT


class Frames:
    """Every frame the page paints meanwhile, as it is painted."""

    def __init__(self, phone):
        self.phone, self.pictures = phone, []
        self.cdp = phone.context.new_cdp_session(phone.page)
        self.cdp.on("Page.screencastFrame", self._painted)

    def __enter__(self):
        until(self.phone.page, self._starts)
        return self

    def _starts(self):
        """A page that has only just been committed is sometimes not yet the one that is shown."""
        with contextlib.suppress(PlaywrightError):
            self.cdp.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
            return True
        return False

    def __exit__(self, *_):
        self.cdp.send("Page.stopScreencast")

    def _painted(self, event):
        self.pictures.append(event["data"])
        self.cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def were_all_dark(self, at_least=1):
        found = [self.phone.page.evaluate(LUMINANCE, picture) for picture in self.pictures]
        print([round(one, 2) for one in found])
        assert len(found) >= at_least
        assert max(found) < DARK


def brightness(page, picture):
    """The mean luminance of a picture, from 0 to 1."""
    return page.evaluate(LUMINANCE, base64.b64encode(picture).decode())


def until(page, condition, seconds=10):
    for _ in range(seconds * 50):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("That did not happen.")
