"""A constable serves in Welsh with no signal: a draft until the force records that the words were approved."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions.translating import translation_hashes

from .history import recorded

DRAFT = "Cyfieithiad drafft, nid i’w gyflwyno"

KEPT = """async () => (await caches.match("/static/words/cy.json")) !== undefined"""


def approve(served):
    officer, now = served.administrator, datetime.now(UTC)
    wording, explanation = translation_hashes("cy")
    facts = {"language": "cy", "wording": wording, "explanation": explanation, "translator": "Madeup Translator"}
    (outcome,) = officer.send([officer.write("translation approved", officer.office().id, facts, now)], now)
    assert outcome.outcome == "accepted"


def test_a_notice_is_shown_and_read_out_in_welsh_without_signal_and_is_marked_until_it_is_approved(served, phone):
    recorded(served, "authorised", language="Welsh, some English")
    one = phone(served)
    one.enrol(served.link("constable"))
    page = one.page
    while not page.evaluate(KEPT):  # of a case that names it, before anybody opened it
        page.wait_for_timeout(100)
    one.offline()
    page.get_by_role("link", name="Craig Inventedson").tap()
    one.sees_heading("Notice")
    text = page.locator("[data-text]")
    expect(text).to_contain_text("DOMESTIC VIOLENCE PROTECTION NOTICE")
    english = text.locator("> *").all_inner_texts()
    one.press("Cymraeg")
    expect(text).to_have_attribute("lang", "cy")
    expect(text).to_contain_text("HYSBYSIAD AMDDIFFYN RHAG TRAIS DOMESTIG")
    welsh = text.locator("> *").all_inner_texts()
    assert len(welsh) == len(english) + 1  # that it is a translation
    assert {line for line in english if line in welsh} == set(text.locator("[lang=en]").all_inner_texts())
    expect(page.locator("[data-notice] [data-draft]")).to_have_text("Draft translation, not for service")
    one.shot("welsh-1-notice")

    one.press("Show to the respondent")
    shown = page.locator("#shown")
    expect(shown.locator("#shown-draft")).to_contain_text(DRAFT)
    expect(shown.locator(".shown__page")).to_have_attribute("lang", "cy")
    expect(shown.get_by_role("heading", name="Beth mae'r hysbysiad hwn yn ei olygu")).to_be_visible()
    one.shot("welsh-2-shown", full=False)
    shown.get_by_role("button", name="English").tap()
    expect(shown.locator("#shown-draft")).not_to_be_visible()
    assert shown.locator("#shown-text > *").all_inner_texts()[: len(english)] == english
    shown.get_by_role("button", name="Cymraeg").tap()
    one.press("Cau")
    one.unlock()

    page.get_by_role("link", name="Paper:").tap()
    one.sees_heading("Paper")
    one.press("Cymraeg")
    one.press("Read out the words")
    line = page.locator("[data-line]")
    expect(line).to_have_text(welsh[0])
    expect(line).to_have_attribute("lang", "cy")
    expect(page.locator("[data-dictate] [data-draft]")).to_be_visible()
    one.shot("welsh-3-dictation", full=False)

    approve(served)
    one.online()
    page.reload()
    one.unlock()
    with page.expect_navigation():
        one.press("Update now")
    one.unlock()
    one.sees_heading("Paper")
    one.offline()
    page.reload()
    one.unlock()
    one.press("Cymraeg")
    expect(line).to_have_text(welsh[0])
    expect(page.locator("[data-dictate] [data-draft]")).not_to_be_visible()
    page.get_by_role("link", name="Notice", exact=True).tap()
    one.press("Cymraeg")
    expect(text).to_have_attribute("lang", "cy")
    one.press("Show to the respondent")
    expect(shown).to_contain_text("Cael help")
    expect(shown.locator("#shown-draft")).not_to_be_visible()
