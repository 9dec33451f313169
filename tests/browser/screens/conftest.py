"""One force with every case in it, and one phone for each officer, for all the screens that are looked at."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from field_app.actions import Sent
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with
from field_app.store.database import connect
from tests.browser.conftest import Served, _settings
from tests.browser.phone import Phone
from tests.conftest import KEYS

from .cases import Cases, Recorder, record_all


@dataclasses.dataclass
class World:
    """The server, its cases, and the phones that have been enrolled so far."""

    browser: Browser
    served: Served
    recorder: Recorder
    cases: Cases
    overtaken: Sent
    phones: dict[str, Phone] = dataclasses.field(default_factory=dict)
    begun: dict[str, str] = dataclasses.field(default_factory=dict)

    def phone(self, role: str) -> Phone:
        """The phone of the officer in this role; of nobody's for "nobody"."""
        if role not in self.phones:
            made = Phone.new(self.browser, self.served.origin)
            self.phones[role] = made
            if role != "nobody":
                made.enrol(self.served.link(role))
                made.strip_says("Everything sent")
        elif self.phones[role].page.get_by_role("dialog", name="Locked").is_visible():
            self.phones[role].unlock()  # nobody touched it while other screens were looked at
        return self.phones[role]

    def case(self, name: str) -> str:
        """The id of one of the cases; "empty" and "in error" have been begun on the constable's own phone."""
        if name not in ("empty", "in error"):
            return str(getattr(self.cases, name))
        if name not in self.begun:
            phone = self.phone("constable")
            visit(phone, "/")
            phone.press("Start a case")
            phone.page.wait_for_url("**/incident#*")
            self.begun[name] = phone.page.url.partition("#")[2]
        return self.begun[name]


def visit(phone: Phone, address: str) -> None:
    """Go somewhere as a link would, without losing the key; the screen has then started."""
    phone.page.bring_to_front()
    phone.page.evaluate(
        """(address) => {
            document.getElementById("main").dataset.left = "";
            const link = document.querySelector("[data-menu=home]");
            link.href = address;
            link.click();
            link.href = "/";
        }""",
        address,
    )
    phone.page.wait_for_url(phone.origin + address)
    expect(phone.page.locator("main[data-left]")).to_have_count(0)  # also where the address was the same before
    expect(phone.page.locator("main > [inert]")).to_have_count(0)


@pytest.fixture(scope="module")
def world(
    browser: Browser,
    set_up: tuple[Path, SoftwareOfficer, dict[str, str]],
    port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    template, administrator, officers = set_up
    path = tmp_path_factory.mktemp("screens") / "field.sqlite"
    shutil.copy(template, path)
    settings = _settings(path, port)
    installation = installation_with(connect(settings.database_url), settings, KEYS, demonstration=False)
    administrator.installation = installation
    served = Served(settings, installation, administrator, officers, port)
    recorder = Recorder.of(served)
    cases, overtaken = record_all(recorder)
    served.start()
    made = World(browser, served, recorder, cases, overtaken)
    yield made
    complaints = [f"{role}: {line}" for role, phone in made.phones.items() for line in phone.complaints]
    for phone in made.phones.values():
        phone.context.close()
    served.stop()
    installation.engine.dispose()
    assert complaints == []
