"""At a desk: an auditor reviews what has been quiet for years and proposes; legal services sign, and it is gone."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import verify_logs

from .screens.cases import Recorder
from .screens.conftest import visit


def test_one_proposes_and_another_disposes_of_a_case_with_their_passkey(served, phone):
    recorder = Recorder.of(served)
    recorder.now = now = datetime(2019, 7, 15, 20, 0, tzinfo=UTC)
    case_id, written = recorder.plain()
    recorder.serve(case_id, recorder.authorise(case_id, recorder.request(case_id, written)))
    refused = {"outcome": "refused", "court": "Invented court", "decided_at": now.isoformat()}
    refused |= {"why": "Not satisfied.", "because": []}
    recorder.constable.record(
        [recorder.constable.write("application refused or withdrawn", case_id, refused, now)], now
    )
    auditor = phone(served)
    auditor.enrol(served.link("auditor"))
    auditor.page.get_by_role("link", name="Keeping").click()
    auditor.sees("Due for review: 1")
    auditor.shot("keeping-1-list")
    auditor.page.get_by_role("link", name="Review it").click()
    auditor.sees("Nothing has happened in it since Mon 15 Jul 2019. Review due Tue 15 Jul 2025.")
    auditor.shot("keeping-2-case")
    section = auditor.page.locator("[data-form=hold]")
    section.get_by_label("For").select_option("claim")
    section.get_by_label("What is known").fill("A letter from a solicitor.")
    auditor.press("Hold the case")
    auditor.sees("(claim): it is lifted first.")
    lift = auditor.page.locator("[data-form=lift]")
    lift.get_by_label("Which").select_option(index=1)
    lift.get_by_label("Why").fill("Settled.")
    auditor.press("Lift it")
    auditor.sees("The hold is lifted.")
    asks = auditor.page.locator("[data-form=subject]")
    asks.get_by_label("Who asks").select_option(index=1)
    asks.get_by_label("Their request").fill("SAR 12 of 3 July")
    asks.get_by_label("The notice").check()
    auditor.press("Make the file")
    auditor.sees("Enter why more is withheld")
    asks.get_by_label("Why that is left out").fill("They have it.")
    auditor.press("Make the file")
    auditor.sees("Recorded. Save the file below")
    auditor.shot("keeping-2b-subject")
    with auditor.page.expect_download() as saved:
        auditor.page.get_by_role("link", name="Save the file for").click()
    assert saved.value.path().read_bytes().startswith(b"PK")
    propose = auditor.page.locator("[data-form=propose]")
    propose.get_by_label("Why it is needed no more").fill("Quiet for six years.")
    auditor.press("Propose it")
    auditor.sees("You proposed it: another officer confirms it here.")
    expect(auditor.page.locator("[data-form=confirm]")).to_be_hidden()
    auditor.shot("keeping-3-proposed")

    solicitor = phone(served)
    solicitor.enrol(served.link("solicitor"))
    visit(solicitor, f"/keeping#{case_id}")
    solicitor.sees("Quiet for six years.")
    reference = solicitor.page.get_by_label("Its reference, so that it is the right one")
    reference.fill("7QF-012-F")
    solicitor.press("Sign, and dispose of it")
    solicitor.sees("Enter the reference of this case")
    solicitor.shot("keeping-4-wrong")
    shown = solicitor.page.locator("[data-case] [data-reference]").first.inner_text()
    reference.fill(shown.lower())
    solicitor.press("Sign, and dispose of it")
    solicitor.sees("Disposed of. Nobody can read it any more.")
    solicitor.shot("keeping-5-gone")
    assert verify_logs(served.installation).disposed == 1
