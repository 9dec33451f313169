"""What is typed is kept: through a page that crashes on any recording screen, through errors, however long it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from . import scene

PIN = "240913"

TEXT = "Typed in the rain"

SCREENS = {
    "incident": ("Incident", ["incident-dangers_account", "incident-incident_number", "incident-identified_how"]),
    "people": ("People", ["protected_person-given_names", "respondent-dependants"]),
    "relationship": ("Relationship and home", ["premises-postcode", "premises-address", "relationship-evidence"]),
    "happened": ("What happened", ["violence-account", "violence-evidence", "violence-place"]),
    "necessity": ("Why it is needed", ["necessity-why_not_charge_or_bail", "necessity-why"]),
    "risk": ("Risk", ["risk-judgement", "risk-field-2-kill-note"]),
    "views": ("Views", ["views-respondent-said", "views-protected_person-how"]),
    "children": ("Children", ["children-account"]),
    "conditions": ("Conditions", ["conditions-grounds", "condition-contact-reason", "orders-1-terms"]),
    "not-pursued": ("Considered and not pursued", ["not_pursued-account"]),
}
"""Every screen that is typed into: its heading, and fields of several of its sections in the order of typing."""

KEPT = """
async ([key, id, text]) => {
  const { loadDraft } = await import("/static/js/drafts.js");
  for (let left = 500; left; left--) {
    if ((await loadDraft(key))?.typed[id] === text) return;
    await new Promise((again) => setTimeout(again, 10));
  }
  throw new Error(`${id} is not on disk`);
}
"""
"""Waits for what the store holds of a field: a crash is let loose once it is on disk."""

SAID_AND_KEPT = """
async ([key, id, text]) => {
  const { loadDraft } = await import("/static/js/drafts.js");
  const field = document.getElementById(id);
  const state = field.closest("[data-section]").querySelector("[data-state]");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const atOnce = state.textContent;
  while (!state.textContent.includes("Kept on this phone")) {
    await new Promise((told) => new MutationObserver(told).observe(state, { childList: true }));
  }
  return [atOnce, (await loadDraft(key))?.typed[id]];
}
"""
"""What is said of a field while it is being typed in, and what the store holds in the moment it is said to be kept."""


NO_WRITE_AFTER = """
() => {
  // From the moment the entry is on disk this page writes nothing more: as if the phone had died there.
  const { transaction } = IDBDatabase.prototype;
  let recorded = false;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    if (recorded && mode === "readwrite") throw new Error("The phone has died.");
    const begun = transaction.call(this, stores, mode, ...rest);
    if (mode === "readwrite" && [stores].flat().includes("outbox")) begun.addEventListener("complete", () => {
      recorded = true;
    });
    return begun;
  };
}
"""


@pytest.fixture
def constable(serve, phone):
    """A constable whose phone opens with a PIN, since a passkey dies with its page; on the first screen of a case."""
    served = serve(allow_pin=True)
    one = phone(served, prf=False)
    one.enrol_with_pin(served.link("constable"), PIN)
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    return one


def test_a_page_that_crashes_comes_back_with_every_word_to_the_last_field(constable):
    for page, (heading, fields) in SCREENS.items():
        go_to(constable, page, heading)
        for number, field in enumerate(fields):
            constable.thumb.write(constable.page.locator(f"#{field}"), f"{TEXT} {number}")
        for number, field in enumerate(fields):
            is_on_disk(constable, field, f"{TEXT} {number}")

        constable.crash()
        constable.unlock_with_pin(PIN)
        constable.sees_heading(heading)
        for number, field in enumerate(fields):
            expect(constable.page.locator(f"#{field}")).to_have_value(f"{TEXT} {number}")
        last = constable.page.locator(f"#{fields[-1]}")
        expect(last).to_be_focused()
        expect(last).to_be_in_viewport()
        if page == "happened":
            constable.shot("drafts-after-a-crash", full=False)


def go_to(constable, page, heading):
    """By the task list, as somebody goes who fills in the sections in an order of their own."""
    if page != "incident":
        constable.follow("Task list")
        expect(constable.page.locator("[data-task=incident] [data-state]")).not_to_be_empty()
        constable.page.locator(f"a[data-to={page}]").first.tap()
        constable.sees_heading(heading)
        constable.sees_filled_in()
    match page:
        case "people":
            constable.section("Respondent").locator("summary").tap()
        case "risk":
            question = constable.page.locator("[data-question-id=kill]")
            question.locator(".answer", has_text="Yes").tap()
            question.get_by_role("button", name="Add a note").tap()
        case "conditions":
            constable.page.locator("[data-code=contact] label").first.tap()
            constable.press("Add an order in force")


def is_on_disk(constable, field, text):
    section = constable.page.locator("[data-section]", has=constable.page.locator(f"#{field}"))
    case_id = constable.page.url.partition("#")[2]
    key = f"{case_id}:{section.get_attribute('data-section')}"
    expect(section).to_contain_text("Not saved yet. Kept on this phone as a draft.")
    constable.page.evaluate(KEPT, [key, field, text])


def test_a_draft_is_said_to_be_kept_once_it_is_and_not_before(constable):
    case_id = constable.page.url.partition("#")[2]
    for number in range(5):
        text = f"{TEXT} {number}"
        given = [f"{case_id}:incident", "incident-dangers_account", text]
        at_once, kept = constable.page.evaluate(SAID_AND_KEPT, given)
        assert at_once == "Not saved yet. Keeping it on this phone."
        assert kept == text


def test_a_phone_that_dies_as_it_has_saved_shows_it_saved_and_no_draft(serve, phone):
    served = serve(allow_pin=True)
    one = phone(served, prf=False)
    one.enrol_with_pin(served.link("constable"), PIN)
    one.press("Start a case")
    one.sees_heading("Incident")
    go_to(one, "necessity", "Why it is needed")
    one.strip_says("Everything sent")
    # With a space behind it, as keyboards leave one: what is recorded is not what was typed, letter by letter.
    one.thumb.write(one.page.locator("#necessity-why"), f"{TEXT} ")
    is_on_disk(one, "necessity-why", f"{TEXT} ")
    one.offline()
    one.page.evaluate(NO_WRITE_AFTER)
    one.page.locator("[data-save]").evaluate("(button) => button.click()")
    one.sees_heading("Risk")
    one.crash()
    one.complaints.clear()  # of the page that died
    one.unlock_with_pin(PIN)

    one.sees_heading("Risk")
    go_to(one, "necessity", "Why it is needed")
    section, why = one.section("Necessity, charge and bail"), one.page.locator("#necessity-why")
    expect(section.locator("[data-state]")).to_contain_text("Saved")
    expect(why).to_have_value(TEXT)
    one.thumb.write(why, f"{TEXT} again")
    scene.save(one, "Risk")
    one.page.go_back()
    one.sees_heading("Why it is needed")
    expect(why).to_have_value(f"{TEXT} again")
    expect(section.locator("[data-conflict]")).to_be_hidden()


def test_saving_with_something_missing_keeps_everything_and_names_it_twice(constable):
    go_to(constable, "happened", "What happened")
    section = constable.section("Violence or threats")
    scene.write(constable, section, ("Where it happened", TEXT), ("Evidence", TEXT))
    constable.press("Save and go on")
    constable.sees_heading("What happened")
    summary = constable.page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    missing = {
        "Choose what it was": "What was it?",
        "Enter what the respondent did or threatened": "What the respondent did or threatened",
        "Say whether the respondent accuses the protected person": "Does the respondent say",
    }
    for sentence, field in missing.items():
        expect(summary.get_by_role("link", name=sentence, exact=True)).to_be_visible()
        group = section.locator(".govuk-form-group--error", has_text=field)
        expect(group.locator("[data-field-error]")).to_have_text(f"Error: {sentence}")
    constable.shot("drafts-errors")
    summary.get_by_role("link", name="Enter what the respondent did or threatened").tap()
    account = section.get_by_label("What the respondent did or threatened")
    expect(account).to_be_focused()
    for label in ("Where it happened", "Evidence"):
        expect(section.get_by_label(label, exact=True)).to_have_value(TEXT)
    constable.crash()
    constable.unlock_with_pin(PIN)
    for label in ("Where it happened", "Evidence"):
        expect(constable.section("Violence or threats").get_by_label(label, exact=True)).to_have_value(TEXT)


def test_25000_characters_dictated_are_answered_with_a_sentence_and_kept(constable):
    dictated = ("They said it again and again. " * 834)[:25_000]
    go_to(constable, "happened", "What happened")
    section = constable.section("Violence or threats")
    constable.thumb.choose(section, "What was it?", "Both")
    constable.thumb.choose(section, "Does the respondent say the protected person was violent?", "No")
    account = section.get_by_label("What the respondent did or threatened")
    constable.thumb.write(account, dictated)
    expect(account).to_have_value(dictated)
    constable.press("Save and go on")
    sentence = "What the respondent did or threatened must be 20,000 characters or fewer"
    expect(constable.page.get_by_role("alert").get_by_role("link", name=sentence)).to_be_visible()
    expect(account).to_have_value(dictated)
    is_on_disk(constable, "violence-account", dictated)
    constable.crash()
    constable.unlock_with_pin(PIN)
    account = constable.section("Violence or threats").get_by_label("What the respondent did or threatened")
    expect(account).to_have_value(dictated)
    constable.thumb.write(account, dictated[:20_000])
    scene.save(constable, "Why it is needed")
    go_to(constable, "conditions", "Conditions")
    reason = constable.page.locator("#condition-contact-reason")
    reason.fill(dictated)
    constable.press("Save and go on")
    sentence = re.compile(r"^Why this is needed \(.*contact.*\) must be 20,000 characters or fewer$")
    expect(constable.page.get_by_role("alert").get_by_role("link", name=sentence)).to_be_visible()
    expect(reason).to_have_value(dictated)
    constable.follow("Task list")
    expect(constable.page.locator("[data-task=happened] [data-state]")).to_contain_text("Saved")
