"""What a notice may say, on the screens: an officer's own words, an address to be confirmed, somebody to be told."""

from __future__ import annotations

from playwright.sync_api import expect

from field_app.demonstration.case import request
from tests.cases.examples import facts_of
from tests.store.story import corrected, of_kind

from .scene import choose
from .screens.cases import Recorder
from .screens.conftest import visit


def test_an_officers_own_words_are_refused_where_they_require_something_and_printed_where_they_forbid(served, phone):
    recorder = Recorder.of(served)
    case_id, _ = recorder.plain()
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/conditions#{case_id}")
    row = constable.page.locator("[data-code='particular act']")
    row.locator("label", has_text="Not to do a particular act").tap()
    row.get_by_label("What is forbidden").fill("Hand over your keys")
    row.get_by_label("Why this is needed").fill("Came back with them in May.")
    constable.press("Save and go on")
    problems = constable.page.locator("[data-errors]")
    expect(problems).to_contain_text('begin with "You must not"')
    expect(problems).to_contain_text("keys cannot be demanded")
    constable.shot("30-particular-act-refused")
    row.get_by_label("What is forbidden").fill("You must not wait outside the place where Rachel Notareal works.")
    row.get_by_label("What legal services say of it, and who").fill("On-call solicitor, 22:50: open.")
    expect(constable.page.locator("[data-preview]")).to_contain_text("3. You must not wait outside the place")
    constable.press("Save and go on")
    constable.sees_heading("Review")
    constable.sees("You must not wait outside the place where Rachel Notareal works.")
    constable.sees("Legal services: On-call solicitor, 22:50: open.")


def test_whoever_authorises_confirms_an_address_and_tells_the_commanding_officer(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    home = of_kind(written, "premises recorded")
    unknown = corrected(recorder.constable, case_id, home, recorder.now, respondent_knows_address=False)
    contact = {**facts_of("safe contact arranged"), "code_word": "Marmalade", "reached_at": "07700 900111"}
    safe = recorder.constable.write("safe contact arranged", case_id, contact, recorder.now)
    recorder.constable.record([unknown, safe], recorder.now)
    sections = [unknown if one is home else one for one in written]
    recorder.constable.record([request(recorder.constable, case_id, sections, recorder.now)], recorder.now)

    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    visit(superintendent, f"/decision#{case_id}")
    page = superintendent.page
    superintendent.sees("which they are not recorded as knowing: 14 Fictional Close")
    copied = superintendent.copies()
    assert "Name: Craig Inventedson" in copied and "PC Alex Sample asked for authority (signed)" in copied
    assert "Marmalade" not in copied and "07700 900111" not in copied
    expect(page.locator("[data-text]")).to_contain_text("The notice cannot be written")
    page.get_by_label("Your reasons", exact=True).fill("Violence and a threat to kill.")
    superintendent.press("Authorise as asked")
    expect(page.locator("[data-errors]")).to_contain_text("write why the notice may tell the respondent an address")
    superintendent.shot("31-address-to-be-confirmed")
    page.get_by_label("Why the notice may tell it").fill("They lived there until Monday; both say so.")
    expect(page.locator("[data-text]")).to_contain_text("14 Fictional Close")
    choose(page.get_by_role("main"), "Do you believe the respondent is in the armed forces", "Yes")
    superintendent.press("Authorise as asked")
    expect(page.get_by_role("heading", level=2, name="Authorised", exact=True)).to_be_visible()

    superintendent.sees("Tell the respondent's commanding officer of the notice")
    superintendent.shot("32-commanding-officer-to-be-told")
    visit(superintendent, f"/case#{case_id}")
    expect(page.locator("[data-next-link]")).to_contain_text("Tell the respondent's commanding officer")
    expect(page.locator("[data-duties]")).to_contain_text("s.24(10)-(11)")
    superintendent.shot("33-still-to-be-done")
    page.locator("[data-next-link]").click()
    superintendent.sees_heading("Decision")
    form = page.locator("[data-told]")
    for name, value in (("Day", "1"), ("Month", "1"), ("Year", "2026"), ("Time, like 01:49", "01:49")):
        form.get_by_label(name, exact=True).fill(value)
    choose(form, "What came of it", "They were told")
    form.get_by_label("Who", exact=True).fill("Duty officer, Invented Barracks")
    form.get_by_label("How, and what was said or tried").fill("By telephone; the conditions read out.")
    superintendent.press("Record it")
    superintendent.sees("Told: Duty officer, Invented Barracks. By telephone; the conditions read out.")
    superintendent.strip_says("Everything sent")
    expect(form).to_be_hidden()
    superintendent.shot("34-commanding-officer-told")


def test_without_a_connection_a_request_is_authorised_as_asked_and_not_with_changes(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    recorder.constable.record([request(recorder.constable, case_id, written, recorder.now)], recorder.now)
    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    visit(superintendent, f"/decision#{case_id}")
    page = superintendent.page
    page.get_by_label("Your reasons", exact=True).fill("Violence and a threat to kill.")
    page.locator("#change-conditions").tap()
    grounds = page.get_by_label("Grounds", exact=False).first
    before = grounds.input_value()
    grounds.fill(f"{before} You did so twice.")
    served.stop()
    superintendent.offline()
    superintendent.strip_says("No connection")
    superintendent.press("Authorise with changes")
    expect(page.locator("[data-errors]")).to_contain_text("Without a connection you can authorise as asked, or refuse.")
    expect(grounds).to_have_value(f"{before} You did so twice.")
    superintendent.shot("33-changes-need-a-connection")
    page.locator("[data-as-asked]").tap()
    superintendent.press("Authorise as asked")
    superintendent.sees("1 not sent")
