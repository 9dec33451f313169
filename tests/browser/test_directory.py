"""Enrolling by the force's directory: there and back in one browser, across two sites."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config import Oidc
from field_app.actions import enrolment_link
from tests.oidc_provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider(port):
    one = Provider(f"http://localhost:{port}/directory/back")
    yield one
    one.stop()


def test_who_is_named_by_the_directory_makes_their_passkey_and_no_code_is_read_out(serve, phone, provider):
    served = serve(oidc=Oidc(provider.issuer, CLIENT, SECRET, "employee_number"))
    constable, officer = phone(served), served.officers["constable"]
    link, _ = enrolment_link(served.installation, officer, datetime.now(UTC), needs_code=True)

    constable.page.goto(link)
    constable.press("Go to the directory")  # which names somebody else
    constable.sees("The directory and your link open nothing together")
    assert constable.page.url.endswith("/directory/back")
    constable.shot("directory-refused")

    number = served.installation.office_read[1].officers[officer].collar_number
    provider.person = {"sub": number, "employee_number": number}
    constable.page.goto(link)
    constable.sees("Or use a code, if an administrator is with you")
    constable.shot("directory-begin")
    constable.press("Go to the directory")
    constable.sees("PC Alex Sample")
    constable.shot("directory-back")
    constable.press("Create passkey")
    constable.sees_heading("Cases")
    constable.complaints = [one for one in constable.complaints if "status of 403" not in one]
