"""Enrolling by the force's directory: there and back in one browser, across two sites."""

from __future__ import annotations

import pytest

from config import Oidc
from tests.oidc_provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider(port):
    one = Provider(f"http://localhost:{port}/directory/back")
    yield one
    one.stop()


def test_who_is_named_by_the_directory_makes_their_passkey_and_no_code_is_read_out(serve, phone, provider):
    served = serve(oidc=Oidc(provider.issuer, CLIENT, SECRET, "employee_number", rank="rank"))
    administrator, constable = phone(served), phone(served)
    administrator.enrol(served.link("administrator"))
    administrator.follow("Officers")
    administrator.page.get_by_role("button", name="Make an enrolment link: PC Alex Sample").click()
    card = administrator.page.get_by_role("listitem").filter(has_text="PC Alex Sample")
    administrator.sees("Send this link to the officer.")
    link = str(card.locator("[data-link-text]").text_content())

    constable.page.goto(link)
    constable.press("Go to the directory")  # which names somebody else
    constable.sees("The directory and your link open nothing together")
    assert constable.page.url.endswith("/directory/back")
    constable.shot("directory-refused")

    number = served.installation.office_read[1].officers[served.officers["constable"]].collar_number
    provider.person = {"sub": number, "employee_number": number, "rank": "sergeant"}
    constable.page.goto(link)
    constable.sees("Or use a code, if an administrator is with you")
    constable.shot("directory-begin")
    constable.press("Go to the directory")
    constable.sees("PC Alex Sample")
    constable.shot("directory-back")
    constable.press("Create passkey")
    constable.sees_heading("Cases")

    administrator.page.reload()
    administrator.press("Unlock with passkey")
    administrator.sees("The force's directory says sergeant")
    administrator.shot("directory-officers")
    constable.complaints = [one for one in constable.complaints if "status of 403" not in one]
