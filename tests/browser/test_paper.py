"""Paper: the words read out one by one, the sheet recorded and spoiled, the PDF saved, the page printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .history import recorded


@pytest.fixture
def at_paper(served, phone):
    """A constable's phone at the paper of an authorised notice whose PDF is there."""
    case = recorded(served, "authorised")
    one = phone(served)
    one.enrol(served.link("constable"))
    one.page.get_by_role("link", name="Craig Inventedson").tap()
    one.sees_heading("Notice")
    one.page.get_by_role("link", name="Paper:").tap()
    one.sees_heading("Paper")
    return one, case


def test_the_words_are_read_out_in_order_offline_and_the_place_is_kept(at_paper, served):
    one, _ = at_paper
    page = one.page
    page.context.set_offline(True)
    one.press("Read out the words")
    heard = []
    place = page.locator("[data-place]")
    count = int(re.search(r"of (\d+)", place.inner_text())[1])
    for at in range(5):
        expect(place).to_contain_text(f"{at + 1} of {count}")
        heard.append(page.locator("[data-line]").inner_text())
        one.press("Next")
    one.shot("paper-1-dictation", full=False)
    assert heard[0] == "DOMESTIC VIOLENCE PROTECTION NOTICE"
    page.get_by_role("link", name="Notice", exact=True).tap()
    one.sees_heading("Notice")
    expect(page.locator("[data-text] > *").first).to_be_visible()
    lines = page.locator("[data-text] > *").all_inner_texts()
    assert heard == lines[:5] and count == len(lines)
    page.get_by_role("link", name="Paper:").tap()
    expect(place).to_contain_text(f"6 of {count}")
    one.press("Back")
    expect(page.locator("[data-line]")).to_have_text(lines[4])
    for _ in range(count - 4):
        one.press("Next")
    expect(page.get_by_text("That was the last line.")).to_be_visible()


def test_a_sheet_is_recorded_with_its_number_once_and_spoiled(at_paper):
    one, _ = at_paper
    page = one.page
    page.get_by_label("By hand on a sheet of the pad").check()
    one.press("Record it")
    one.sees("Enter the number of the sheet, as the pad has it")
    page.get_by_label("Number of the sheet").fill("P-000123")
    one.press("Record it")
    expect(page.locator("[data-sheets]")).to_contain_text("Sheet P-000123")
    page.get_by_label("By hand on a sheet of the pad").check()
    page.get_by_label("Number of the sheet").fill("P-000123")
    one.press("Record it")
    one.sees("This number is recorded in this case already.")
    page.get_by_role("button", name="It was spoiled").tap()
    page.get_by_label("Why it is not used").fill("Rain got at it.")
    one.press("Record as spoiled")
    expect(page.locator("[data-sheets]")).to_contain_text("Spoiled: Rain got at it.")
    one.shot("paper-2-spoiled")


def test_the_pdf_is_saved_from_the_phone(at_paper, served):
    one, _ = at_paper
    page = one.page
    expect(page.locator("[data-not-yet]")).to_be_visible()
    served.work()
    page.reload()
    one.unlock()
    with page.expect_download() as saved:
        page.get_by_role("link", name="The notice (PDF").tap()
    assert re.fullmatch(r"[\w-]+-notice\.pdf", saved.value.suggested_filename)
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF-")
    one.shot("paper-3-pdf")


def test_a_station_prints_the_notice_and_nothing_else(at_paper):
    one, _ = at_paper
    page = one.page
    page.get_by_role("link", name="Notice", exact=True).tap()
    one.sees_heading("Notice")
    page.emulate_media(media="print")
    one.shot("paper-4-print")
    expect(page.locator("[data-text]")).to_be_visible()
    expect(page.locator("[data-notice-reference]")).to_be_visible()
    for hidden in (
        ".force-header",
        ".strip",
        "[data-service]",
        "[data-show-only]",
        ".foot",
        "[data-stage-note=authorised]",
    ):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_code_on_the_paper_opens_the_look_up_with_its_reference(at_paper, served):
    one, _ = at_paper
    shown = one.page.locator("[data-reference]").first
    expect(shown).to_have_text(re.compile("^[0-9A-Z]{3}-"))
    reference = shown.inner_text()
    one.open(f"/look-up#{reference}")  # as tests/test_pdf.py reads it off the page
    one.unlock()
    one.sees_heading("Look up")
    expect(one.page.get_by_label("Reference")).to_have_value(reference)
    assert not [path for _, path, _ in served.sent if reference in path]
