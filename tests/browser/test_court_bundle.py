"""The court bundle at a desk: warned of a statement, kept from telling a place, made by one press, saved."""

from __future__ import annotations

from hashlib import sha256

from playwright.sync_api import expect

from field_app.actions import verify_pack
from field_app.demonstration.case import authorise, request, serve
from field_app.store import attachments
from field_app.store.database import writing
from tests.worker import hostile_pdf as hostile
from tests.worker.test_court_bundle import person

from .history import recorded
from .screens.conftest import visit
from .test_legal_desk import NARROW, WIDE


def test_from_the_desk_to_the_file_the_respondent_is_given(served, phone, tmp_path):
    case = recorded(served)
    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    decision = authorise(case.superintendent, case.id, asked, case.now)
    case.superintendent.record([decision], case.now)
    shared = {"size": 9, "media_type": "image/jpeg", "taken_at": None, "taken_where": None, "intimate": None}
    refuge = person("witness", "Elsewhere", "Ann", address="9 Hidden Refuge Lane", telephone="07700 900555")
    statement = {**shared, "sha256": sha256(b"theirs").hexdigest(), "shows": "Two pages.", "by": "Rachel Notareal"}
    door = {**shared, "sha256": sha256(b"door").hexdigest(), "shows": "The door of 9 Hidden Refuge Lane.", "by": None}
    paper = hostile.typed()
    named = sha256(paper).hexdigest()
    about = {
        **shared,
        "size": len(paper),
        "media_type": "application/pdf",
        "sha256": named,
        "shows": "Paper.",
        "by": None,
    }
    written = [
        ("evidence attached", statement),
        ("evidence attached", door),
        ("evidence attached", about),
        ("person described", refuge),
    ]
    case.constable.record(
        [
            serve(case.constable, case.id, decision, case.now, case.now),
            *(case.constable.write(kind, case.id, facts, case.now) for kind, facts in written),
        ],
        case.now,
    )
    with writing(served.installation.engine) as connection:
        keys = served.installation.keys
        attachments.keep(connection, keys, case.id, named, paper, officer="x", received_at="2026")
    solicitor = phone(served)
    solicitor.enrol(served.link("solicitor"))
    page = solicitor.page
    page.set_viewport_size(WIDE)
    solicitor.follow("Legal desk")
    page.get_by_role("link", name="Court bundle").click()
    solicitor.sees_heading("The court bundle")
    solicitor.sees("It cannot be made")
    expect(page.locator("[data-disclosures]")).to_contain_text("“The door of 9 Hidden Refuge Lane.”")
    expect(page.locator("[data-withheld]")).to_contain_text("1 statement withheld")
    solicitor.shot("court bundle, telling a place, wide")
    page.set_viewport_size(NARROW)
    solicitor.shot("court bundle, telling a place")

    page.get_by_label("The door of 9 Hidden Refuge Lane.").uncheck()
    expect(page.locator("[data-telling]")).to_be_hidden()
    page.get_by_label("Two pages.").check()
    solicitor.sees("Once it is in evidence they can be summoned as a witness")
    solicitor.press("Make the court bundle")
    solicitor.sees("Tick that the statement is filed all the same, or leave it out")
    solicitor.shot("court bundle, the warning")
    page.get_by_label("Two pages.").uncheck()
    expect(page.locator("[data-warning]")).to_be_hidden()
    page.get_by_label("History: What went before").check()
    expect(page.locator("[data-withheld]")).to_contain_text("1 passage withheld")
    solicitor.sees("Its pages are being drawn")
    served.work()
    page.get_by_text("Read its 2 pages").click()
    first = page.get_by_role("img", name="Page 1 of 2")
    expect(first).to_have_js_property("naturalWidth", 1240)
    solicitor.sees("Nothing looks for safe places or other people inside a PDF")
    page.get_by_label("I have read every page").check()
    expect(page.locator("[data-preview]")).to_contain_text("Exhibit 1, page 2 of 2")
    expect(first).to_be_visible()
    solicitor.shot("court bundle, a document read")
    solicitor.press("Make the court bundle")
    solicitor.sees("It is being made")
    solicitor.strip_says("Everything sent")
    visit(solicitor, "/legal-desk")
    visit(solicitor, f"/bundle#{case.id}")  # whoever comes back while it is made still sees that it is, and has it
    solicitor.sees("It is being made")
    served.work()
    link = page.get_by_role("link", name="Save the bundle of")
    expect(link).to_be_visible()
    solicitor.shot("court bundle, made")
    with page.expect_download() as saved:
        link.click()
    assert saved.value.path().read_bytes().startswith(b"%PDF-")

    archive = page.locator("[data-archive]")
    archive.get_by_label("Who receives it").fill("Invented Counsel")
    archive.get_by_label("Why").fill("For the hearing.")
    solicitor.press("Make the archive")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the archive").click()
    kept = tmp_path / "evidence.zip"
    saved.value.save_as(kept)
    assert verify_pack(kept).not_received == 2
